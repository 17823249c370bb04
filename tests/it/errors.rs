//! Whatever goes wrong is said in the user's words, with what to type next and the right exit code.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use acquaint::store::{OutputColumn, as_parquet};

use crate::program::{Program, contents, in_one_line};

/// The user without rights.
const NOBODY: u32 = 65_534;
const CALLS: &str = "source,target,time\nann,bob,2026-01-05\nbob,ann,2026-02-05\nann,cleo,2026-03-05\n";

fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

fn parquet() -> Vec<u8> {
    let text = |values: &[&str]| OutputColumn::Text(values.iter().map(|value| Some((*value).to_owned())).collect());
    let columns = vec![
        ("source", text(&["ann", "bob", "ann"])),
        ("target", text(&["bob", "ann", "cleo"])),
        ("time", text(&["2026-01-05", "2026-02-05", "2026-03-05"])),
    ];
    as_parquet(columns).unwrap()
}

/// A workspace with three calls, owned by ann.
fn calls() -> Program {
    let program = Program::new();
    program.file("calls.csv", CALLS);
    program.ok(&["import", "calls.csv", "--owner", "id:ann"]);
    program
}

#[test]
fn files_that_cannot_be_imported_are_refused_and_nothing_changes() {
    let program = calls();
    program.file("picture.bin", b"\x89PNG\r\n\x1a\n0000");
    program.file("other.csv", "sender,receiver,when\nann,bob,2026-01-05\n");
    let zip = zip_of("calls.csv", CALLS.repeat(50).as_bytes());
    program.file("half.zip", &zip[..zip.len() / 2]);
    program.file("empty/nothing.bin", b"\0\0\0");
    let before = contents(&program.workspace());
    let cases: [(&[&str], &[&str]); 8] = [
        (&["import", "missing.csv"], &["`missing.csv` does not exist", "check the spelling"]),
        (&["import", "calls.csv", "--from", "outlook"], &["no format `outlook`", "acquaint import --list"]),
        (&["import", "picture.bin"], &["`picture.bin` is in no known format", "acquaint import --list"]),
        (&["import", "empty"], &["nothing in `empty`", "acquaint import --list"]),
        (&["import", "half.zip"], &["`half.zip` cannot be imported", "nothing was imported"]),
        (&["import", "other.csv", "--from", "table"], &["sender", "receiver", "when", "--map source=FROM,target=TO,time=WHEN"]),
        (&["import", "https://example.org/calls.csv"], &["is not a file on this machine", "no network connection"]),
        (&["import", "calls.csv", "--map", "source"], &["`source` names no column", "--map source=FROM"]),
    ];
    for (arguments, says) in cases {
        program.fails(arguments, 2, says);
        assert!(contents(&program.workspace()) == before, "{arguments:?} changed the workspace");
    }
}

#[test]
fn the_columns_named_by_the_user_are_read() {
    let program = Program::new();
    program.file("other.csv", "sender,receiver,when\nann,bob,2026-01-05\n");
    let totals = program.json(&["import", "other.csv", "--map", "source=sender,target=receiver,time=when"])["totals"].clone();
    assert_eq!(totals["accepted"], 1);
}

#[test]
fn a_strict_import_with_a_rejected_record_imports_nothing() {
    let program = calls();
    program.file("more.csv", "source,target,time\nann,dora,2026-04-05\nann,ann,2026-04-05\n");
    let before = contents(&program.workspace());
    program.fails(&["import", "more.csv", "--strict"], 3, &["1 record", "--strict"]);
    assert!(contents(&program.workspace()) == before, "the workspace changed");
    program.ok(&["import", "more.csv"]);
    assert!(program.every_tie().contains("id:dora"));
}

