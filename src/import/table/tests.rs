use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::*;
use crate::import::{Item, Location, Reason};
use crate::io::Limits;
use crate::model::{Interaction, Observation, Stance};

fn options() -> ReadOptions {
    ReadOptions {
        file_name: "table.csv".to_owned(),
        ..ReadOptions::new(Limits::as_of_micros(1_793_404_800_000_000), TimeZone::UTC)
    }
}

fn items(importer: &dyn Importer, text: &[u8], options: &ReadOptions) -> Result<Vec<Item>, ImportError> {
    let mut items = Vec::new();
    let mut input = text;
    importer.read(&mut input, options, &mut |item| {
        items.push(item);
        Ok(())
    })?;
    Ok(items)
}

fn interactions(text: &str, options: &ReadOptions) -> Vec<Result<Interaction, Reason>> {
    let one = |item: Item| {
        item.map_err(|reject| reject.reason).map(|mut record| match record.observations.pop() {
            Some(Observation::Interaction(interaction)) => interaction,
            other => panic!("{other:?}"),
        })
    };
    items(&Table, text.as_bytes(), options).unwrap().into_iter().map(one).collect()
}

#[test]
fn columns_are_found_by_name_in_any_case_and_order_and_can_be_renamed() {
    let mut renamed = options();
    let map = [("source", "FROM"), ("target", "to"), ("time", "When")];
    renamed.table.map = map.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
    let plain = interactions("Time,SOURCE,Target\n1082040961,1,2\n", &options());
    assert_eq!(plain, interactions("when;x;from;TO\n2004-04-15T14:56:01Z;;1;2\n", &renamed));
    let found = plain[0].as_ref().unwrap();
    assert_eq!(found.from.as_ref().unwrap().handle.as_str(), "id:1");
    assert_eq!(found.to[0].handle.as_str(), "id:2");
}

#[test]
fn missing_columns_are_named_with_those_found() {
    let error = items(&Table, b"src,dst,unix\n1,2,3\n", &options()).unwrap_err();
    assert_eq!(error.to_string(), "no column for source, target, time (found: src, dst, unix)");
    let mut renamed = options();
    renamed.table.map = vec![("weight".to_owned(), "w".to_owned())];
    let error = items(&Table, b"source,target,time\n", &renamed).unwrap_err();
    assert_eq!(error.to_string(), "no column for weight (`w`) (found: source, target, time)");
    let error = items(&Table, b"{\"a\":1}\n", &options()).unwrap_err();
    assert!(matches!(error, ImportError::MissingColumns { .. }));
    let error = items(&PeopleTable, b"name,company\nAnn,Acme\n", &options()).unwrap_err();
    assert_eq!(error.to_string(), "no column for handle or email or phone or linkedin (found: name, company)");
}

#[test]
fn rows_of_one_event_or_else_of_one_sender_share_an_identity_at_a_moment() {
    let rows = interactions(
        "source,target,time,event\na,b,1082040961,\na,c,1082040961,\na,d,1082040961,e1\na,b,1082040961,e1\na,b,1082040961,e2\n\
         c,b,1082040961,e1\na,b,1082040962,e1\n",
        &options(),
    );
    let ids: Vec<_> = rows.iter().map(|row| row.as_ref().unwrap().id).collect();
    assert_eq!(ids[0], ids[1]);
    assert_eq!(ids[2], ids[3]);
    assert_eq!(ids[2], ids[5], "an event may have several senders");
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 4);
}

