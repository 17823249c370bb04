//! Kills at moments of chance.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::Duration;

use acquaint::synth::Random;

use super::{copy_of, has_command, state};
use crate::program::{Program, contents, legs};

/// A third of the kills each hit an import, a report and, where there is one, a `forget`.
pub(crate) fn kills(count: usize) -> usize {
    let base = Program::new();
    base.file("first.csv", legs(200, 20, 1));
    base.ok(&["import", "first.csv", "--owner", "id:p1"]);
    base.file("second.csv", legs(4_000, 60, 2));
    let person = base.rows(&["people"])[3]["handle"].as_str().unwrap().to_owned();
    let mut commands: Vec<(Vec<&str>, usize)> =
        vec![(vec!["import", "second.csv"], 60_000), (vec!["report", "--month", "2024-03", "--out", "report"], 250_000)];
    if has_command(&base, &["forget"]) {
        let yes = base.run(&["forget", "--help"]).stdout.contains("--yes");
        let mut words = vec!["forget", &person];
        words.extend(yes.then_some("--yes"));
        commands.push((words, 60_000));
    }
    let earlier = state(&base);
    let ends: Vec<_> = commands
        .iter()
        .map(|(command, _)| {
            let undisturbed = copy_of(&base);
            undisturbed.ok(command);
            let report = undisturbed.path("report");
            (state(&undisturbed), report.exists().then(|| contents(&report)))
        })
        .collect();
    let mut random = Random::stream(7, "kills");
    let mut before = 0;
    for kill in 0..count {
        let ((command, micros), (after, report)) = (&commands[kill % commands.len()], &ends[kill % commands.len()]);
        let program = copy_of(&base);
        let mut child = program.command(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.below(*micros) as u64));
        let _ = child.kill();
        let status = child.wait().unwrap();
        let case = format!("kill {kill} of {command:?}");
        assert!(status.success() || status.signal() == Some(9), "{case}: {status}");
        let found = state(&program);
        assert!(found == earlier || found == *after, "{case}: neither the state before nor after");
        before += usize::from(!status.success() && found == earlier);
        if command[0] == "report" && program.path("report").exists() {
            // Every file has its name only when it is whole.
            for (name, file) in contents(&program.path("report")) {
                let whole = name.ends_with(".tmp") || report.as_ref().is_some_and(|report| report.get(&name) == Some(&file));
                assert!(whole, "{case}: {name} is cut");
            }
        }
        let again = program.run(command);
        assert!(again.code == Some(0) || command[0] == "forget" && again.code == Some(1), "{case}: {}", again.stderr);
        assert!(state(&program) == *after, "{case}: the repeated command ends in another state");
        if let Some(report) = report {
            assert!(contents(&program.path("report")) == *report, "{case}: the repeated report is another one");
        }
        let verify = program.json(&["verify"]);
        assert_eq!(verify["findings"].as_array().map(Vec::len), Some(0), "{case}: something is left over");
    }
    assert!(before > 0, "no kill came before a commit");
    count
}
