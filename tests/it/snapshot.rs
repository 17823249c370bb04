//! The snapshot in the cache: no answer changes by it, whatever becomes of the file.

use std::io::BufWriter;
use std::path::PathBuf;

use acquaint::synth::{Random, legs_csv};

use crate::program::{Program, contents};

const QUESTIONS: [&[&str]; 8] = [
    &["ties", "-f", "json"],
    &["person", "id:1", "-f", "json"],
    &["path", "id:40", "-f", "json"],
    &["network", "--people", "-f", "csv"],
    &["explain", "id:1", "--since", "2026-03-01", "-f", "json"],
    &["plan", "-f", "json"],
    &["ties", "--owner", "id:2", "-f", "csv"],
    &["export", "csv"],
];

/// A world that is large enough for a snapshot.
fn world() -> Program {
    let program = Program::new().with(&["--as-of", "2026-11-20", "--tz", "UTC"]);
    legs_csv(40_000, 300, 7, &mut BufWriter::new(std::fs::File::create(program.path("legs.csv")).unwrap())).unwrap();
    program.ok(&["import", "legs.csv", "--owner", "id:0"]);
    program
}

fn snapshots(program: &Program) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(program.workspace().join("cache")).into_iter().flatten();
    let mut found: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    found.sort();
    found
}

fn answers(program: &Program) -> Vec<(Option<i32>, String)> {
    QUESTIONS.map(|question| program.run(question)).map(|run| (run.code, run.stdout)).into()
}

/// The answers where there is no cache, and can be none: a file stands in its place.
fn without_cache(program: &Program) -> Vec<(Option<i32>, String)> {
    let bare = Program::new_with(program);
    let _ = std::fs::remove_dir_all(bare.workspace().join("cache"));
    std::fs::write(bare.workspace().join("cache"), "").unwrap();
    answers(&bare)
}

#[test]
fn answers_are_the_same_without_a_snapshot_with_a_new_one_and_with_an_old_one() {
    let program = world();
    let wanted = without_cache(&program);
    assert!(wanted.iter().all(|(code, text)| *code == Some(0) && text.len() > 200));
    assert!(snapshots(&program).is_empty());
    assert_eq!(answers(&program), wanted);
    let kept = snapshots(&program);
    assert_eq!(
        kept.len(),
        3,
        "the world, what was seen in it, and what was given and asked; they serve all days after the last record: {kept:?}"
    );
    let bytes = || kept.iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>();
    let before = bytes();
    assert_eq!(answers(&program), wanted);
    let later = Program::new_with(&program).with(&["--as-of", "2026-11-21"]);
    assert_eq!(answers(&later), without_cache(&later));
    assert_eq!(snapshots(&later).len(), 3);
    // The same world makes the same bytes.
    kept.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    answers(&program);
    assert_eq!(bytes(), before);
}

#[test]
fn a_snapshot_is_of_its_day_and_of_its_data() {
    let program = world();
    answers(&program);
    for day in ["2025-06-30", "2024-01-15", "2023-03-03", "2022-08-08"] {
        let past = Program::new_with(&program).with(&["--as-of", day]);
        let wanted = without_cache(&past);
        assert_eq!((answers(&past), answers(&past)), (wanted.clone(), wanted), "{day}");
        assert!(snapshots(&past).len() <= 5);
    }
    for change in [
        &["same", "id:5", "id:9"][..],
        &["tag", "id:40", "board"],
        &["ignore", "id:3"],
        &["config", "set", "hygiene.bulk", "count"],
        &["config", "set", "me", "id:2"],
    ] {
        program.ok(change);
        assert_eq!(answers(&program), without_cache(&program), "{change:?}");
    }
    program.file("more.csv", "source,target,time\nid:2,newcomer@example.org,2026-05-05\n");
    program.ok(&["import", "more.csv"]);
    assert_eq!(answers(&program), without_cache(&program));
    assert!(program.ok(&["ties", "-f", "csv"]).stdout.contains("newcomer@example.org"));
    assert!(snapshots(&program).len() <= 5);
}

#[test]
fn one_snapshot_serves_all_moments_between_two_records() {
    let program = world();
    let at = |moment: &'static str| program.ok(&["ties", "-f", "json", "--as-of", moment]).stdout;
    let worlds = || snapshots(&program).iter().filter(|path| path.to_string_lossy().contains("/world-")).count();
    let first = at("2025-10-20T12:00:00Z");
    assert_eq!(worlds(), 1);
    assert_eq!(at("2025-10-20T12:00:01Z"), first);
    assert_eq!(worlds(), 1);
    at("2025-10-22T12:00:00Z");
    assert_eq!(worlds(), 2);
}

#[test]
fn a_segment_that_is_gone_or_cut_is_told_in_spite_of_a_snapshot() {
    let program = world();
    answers(&program);
    let segment = std::fs::read_dir(program.workspace().join("interactions")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&segment).unwrap();
    std::fs::write(&segment, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(program.run(&["ties"]).code, Some(4));
    std::fs::remove_file(&segment).unwrap();
    let run = program.run(&["ties"]);
    assert!(run.code == Some(4) && run.stderr.contains("is missing"), "{}", run.stderr);
    // Another byte is told by whatever reads it.
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    std::fs::write(&segment, damaged).unwrap();
    assert_eq!(program.run(&["verify"]).code, Some(4));
    assert_eq!(program.run(&["explain", "id:1"]).code, Some(4));
}

#[test]
fn a_damaged_snapshot_is_as_none_and_is_made_anew() {
    let program = world();
    let wanted = answers(&program);
    for path in snapshots(&program) {
        // What was given and asked is read where paths are weighed.
        let question = if path.to_string_lossy().contains("/acts-") { 2 } else { 0 };
        let wanted = wanted[question].clone();
        let whole = std::fs::read(&path).unwrap();
        let mut random = Random::new(3);
        let mut places: Vec<usize> = (0..30).map(|place| place * 8).collect();
        places.extend((0..20).map(|_| random.below(whole.len())));
        places.extend((1..20).filter_map(|back: usize| whole.len().checked_sub(back * 97)));
        places.retain(|place| *place < whole.len());
        for place in places {
            let mut damaged = whole.clone();
            damaged[place] ^= 1 << random.below(8);
            std::fs::write(&path, damaged).unwrap();
            let run = program.run(QUESTIONS[question]);
            assert_eq!((run.code, run.stdout), wanted, "one bit at {place} of {path:?}");
            assert_eq!(std::fs::read(&path).unwrap(), whole, "made anew after one bit at {place} of {path:?}");
        }
        for length in [0, 15, 31, 40, 1000, whole.len() / 2, whole.len() - 1].into_iter().filter(|length| *length < whole.len()) {
            std::fs::write(&path, &whole[..length]).unwrap();
            let run = program.run(QUESTIONS[question]);
            assert_eq!((run.code, run.stdout), wanted, "{length} bytes of {path:?}");
        }
    }
}

#[test]
fn who_is_forgotten_is_in_no_snapshot() {
    let program = world();
    program.file("more.csv", "source,target,time\nid:0,quentin.xavierson@example.org,2026-05-05\n");
    program.ok(&["import", "more.csv"]);
    answers(&program);
    let is_told = || {
        contents(&program.workspace())
            .values()
            .filter_map(|file| file.1.as_ref())
            .any(|bytes| bytes.windows(9).any(|part| part == b"xavierson"))
    };
    assert!(is_told());
    program.ok(&["forget", "quentin.xavierson@example.org", "--yes"]);
    assert!(!is_told());
    answers(&program);
    assert!(!is_told());
}
