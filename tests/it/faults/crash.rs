//! A process that dies, or is refused, at each step of its input and output.
//!
//! `strace` counts the calls that change something on the disk, and kills the process at the entry of the n-th or makes that call fail. So
//! nothing in the program knows of the test. Where `strace` is not installed or not permitted, these cases are left out and a line says so.

use std::collections::BTreeMap;
use std::process::Command;

use super::{copy_of, file_names, has_command, state};
use crate::program::{Program, Run, finish, legs};

/// The calls that change something on the disk.
const CALLS: &str = "write,pwrite64,writev,pwritev,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate,truncate,\
                     fallocate,fsync,fdatasync,sync_file_range,link,linkat,chmod,fchmod";

/// Something that writes: where it begins and what is typed.
struct Scenario {
    base: Program,
    command: &'static [&'static str],
}

fn scenarios() -> Vec<Scenario> {
    let fresh = |imports: &[&str]| {
        let base = Program::new();
        base.file("first.csv", legs(60, 12, 40));
        base.file("second.csv", legs(70, 14, 41));
        for name in imports {
            base.ok(&["import", name, "--owner", "id:p1"]);
        }
        base
    };
    let one = fresh(&["first.csv"]);
    let person = one.rows(&["people"])[3]["handle"].as_str().unwrap().to_owned();
    let person: &'static str = person.leak();
    let other = one.rows(&["people"])[5]["handle"].as_str().unwrap().to_owned();
    let other: &'static str = other.leak();
    let command = |words: &[&'static str]| -> &'static [&'static str] { words.to_vec().leak() };
    let mut scenarios = vec![
        Scenario { base: fresh(&[]), command: &["init", "--me", "ann@example.org"] },
        Scenario { base: fresh(&[]), command: &["import", "first.csv"] },
        Scenario { base: fresh(&["first.csv"]), command: &["import", "second.csv"] },
        Scenario { base: fresh(&["first.csv", "second.csv"]), command: &["import", "first.csv", "second.csv"] },
        Scenario { base: fresh(&["first.csv"]), command: command(&["log", "Coffee", "--with", person, "--on", "2026-10-01"]) },
        Scenario { base: fresh(&["first.csv"]), command: command(&["same", person, other]) },
        Scenario { base: fresh(&["first.csv"]), command: command(&["tag", person, "fair"]) },
        Scenario { base: fresh(&["first.csv"]), command: &["config", "set", "fading_within_days", "20"] },
    ];
    if has_command(&one, &["forget"]) {
        let yes = one.run(&["forget", "--help"]).stdout.contains("--yes");
        let words = if yes { vec!["forget", person, "--yes"] } else { vec!["forget", person] };
        scenarios.push(Scenario { base: fresh(&["first.csv"]), command: command(&words) });
    }
    if has_command(&one, &["imports", "undo"]) {
        scenarios.push(Scenario { base: fresh(&["first.csv", "second.csv"]), command: &["imports", "undo", "2"] });
    }
    scenarios
}

/// Runs a command under `strace`; `injected` is what happens to the n-th call.
fn traced(program: &Program, command: &[&str], injected: Option<&str>) -> Run {
    let mut strace = Command::new("strace");
    program.dress(&mut strace);
    strace.args(["-f", "-qqq", "-o", "trace.log", "-e", &format!("trace={CALLS}"), "-e", "signal=none"]);
    if let Some(injected) = injected {
        strace.args(["-e", &format!("inject={injected}")]);
    }
    finish(strace.arg(env!("CARGO_BIN_EXE_acquaint")).args(["-w", "ws"]).args(command))
}

fn is_permitted() -> bool {
    let mut strace = Command::new("strace");
    let run = strace.args(["-f", "-qqq", "-o", "/dev/null", "-e", "trace=write", "/bin/true"]).output();
    run.is_ok_and(|output| output.status.success())
}

/// How often each call is made, by the thread that makes most of them: `strace` counts for each thread and each call on its own.
fn steps(program: &Program) -> BTreeMap<String, usize> {
    let log = std::fs::read_to_string(program.path("trace.log")).unwrap();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in log.lines().filter(|line| !line.contains("resumed>")) {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((call, _)) = call.split_once('(') else { continue };
        *counts.entry((thread, call.trim())).or_default() += 1;
    }
    let mut steps = BTreeMap::new();
    for ((_, call), count) in counts {
        let most: &mut usize = steps.entry(call.to_owned()).or_default();
        *most = count.max(*most);
    }
    steps
}

/// Death at the entry of each step: the step is not done, all before it are.
pub(crate) fn deaths(count: usize) -> usize {
    tried(count, &["signal=KILL"])
}

/// Each step fails, as on a broken and on a full disk.
pub(crate) fn failures(count: usize) -> usize {
    tried(count, &["error=EIO", "error=ENOSPC"])
}

fn tried(count: usize, ways: &[&str]) -> usize {
    if !is_permitted() {
        println!("skipped: strace is not installed or not permitted");
        return 0;
    }
    let scenarios = scenarios();
    let mut cases: Vec<(usize, String)> = Vec::new();
    let mut expected = Vec::new();
    for (place, scenario) in scenarios.iter().enumerate() {
        let undisturbed = copy_of(&scenario.base);
        let run = traced(&undisturbed, scenario.command, None);
        assert_eq!(run.code, Some(0), "{:?}: {}", scenario.command, run.stderr);
        let steps = steps(&undisturbed);
        // What is known already is not written again: only the summary is.
        assert!(steps.contains_key("write"), "{:?}: {steps:?}", scenario.command);
        for (call, count) in steps {
            for step in 1..=count {
                cases.extend(ways.iter().map(|way| (place, format!("{call}:{way}:when={step}"))));
            }
        }
        expected.push((state(&scenario.base), state(&undisturbed), file_names(&undisturbed)));
    }
    let every = cases.len().div_ceil(count.max(1)).max(1);
    let chosen: Vec<_> = cases.into_iter().step_by(every).collect();
    for (place, injected) in &chosen {
        let (scenario, (before, after, files)) = (&scenarios[*place], &expected[*place]);
        one(scenario, injected, before, after, files);
    }
    chosen.len()
}

fn one(scenario: &Scenario, injected: &str, before: &str, after: &str, files: &[String]) {
    let program = copy_of(&scenario.base);
    let case = format!("{:?} with {injected}", scenario.command);
    let run = traced(&program, scenario.command, Some(injected));
    if injected.contains("signal") {
        assert!(run.code.is_none_or(|code| code == 137), "{case}: it lived on: {:?} {}", run.code, run.stderr);
    } else {
        assert!(matches!(run.code, Some(0 | 5)), "{case}: {:?} {}", run.code, run.stderr);
    }
    assert!(!run.stderr.contains("panicked"), "{case}: {}", run.stderr);
    if run.code == Some(5) {
        assert!(run.stderr.contains("error: ") && run.stderr.contains("hint: "), "{case}: {}", run.stderr);
    }
    let found = state(&program);
    // A workspace without settings is still being made, and one that a first import has made may be empty: the next attempt goes on with it.
    let made = !program.workspace().join("acquaint.toml").exists() || found.starts_with("Some(1) \nSome(1) \n");
    let unfinished = before == "no workspace" && made;
    assert!(found == before || found == after || unfinished, "{case}: neither the state before nor after: {found}");
    assert!(run.code != Some(0) || found == after, "{case}: said to be done, and is not");
    // Repeating it ends where it would have ended, and leaves nothing over.
    let again = program.run(scenario.command);
    // What is done already may be refused: somebody forgotten is unknown, a workspace is there.
    assert!(again.code == Some(0) || found == after || unfinished, "{case}: cannot be repeated: {}", again.stderr);
    let repeated = state(&program);
    assert!(
        repeated == *after || scenario.command[..2] == ["imports", "undo"],
        "{case}: the repeated command ends in another state"
    );
    let verify = program.json(&["verify"]);
    assert_eq!(verify["findings"].as_array().map(Vec::len), Some(0), "{case}: {verify}");
    assert_eq!(file_names(&program), files, "{case}: something is left over");
    assert_eq!(std::fs::read_dir(program.path("tmp")).unwrap().count(), 0, "{case}: temporary files stay behind");
}
