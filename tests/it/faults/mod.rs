//! Kills, damage, failed imports and many writers: what was imported stays, what failed leaves nothing.

pub(crate) mod crash;
pub(crate) mod damage;
pub(crate) mod days;
pub(crate) mod disk;
pub(crate) mod failed;
pub(crate) mod kill;
pub(crate) mod machines;
pub(crate) mod order;
pub(crate) mod writers;

use std::path::PathBuf;

use crate::program::{Program, contents, copy_folder};

/// The segments of a workspace.
fn segments(program: &Program) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(program.workspace().join("interactions")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A place of its own with everything that another one holds.
fn copy_of(base: &Program) -> Program {
    let program = Program::new();
    copy_folder(&base.path(""), &program.path(""));
    program
}

/// Whether the program has a command; those of other branches are covered as soon as they are there.
fn has_command(program: &Program, command: &[&str]) -> bool {
    program.run(&[command, &["--help"]].concat()).code == Some(0)
}

/// All that a user can see of a workspace: every tie, everybody, what was imported; or that there is none.
fn state(program: &Program) -> String {
    let verify = program.run(&["verify"]);
    if verify.code == Some(6) {
        return "no workspace".to_owned();
    }
    assert_eq!(verify.code, Some(0), "not sound: {}{}", verify.stdout, verify.stderr);
    let questions = [&["ties", "--all", "-f", "csv"][..], &["people", "-f", "csv"], &["config"]];
    questions.map(|question| program.run(question)).map(|run| format!("{:?} {}\n", run.code, run.stdout)).concat()
}

/// The names of all files of a workspace, with those of the segments told by their number only.
fn file_names(program: &Program) -> Vec<String> {
    if !program.workspace().exists() {
        return Vec::new();
    }
    let mut names: Vec<String> = contents(&program.workspace()).into_keys().collect();
    names.iter_mut().filter(|name| name.ends_with(".parquet")).for_each(|name| "segment".clone_into(name));
    names.sort();
    names
}