#[test]
fn people_that_are_unknown_or_ambiguous_are_told_apart() {
    let program = Program::sample();
    let run = program.fails(&["explain", "Hanna"], 2, &["could be 3 people"]);
    for candidate in ["hanna.lindqvist@fjordgrid.example", "hanna.honchar@", "hanna.melnyk@"] {
        assert!(run.stderr.contains(candidate), "{candidate} is not offered: {}", run.stderr);
    }
    for command in ["explain", "person", "path"] {
        program.fails(&[command, "Zebulon Nobody"], 1, &["nobody is known as `Zebulon Nobody`", "acquaint people"]);
    }
    program.fails(&["people", "Zebulon Nobody"], 1, &["nobody matches"]);
    program.fails(&["path", "--company", "No Such Company"], 1, &["nobody matches"]);
    program.fails(&["same", "hanna.lindqvist@fjordgrid.example", "hanna.lindqvist@fjordgrid.example"], 2, &["two different"]);
}

#[test]
fn days_months_zones_and_bands_that_make_no_sense_are_usage_errors() {
    let program = calls();
    let cases: [(&[&str], &[&str]); 8] = [
        (&["ties", "--as-of", "2026-11-23"], &["2026-11-23 is still to come", "today is 2026-11-22"]),
        (&["ties", "--as-of", "31.10.2026"], &["31.10.2026", "--as-of 2026-10-31"]),
        (&["ties", "--as-of", "2026-02-30"], &["2026-02-30", "--as-of 2026-10-31"]),
        (&["ties", "--tz", "Berlin"], &["no time zone `Berlin`", "Europe/Berlin"]),
        (&["ties", "--band", "hot"], &["no band `hot`", "strong, weak, faint, dormant, unknown, declared"]),
        (&["report", "--month", "October"], &["`October` is no month", "--month 2026-10"]),
        (&["report", "--month", "2026-12"], &["2026-12 is still to come"]),
        (&["chart", "pie"], &["no chart `pie`", "acquaint chart --list"]),
    ];
    for (arguments, says) in cases {
        program.fails(arguments, 2, says);
    }
    program.ok(&["ties", "--as-of", "2026-11-22"]);
    assert_eq!(program.run(&["tie"]).code, Some(2), "an unknown command");
    assert_eq!(program.run(&["path", "--max-hops", "99", "bob"]).code, Some(2), "an option out of range");
}

#[test]
fn without_data_without_owner_without_path_the_next_step_is_named() {
    let program = Program::new();
    for command in ["ties", "network", "report", "verify", "config"] {
        program.fails(&[command], 6, &["no workspace at `ws`", "acquaint init --me", "ACQUAINT_WORKSPACE"]);
    }
    program.ok(&["init"]);
    program.fails(&["ties"], 1, &["the workspace is empty", "acquaint import PATH"]);
    program.fails(&["init"], 6, &["is a workspace already", "acquaint config set me"]);
    program.file("two.csv", "source,target,time\nann,bob,2026-01-05\ncleo,dora,2026-01-06\n");
    program.ok(&["import", "two.csv"]);
    for command in [&["ties"][..], &["fading"], &["weak-ties"], &["path", "id:dora"], &["report"]] {
        program.fails(command, 6, &["not known who you are", "acquaint config set me"]);
    }
    program.fails(&["path", "id:dora", "--from", "id:ann"], 1, &["no path within 3 hops", "--allow-inferred"]);
    program.file("full/letter.txt", "mine");
    std::fs::remove_dir_all(program.workspace()).unwrap();
    std::fs::rename(program.path("full"), program.workspace()).unwrap();
    program.fails(&["init"], 6, &["not empty", "-w DIR"]);
    assert_eq!(std::fs::read_to_string(program.workspace().join("letter.txt")).unwrap(), "mine");
}

