//! Kills, damage, failed imports and many writers: what was imported stays, what failed leaves nothing.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use acquaint::synth::Random;

use crate::program::{Program, contents, copy_folder, csv_rows, legs};

/// The only segment of a workspace.
fn segments(program: &Program) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(program.workspace().join("interactions")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A workspace of one small segment, or of two.
fn small(imports: usize) -> Program {
    let program = Program::new();
    for import in 0..imports {
        program.file("legs.csv", legs(60, 12, 40 + import as u64));
        program.ok(&["import", "legs.csv"]);
    }
    assert_eq!(segments(&program).len(), imports);
    program
}

/// `verify` and `ties` must both say that the workspace is damaged.
fn must_be_found(program: &Program, damage: &str, also_in_use: bool) {
    let run = program.run(&["verify"]);
    assert_eq!(run.code, Some(4), "{damage}: verify says {}{}", run.stdout, run.stderr);
    if also_in_use {
        let run = program.run(&["ties", "--all", "-f", "csv"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(4), ""), "{damage}: ties says {}", run.stderr);
    }
}

#[test]
fn an_import_killed_at_any_moment_leaves_a_sound_workspace_and_can_be_repeated() {
    let base = Program::new();
    base.file("first.csv", legs(2_000, 60, 1));
    base.ok(&["import", "first.csv"]);
    base.file("second.csv", legs(20_000, 150, 2));
    let earlier = base.every_tie();
    let undisturbed = Program::new();
    copy_folder(&base.path(""), &undisturbed.path(""));
    undisturbed.ok(&["import", "second.csv"]);
    let expected = undisturbed.every_tie();
    assert_ne!(earlier, expected);
    let mut random = Random::stream(7, "kills");
    let (mut before, mut after) = (0, 0);
    for kill in 0..40 {
        let program = Program::new();
        copy_folder(&base.path(""), &program.path(""));
        let mut child = program.command(&["import", "second.csv"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.below(60_000) as u64));
        let _ = child.kill();
        let status = child.wait().unwrap();
        assert!(status.success() || status.signal() == Some(9), "kill {kill}: {status}");
        let sound = program.run(&["verify"]);
        assert_eq!(sound.code, Some(0), "kill {kill}: {}{}", sound.stdout, sound.stderr);
        let ties = program.every_tie();
        assert!(ties == earlier || ties == expected, "kill {kill}: neither the state before nor after");
        if ties == earlier {
            before += 1;
        } else {
            after += 1;
        }
        program.ok(&["import", "second.csv"]);
        assert!(program.every_tie() == expected, "kill {kill}: the repeated import ends in another state");
        let verify = program.json(&["verify"]);
        assert_eq!(verify["findings"].as_array().map(Vec::len), Some(0), "kill {kill}: something is left over");
    }
    assert!(before > 0, "no kill came before the commit ({after} after it)");
}

#[test]
fn a_failed_import_leaves_every_byte_as_it_was() {
    let program = Program::new();
    program.file("first.csv", legs(500, 30, 1));
    program.ok(&["import", "first.csv"]);
    program.file("good.csv", legs(5_000, 90, 2));
    program.file("bad.csv", "source,target\nann,bob\n");
    let before = contents(&program.workspace());
    program.fails(&["import", "good.csv", "bad.csv", "--from", "table"], 2, &["bad.csv"]);
    assert!(contents(&program.workspace()) == before, "the workspace changed");
    program.ok(&["import", "good.csv"]);
    assert!(contents(&program.workspace()) != before);
}

#[test]
fn a_first_import_that_fails_makes_no_workspace() {
    let program = Program::new();
    program.file("bad.csv", "source,target\nann,bob\n");
    program.fails(&["import", "bad.csv", "--from", "table"], 2, &["bad.csv"]);
    assert!(!program.workspace().exists(), "{:?}", contents(&program.workspace()).keys());
}

#[test]
fn any_flipped_bit_of_a_segment_is_found() {
    let program = small(1);
    let path = segments(&program).remove(0);
    let whole = std::fs::read(&path).unwrap();
    let mut random = Random::stream(11, "flips");
    for flip in 0..200 {
        let (at, bit) = (random.below(whole.len()), random.below(8));
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        std::fs::write(&path, bytes).unwrap();
        must_be_found(&program, &format!("bit {bit} of byte {at}"), flip % 8 == 0);
    }
    std::fs::write(&path, whole).unwrap();
    program.ok(&["verify"]);
}

#[test]
fn a_cut_missing_or_swapped_segment_is_found() {
    let program = small(2);
    let paths = segments(&program);
    let whole: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let mut random = Random::stream(12, "cuts");
    for cut in 0..20 {
        let length = if cut == 0 { 0 } else { random.below(whole[0].len()) };
        std::fs::write(&paths[0], &whole[0][..length]).unwrap();
        must_be_found(&program, &format!("cut to {length} bytes"), true);
    }
    std::fs::write(&paths[0], [&whole[0][..], b"more"].concat()).unwrap();
    must_be_found(&program, "four bytes more", true);
    std::fs::remove_file(&paths[0]).unwrap();
    must_be_found(&program, "missing", true);
    std::fs::write(&paths[0], &whole[1]).unwrap();
    std::fs::write(&paths[1], &whole[0]).unwrap();
    must_be_found(&program, "swapped", true);
    std::fs::write(&paths[0], &whole[0]).unwrap();
    std::fs::write(&paths[1], &whole[1]).unwrap();
    program.ok(&["verify"]);
}

#[test]
fn no_damage_of_the_catalog_crashes_the_program() {
    let program = small(1);
    let path = program.workspace().join("catalog.db");
    let whole = std::fs::read(&path).unwrap();
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut random = Random::stream(13, "catalog");
    let mut found = 0;
    for flip in 0..150 {
        // Most bytes of a small catalog are blank pages; two flips in three hit what is used.
        let at = if flip % 3 == 0 { random.below(whole.len()) } else { used[random.below(used.len())] };
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << random.below(8);
        std::fs::write(&path, bytes).unwrap();
        for command in [&["verify"][..], &["ties", "--all"]] {
            let run = program.run(command);
            let crashed = run.code.is_none_or(|code| code == 70 || code == 101);
            assert!(!crashed, "byte {at}, {command:?}: {:?} {}", run.code, run.stderr);
            found += usize::from(run.code != Some(0));
        }
    }
    assert!(found > 0, "no damage was found");
    for length in [0, 1, 99, 100, 4_096, whole.len() / 2] {
        std::fs::write(&path, &whole[..length]).unwrap();
        let run = program.run(&["verify"]);
        assert!(matches!(run.code, Some(4..=6)), "cut to {length}: {:?} {}", run.code, run.stderr);
    }
}

#[test]
fn many_writers_lose_and_double_nothing() {
    let (shared, alone) = (Program::new(), Program::new());
    shared.ok(&["init"]);
    let names: Vec<String> = (0..24).map(|number| format!("legs-{number}.csv")).collect();
    for (seed, name) in (100..).zip(&names) {
        let table = legs(300, 40, seed);
        shared.file(name, &table);
        alone.file(name, &table);
    }
    std::thread::scope(|scope| {
        for own in names.chunks(6) {
            let shared = &shared;
            scope.spawn(move || {
                for name in own {
                    let done = (0..20).any(|_| match shared.run(&["import", name]) {
                        run if run.code == Some(0) => true,
                        run => {
                            assert_eq!(run.code, Some(75), "{name}: {}", run.stderr);
                            false
                        }
                    });
                    assert!(done, "{name} was never imported");
                }
            });
        }
    });
    let arguments: Vec<&str> = ["import"].into_iter().chain(names.iter().map(String::as_str)).collect();
    alone.ok(&arguments);
    let [shared_state, alone_state] = [&shared, &alone].map(|program| program.json(&["verify"]));
    assert_eq!(shared_state["rows"], alone_state["rows"]);
    assert_eq!((shared_state["sound"].as_bool(), shared_state["segments"].as_u64()), (Some(true), Some(24)));
    assert!(shared.every_tie() == alone.every_tie(), "the writers together made another state than one alone");
}

#[test]
fn what_comes_later_changes_nothing_of_an_earlier_day() {
    let table = String::from_utf8(legs(6_000, 80, 5)).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    let with_header = |rows: &[&str]| format!("source,target,time\n{}\n", rows.join("\n"));
    let mut random = Random::stream(17, "days");
    for _ in 0..5 {
        let day = format!("{}-{:02}-15", 2022 + random.below(4), 1 + random.below(12));
        let program = Program::new();
        let cutoff = acquaint::model::AsOf::parse(&day, &jiff::tz::TimeZone::UTC).unwrap().cutoff_micros() / 1_000_000;
        let split = rows.partition_point(|row| row.rsplit(',').next().unwrap().parse::<i64>().unwrap() < cutoff);
        assert!(split > 10 && split < rows.len() - 10, "{day}");
        let seen = || {
            [&["ties", "--all", "-f", "csv"][..], &["network", "--people", "-f", "csv"], &["people", "-f", "csv"]]
                .map(|command| program.ok(&[command, &["--as-of", &day]].concat()).stdout)
        };
        program.file("earlier.csv", with_header(&rows[..split]));
        program.file("later.csv", with_header(&rows[split..]));
        program.ok(&["import", "earlier.csv"]);
        let earlier = seen();
        assert!(csv_rows(&earlier[0]).len() > 10);
        program.ok(&["import", "later.csv"]);
        for (before, after) in earlier.iter().zip(seen()) {
            assert!(*before == after, "{day}: changed by what came later");
        }
    }
}

#[test]
fn the_order_of_the_exports_does_not_matter() {
    let sample = &crate::program::sample_world().0;
    let mut files: Vec<PathBuf> = Vec::new();
    for (name, entry) in contents(&sample.path("sample")) {
        if entry.1.is_some() && name != "README.md" {
            files.push(Path::new("sample").join(name));
        }
    }
    let expected = sample.every_tie();
    let mut random = Random::stream(19, "order");
    for _ in 0..3 {
        let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "Europe/Berlin"]);
        copy_folder(&sample.path("sample"), &program.path("sample"));
        for last in (1..files.len()).rev() {
            files.swap(last, random.below(last + 1));
        }
        for part in files.chunks(5) {
            let names: Vec<&str> = part.iter().map(|path| path.to_str().unwrap()).collect();
            program.ok(&[&["import", "--owner", crate::program::OWNER], &names[..]].concat());
        }
        assert!(program.every_tie() == expected, "another order of the files gave other ties: {files:?}");
    }
}

