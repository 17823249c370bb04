use jiff::tz::TimeZone;

use super::*;
use crate::io::Limits;
use crate::model::{Channel, Interaction};

fn options() -> ReadOptions {
    ReadOptions::new(Limits::as_of_micros(1_800_000_000_000_000), TimeZone::UTC)
}

fn read(json: &str) -> (Vec<Interaction>, Vec<String>) {
    let (mut interactions, mut me) = (Vec::new(), Vec::new());
    let mut sink = |item: crate::import::Item| {
        for observation in item.map(|record| record.observations).unwrap_or_default() {
            match observation {
                Observation::Interaction(interaction) => interactions.push(interaction),
                Observation::Me(own) => me.extend(own.handles.iter().map(ToString::to_string)),
                _ => {}
            }
        }
        Ok(())
    };
    Telegram.read(&mut json.as_bytes(), &options(), &mut sink).unwrap();
    (interactions, me)
}

fn message(id: u32, from: &str, user: &str) -> String {
    format!(
        r#"{{"id": {id}, "type": "message", "date_unixtime": "1600000000", "from": "{from}", "from_id": {user}, "text": "x"}}"#
    )
}

fn chat(id: &str, messages: &[String]) -> String {
    format!(r#"{{"name": "Ann", "type": "personal_chat", "id": {id}, "messages": [{}]}}"#, messages.join(","))
}

#[test]
fn in_a_personal_chat_the_side_that_is_not_the_chat_is_the_owner() {
    let (interactions, me) = read(&chat("100", &[message(1, "Mira", "\"user900\""), message(2, "Ann", "\"user100\"")]));
    assert_eq!(me, ["telegram:900"]);
    assert_eq!(interactions[0].to[0].handle.as_str(), "telegram:100");
    assert_eq!(interactions[1].to[0].handle.as_str(), "telegram:900");
}

#[test]
fn a_message_is_the_same_in_the_export_of_one_chat_and_of_all() {
    let one = chat("100", &[message(1, "Ann", "\"user100\"")]);
    let all = format!(r#"{{"about": "x", "chats": {{"about": "y", "list": [{one}]}}}}"#);
    assert_eq!(read(&one).0[0].id, read(&all).0[0].id);
}

#[test]
fn old_numbers_and_new_ones_are_the_same_people() {
    let old = read(&chat("4294967396", &[message(1, "Ann", "4294967396"), message(2, "Mira", "4294968196")]));
    assert_eq!(old.1, ["telegram:900"]);
    assert_eq!(old.0[0].from.as_ref().map(|from| from.handle.to_string()).as_deref(), Some("telegram:100"));
    assert_eq!(old.0[1].to[0].handle.as_str(), "telegram:100");
}

#[test]
fn what_is_said_of_one_chat_never_reaches_the_next() {
    let (first, second) = (chat("100", &[message(1, "Ann", "\"user100\"")]), r#"{"messages": [XX]}"#);
    let second = second.replace("XX", &message(2, "Bob", "\"user200\""));
    let (interactions, _) = read(&format!(r#"{{"chats": {{"list": [{first}, {second}]}}}}"#));
    assert!(interactions[1].to.is_empty(), "a chat without a kind addresses nobody known");
}

#[test]
fn a_call_that_was_answered_is_a_call() {
    let call = |id: u32, seconds: u32| {
        format!(
            r#"{{"id": {id}, "type": "service", "action": "phone_call", "date_unixtime": "1600000000", "actor": "Ann",
            "actor_id": "user100", "duration_seconds": {seconds}}}"#
        )
    };
    let (interactions, _) = read(&chat("100", &[message(1, "Mira", "\"user900\""), call(2, 5), call(3, 0)]));
    let channels: Vec<Channel> = interactions.into_iter().map(|interaction| interaction.channel).collect();
    assert_eq!(channels, [Channel::TELEGRAM, Channel::CALL, Channel::TELEGRAM]);
}
