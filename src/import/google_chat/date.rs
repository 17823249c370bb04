//! Dates as a Takeout writes them out in the language of the account: `Tuesday, January 21, 2020 at 3:57:54 PM UTC`.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// The months in English, German, French, Spanish, Portuguese, Italian and Dutch.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "janeiro", "gennaio", "januari"],
    &["february", "februar", "février", "febrero", "fevereiro", "febbraio", "februari"],
    &["march", "märz", "mars", "marzo", "março", "maart"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maio", "maggio", "mei"],
    &["june", "juni", "juin", "junio", "junho", "giugno"],
    &["july", "juli", "juillet", "julio", "julho", "luglio"],
    &["august", "août", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "setembro", "settembre"],
    &["october", "oktober", "octobre", "octubre", "outubro", "ottobre"],
    &["november", "novembre", "noviembre", "novembro"],
    &["december", "dezember", "décembre", "diciembre", "dezembro", "dicembre"],
];

/// Zones by their short names, in hours from UTC; others are not guessed.
const ZONES: [(&str, i8); 16] = [
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("cet", 1),
    ("cest", 2),
    ("mez", 1),
    ("mesz", 2),
    ("wet", 0),
];

/// The moment in microseconds since 1970; `None` when the text is none. Without a zone it is a time of `zone`.
pub(super) fn parse(text: &str, zone: &TimeZone) -> Option<i64> {
    let lower = text.to_lowercase();
    let is_blank = |character: char| character.is_whitespace() || character == ',';
    let (mut year, mut month, mut day, mut clock, mut afternoon, mut offset) = (None, None, None, None, None, None);
    for word in lower.split(is_blank).filter(|word| !word.is_empty()) {
        let number = word.trim_end_matches('.').parse::<i16>().ok();
        let is_clock = word.contains(':') && word.starts_with(|first: char| first.is_ascii_digit());
        match word {
            _ if is_clock && clock.is_none() => clock = Some(clock_of(word)?),
            "am" | "a.m." => afternoon = Some(false),
            "pm" | "p.m." => afternoon = Some(true),
            _ if number.is_some_and(|number| number >= 1000) => year = number,
            _ if number.is_some() && day.is_none() => day = number.and_then(|day| i8::try_from(day).ok()),
            _ if clock.is_none() => {
                let named = MONTHS.iter().position(|names| names.contains(&word));
                month = month.or(named.and_then(|at| i8::try_from(at + 1).ok()));
            }
            _ => offset = Some(ZONES.iter().find(|(name, _)| *name == word)?.1),
        }
    }
    let (mut hour, minute, second) = clock?;
    match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let local = Date::new(year?, month?, day?).ok()?.at(hour, minute, second, 0);
    let zone = offset.map_or_else(|| zone.clone(), |hours| TimeZone::fixed(Offset::constant(hours)));
    (hour < 24 && minute < 60 && second < 60).then_some(())?;
    Some(local.to_zoned(zone).ok()?.timestamp().as_microsecond())
}

fn clock_of(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let sound = parts.next().is_none() && (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    sound.then_some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_seven_languages_are_one_moment() {
        for text in [
            "Tuesday, January 21, 2020 at 3:57:54 PM UTC",
            "Tuesday, January 21, 2020 at 3:57:54\u{202f}PM UTC",
            "Tuesday, 21 January 2020 at 15:57:54 UTC",
            "Dienstag, 21. Januar 2020 um 15:57:54 UTC",
            "Dienstag, 21. Januar 2020 um 16:57:54 MEZ",
            "mardi 21 janvier 2020 à 15:57:54 UTC",
            "martes, 21 de enero de 2020, 15:57:54 UTC",
            "terça-feira, 21 de janeiro de 2020 15:57:54 UTC",
            "martedì 21 gennaio 2020 15:57:54 GMT",
            "dinsdag 21 januari 2020 15:57:54 UTC",
        ] {
            assert_eq!(parse(text, &TimeZone::UTC), Some(1_579_622_274_000_000), "{text}");
        }
        assert_eq!(parse("January 21, 2020 at 12:00:00 AM UTC", &TimeZone::UTC), Some(1_579_564_800_000_000));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "yesterday",
            "Tuesday, January 21, 2020",
            "January 32, 2020 at 1:00:00 PM UTC",
            "January 21, 2020 at 25:00:00 UTC",
            "January 21, 2020 at 13:00:00 PM UTC",
            "January 21, 2020 at 1:00:00 PM XYZ",
            "Smarch 21, 2020 at 1:00:00 PM UTC",
            "January 21, 99999 at 1:00:00 PM UTC",
        ] {
            assert_eq!(parse(text, &TimeZone::UTC), None, "{text}");
        }
    }
}
