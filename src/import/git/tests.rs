use super::{GitLog, Mailmap};
use crate::import::{Importer, Item, ReadOptions};
use crate::io::Limits;
use crate::model::{Interaction, Observation, Shape, format_micros};

fn observations(importer: &dyn Importer, text: &str) -> Vec<Observation> {
    let options = ReadOptions::new(Limits::as_of_micros(1_800_000_000_000_000), jiff::tz::TimeZone::UTC);
    let mut found = Vec::new();
    let mut input = text.as_bytes();
    let mut sink = |item: Item| {
        found.extend(item.into_iter().flat_map(|record| record.observations));
        Ok(())
    };
    importer.read(&mut input, &options, &mut sink).unwrap();
    found
}

fn commit(text: &str) -> Interaction {
    match observations(&GitLog, text).remove(0) {
        Observation::Interaction(interaction) => interaction,
        other => panic!("{other:?}"),
    }
}

const HASH: &str = "540441810f8b9f4bba1f1f5b9212ac0d293616e2";

#[test]
fn the_same_commit_is_the_same_event_in_every_format() {
    let ann = "Ann Example <ann@example.org>";
    let bob = "Bob Example <bob@example.org>";
    let default =
        format!("commit {HASH}\nAuthor: {ann}\nDate:   Thu Jul 23 13:16:58 2020 +0100\n\n    Fix\n\n    Co-authored-by: {bob}\n");
    let raw = format!("commit {HASH}\ntree 1\nauthor {ann} 1595506618 +0100\ncommitter {bob} 1595506999 +0100\n\n    Fix\n");
    let table = format!(
        "{HASH}\t2020-07-23T13:16:58+01:00\tAnn Example\tann@example.org\t2020-07-23T12:20:00Z\tGitHub\tnoreply@github.com\t\t{bob}\tFix\n"
    );
    let first = commit(&default);
    assert_eq!(format_micros(first.at_micros), "2020-07-23T12:16:58Z");
    assert_eq!((first.shape, first.channel.as_str(), first.to.len()), (Shape::Gathering, "code", 2));
    assert_eq!(commit(&raw), first);
    assert_eq!(commit(&table), first);
}

#[test]
fn a_mailmap_line_unites_two_addresses_under_the_proper_name() {
    let text = "Ann Example <ann@example.org> annie <ann@old.example>\n";
    let Observation::Declaration(found) = observations(&Mailmap, text).remove(0) else { panic!() };
    assert_eq!(found.card.name.as_deref(), Some("Ann Example"));
    let handles: Vec<&str> = found.card.handles.iter().map(crate::model::Handle::as_str).collect();
    assert_eq!(handles, ["mailto:ann@example.org", "mailto:ann@old.example"]);
    assert!(!found.kind.declares_tie());
}
