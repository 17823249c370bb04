use super::header::{Shape, Year, parse};
use super::order::Evidence;
use super::{sender, sentence};
use crate::import::DateOrder;

fn order(dates: &[&str]) -> Option<DateOrder> {
    let mut evidence = Evidence::default();
    for date in dates {
        evidence.take(&parse(&format!("{date}, 10:00 - Ann: hi")).unwrap());
    }
    evidence.decided()
}

#[test]
fn headers_of_all_phones_and_languages_are_read() {
    let noon = 12 * 3600 + 24 * 60;
    for (line, date, second) in [
        ("1/29/18, 12:24 - A: t", [1, 29, 18], noon),
        ("1/29/18, 12:24 PM - A: t", [1, 29, 18], noon),
        ("1/29/18, 12:24 AM - A: t", [1, 29, 18], 24 * 60),
        ("[1/29/18, 12:24:03 PM] A: t", [1, 29, 18], noon + 3),
        ("\u{feff}\u{feff}[1/29/18, 12:24:03\u{202f}PM] A: t", [1, 29, 18], noon + 3),
        ("29.01.18, 12:24 - A: t", [29, 1, 18], noon),
        ("[31/12/2022 11:40:26] A: t", [31, 12, 2022], 42_026),
        ("20/6/2017 8:28 p.\u{a0}m. - A: t", [20, 6, 2017], 20 * 3600 + 28 * 60),
        ("02.05.18 à 18:00 - A: t", [2, 5, 18], 18 * 3600),
        ("2021-03-18, 3:02 p.m. - A: t", [2021, 3, 18], 15 * 3600 + 120),
        ("29.1.2018 klo 12.24 - A: t", [29, 1, 2018], noon),
        ("2018-01-29 12 h 24 - A: t", [2018, 1, 29], noon),
        ("[2018. 1. 29. 오후 12:24:03] A: t", [2018, 1, 29], noon + 3),
        ("2018/1/29 中午12:24 - A: t", [2018, 1, 29], noon),
        ("2018/1/29 中午11:24 - A: t", [2018, 1, 29], noon - 3600),
        ("२९/१/१८, १२:२४ pm - A: t", [29, 1, 18], noon),
        ("\u{200e}[29/1/18, 12:24:60] A: t", [29, 1, 18], noon + 59),
    ] {
        let header = parse(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!((header.date, header.second_of_day, header.rest), (date, Some(second), "A: t"), "{line}");
    }
    for line in [
        "",
        "hi",
        "1/2",
        "1/29/18",
        "12:24 - A: t",
        "1/29/18, 12:24",
        "1/29/18 text 12:24 - A: t",
        "1/29/18, 12:24-13:00 - x",
        "[a] b",
        "1-2.3, 4:05 - A: t",
    ] {
        assert_eq!(parse(line), None, "{line}");
    }
    let shape = Shape { bracketed: false, separator: '/', year: Year::Short, seconds: false };
    assert_eq!(parse("1/29/18, 25:24 - A: t").map(|header| (header.second_of_day, header.shape)), Some((None, shape)));
}

#[test]
fn the_order_of_day_and_month_is_told_by_the_whole_file_or_not_at_all() {
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    assert_eq!(order(&["3/4/25", "13/4/25"]), Some(DayMonthYear));
    assert_eq!(order(&["3/4/25", "4/13/25"]), Some(MonthDayYear));
    assert_eq!(order(&["2025-03-04"]), Some(YearMonthDay));
    assert_eq!(order(&["03.04.25"]), Some(DayMonthYear));
    assert_eq!(order(&["5/5/25"]), Some(DayMonthYear), "the same day either way");
    assert_eq!(order(&["3/4/25", "3/5/25"]), None);
    // Only one reading has time going on; a message that came a minute late around midnight goes back a day, not a month.
    assert_eq!(order(&["1/2/25", "2/2/25", "1/3/25"]), Some(DayMonthYear));
    assert_eq!(order(&["2/1/25", "2/2/25", "3/1/25"]), Some(MonthDayYear));
    assert_eq!(order(&["1/2/25", "1/1/25", "1/2/25"]), Some(MonthDayYear));
    // A quoted line does not overthrow the rest.
    assert_eq!(order(&["13/4/25", "14/4/25", "4/15/25", "16/4/25", "17/4/25"]), Some(DayMonthYear));
    assert_eq!(order(&["13/4/25", "4/15/25"]), None);
}

#[test]
fn senders_are_parted_from_what_they_say() {
    assert_eq!(sender::split("Ann: hi: there", None), Some(("Ann", "hi: there")));
    assert_eq!(sender::split("Ann:", None), Some(("Ann", "")));
    assert_eq!(sender::split("Dr: Ann: hi", Some("Dr: Ann")), Some(("Dr: Ann", "hi")));
    assert_eq!(sender::split("Ann \"Annie\" Example: hi", None), Some(("Ann \"Annie\" Example", "hi")));
    for line in
        ["Ann left", "Ann changed the subject to \"Plan: B\"", "See https://example.org/a", "", "Ann erstellte „Ski: 2024“"]
    {
        assert_eq!(sender::split(line, None), None, "{line}");
    }
    let handle = |text: &str| sender::party(text, 256).map(|party| party.handle.as_str().to_owned());
    assert_eq!(handle("\u{202a}+49 170 1234567\u{202c}").as_deref(), Some("tel:+491701234567"));
    assert_eq!(handle("~\u{202f}Ann").as_deref(), Some("whatsapp:~Ann"));
    assert_eq!(handle("Ann\u{202e}").as_deref(), Some("whatsapp:Ann"));
    assert_eq!(handle("007").as_deref(), Some("whatsapp:007"));
    assert_eq!(handle("Meta AI"), None);
}

#[test]
fn titles_stand_in_the_names_of_files_and_folders() {
    for (name, title) in [
        ("WhatsApp Chat with Ann Example.txt", Some("Ann Example")),
        ("WhatsApp Chat with Ann Example (3).txt", Some("Ann Example")),
        ("WhatsApp Chat - Ann.zip!", Some("Ann")),
        ("Chat de WhatsApp con Luis.txt", Some("Luis")),
        ("Чат WhatsApp с Анна.txt", Some("Анна")),
        ("WhatsApp Chat mit +49 170 1234567.txt", Some("+49 170 1234567")),
        ("_chat.txt", None),
        ("notes.txt", None),
    ] {
        assert_eq!(sender::title(name), title, "{name}");
    }
}

#[test]
fn sentences_of_the_service_are_told_from_what_people_say() {
    assert!(sentence::is_of_service("Ann", "\u{200e}Messages and calls are end-to-end encrypted."));
    assert!(sentence::is_of_service("Ann", "\u{200e}Ann left"));
    assert!(sentence::is_of_service("Ann", "\u{200e}Missed voice call"));
    assert!(sentence::is_of_service("Ann", "Diese Nachricht wurde gelöscht."));
    for text in ["is this end-to-end encrypted?", "You were right", "\u{200e}image omitted", "\u{200e}No idea", "Ann left"] {
        assert!(!sentence::is_of_service("Ann", text), "{text}");
    }
    for text in ["<Media omitted>", "\u{200e}<attached: 1.jpg>", "\u{200e}Bild weggelassen", "IMG-1.jpg (file attached)\nlook"] {
        assert!(sentence::is_media(text), "{text}");
    }
    assert!(!sentence::is_media("see a.b (or not)x"));
}
