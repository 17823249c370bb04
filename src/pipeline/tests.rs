//! A world is the same however its legs are read.

use std::path::Path;

use jiff::tz::TimeZone;

use super::load::gathered;
use super::{Ingest, Seen, World, ingest, load};
use crate::import::ReadOptions;
use crate::import::drive::{Foreign, Request};
use crate::io::Limits;
use crate::model::AsOf;
use crate::store::Workspace;
use crate::synth::Random;
use crate::ties::Parameters;

fn import(workspace: &mut Workspace, path: &Path, as_of: &AsOf) {
    let options = ReadOptions::new(Limits::as_of_micros(as_of.cutoff_micros()), TimeZone::UTC);
    let paths = [path.to_string_lossy().into_owned()];
    let open_foreign = |_: Foreign, _: &Path| unreachable!("text only is read here");
    let request = Request { paths: &paths, format: None, options: &options, open_foreign: &open_foreign };
    let how = Ingest {
        as_of: "2026-10-31",
        cutoff_micros: as_of.cutoff_micros(),
        strict: false,
        dry_run: false,
        owner: &[],
        colleague: false,
        stop: &std::sync::Arc::default(),
    };
    ingest(workspace, &request, &how, &mut |_| {}).unwrap();
}

/// A world of several imports whose segments overlap in time, with gatherings of the same people at the same moment, days of many acts,
/// and letters to two.
fn world(folder: &Path, seed: u64) -> World {
    let mut random = Random::new(seed);
    let as_of = AsOf::parse("2026-10-31T12:00:00Z", &TimeZone::UTC).unwrap();
    let mut workspace = Workspace::create(&folder.join("w")).unwrap();
    for part in 0..6 {
        let mut rows = "source,target,time,event,kind,channel\n".to_owned();
        for event in 0..40 {
            let (day, minute) = (1 + random.below(28), random.below(8) * 97);
            let time = format!("2026-10-{day:02}T{:02}:{:02}:00Z", minute / 60, minute % 60);
            let kind = ["", "", "meeting"][random.below(3)];
            let source = random.below(6);
            for _ in 0..=random.below(3) {
                let target = random.below(7);
                if target != source {
                    rows.push_str(&format!("p{source}@example.org,p{target}@example.org,{time},e{part}-{event},{kind},mail\n"));
                }
            }
        }
        let path = folder.join(format!("part-{part}.csv"));
        std::fs::write(&path, rows).unwrap();
        import(&mut workspace, &path, &as_of);
    }
    load(&workspace, &as_of, Parameters::default()).unwrap()
}

/// The records behind a tie are read from the rows that hold them, of segments that were read whole before; a byte that is another
/// there is told, and one elsewhere is left to whoever reads it.
#[test]
fn few_records_are_read_without_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let as_of = AsOf::parse("2026-11-20T12:00:00Z", &TimeZone::UTC).unwrap();
    let mut workspace = Workspace::create(&folder.path().join("w")).unwrap();
    let table = folder.path().join("legs.csv");
    crate::synth::legs_csv(150_000, 300, 7, &mut std::io::BufWriter::new(std::fs::File::create(&table).unwrap())).unwrap();
    import(&mut workspace, &table, &as_of);
    let first = load(&workspace, &as_of, Parameters::default()).unwrap();
    let second = load(&workspace, &as_of, Parameters::default()).unwrap();
    let pairs: Vec<(u32, u32)> = first.days.all().dyads().step_by(97).map(|dyad| (dyad.low, dyad.high)).take(40).collect();
    let records = |world: &World| {
        let of_pair = |&(one, other): &(u32, u32)| world.because(one, other, as_of.cutoff_micros(), 2);
        pairs.iter().map(of_pair).collect::<Result<Vec<_>, _>>()
    };
    // The first world has its legs in memory; what the second, from the snapshot, is asked for it reads.
    let wanted = records(&first).unwrap();
    assert!(wanted.iter().all(|records| !records.is_empty()));
    assert_eq!(records(&second).unwrap(), wanted);
    let segment = std::fs::read_dir(folder.path().join("w/interactions")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&segment).unwrap();
    let mut told = 0;
    for place in (0..20).map(|part| whole.len() / 20 * part + 11) {
        let mut damaged = whole.clone();
        damaged[place] ^= 16;
        std::fs::remove_file(&segment).unwrap();
        std::fs::write(&segment, &damaged).unwrap();
        let world = load(&workspace, &as_of, Parameters::default()).unwrap();
        match world.because(pairs[0].0, pairs[0].1, as_of.cutoff_micros(), 1) {
            Ok(found) => assert_eq!(found, wanted[0][..1], "{place}"),
            Err(error) => told += u32::from(error.to_string().contains("another content")),
        }
    }
    assert!((1..20).contains(&told), "{told}");
}

#[test]
fn answers_do_not_depend_on_how_many_legs_are_read_at_once() {
    for seed in 0..2 {
        let folder = tempfile::tempdir().unwrap();
        let mut world = world(folder.path(), seed);
        world.set_ego(0).unwrap();
        assert!(world.days.all().len() > 50 && world.people.people.len() == 7);
        for stretch_legs in [7, 40, 1 << 20] {
            let mut read = world.clone();
            read.legs = world.legs.in_stretches_of(stretch_legs);
            let days = gathered(&read.people, &read.labels, |gather| read.legs.contact_days(gather, &read.parameters)).unwrap();
            assert!(days.all().iter().eq(world.days.all().iter()), "{seed}, {stretch_legs}");
            let (wanted, found) = (Seen::of(&world).unwrap(), Seen::of(&read).unwrap());
            assert_eq!((found.encounters, found.introductions), (wanted.encounters, wanted.introductions));
            for (one, other) in [(0, 1), (3, 0), (2, 5)] {
                for limit in [1, 3] {
                    let records = |world: &World| world.because(one, other, i64::MAX, limit).unwrap();
                    assert_eq!(records(&read), records(&world), "{seed}, {stretch_legs}: {one} and {other}");
                    assert!(records(&world).is_sorted_by(|later, earlier| later.time >= earlier.time));
                }
                let noon = 1_792_065_600_000_000; // 2026-10-15T12:00:00Z
                assert_eq!(read.days_before(one, other, noon).unwrap(), world.days_before(one, other, noon).unwrap());
                let channels = |world: &World| world.channels_by_day(one, other, i64::MAX).unwrap();
                assert_eq!(channels(&read), channels(&world));
            }
            assert_eq!(read.dealings(3).unwrap(), world.dealings(3).unwrap());
        }
    }
}