#[test]
fn direction_and_undirected_decide_the_shape() {
    let text = "source,target,time,direction\na,b,1082040961,in\nb,a,1082040961,\na,b,1082040961,both\nb,a,1082040961,mutual\n\
                a,b,1082040961,sideways\n";
    let rows = interactions(text, &options());
    assert_eq!(rows[0], rows[1]);
    let (both, mutual) = (rows[2].as_ref().unwrap(), rows[3].as_ref().unwrap());
    assert_eq!((both.shape, both.id), (crate::model::Shape::Mutual, mutual.id));
    assert_eq!(rows[4], Err(Reason::Malformed));
    let mut undirected = options();
    undirected.table.undirected = true;
    let rows = interactions("source,target,time\na,b,1082040961\nb,a,1082040961\na,c,1082040961\n", &undirected);
    let ids: Vec<_> = rows.iter().map(|row| row.as_ref().unwrap().id).collect();
    assert!(ids[0] == ids[1] && ids[0] != ids[2]);
}

#[test]
fn weights_and_stances_are_read_or_refused() {
    let text = "source,target,time,weight,give\na,b,1082040961,0.5,gave\na,b,1082040961,7,asked\na,b,1082040961,,-1\n\
                a,b,1082040961,NaN,\na,b,1082040961,inf,\na,b,1082040961,0,\na,b,1082040961,-1,\na,b,1082040961,,lots\n";
    let read: Vec<Result<(f64, Stance), Reason>> =
        interactions(text, &options()).into_iter().map(|row| row.map(|row| (row.weight, row.stance))).collect();
    assert_eq!(read[..3], [Ok((0.5, Stance::Gave)), Ok((1.0, Stance::Asked)), Ok((1.0, Stance::Asked))]);
    assert!(read[3..].iter().all(|row| *row == Err(Reason::Malformed)));
}

#[test]
fn every_reject_has_its_reason_and_place() {
    let text = "source,target,time\n\n,b,1\na,,1\na,b,\na,a,1082040961\na,b,soon\na,b,1\na,b,99999999999\na,b\na,b,1,2\n\u{1}\u{2},b,1082040961\n";
    let read = items(&Table, text.as_bytes(), &options()).unwrap();
    let rejects: Vec<_> = read.into_iter().map(|item| item.unwrap_err()).collect();
    let reasons: Vec<_> = rejects.iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "missing-value",
            "missing-value",
            "missing-value",
            "self-tie",
            "bad-date",
            "implausible-date",
            "implausible-date",
            "field-count",
            "field-count",
            "no-handle",
        ]
    );
    assert_eq!((rejects[0].location.record, rejects[0].location.line), (1, Some(3)));
}

#[test]
fn the_plausible_days_end_exactly_at_the_limits() {
    let limits = options().limits;
    for (at, sound) in [
        (limits.earliest_micros - 1, false),
        (limits.earliest_micros, true),
        (limits.latest_micros, true),
        (limits.latest_micros + 1, false),
    ] {
        let mut micros = options();
        micros.table.time_unit = Some(crate::import::TimeUnit::Microseconds);
        let rows = interactions(&format!("source,target,time\na,b,{at}\n"), &micros);
        assert_eq!(rows[0].is_ok(), sound, "{at}");
    }
}

#[test]
fn json_lines_give_what_the_same_table_gives() {
    let csv = interactions("source,target,time,weight\n1,ann@example.org,1082040961,0.5\n", &options());
    let json = "{\"source\":1,\"Target\":\"ann@example.org\",\"time\":1082040961,\"weight\":0.5,\"other\":{\"x\":[]}}\n\n{broken\n\
                {\"source\":[1],\"target\":2,\"time\":3}\n{\"source\":1}\n[1]\n";
    let rows = interactions(json, &options());
    assert_eq!(rows[0], csv[0]);
    assert_eq!(rows[1..], [Err(Reason::Malformed), Err(Reason::Malformed), Err(Reason::MissingValue), Err(Reason::Malformed)]);
}

#[test]
fn an_unclosed_quote_that_meets_another_is_read_again_line_by_line() {
    let text = "source,target,time\n\"a,b,1082040961\nc,d,1082040961\ne,\"f\",1082040961\ng,h,1082040961\n";
    let rows = interactions(text, &options());
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 3);
    assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 1);
}

