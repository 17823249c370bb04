//! Imports that fail as a whole.

use crate::program::{Program, contents, legs};

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