#[test]
fn settings_that_do_not_exist_or_make_no_sense_are_refused() {
    let program = calls();
    program.fails(&["config", "get", "fading"], 6, &["no setting `fading`", "did you mean `fading_within_days`?"]);
    program.fails(&["config", "set", "colour", "red"], 6, &["no setting `colour`", "the settings are: me"]);
    for value in ["0", "366", "-3", "soon"] {
        assert_eq!(program.run(&["config", "set", "fading_within_days", "--", value]).code, Some(6), "{value}");
    }
    assert_eq!(program.ok(&["config", "get", "fading_within_days"]).stdout, "30\n");
    std::fs::write(program.workspace().join("acquaint.toml"), "half_life = -1\n").unwrap();
    program.fails(&["ties"], 6, &["half_life", "the settings are"]);
}

#[test]
fn a_workspace_of_a_newer_version_is_left_alone() {
    let program = calls();
    let catalog = rusqlite::Connection::open(program.workspace().join("catalog.db")).unwrap();
    catalog.pragma_update(None, "user_version", 99).unwrap();
    drop(catalog);
    let before = contents(&program.workspace());
    program.fails(&["ties"], 6, &["has format 99", "newest acquaint"]);
    program.fails(&["import", "calls.csv"], 6, &["has format 99"]);
    assert!(contents(&program.workspace()) == before);
}

/// An older workspace is brought up to date by the first command, which a folder that only can be read does not allow.
#[test]
fn an_older_workspace_that_only_can_be_read_says_what_to_do() {
    let program = calls();
    let catalog = rusqlite::Connection::open(program.workspace().join("catalog.db")).unwrap();
    catalog.pragma_update(None, "user_version", 1).unwrap();
    drop(catalog);
    for (name, (_, bytes)) in contents(&program.workspace()) {
        mode(&program.workspace().join(name), if bytes.is_some() { 0o444 } else { 0o555 });
    }
    let before = contents(&program.workspace());
    let mut command = program.command(&["ties"]);
    // Modes mean nothing to root: then the program runs as nobody, from where nobody may read it.
    if std::fs::write(program.workspace().join("probe"), "").is_ok() {
        std::fs::remove_file(program.workspace().join("probe")).unwrap();
        mode(&program.path(""), 0o755);
        std::fs::copy(env!("CARGO_BIN_EXE_acquaint"), program.path("acquaint")).unwrap();
        mode(&program.path("acquaint"), 0o755);
        command = Command::new(program.path("acquaint"));
        program.dress(&mut command);
        command.args(["-w", "ws", "ties"]).uid(NOBODY).gid(NOBODY);
    }
    match command.output() {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            println!("not tried: this machine lets no process become another user ({error})");
        }
        ran => {
            let run = ran.unwrap();
            let said = in_one_line(&String::from_utf8_lossy(&run.stderr));
            assert_eq!(run.status.code(), Some(6), "{said}");
            for text in ["`ws` has format 1", "cannot be written", "hint: make the folder writable", "name the copy: -w DIR"] {
                assert!(said.contains(text), "`{text}` is not in: {said}");
            }
            assert!(contents(&program.workspace()) == before, "the workspace changed");
        }
    }
    // A folder that cannot be written cannot be removed either.
    before.iter().filter(|(_, (_, bytes))| bytes.is_none()).for_each(|(name, _)| mode(&program.workspace().join(name), 0o755));
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_damaged_workspace_is_named_and_never_used() {
    let program = calls();
    let folder = program.workspace().join("interactions");
    let segment = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&segment).unwrap();
    let mut bytes = whole.clone();
    bytes[whole.len() / 2] ^= 4;
    std::fs::write(&segment, bytes).unwrap();
    for command in ["ties", "verify", "report"] {
        program.fails(&[command], 4, &["damaged", "restore the folder from a backup"]);
    }
    std::fs::write(&segment, whole).unwrap();
    assert!(program.ok(&["verify"]).stdout.contains("sound"));
    std::fs::write(program.workspace().join("catalog.db"), vec![b'x'; 8192]).unwrap();
    for command in ["ties", "verify"] {
        program.fails(&[command], 4, &["catalog.db", "damaged"]);
    }
}

