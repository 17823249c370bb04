use super::people::People;
use super::row::Row;
use crate::import::ReadOptions;
use crate::io::Limits;

#[test]
fn who_was_in_a_chat_is_told_by_who_is_in_it_and_who_came_and_left_since() {
    let options = ReadOptions::new(Limits::as_of_micros(1_798_000_000_000_000), jiff::tz::TimeZone::UTC);
    let mut people = People::new(&options);
    for line in [
        r#"{"of_chat":1,"member":"+15550100001"}"#,
        r#"{"of_chat":1,"member":"+15550100003"}"#,
        r#"{"changed_chat":1,"date":10,"joined":0,"member":"+15550100002"}"#,
        r#"{"changed_chat":1,"date":20,"joined":1,"member":"+15550100003"}"#,
        r#"{"changed_chat":1,"date":30,"joined":0,"member":"+15550100003"}"#,
        r#"{"changed_chat":1,"date":40,"joined":1,"member":"+15550100003"}"#,
    ] {
        people.take(&serde_json::from_str::<Row<'_>>(line).unwrap()).unwrap();
    }
    for (date, last_digits) in [(5.0, "12"), (15.0, "1"), (25.0, "13"), (35.0, "1"), (45.0, "13")] {
        let members: String = people.members(1, date).iter().filter_map(|handle| handle.as_str().chars().last()).collect();
        assert_eq!(members, last_digits, "{date}");
    }
    assert!(people.members(2, 5.0).is_empty());
}
