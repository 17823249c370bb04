//! The same question on other machines: numbers of threads, time zones, languages, home folders.

use crate::causality::QUESTIONS;
use crate::program::{Program, contents, finish};

/// Answers and files of reports compared, byte by byte.
pub(crate) fn comparisons(count: usize) -> usize {
    let program = Program::sample();
    for name in ["other-home", "home-with-settings/.config/acquaint"] {
        std::fs::create_dir_all(program.path(name)).unwrap();
    }
    let homes = ["other-home", "home-with-settings"].map(|name| program.path(name).to_str().unwrap().to_owned());
    let machines: [&[(&str, &str)]; 11] = [
        &[("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "8"), ("POLARS_MAX_THREADS", "8")],
        &[("TZ", "Pacific/Auckland"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("RAYON_NUM_THREADS", "2"), ("POLARS_MAX_THREADS", "2")],
        &[("HOME", &homes[0]), ("NO_COLOR", "1"), ("ACQUAINT_NOW", "2026-11-01T00:00:00Z")],
        &[("HOME", &homes[1]), ("XDG_CONFIG_HOME", "/nowhere"), ("TMPDIR", &homes[1])],
        &[("TZ", "America/St_Johns"), ("LC_NUMERIC", "de_DE.UTF-8"), ("RAYON_NUM_THREADS", "3"), ("POLARS_MAX_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "16"), ("POLARS_MAX_THREADS", "5"), ("TZ", "Asia/Kathmandu")],
        &[("LANG", "ar_EG.UTF-8"), ("LC_ALL", "ar_EG.UTF-8"), ("LC_TIME", "ar_EG.UTF-8")],
        // Not plain `C`, where bars are drawn with other characters.
        &[("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8"), ("TZ", "")],
        &[("ACQUAINT_NOW", "2031-01-01T23:59:59Z"), ("TERM", "dumb"), ("CLICOLOR_FORCE", "0")],
    ];
    program.ok(&["report", "--out", "usual"]);
    let usual = contents(&program.path("usual"));
    let questions: Vec<&&[&str]> = QUESTIONS.iter().filter(|question| question[0] != "report").collect();
    let on = |question: &[&str], machine: &[(&str, &str)]| {
        let run = finish(program.command(question).envs(machine.iter().copied()));
        format!("{:?} {}", run.code, run.stdout)
    };
    let answers: Vec<String> = questions.iter().map(|question| on(question, &[])).collect();
    let mut compared = 0;
    for (number, machine) in machines.into_iter().enumerate() {
        if compared >= count {
            break;
        }
        let folder = format!("report-{number}");
        let run = finish(program.command(&["report", "--out", &folder]).envs(machine.iter().copied()));
        assert_eq!(run.code, Some(0), "{machine:?}: {}", run.stderr);
        let made = contents(&program.path(&folder));
        for (name, file) in &usual {
            assert!(made.get(name) == Some(file), "{machine:?}: {name} differs");
        }
        assert_eq!(made.len(), usual.len());
        compared += usual.len();
        for (question, answer) in questions.iter().zip(&answers) {
            assert!(on(question, machine) == *answer, "{machine:?}: `{}` differs", question.join(" "));
            compared += 1;
        }
    }
    compared
}
