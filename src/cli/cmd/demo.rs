//! `demo`: the sample world, from import to report.

use std::path::Path;

use super::report;
use crate::cli::args::{Global, Import};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::io::fs;
use crate::synth::{OWNER_EMAIL, SAMPLE_AS_OF, SAMPLE_SEED, sample_world};

/// The months whose reports are written beside the newest one, each into a folder of its own, and their last days.
const EARLIER: [(&str, &str); 2] = [("2026-08", "2026-08-31"), ("2026-09", "2026-09-30")];

pub(super) fn run(global: &Global, out: &Path) -> Result<(), CliError> {
    let temporary = tempfile::Builder::new().prefix("acquaint-demo-").tempdir()?;
    let exports = sample_folder(temporary.path())?;
    let own = Global {
        workspace: Some(temporary.path().join("workspace")),
        as_of: Some(SAMPLE_AS_OF.to_owned()),
        tz: Some("Europe/Berlin".to_owned()),
        owner: vec![OWNER_EMAIL.to_owned()],
        quiet: true,
        ..global.clone()
    };
    let import = Import {
        paths: vec![exports.to_string_lossy().into_owned()],
        list: false,
        from: None,
        strict: false,
        dry_run: false,
        colleague: false,
        map: Vec::new(),
        map_file: None,
        undirected: false,
        time_unit: None,
        date_order: None,
    };
    say("1. importing the sample world: one invented professional's two years of exports\n");
    super::import::run(&own, &import)?;
    say("\n2. the monthly report\n");
    for (month, as_of) in EARLIER {
        let earlier = Global { as_of: Some(as_of.to_owned()), ..own.clone() };
        report::write(&report::make(&Context::open(&earlier)?)?, &out.join(month))?;
    }
    let made = report::make(&Context::open(&own)?)?;
    let (page, _) = report::write(&made, out)?;
    output::write(None, report::in_sentences(&made, global).as_bytes())?;
    say(&format!("\nwritten: {} (open it in a browser), report.md, report.json, charts/", page.display()));
    say(&format!("and those of the two months before, in {}", EARLIER.map(|(month, _)| month).join(" and ")));
    say("\nnow with your own data, which stays on this machine:");
    say("  acquaint init --me YOU@EXAMPLE.ORG");
    say("  acquaint import PATH…          a LinkedIn archive, a mailbox, contacts, a calendar, a table");
    say("  acquaint ties                  your ties, strongest first");
    say("  acquaint path \"Somebody\"       who can introduce you");
    say("  acquaint plan                  whom to reach out to this month, and why");
    say("  acquaint report                the same report, of your own network");
    Ok(())
}

/// The sample as files: those of the repository when they are here, else written anew from the recorded seed.
fn sample_folder(temporary: &Path) -> Result<std::path::PathBuf, CliError> {
    let recorded = Path::new("data/sample");
    if recorded.join("README.md").is_file() && Path::new("Cargo.toml").is_file() {
        return Ok(recorded.to_owned());
    }
    let folder = temporary.join("sample");
    for file in sample_world(SAMPLE_SEED) {
        let path = folder.join(&file.path);
        fs::create_private_folder(fs::folder_of(&path))?;
        fs::write_atomically(&path, &file.bytes)?;
    }
    Ok(folder)
}
