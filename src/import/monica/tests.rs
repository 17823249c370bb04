use super::Monica;
use crate::import::{Importer, Item, ReadOptions};
use crate::io::Limits;
use crate::model::{Interaction, Observation, Shape, format_micros};

fn interactions(text: &str) -> Vec<Interaction> {
    let options = ReadOptions::new(Limits::as_of_micros(1_800_000_000_000_000), jiff::tz::TimeZone::UTC);
    let mut found = Vec::new();
    let mut input = text.as_bytes();
    let mut sink = |item: Item| {
        found.extend(item.into_iter().flat_map(|record| record.observations));
        Ok(())
    };
    Monica.read(&mut input, &options, &mut sink).unwrap();
    let events = found.into_iter().filter_map(|observation| match observation {
        Observation::Interaction(interaction) => Some(interaction),
        _ => None,
    });
    events.collect()
}

fn export(nested: &str, activities: &str) -> String {
    format!(
        r#"{{"exported_by": "me@example.org", "app_version": "4", "account": {{"data": [
        {{"count": 1, "type": "contact", "values": [{{"uuid": "1", "properties": {{"first_name": "Bob"}}, "data": [{nested}]}}]}},
        {{"count": 1, "type": "activity", "values": [{activities}]}}]}}}}"#
    )
}

#[test]
fn a_call_goes_from_whoever_called_and_counts_at_noon_of_its_day() {
    let calls = r#"{"type": "call", "values": [
        {"properties": {"called_at": "2023-02-01T00:00:00.000000Z", "contact_called": true}},
        {"properties": {"called_at": "2023-02-02T09:30:00.000000Z", "contact_called": false}},
        {"properties": {"called_at": "2023-02-03"}}]}"#;
    let found = interactions(&export(calls, ""));
    let told: Vec<(&str, Shape, String)> = found
        .iter()
        .map(|call| (call.from.as_ref().unwrap().handle.as_str(), call.shape, format_micros(call.at_micros)))
        .collect();
    assert_eq!(
        told,
        [
            ("monica:1", Shape::Directed, "2023-02-01T12:00:00Z".to_owned()),
            ("mailto:me@example.org", Shape::Directed, "2023-02-02T09:30:00Z".to_owned()),
            ("mailto:me@example.org", Shape::Mutual, "2023-02-03T12:00:00Z".to_owned()),
        ]
    );
}

#[test]
fn an_activity_takes_in_the_contacts_that_name_it_and_its_number_is_its_identity() {
    let nested = r#"{"type": "activity", "values": ["x"]}"#;
    let one = interactions(&export(nested, r#"{"uuid": "x", "properties": {"happened_at": "2023-05-01", "summary": "Lunch"}}"#));
    let renamed =
        interactions(&export(nested, r#"{"uuid": "x", "properties": {"happened_at": "2023-05-01", "summary": "Dinner"}}"#));
    assert_eq!(one[0].to.len(), 2);
    assert_eq!(one, renamed);
}
