use super::{Friends, between};
use crate::import::{Importer, Item, ReadOptions};
use crate::io::Limits;
use crate::model::{Handle, Observation, format_micros};

fn observations(text: &str, owner: Vec<Handle>) -> Vec<Observation> {
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
    let options = ReadOptions { owner, ..ReadOptions::new(Limits::as_of_micros(1_800_000_000_000_000), zone) };
    let mut found = Vec::new();
    let mut input = text.as_bytes();
    let mut sink = |item: Item| {
        found.extend(item.into_iter().flat_map(|record| record.observations));
        Ok(())
    };
    Friends.read(&mut input, &options, &mut sink).unwrap();
    found
}

#[test]
fn an_activity_is_a_meeting_at_noon_of_everybody_named_and_the_owner() {
    let text = "### Activities:\n- 2018-01-04: Lunch with **Ann** and **Bob** in _Paris_. @food\n";
    for (owner, expected) in [
        (Vec::new(), "friends:(the owner of the journal)"),
        (Handle::email("me@example.org").into_iter().collect(), "mailto:me@example.org"),
    ] {
        let found = observations(text, owner);
        let [Observation::Me(me), Observation::Interaction(meeting)] = found.as_slice() else { panic!("{found:?}") };
        let people: Vec<&str> = meeting.to.iter().map(|party| party.handle.as_str()).collect();
        assert_eq!(people, ["friends:Ann", "friends:Bob", expected]);
        assert_eq!(me.handles[0].as_str(), expected);
        assert_eq!(format_micros(meeting.at_micros), "2018-01-04T17:00:00Z");
        assert_eq!(meeting.venue.as_deref(), Some("Paris"));
    }
}

#[test]
fn a_person_keeps_place_and_tags_and_no_other_name() {
    let found = observations("### Friends:\n- Ann Example (a.k.a. A a.k.a. AE) [Oslo] @work @choir\n", Vec::new());
    let [Observation::Declaration(found)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(found.card.name.as_deref(), Some("Ann Example"));
    assert_eq!(found.card.handles[0].as_str(), "friends:Ann Example");
    assert_eq!(found.card.location.as_deref(), Some("Oslo"));
    assert_eq!(found.card.tags, ["work", "choir"]);
}

#[test]
fn a_mark_without_partner_marks_nothing() {
    assert_eq!(between("a **b** c **d", "**"), ["b"]);
    assert_eq!(between("**b", "**"), Vec::<&str>::new());
    assert_eq!(between("", "**"), Vec::<&str>::new());
}
