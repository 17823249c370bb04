//! Flipped bits, cut, missing and exchanged files: found, or without any effect.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use acquaint::model::AsOf;
use acquaint::store::{Workspace, verify};
use acquaint::synth::Random;
use acquaint::ties::Parameters;

use super::segments;
use crate::program::{Program, legs};

/// A workspace of small segments, with somebody's card in it.
fn small(imports: usize) -> Program {
    let program = Program::new();
    for import in 0..imports {
        program.file("legs.csv", legs(60, 12, 40 + import as u64));
        program.ok(&["import", "legs.csv"]);
    }
    assert_eq!(segments(&program).len(), imports);
    program.file("card.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Example\nEMAIL:ann@example.org\nEND:VCARD\n");
    program.ok(&["import", "card.vcf", "--owner", "id:p1"]);
    program
}

/// What the library makes of a workspace: whether `verify` finds damage, and everything it would compute with.
fn looked_at(folder: &Path, case: &str) -> (bool, Option<String>) {
    let seen = catch_unwind(AssertUnwindSafe(|| {
        let Ok(workspace) = Workspace::open(folder) else { return (true, None) };
        let found = verify(&workspace).map_or(true, |findings| findings.iter().any(|finding| finding.damage));
        let as_of = AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
        let world = acquaint::pipeline::load(&workspace, &as_of, Parameters::default());
        (found, world.ok().map(|world| format!("{world:?}")))
    }));
    seen.unwrap_or_else(|_| panic!("{case}: the library panicked"))
}

/// A file of a workspace and what is put in its place; nothing for a file that is gone.
type Damage = (PathBuf, String, Option<Vec<u8>>);

fn flipped(path: &Path, at: usize, bit: usize) -> Damage {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1 << bit;
    (path.to_owned(), format!("bit {bit} of byte {at} of {}", path.display()), Some(bytes))
}

/// Every byte of a segment and of what the catalog uses with one bit flipped, blank bytes among them, and both cut at many lengths.
fn damages_of(program: &Program) -> Vec<Damage> {
    let mut random = Random::stream(13, "damage");
    let (segment, catalog) = (segments(program).remove(0), program.workspace().join("catalog.db"));
    let mut damages = Vec::new();
    for path in [&segment, &catalog] {
        let whole = std::fs::read(path).unwrap();
        for at in 0..whole.len() {
            // Most of a small catalog is blank; of that, one byte in sixteen.
            if path == &segment || whole[at] != 0 || at % 16 == 0 {
                damages.push(flipped(path, at, random.below(8)));
            }
        }
        for cut in 0..200 {
            let length = if cut < 2 { cut } else { random.below(whole.len()) };
            damages.push((path.clone(), format!("{} cut to {length} bytes", path.display()), Some(whole[..length].to_vec())));
        }
        damages.push((path.clone(), format!("{} and more", path.display()), Some([&whole[..], b"more"].concat())));
        damages.push((path.clone(), format!("{} is gone", path.display()), None));
        let other = segments(program).remove(1);
        damages.push((path.clone(), format!("{} is another segment", path.display()), Some(std::fs::read(other).unwrap())));
    }
    damages
}

/// Damages, looked at by the library: found by `verify`, and whatever it still gives is what it gave before.
pub(crate) fn damages(count: usize) -> usize {
    let program = small(2);
    let (folder, segment) = (program.workspace(), segments(&program).remove(0));
    let (found, expected) = looked_at(&folder, "sound");
    assert!(!found && expected.is_some());
    let damages = damages_of(&program);
    let every = (damages.len() / count).max(1);
    let (mut tried, mut harmless) = (0, 0);
    for (path, case, bytes) in damages.into_iter().step_by(every) {
        let whole = std::fs::read(&path).unwrap();
        match &bytes {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let (found, given) = looked_at(&folder, &case);
        assert!(given.is_none() || given == expected, "{case}: silently used");
        assert!(found || path != segment && given == expected, "{case}: not found");
        harmless += usize::from(!found);
        std::fs::write(&path, whole).unwrap();
        tried += 1;
    }
    assert_eq!(looked_at(&folder, "sound again"), (false, expected));
    println!("{harmless} of {tried} damages were in bytes of the catalog that say nothing");
    tried
}

/// The same through the program: exit code 4, said in words, with nothing on standard output; `ties` as it was or refused.
pub(crate) fn damages_by_program(count: usize) -> usize {
    let program = small(2);
    let (segment, catalog) = (segments(&program).remove(0), program.workspace().join("catalog.db"));
    let expected = program.every_tie();
    let damages = damages_of(&program);
    let every = (damages.len() / count).max(1);
    let mut tried = 0;
    for (path, case, bytes) in damages.into_iter().step_by(every) {
        let whole = std::fs::read(&path).unwrap();
        match &bytes {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let verify = program.run(&["verify"]);
        let ties = program.run(&["ties", "--all", "-f", "csv"]);
        for run in [&verify, &ties] {
            // A flag of the catalog may make it look like another format's, or nobody's.
            let allowed: &[i32] = if path == segment { &[4] } else { &[0, 4, 5, 6] };
            assert!(run.code.is_some_and(|code| allowed.contains(&code)), "{case}: {:?} {}{}", run.code, run.stdout, run.stderr);
            assert!(!run.stderr.contains("panicked"), "{case}: {}", run.stderr);
        }
        assert!(ties.code != Some(0) || ties.stdout == expected, "{case}: silently used");
        std::fs::write(&path, whole).unwrap();
        tried += 1;
    }
    let paths = segments(&program);
    let whole: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    std::fs::write(&paths[0], &whole[1]).unwrap();
    std::fs::write(&paths[1], &whole[0]).unwrap();
    for command in [&["verify"][..], &["ties", "--all", "-f", "csv"], &["report", "--out", "report"]] {
        program.fails(command, 4, &["damaged", "restore the folder from a backup"]);
    }
    std::fs::write(&paths[0], &whole[0]).unwrap();
    std::fs::write(&paths[1], &whole[1]).unwrap();
    program.ok(&["verify"]);
    assert!(catalog.is_file() && program.every_tie() == expected);
    tried + 1
}

#[test]
fn a_catalog_of_any_newer_format_is_refused_whole() {
    let program = small(1);
    for version in [99_i64, 1 << 20, i64::from(i32::MAX)] {
        let catalog = rusqlite::Connection::open(program.workspace().join("catalog.db")).unwrap();
        catalog.pragma_update(None, "user_version", version).unwrap();
        drop(catalog);
        let (found, given) = looked_at(&program.workspace(), "newer");
        assert!(found && given.is_none(), "{version}");
        program.fails(&["ties"], 6, &[&format!("has format {version}"), "newest acquaint"]);
    }
}
