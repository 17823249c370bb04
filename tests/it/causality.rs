//! Nothing that came after the as-of day changes a byte of an answer for that day.

use crate::program::{OWNER, Program, finish};

/// Every question, as of a day in the past.
pub(crate) const QUESTIONS: [&[&str]; 24] = [
    &["ties"],
    &["ties", "--all", "-f", "csv"],
    &["people", "-f", "json"],
    &["person", "Hanna Lindqvist", "-f", "json"],
    &["explain", "Hanna Lindqvist", "--since", "2026-03-31", "-f", "json"],
    &["fading", "-f", "json"],
    &["fading", "--bridges", "-f", "json"],
    &["dormant", "-f", "json"],
    &["weak-ties", "-f", "json"],
    &["venues", "-f", "json"],
    &["introduce", "-f", "json"],
    &["path", "Beatriz Salgado", "-f", "json"],
    &["path", "--title", "Director", "-f", "json"],
    &["network", "-f", "json"],
    &["network", "--people", "-f", "json"],
    &["network", "--bridges", "-f", "json"],
    &["plan", "-f", "json"],
    &["evaluate", "--dry-run", "-f", "json"],
    &["export", "graphml"],
    &["export", "gexf"],
    &["export", "dot"],
    &["export", "json"],
    &["export", "csv"],
    &["report", "--out", "report", "-f", "json"],
];
const DAY: &str = "2026-05-31";

fn answers(program: &Program) -> Vec<(String, String)> {
    let ask = |question: &&[&str]| {
        let mut command = program.command(&[&question[..], &["--as-of", DAY, "--tz", "Europe/Berlin"]].concat());
        let run = finish(&mut command);
        (question.join(" "), format!("{:?} {}", run.code, run.stdout))
    };
    QUESTIONS.iter().map(ask).collect()
}

/// Everything of the sample, as a table of legs would not be: the files themselves, of which a second import adds later ones.
#[test]
fn what_comes_after_the_day_changes_no_byte_of_any_answer() {
    let program = Program::new();
    crate::program::copy_folder(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample"), &program.path("sample"));
    program.ok(&["import", "sample", "--owner", OWNER]);
    let before = answers(&program);
    assert!(before.iter().filter(|(_, answer)| answer.starts_with("Some(0)")).count() >= 22, "{before:?}");
    // Later: strangers whose handles come first, a second person of a known name, a known person under a new name, new mails among all.
    program.file(
        "later.csv",
        "source,target,time,channel,source_name,target_name,venue\n\
         aaa@aaa.example,mira.solberg@northlight.example,2026-06-02,email,Hanna Lindqvist,,\n\
         mira.solberg@northlight.example,aaa@aaa.example,2026-06-03,email,,Hanna Lindqvist,\n\
         hanna.lindqvist@fjordgrid.example,mira.solberg@northlight.example,2026-06-04,email,Hanna L. Renamed,,\n\
         zzz@fjordgrid.example,hanna.lindqvist@fjordgrid.example,2026-06-05,email,Zed,,\n\
         priya.raman@quayside.example,zzz@fjordgrid.example,2026-06-05,meeting,,,Later Fair\n\
         mira.solberg@northlight.example,olena.kovalenko@wadden-trust.example,2026-06-06,coffee,,,Later Fair\n",
    );
    program.file(
        "Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Hanna,Lindqvist,https://www.linkedin.com/in/later-one,hanna.lindqvist@fjordgrid.example,Other Corp,Queen,01 Aug 2026\n\
         Priya,Raman,https://www.linkedin.com/in/later-one,priya.raman@quayside.example,Other Corp,King,02 Aug 2026\n",
    );
    program.ok(&["import", "later.csv", "Connections.csv"]);
    for ((question, then), (_, now)) in before.iter().zip(answers(&program)) {
        assert!(*then == now, "`{question}` as of {DAY} is another one after a later import:\n{then}\n{now}");
    }
}

#[test]
fn a_connection_of_a_later_day_unites_nobody_before_it() {
    let program = Program::new();
    program.file("t.csv", "source,target,time\nme@x.example,ann@x.example,2026-01-05\nme@x.example,ann@y.example,2026-01-06\n");
    program.ok(&["import", "t.csv", "--owner", "me@x.example"]);
    program.file(
        "Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Ann,Example,https://www.linkedin.com/in/ann,ann@x.example,,,01 Aug 2026\n\
         Ann,Example,https://www.linkedin.com/in/ann,ann@y.example,,,02 Aug 2026\n",
    );
    program.ok(&["import", "Connections.csv"]);
    assert_eq!(program.rows(&["ties", "--as-of", "2026-06-30"]).len(), 2);
    assert_eq!(program.rows(&["ties", "--as-of", "2026-09-30"]).len(), 1);
}

#[test]
fn what_was_declared_to_the_owner_is_not_taken_for_somebody_elses() {
    let program = Program::sample();
    let run = program.run(&["--owner", "priya.raman@quayside.example", "ties", "--band", "declared"]);
    assert!(!run.stdout.contains("declared"), "{}", run.stdout);
    assert!(program.rows(&["ties", "--band", "declared"]).len() > 5);
}

#[test]
fn the_users_word_holds_on_every_day_even_where_it_leads_over_a_later_address() {
    let program = Program::new();
    program
        .file("early.csv", "source,target,time\nme@x.example,zed@x.example,2025-03-01\nme@x.example,kim@x.example,2025-03-02\n");
    program.file("late.csv", "source,target,time\nme@x.example,aaa@x.example,2026-03-01\n");
    program.ok(&["import", "early.csv", "late.csv", "--owner", "me@x.example"]);
    program.ok(&["same", "zed@x.example", "aaa@x.example"]);
    program.ok(&["ignore", "aaa@x.example"]);
    for day in ["2025-06-30", "2026-06-30"] {
        let people: Vec<String> =
            program.rows(&["ties", "--as-of", day]).iter().map(|row| row["person"].as_str().unwrap().to_owned()).collect();
        assert_eq!(people, ["mailto:kim@x.example"], "as of {day}");
    }
}

#[test]
fn a_name_that_came_up_later_is_not_shown_before() {
    let program = Program::new();
    program.file("early.csv", "source,target,time\nme@x.example,kim@x.example,2025-03-02\n");
    program.file("late.csv", "source,target,time,target_name\nme@x.example,kim@x.example,2026-03-02,Kim Late\n");
    program.ok(&["import", "early.csv", "late.csv", "--owner", "me@x.example"]);
    let name = |day: &str| program.rows(&["ties", "--as-of", day])[0]["name"].as_str().unwrap().to_owned();
    assert_eq!((name("2025-06-30").as_str(), name("2026-06-30").as_str()), ("kim@x.example", "Kim Late"));
}