#[test]
fn the_report_is_the_same_bytes_on_any_machine_and_any_number_of_threads() {
    let program = Program::sample();
    program.ok(&["report", "--out", "usual"]);
    let usual = contents(&program.path("usual"));
    std::fs::create_dir(program.path("other-home")).unwrap();
    let home = program.path("other-home");
    let machines: [&[(&str, &str)]; 5] = [
        &[("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "2"), ("POLARS_MAX_THREADS", "2")],
        &[("RAYON_NUM_THREADS", "8"), ("POLARS_MAX_THREADS", "8")],
        &[("TZ", "Pacific/Auckland"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("HOME", home.to_str().unwrap()), ("COLUMNS", "40"), ("NO_COLOR", "1"), ("ACQUAINT_NOW", "2026-11-01T00:00:00Z")],
    ];
    for (number, machine) in machines.into_iter().enumerate() {
        let folder = format!("report-{number}");
        let run = crate::program::finish(program.command(&["report", "--out", &folder]).envs(machine.iter().copied()));
        assert_eq!(run.code, Some(0), "{machine:?}: {}", run.stderr);
        let made = contents(&program.path(&folder));
        for (name, file) in &usual {
            assert!(made.get(name) == Some(file), "{machine:?}: {name} differs");
        }
        assert_eq!(made.len(), usual.len());
    }
}
