use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::*;
use crate::import::Item;
use crate::io::Limits;
use crate::model::{Interaction, Shape};

const HEADER: &str = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT,FOLDER\n";
const DAY: &str = "2024-05-01 10:00:00 UTC";

struct Folder(BTreeMap<&'static str, String>);

impl Siblings for Folder {
    fn names(&self) -> Vec<String> {
        self.0.keys().map(|&name| name.to_owned()).collect()
    }

    fn below(&self) -> Vec<String> {
        self.names()
    }

    fn open(&mut self, name: &str) -> Result<Option<Box<dyn Read + '_>>, ImportError> {
        Ok(self.0.get(name).map(|text| Box::new(text.as_bytes()) as Box<dyn Read>))
    }
}

fn options(file_name: &str) -> ReadOptions {
    ReadOptions {
        file_name: file_name.to_owned(),
        ..ReadOptions::new(Limits::as_of_micros(1_793_404_800_000_000), TimeZone::UTC)
    }
}

fn learn(files: &[(&'static str, &str)]) -> Context {
    let mut folder = Folder(files.iter().map(|&(name, text)| (name, text.to_owned())).collect());
    LinkedIn.context(&mut folder, &options("")).unwrap()
}

fn read(options: &ReadOptions, text: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut input = text;
    let mut sink = |item| {
        items.push(item);
        Ok(())
    };
    LinkedIn.read(&mut input, options, &mut sink).unwrap();
    items
}

fn message(options: &ReadOptions, row: &str) -> Result<Interaction, Reason> {
    let item = read(options, format!("{HEADER}{row}\n").as_bytes()).pop().unwrap();
    item.map_err(|reject| reject.reason).map(|mut record| match record.observations.pop() {
        Some(Observation::Interaction(interaction)) => interaction,
        other => panic!("{other:?}"),
    })
}

fn handles(interaction: &Interaction) -> Vec<&str> {
    interaction.from.iter().chain(&interaction.to).map(|party| party.handle.as_str()).collect()
}

fn conversation() -> String {
    format!(
        "{HEADER}c1,Bob Example,https://www.linkedin.com/in/bob/,Ann Example,,{DAY},x,INBOX\n\
         c1,Ann Example,https://www.linkedin.com/in/ann,Bob Example,,{DAY},y,INBOX\n\
         c2,Bob Example,https://www.linkedin.com/in/bob,\"Cem, MBA\",,{DAY},x,INBOX\n\
         c2,\"Cem, MBA\",https://www.linkedin.com/in/cem,Bob Example,,{DAY},z,INBOX\n\
         c3,Ann Example,https://www.linkedin.com/in/ann-two,Bob Example,,{DAY},x,INBOX\n\
         c3,Ann Example,https://www.linkedin.com/in/ann-three,Bob Example,,{DAY},x,INBOX\n"
    )
}

#[test]
fn the_owner_is_learnt_from_profile_addresses_and_messages() {
    let context = learn(&[
        ("Profile.csv", "First Name,Last Name,Headline\nBob, Example,x\n"),
        (
            "Email Addresses.csv",
            "Email Address,Confirmed,Primary\nold@example.org,Yes,No\nbob@example.com,Yes,Yes\nno@example.net,No,No\n",
        ),
        ("messages.csv", &conversation()),
    ]);
    assert_eq!(context.owner_name.as_deref(), Some("Bob Example"));
    let owner: Vec<&str> = context.owner.iter().map(Handle::as_str).collect();
    assert_eq!(owner, ["linkedin:bob", "mailto:bob@example.com", "mailto:old@example.org"]);
    let known =
        |conversation: &str, name: &str| context.names.get(&(conversation.to_owned(), name.to_owned())).map(Handle::as_str);
    assert_eq!(known("c1", "Ann Example"), Some("linkedin:ann"));
    assert_eq!(known("c2", "Cem, MBA"), Some("linkedin:cem"));
    assert_eq!(known("c3", "Ann Example"), None);
}

#[test]
fn without_a_profile_the_owner_is_who_invites_or_is_everywhere() {
    assert_eq!(learn(&[("messages.csv", &conversation())]).owner_name.as_deref(), Some("Bob Example"));
    let invitations = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n\
                       Cem,Bob,\"2/25/22, 8:56 PM\",,INCOMING,https://www.linkedin.com/in/cem,https://www.linkedin.com/in/bob\n";
    let context = learn(&[("Invitations.csv", invitations)]);
    assert_eq!((context.owner_name.as_deref(), context.owner[0].as_str()), (Some("Bob"), "linkedin:bob"));
    let one = format!("{HEADER}c1,Bob,,Ann,,{DAY},x,INBOX\n");
    assert_eq!(learn(&[("messages.csv", &one)]), Context::default());
}

#[test]
fn names_are_resolved_within_their_conversation_only() {
    let mut known = options("messages.csv");
    let profile = "First Name,Last Name,Headline\nBob,Example,x\n";
    known.context = Arc::new(learn(&[("Profile.csv", profile), ("messages.csv", &conversation())]));
    for (row, expected) in [
        (format!("c1,Bob Example,,Ann Example,,{DAY},x,INBOX"), vec!["linkedin:bob", "linkedin:ann"]),
        (format!("c9,Bob Example,,Ann Example,,{DAY},x,INBOX"), vec!["linkedin:bob", "name:Ann Example"]),
        (format!("c2,Bob Example,,\"Cem, MBA\",,{DAY},x,INBOX"), vec!["linkedin:bob", "linkedin:cem"]),
        (format!("c2,Dee,,\"Cem, MBA, Bob Example\",,{DAY},x,INBOX"), vec!["name:Dee", "linkedin:cem", "linkedin:bob"]),
        (format!("c2,Dee,,\"Eve, PhD\",,{DAY},x,INBOX"), vec!["name:Dee", "name:Eve, PhD"]),
        (format!("c2,Dee,,,,{DAY},x,INBOX"), vec!["name:Dee", "linkedin:bob"]),
    ] {
        assert_eq!(handles(&message(&known, &row).unwrap()), expected, "{row}");
    }
    assert_eq!(message(&known, &format!("c1,Bob Example,,,,{DAY},x,INBOX")), Err(Reason::NoOtherParticipant));
    assert_eq!(message(&known, &format!("c1,Bob Example,,LinkedIn Member,,{DAY},x,INBOX")), Err(Reason::DeletedAccount));
}

#[test]
fn the_same_message_has_the_same_identity_whatever_is_known() {
    let row = format!("c1,Bob Example,,Ann Example,,{DAY},x,SPAM");
    let alone = message(&options("messages.csv"), &row).unwrap();
    let mut known = options("messages.csv");
    known.context = Arc::new(learn(&[("messages.csv", &conversation())]));
    let informed = message(&known, &row).unwrap();
    assert_eq!(alone.id, informed.id);
    assert_eq!(alone.shape, Shape::Bulk);
    assert_ne!(alone.to, informed.to);
    assert_ne!(alone.id, message(&known, &row.replace(",x,", ",another,")).unwrap().id);
}

#[test]
fn file_names_of_all_layouts_are_told_apart() {
    for (name, part) in [
        ("Connections.csv", Some(Part::Connections)),
        ("connections (1).csv", Some(Part::Connections)),
        ("Imported Contacts.csv", Some(Part::Contacts)),
        ("ImportedContacts.csv", Some(Part::Contacts)),
        ("Endorsement_Received_Info.csv", Some(Part::EndorsementsReceived)),
        ("Endorsement Given Info.csv", Some(Part::EndorsementsGiven)),
        ("Recommendations-Given.csv", Some(Part::RecommendationsGiven)),
        ("Profile.csv", Some(Part::Profile)),
        ("Profile Summary.csv", None),
        ("coach_messages.csv", None),
        ("learning_role_play_messages.csv", None),
        ("guide_messages.csv", None),
        ("Shares.csv", None),
        ("Ad_Targeting.csv", None),
    ] {
        assert_eq!(Part::of_name(name), part, "{name}");
    }
}

#[test]
fn sniffing_needs_the_header_as_well_as_the_name() {
    let sniff = |name: &str, text: &str| LinkedIn.sniff(&Head { name, folder: "", bytes: text.as_bytes() });
    let connections = "Notes:\n\"x\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
    assert_eq!(sniff("Connections.csv", connections), Confidence::Certain);
    assert_eq!(sniff("my network.csv", connections), Confidence::Likely);
    assert_eq!(sniff("messages.csv", HEADER), Confidence::Certain);
    assert_eq!(sniff("guide_messages.csv", HEADER), Confidence::No);
    assert_eq!(sniff("messages.csv", "ID,Timestamp,Contents,Attachments\n"), Confidence::No);
}

#[test]
fn no_body_leaves_a_message() {
    let record = message(&options("messages.csv"), &format!("c1,Bob,,Ann,,{DAY},CANARY,INBOX")).unwrap();
    assert!(!format!("{record:?}").contains("CANARY"));
}

#[test]
fn the_day_order_of_rows_does_not_decide_who_keeps_the_bare_name() {
    let header = "First Name,Last Name,Email Address,Company,Position,Connected On\n";
    let (early, late) = ("Ann,Example,,Acme,,01 Mar 2021\n", "Ann,Example,,Initech,,02 Mar 2021\n");
    let people = |text: String| {
        let mut found: Vec<String> = read(&options("Connections.csv"), text.as_bytes())
            .into_iter()
            .flat_map(|item| item.unwrap().observations)
            .map(|observation| match observation {
                Observation::Declaration(found) => format!("{} {:?}", found.card.handles[0], found.card.company),
                other => panic!("{other:?}"),
            })
            .collect();
        found.sort();
        found
    };
    let forward = people(format!("{header}{early}{late}"));
    assert_eq!(forward, people(format!("{header}{late}{early}")));
    assert_eq!(forward, ["name:Ann Example (connected 2021-03-02) Some(\"Initech\")", "name:Ann Example Some(\"Acme\")"]);
}