#[test]
fn people_rows_gather_every_address_of_the_person() {
    let text = "handle,name,email,phone,linkedin,tags\n7,Ann Example,Ann@Example.org,+49 30 123456,linkedin.com/in/Ann/,\"a; b,a\"\n\
                ,,,,,\n,Bob,not an address,,,\n,,nobody,,,\n";
    let mut read = items(&PeopleTable, text.as_bytes(), &options()).unwrap().into_iter();
    let Some(Observation::Declaration(ann)) = read.next().unwrap().unwrap().observations.pop() else { panic!() };
    let handles: Vec<_> = ann.card.handles.iter().map(crate::model::Handle::as_str).collect();
    assert_eq!(handles, ["id:7", "mailto:ann@example.org", "tel:+4930123456", "linkedin:ann"]);
    assert_eq!(ann.card.tags, ["a", "b"]);
    assert_eq!(read.next().unwrap().unwrap_err().reason, Reason::BlankRecord);
    let Some(Observation::Declaration(bob)) = read.next().unwrap().unwrap().observations.pop() else { panic!() };
    assert_eq!(bob.card.handles[0].as_str(), "name:Bob");
    assert_eq!(read.next().unwrap().unwrap_err().reason, Reason::NoHandle);
}

#[test]
fn tables_are_told_from_people_and_from_prose() {
    use Confidence::{Certain, Likely, Maybe, No};
    type Case<'a> = (&'a str, &'a [u8], (Confidence, Confidence));
    let sniff = |name: &str, bytes: &[u8]| {
        let head = Head { name, folder: "", bytes };
        (Table.sniff(&head), PeopleTable.sniff(&head))
    };
    let utf16: Vec<u8> = "\u{feff}source\ttarget\ttime\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: BTreeMap<&str, Case> = BTreeMap::from([
        ("legs", ("x", &b"Source;Target;TIME;x\n"[..], (Certain, No))),
        ("utf-16", ("x", &utf16, (Certain, No))),
        ("json", ("x", b"{\"source\": 1, \"target\": 2, \"time\": 3}", (Certain, No))),
        ("other columns", ("x.csv", b"src,dst,unix\n", (Maybe, No))),
        ("other name", ("x.dat", b"src,dst,unix\n", (No, No))),
        ("people", ("x.csv", b"handle,name\n", (Maybe, Likely))),
        ("one word", ("x.csv", b"hello\n", (No, No))),
        ("prose", ("x.txt", b"Dear Ann, I hope you are well.\n", (No, No))),
        ("bytes", ("x.csv", b"\0\0,\0\n", (No, No))),
        ("nothing", ("x.csv", b"", (No, No))),
    ]);
    for (what, (name, bytes, expected)) in cases {
        assert_eq!(sniff(name, bytes), expected, "{what}");
    }
}

fn mapped(columns: &[(&str, &str)], lists: &[(&str, &str)]) -> ReadOptions {
    let owned = |pairs: &[(&str, &str)]| pairs.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
    let mut read = options();
    read.table.map = owned(columns);
    read.table.lists = owned(lists);
    read
}

fn people(interaction: &Interaction) -> Vec<&str> {
    interaction.from.iter().chain(&interaction.to).map(|party| party.handle.as_str()).collect()
}

#[test]
fn a_list_of_receivers_is_one_interaction_with_all_of_them() {
    let read = mapped(&[("source", "Staff"), ("target", "Guests"), ("time", "Logged")], &[("target", ",")]);
    let text = "Logged;Staff;Guests\n2024-03-14 09:30;me@example.org;ann@example.org, bob@example.org, ann@example.org\n\
                2024-03-14 09:30;me@example.org;me@example.org\n2024-03-14 09:30;me@example.org;\n";
    let rows = interactions(text, &read);
    let sent = rows[0].as_ref().unwrap();
    assert_eq!(people(sent), ["mailto:me@example.org", "mailto:ann@example.org", "mailto:bob@example.org"]);
    assert_eq!(sent.shape, crate::model::Shape::Directed);
    assert_eq!(rows[1..], [Err(Reason::SelfTie), Err(Reason::MissingValue)]);
}