#[test]
fn a_writer_that_finds_the_workspace_busy_gives_up_and_readers_go_on() {
    let program = calls();
    program.file("more.csv", "source,target,time\nann,dora,2026-04-05\n");
    let catalog = rusqlite::Connection::open(program.workspace().join("catalog.db")).unwrap();
    catalog.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(program.every_tie().contains("id:bob"), "a reader does not wait");
    program.fails(&["import", "more.csv"], 75, &["another process is writing", "try again"]);
    catalog.execute_batch("ROLLBACK").unwrap();
    program.ok(&["import", "more.csv"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let program = Program::sample();
    for arguments in [&["ties", "--all", "-f", "csv"][..], &["ties"], &["man"], &["--help"], &["network", "-f", "json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program.command(arguments).stdout(writer).stderr(std::process::Stdio::piped()).spawn().unwrap();
        let output = output.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("error"), "{arguments:?}");
    }
}

#[test]
fn a_result_that_cannot_be_written_is_a_disk_error() {
    let program = calls();
    for folder in ["no-such-folder", "calls.csv", "/dev/null"] {
        program.fails(&["ties", "--all", "-f", "csv", "-o", &format!("{folder}/ties.csv")], 5, &[folder]);
    }
    program.fails(&["report", "--out", "calls.csv"], 5, &["calls.csv"]);
    assert_eq!(std::fs::read_to_string(program.path("calls.csv")).unwrap(), CALLS);
}

#[test]
fn parquet_of_others_is_read_when_it_is_sound() {
    let program = Program::new();
    program.file("calls.parquet", parquet());
    let totals = program.json(&["import", "calls.parquet", "--owner", "id:ann"])["totals"].clone();
    assert_eq!(totals["accepted"], 3);
    assert_eq!(program.every_tie(), calls().every_tie(), "the same calls as CSV");
}

/// What reads rows of people reads columns, too; what reads text gets text.
#[test]
fn parquet_is_read_by_the_format_that_is_asked_for() {
    let program = calls();
    let text = |values: &[&str]| OutputColumn::Text(values.iter().map(|value| Some((*value).to_owned())).collect());
    program.file("people.parquet", as_parquet(vec![("handle", text(&["bob"])), ("company", text(&["Acme"]))]).unwrap());
    let totals = program.json(&["import", "people.parquet", "--from", "people-table"])["totals"].clone();
    assert_eq!(totals["accepted"], 1);
    let connections = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"];
    let cells = ["Dora", "Example", "https://www.linkedin.com/in/dora-example", "", "Acme", "Engineer", "05 Jan 2026"];
    let columns = connections.iter().zip(cells).map(|(name, cell)| (*name, text(&[cell]))).collect();
    program.file("Connections.csv", as_parquet(columns).unwrap());
    let totals = program.json(&["import", "Connections.csv", "--from", "linkedin"])["totals"].clone();
    assert_eq!(totals["accepted"], 1);
}

#[test]
fn parquet_of_others_that_is_damaged_is_refused_without_harm() {
    let program = calls();
    let before = contents(&program.workspace());
    let sound = parquet();
    let mut broken: Vec<Vec<u8>> = [12, sound.len() / 2, sound.len() - 9].iter().map(|end| sound[..*end].to_vec()).collect();
    let mut length = sound.clone();
    let end = length.len();
    length[end - 8..end - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    broken.push(length);
    broken.push([b"PAR1", &[0xff_u8; 60][..], &60_u32.to_le_bytes(), b"PAR1"].concat());
    for bytes in broken {
        program.file("broken.parquet", bytes);
        let run = program.run(&["import", "broken.parquet"]);
        assert!(matches!(run.code, Some(2 | 5)), "{:?}: {}", run.code, run.stderr);
        assert!(run.stderr.contains("error: ") && !run.stderr.contains("panicked"), "{}", run.stderr);
        assert!(contents(&program.workspace()) == before, "the workspace changed");
    }
}
