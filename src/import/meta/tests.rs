use jiff::tz::TimeZone;

use super::*;
use crate::io::Limits;
use crate::model::{InteractionId, Shape};

fn options(folder: &str) -> ReadOptions {
    let mut options = ReadOptions::new(Limits::as_of_micros(1_800_000_000_000_000), TimeZone::UTC);
    "message_1.json".clone_into(&mut options.file_name);
    folder.clone_into(&mut options.folder);
    options
}

fn interactions(json: &str, folder: &str) -> Vec<(InteractionId, Shape, usize)> {
    let mut found = Vec::new();
    let mut sink = |item: crate::import::Item| {
        for observation in item.map(|record| record.observations).unwrap_or_default() {
            if let Observation::Interaction(interaction) = observation {
                found.push((interaction.id, interaction.shape, interaction.to.len()));
            }
        }
        Ok(())
    };
    Messenger.read(&mut json.as_bytes(), &options(folder), &mut sink).unwrap();
    found
}

const PLAIN: &str = r#"{"participants": [{"name": "Ann"}, {"name": "Bo"}], "messages": [
    {"sender_name": "Ann", "timestamp_ms": 1600000000000, "content": "caf\u00c3\u00a9", "type": "Generic"}]}"#;
const ENCRYPTED: &str = r#"{"participants": ["Bo", "Ann"], "threadName": "Ann_7", "messages": [
    {"senderName": "Ann", "timestamp": 1600000000000, "text": "café", "type": "text", "isUnsent": false}]}"#;

#[test]
fn the_whole_export_is_found_from_every_root_and_section() {
    for (folder, root) in [
        ("/x/your_facebook_activity/messages/inbox/ann_1", "/x"),
        ("/x/your_activity_across_facebook/messages/archived_threads/ann_1", "/x"),
        ("/x/messages/e2ee_cutover/ann_1", "/x"),
        ("messages/inbox/ann_1", ""),
        ("a.zip!your_instagram_activity/messages/message_requests/ann_1", "a.zip!"),
        ("a.zip!messages/inbox/ann_1", "a.zip!"),
        ("/x/connections/followers_and_following", "/x"),
        ("/x/your_facebook_activity/connections/friends", "/x"),
        ("/x/ann_1", "/x/ann_1"),
        ("/messages/inbox/a", "/"),
    ] {
        assert_eq!(folder::export(folder), root, "{folder}");
    }
}

#[test]
fn the_folders_tell_the_two_services_apart() {
    for (folder, instagram) in [
        ("/x/your_instagram_activity/messages/inbox/a", true),
        ("instagram-mira-2026.zip!messages/inbox/a", true),
        ("/instagram/your_facebook_activity/messages/inbox/a", false),
        ("/x/messages/inbox/a", false),
    ] {
        let head = Head { name: "message_1.json", folder, bytes: PLAIN.as_bytes() };
        let sure = |importer: &dyn Importer| importer.sniff(&head) == Confidence::Certain;
        assert_eq!((sure(&Instagram), sure(&Messenger)), (instagram, !instagram), "{folder}");
    }
}

#[test]
fn a_message_is_the_same_in_every_section_and_in_the_encrypted_export() {
    let inbox = interactions(PLAIN, "/x/messages/inbox/ann_1");
    assert_eq!(inbox.len(), 1);
    assert_eq!(inbox, interactions(PLAIN, "/y/your_facebook_activity/messages/archived_threads/ann_1"));
    assert_eq!(inbox, interactions(ENCRYPTED, "/z"));
}

#[test]
fn filtered_conversations_are_bulk() {
    let spam = interactions(PLAIN, "/x/messages/filtered_threads/ann_1");
    assert!(spam.iter().all(|(_, shape, to)| *shape == Shape::Bulk && *to == 1) && spam.len() == 1);
}
