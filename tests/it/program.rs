//! Runs the real program, in an environment that holds nothing of the machine's.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// The owner of the sample world.
pub(crate) const OWNER: &str = "mira.solberg@northlight.example";
/// How the sample world is looked at.
const SAMPLE_OPTIONS: [&str; 4] = ["--as-of", "2026-10-31", "--tz", "Europe/Berlin"];

/// A folder of its own with a workspace `ws`, a home and a temporary folder.
pub(crate) struct Program {
    folder: TempDir,
    options: Vec<String>,
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) bytes: Vec<u8>,
}

impl Program {
    /// A place without workspace.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("acquaint-it-").tempdir().unwrap();
        for name in ["home", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder, options: Vec::new() }
    }

    /// A copy of the imported sample world, seen as of the last day of its data.
    pub(crate) fn sample() -> Self {
        let made = Self { options: SAMPLE_OPTIONS.map(str::to_owned).to_vec(), ..Self::new() };
        copy_folder(&sample_world().0.workspace(), &made.workspace());
        made
    }

    /// A copy of a place, with the same options.
    pub(crate) fn new_with(other: &Self) -> Self {
        let made = Self { options: other.options.clone(), ..Self::new() };
        copy_folder(&other.path(""), &made.path(""));
        made
    }

    /// A place without workspace that holds one file or folder of another place.
    pub(crate) fn new_from(other: &Self, name: &str) -> Self {
        let made = Self { options: other.options.clone(), ..Self::new() };
        let (from, to) = (other.path(name), made.path(name));
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
        made
    }

    /// Like this one, with options in front of every command.
    pub(crate) fn with(mut self, options: &[&str]) -> Self {
        self.options.extend(options.iter().map(ToString::to_string));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn workspace(&self) -> PathBuf {
        self.path("ws")
    }

    /// Writes a file and gives its name, to be used as an argument.
    pub(crate) fn file<'n>(&self, name: &'n str, bytes: impl AsRef<[u8]>) -> &'n str {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        name
    }

    /// The program with arguments, not started yet.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_acquaint"));
        self.dress(&mut command);
        command.args(["-w", "ws"]).args(&self.options).args(arguments);
        command
    }

    /// Gives any command the environment of these tests.
    pub(crate) fn dress(&self, command: &mut Command) {
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .env("ACQUAINT_NOW", "2026-11-22T12:00:00Z")
            .env("TZ", "UTC")
            .env("COLUMNS", "100")
            .stdin(Stdio::null());
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        finish(&mut self.command(arguments))
    }

    /// Runs a command that must succeed.
    pub(crate) fn ok(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        run
    }

    /// The JSON document of a command that must succeed.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let run = self.ok(&[arguments, &["-f", "json"]].concat());
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", run.stdout))
    }

    /// The rows of a listing in JSON.
    pub(crate) fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        self.json(arguments)[arguments[0]].as_array().unwrap().clone()
    }

    /// Every tie, as CSV.
    pub(crate) fn every_tie(&self) -> String {
        self.ok(&["ties", "--all", "-f", "csv"]).stdout
    }

    /// A command must fail with a code, say what is wrong, and what to type.
    pub(crate) fn fails(&self, arguments: &[&str], code: i32, says: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {}{}", run.stdout, run.stderr);
        for text in [&["error: ", "hint: "], says].concat() {
            assert!(in_one_line(&run.stderr).contains(text), "{arguments:?} does not say `{text}`: {}", run.stderr);
        }
        run
    }
}

/// A text without its line breaks, wherever the terminal's width put them.
pub(crate) fn in_one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        bytes: output.stdout,
    }
}

/// The sample world, imported once, with what the import printed.
pub(crate) fn sample_world() -> &'static (Program, Value) {
    static SAMPLE: OnceLock<(Program, Value)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let program = Program::new().with(&SAMPLE_OPTIONS);
        copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample"), &program.path("sample"));
        let printed = program.json(&["import", "sample", "--owner", OWNER]);
        (program, printed)
    })
}

/// Copies a folder with all it holds, and the permissions.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Everything below a folder: relative path to mode and content (none for a folder).
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, (u32, Option<Vec<u8>>)> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, (u32, Option<Vec<u8>>)>) {
        let name = folder.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        found.insert(name, (std::fs::metadata(folder).unwrap().permissions().mode() & 0o7777, None));
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, (mode, Some(std::fs::read(&path).unwrap())));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// The rows of a CSV text, by column.
pub(crate) fn csv_rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// A table of generated interactions.
pub(crate) fn legs(interactions: usize, people: usize, seed: u64) -> Vec<u8> {
    let mut table = Vec::new();
    acquaint::synth::legs_csv(interactions, people, seed, &mut table).unwrap();
    table
}