#[test]
fn everybody_in_one_list_met_whatever_their_order() {
    let mut read = mapped(&[("source", "badges"), ("time", "at"), ("venue", "door")], &[("source", "|")]);
    read.table.undirected = true;
    read.table.constants = vec![("channel".to_owned(), "meeting".to_owned())];
    let rows =
        interactions("door,at,badges\nlab,2024-03-14 09:31,a|b|c\nlab,2024-03-14 09:31,c|a|b\nlab,2024-03-14 09:31,a\n", &read);
    let (one, other) = (rows[0].as_ref().unwrap(), rows[1].as_ref().unwrap());
    assert_eq!((one.shape, one.channel.as_str(), one.venue.as_deref()), (crate::model::Shape::Gathering, "meeting", Some("lab")));
    assert_eq!(people(one), ["id:a", "id:b", "id:c"]);
    assert_eq!(one.id, other.id);
    assert_eq!(rows[2], Err(Reason::NoOtherParticipant));
}

#[test]
fn times_are_read_as_the_user_says_they_are_written() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    for (format, text, expected) in [
        ("%d/%m/%Y %H:%M", "14/03/2024 09:30", "2024-03-14T08:30:00Z"),
        ("%m/%d/%y %I:%M %p", "03/14/24 09:30 PM", "2024-03-14T20:30:00Z"),
        ("%d/%m/%Y", "14/03/2024", "2024-03-14T00:00:00Z"),
        ("%Y-%m-%dT%H:%M:%S%z", "2024-03-14T09:30:00-0500", "2024-03-14T14:30:00Z"),
        ("%s", "1710405000", "2024-03-14T08:30:00Z"),
    ] {
        assert!(is_time_format(format), "{format}");
        let read = ReadOptions {
            table: crate::import::TableOptions { time_format: Some(format.to_owned()), ..Default::default() },
            zone: berlin.clone(),
            ..options()
        };
        let rows = interactions(&format!("source,target,time\na,b,{text}\na,b,2024-99-99 99:99\n"), &read);
        assert_eq!(rows[0].as_ref().map(|row| crate::model::format_micros(row.at_micros)), Ok(expected.to_owned()), "{format}");
        assert_eq!(rows[1], Err(Reason::BadDate), "{format}");
    }
    for format in ["", "never", "%H:%M", "%Q%Q", "%"] {
        assert!(!is_time_format(format), "{format:?}");
    }
}

#[test]
fn records_nested_in_a_document_are_found_by_path_and_their_values_too() {
    let mut read = mapped(&[("source", "from.number"), ("target", "to.number"), ("time", "sent")], &[("target", ",")]);
    read.table.records = Some("chats[].messages[]".to_owned());
    read.table.time_unit = Some(crate::import::TimeUnit::Milliseconds);
    let text = r#"{"name": "x", "chats": [{"messages": [
        {"sent": 1710405000000, "from": {"number": "+4915100000001"}, "to": [{"number": "+4915100000002"}, {"number": "+4915100000003"}]},
        {"sent": 1710405000000, "from": {"number": ["x"]}, "to": []}]}]}"#;
    let rows = interactions(text, &read);
    assert_eq!(people(rows[0].as_ref().unwrap()), ["tel:+4915100000001", "tel:+4915100000002", "tel:+4915100000003"]);
    assert_eq!(rows[1], Err(Reason::Malformed));
    read.table.records = Some("chats[].nothing[]".to_owned());
    assert!(matches!(items(&Table, text.as_bytes(), &read), Err(ImportError::Broken { .. })));
}

#[test]
fn an_array_of_records_is_read_like_lines_of_them() {
    let lines = interactions("{\"source\":1,\"target\":2,\"time\":1082040961}\n", &options());
    let array = interactions("\n[{\"source\":1,\"target\":2,\"time\":1082040961}]", &options());
    assert_eq!(array, lines);
}

