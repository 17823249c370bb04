//! Disks that are full: a limit on the size of a file, and a file system of a few pages.

use std::process::Command;

use super::{copy_of, file_names, state};
use crate::program::{Program, finish, in_one_line, legs};

/// Half of the cases limit the size of any file, half have a small file system where the machine permits one.
pub(crate) fn full_disks(count: usize) -> usize {
    let base = Program::new();
    base.file("first.csv", legs(300, 30, 1));
    base.file("second.csv", legs(3_000, 60, 2));
    let grown = copy_of(&base);
    grown.ok(&["import", "first.csv"]);
    limited(&base, "first.csv", count / 4) + limited(&grown, "second.csv", count / 4) + small(&base, count / 2)
}

fn says_what_to_do(stderr: &str, case: &str) {
    let said = in_one_line(stderr);
    assert!(said.contains("error: ") && said.contains("hint: check free space"), "{case} does not say what to do: {said}");
    assert!(!said.contains("panicked"), "{case}: {said}");
}

/// Imports with ever larger limits on the size of a file, from none to one that hurts nobody.
fn limited(base: &Program, file: &str, count: usize) -> usize {
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("skipped: there is no prlimit");
        return 0;
    }
    let undisturbed = copy_of(base);
    undisturbed.ok(&["import", file]);
    let (before, after, files) = (state(base), state(&undisturbed), file_names(&undisturbed));
    let most = 100_000;
    let (mut refused, mut done) = (0, 0);
    for case in 0..count {
        // The smallest files are met by the most steps.
        let bytes = most * case * case / (count * count);
        let program = copy_of(base);
        let mut command = Command::new("prlimit");
        program.dress(&mut command);
        let limit = format!("--fsize={bytes}");
        let run = finish(command.args([&limit, "--", env!("CARGO_BIN_EXE_acquaint"), "-w", "ws", "import", file]));
        let case = format!("{file} with files of at most {bytes} bytes");
        assert!(matches!(run.code, Some(0 | 5)), "{case}: {:?} {}", run.code, run.stderr);
        let found = state(&program);
        if run.code == Some(5) {
            refused += 1;
            says_what_to_do(&run.stderr, &case);
            let empty = before == "no workspace" && !found.contains("p1");
            assert!(found == before || empty, "{case}: the workspace changed: {found}");
        } else {
            done += 1;
            assert!(found == after, "{case}: said to be done, and is not");
        }
        let again = program.run(&["import", file]);
        assert_eq!(again.code, Some(0), "{case}: {} and then {}", run.stderr, again.stderr);
        assert!(state(&program) == after, "{case}: a repeated import ends in another state");
        assert_eq!(file_names(&program), files, "{case}: something is left over");
    }
    assert!(refused > 0 && (count < 8 || done > 0), "{file}: {refused} refused, {done} done");
    count
}

/// Imports on a file system of a few pages, mounted where only the import sees it; the workspace is copied out and looked at.
fn small(base: &Program, count: usize) -> usize {
    let mount = "mkdir -p disk && mount -t tmpfs -o size=\"$SIZE\" tmpfs disk";
    let try_mount = format!("{mount} && umount disk");
    let probe = copy_of(base);
    let mut command = Command::new("unshare");
    probe.dress(&mut command);
    let permitted = command.args(["-rm", "/bin/sh", "-c", &try_mount]).env("SIZE", "64k").output();
    if !permitted.is_ok_and(|output| output.status.success()) {
        println!("skipped: this machine does not permit a small file system");
        return 0;
    }
    let undisturbed = copy_of(base);
    undisturbed.ok(&["import", "first.csv"]);
    undisturbed.ok(&["import", "second.csv"]);
    let after = state(&undisturbed);
    let (mut refused, mut done) = (0, 0);
    for case in 0..count {
        let pages = 1 + case * 70 / count;
        let program = copy_of(base);
        let mut command = Command::new("unshare");
        program.dress(&mut command);
        let script = format!(
            "{mount} || exit 99; \"$0\" -w disk/ws import first.csv; first=$?; \"$0\" -w disk/ws import second.csv; second=$?; \
             cp -a disk/ws ws; echo codes $first $second"
        );
        command.args(["-rm", "/bin/sh", "-c", &script, env!("CARGO_BIN_EXE_acquaint")]);
        let run = finish(command.env("PATH", "/usr/bin:/bin").env("SIZE", format!("{}k", pages * 4)));
        let case = format!("a disk of {pages} pages");
        let codes = run.stdout.lines().find_map(|line| line.strip_prefix("codes ")).unwrap_or_else(|| panic!("{case}: {run:?}"));
        let codes: Vec<&str> = codes.split(' ').collect();
        assert!(codes.iter().all(|code| ["0", "5"].contains(code)), "{case}: {codes:?} {}", run.stderr);
        if codes.contains(&"5") {
            refused += 1;
            says_what_to_do(&run.stderr, &case);
        }
        let found = state(&program);
        if codes == ["0", "0"] {
            done += 1;
            assert!(found == after, "{case}: said to be done, and is not");
        }
        assert!(
            codes[0] == "0" || codes[1] == "0" || !found.contains("p1"),
            "{case}: {codes:?}: something was imported: {found}"
        );
        program.ok(&["import", "first.csv"]);
        program.ok(&["import", "second.csv"]);
        assert!(state(&program) == after, "{case}: with room again, it ends in another state");
    }
    assert!(refused > 0 && (count < 8 || done > 0), "{refused} refused, {done} done");
    count
}
