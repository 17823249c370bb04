//! How often the user wishes to be in touch with somebody.

use std::fmt;

/// The longest wish, in days: ten years.
const LONGEST_DAYS: u32 = 3_650;
/// What the worst case is, in units of the ideal one, when the user names only that.
const USUAL_SLACK: u32 = 2;
/// Words for lengths, in days.
const WORDS: [(&str, u32); 8] = [
    ("daily", 1),
    ("weekly", 7),
    ("fortnightly", 14),
    ("monthly", 30),
    ("bimonthly", 61),
    ("quarterly", 91),
    ("half-yearly", 183),
    ("yearly", 365),
];

/// A wish of how often to be in touch: ideally every so many days, at worst every so many; or never.
///
/// ```
/// use acquaint::model::Cadence;
/// assert_eq!(Cadence::parse("monthly"), Some(Cadence::Every { ideal_days: 30, worst_days: 60 }));
/// assert_eq!(Cadence::parse("2w..45d"), Some(Cadence::Every { ideal_days: 14, worst_days: 45 }));
/// assert_eq!(Cadence::parse("never"), Some(Cadence::Never));
/// assert_eq!(Cadence::parse("45d..2w"), None, "the worst case is no shorter than the ideal one");
/// assert_eq!(Cadence::parse("2w..45d").unwrap().to_string(), "14d..45d");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Cadence {
    /// The user does not wish to reach out to this person.
    Never,
    /// Reach out after `ideal_days` of silence, and no later than after `worst_days`; 1 to 3,650, worst at least ideal.
    Every {
        /// Days of silence after which it would be good to be in touch.
        ideal_days: u32,
        /// Days of silence after which it is late.
        worst_days: u32,
    },
}

impl Cadence {
    /// Reads `monthly`, `45d`, `6w`, `3m`, `1y`, `30d..90d` or `never`; without a worst case it is twice the ideal one. `None` when
    /// the text is none of these, or out of range.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if text == "never" {
            return Some(Self::Never);
        }
        let (ideal_days, worst_days) = if let Some((ideal, worst)) = text.split_once("..") {
            (length_days(ideal)?, length_days(worst)?)
        } else {
            let ideal = length_days(&text)?;
            (ideal, (USUAL_SLACK * ideal).min(LONGEST_DAYS))
        };
        (ideal_days <= worst_days).then_some(Self::Every { ideal_days, worst_days })
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => formatter.write_str("never"),
            Self::Every { ideal_days, worst_days } => write!(formatter, "{ideal_days}d..{worst_days}d"),
        }
    }
}

/// A length in days, 1 to 3,650.
fn length_days(text: &str) -> Option<u32> {
    let text = text.trim();
    let named = WORDS.iter().find(|(word, _)| *word == text).map(|(_, days)| *days);
    let days = if let Some(days) = named {
        days
    } else {
        let digits = text.trim_end_matches(char::is_alphabetic);
        let count: u32 = digits.trim().parse().ok()?;
        let unit_days = match &text[digits.len()..] {
            "d" | "" => 1,
            "w" => 7,
            "m" => 30,
            "y" => 365,
            _ => return None,
        };
        count.checked_mul(unit_days)?
    };
    (1..=LONGEST_DAYS).contains(&days).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_limits() {
        for text in ["0d", "3651d", "11y", "often", "", "..", "30d..", "-3d", "99999999999w", "3x"] {
            assert_eq!(Cadence::parse(text), None, "{text}");
        }
        for (text, days) in [("1d", 1), ("10y", 3650), (" 6W ", 42), ("quarterly", 91), ("30", 30)] {
            assert!(matches!(Cadence::parse(text), Some(Cadence::Every { ideal_days, .. }) if ideal_days == days), "{text}");
        }
    }
}