#[test]
fn a_list_of_addresses_is_one_persons() {
    let read = mapped(&[("email", "mails"), ("name", "who")], &[("email", ";"), ("tags", "+")]);
    let mut found = items(&PeopleTable, b"who,mails,tags\nAnn,a@example.org; b@example.org,x;y+z\n", &read).unwrap();
    let Some(Observation::Declaration(ann)) = found.remove(0).unwrap().observations.pop() else { panic!() };
    assert_eq!(ann.card.handles.len(), 2);
    assert_eq!(ann.card.tags, ["x;y", "z"]);
}

/// A table as CSV, and the same as columns; the time of `instants` as instants.
fn as_columns(rows: &[[&str; 4]], instants: &[Option<i64>]) -> Vec<u8> {
    use crate::io::columns::{Cells, write_block, write_end, write_names};
    let mut bytes = Vec::new();
    write_names(&mut bytes, ["source", "target", "venue", " Time "].into_iter()).unwrap();
    for (rows, instants) in rows.chunks(2).zip(instants.chunks(2)) {
        let mut block: Vec<Cells> = (0..3)
            .map(|column| {
                let text: String = rows.iter().map(|row| row[column]).collect();
                let end = |row| rows.iter().take(row + 1).map(|row| row[column].len()).sum::<usize>() as u32;
                Cells::Texts((0..rows.len()).map(end).collect(), text)
            })
            .collect();
        block.push(Cells::Instants(instants.to_vec()));
        write_block(&mut bytes, &block).unwrap();
    }
    write_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn columns_say_the_same_as_their_table_of_the_same_records_on_the_same_lines() {
    let long = "x".repeat(options().limits.max_record_bytes + 1);
    let rows = [
        ["ann", "bob", "the\nfair", "2026-01-05T10:00:00.25Z"],
        ["", "bob", "", "2026-01-05T10:00:00Z"],
        [" ann ", "Cleo@Example.org", "", "2026-01-05T10:00:00Z"],
        ["ann", "bob", "", ""],
        ["ann", "bob", "", "9999-12-31"],
        [long.as_str(), "bob", "", "2026-01-05T10:00:00Z"],
        ["ann", "dora", "", "2026-01-06T10:00:00Z"],
    ];
    let instants: Vec<Option<i64>> = rows
        .iter()
        .map(|row| time::parse(row[3], &jiff::tz::TimeZone::UTC, None).map(|at| if at > 1 << 57 { i64::MAX } else { at }))
        .collect();
    let mut csv = String::from("source,target,venue,time\n");
    for row in &rows {
        csv += &row.map(|cell| format!("\"{cell}\"")).join(",");
        csv.push('\n');
    }
    let read = |bytes: &[u8], options: &ReadOptions| {
        let (mut items, mut input) = (Vec::new(), bytes);
        let result = Table.read(&mut input, options, &mut |item| {
            items.push(item);
            Ok(())
        });
        (items, result.map_err(|error| error.to_string()))
    };
    let columns = as_columns(&rows, &instants);
    let (items, result) = read(&columns, &options());
    assert_eq!((&items, &result), (&read(csv.as_bytes(), &options()).0, &Ok(())));
    assert_eq!(items.len(), 7);
    assert_eq!(items[1].as_ref().unwrap_err().location, Location { record: 2, line: Some(4) });
    // Instants can stand in other fields, and in a table whose times are written in a way of their own.
    let mut mapped = options();
    mapped.table.map = vec![("venue".into(), "time".into())];
    let Ok(record) = &read(&columns, &mapped).0[0] else { panic!("the first row is sound") };
    assert!(format!("{record:?}").contains("2026-01-05T10:00:00.25Z"), "{record:?}");
    let mut written = options();
    written.table.time_format = Some("%Y-%m-%dT%H:%M:%SZ".into());
    assert!(read(&columns, &written).0[6].is_ok());
    let cut = columns.get(..columns.len() - 4).unwrap();
    assert!(read(cut, &options()).1.is_err());
}
