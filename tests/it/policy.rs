//! The architecture and the words, as tests over the source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What each layer may use of the others. The direction is downward; what differs from a straight line is said beside it.
const LAYERS: [(&str, &[&str]); 15] = [
    ("guide", &[]),
    ("model", &[]),
    ("io", &[]),
    ("synth", &[]),
    ("import", &["io", "model"]),
    ("store", &["io", "model"]),
    ("identity", &["model", "store"]), // the rows of handles, names and decisions as stored
    ("ties", &["model", "store"]),     // legs as stored
    ("cluster", &["ties"]),            // the SQL that a cluster runs
    ("network", &["identity", "model", "ties"]),
    ("analysis", &["identity", "model", "network", "ties"]), // the words of titles and companies; kinds of evidence
    ("report", &["analysis", "identity", "model", "network", "ties"]), // the one key of a company's spellings
    ("render", &["analysis", "model", "report"]),
    ("pipeline", &["analysis", "identity", "import", "io", "model", "network", "report", "store", "ties"]),
    (
        "cli",
        &[
            "analysis", "cluster", "identity", "import", "io", "model", "network", "pipeline", "render", "report", "store",
            "synth", "ties",
        ],
    ),
];

/// What may be named where: everything else of `src/` must do without. Tests within `src/` are held to it too, except where
/// the file is named `tests.rs` or ends in `_tests.rs`.
const PLACES: &[(&str, &[&str])] = &[
    ("polars", &["store/"]),
    ("polars_parquet", &["store/tie_table.rs"]),
    ("mimalloc", &["main.rs"]),
    ("rusqlite", &["store/"]),
    ("petgraph", &["identity/", "network/", "analysis/"]),
    ("strsim", &["identity/", "cli/map_file.rs"]),
    ("plotters", &["render/chart/"]),
    ("png", &["render/chart/"]),
    ("ab_glyph", &["render/chart/"]),
    ("deunicode", &["identity/propose/", "render/chart/font.rs"]),
    ("ar_reshaper", &["render/chart/font.rs"]),
    ("unicode_bidi", &["render/chart/font.rs"]),
    ("askama", &["render/html/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("indicatif", &["cli/progress.rs"]),
    ("unicode_width", &["cli/wrap.rs"]),
    ("terminal_size", &["cli/screen.rs"]),
    ("etcetera", &["cli/context.rs"]),
    ("toml", &["cli/config.rs", "cli/map_file.rs"]),
    ("jiff", &["model/", "import/", "pipeline/", "cli/clock.rs", "cli/context.rs"]),
    ("chrono", &["import/ics/"]),
    ("mail_parser", &["import/mail/"]),
    ("calcard", &["import/ics/", "import/vcard/"]),
    ("zip", &["io/archive.rs"]),
    ("flate2", &["io/"]),
    ("zstd", &["io/"]),
    ("blake3", &["io/", "model/", "store/"]),
    ("signal_hook", &["cli/mod.rs"]),
    (
        "rayon",
        &[
            "ties/",
            "analysis/",
            "cli/listing.rs",
            "pipeline/kept_people.rs",
            "pipeline/legs.rs",
            "pipeline/tie_states.rs",
            "pipeline/world_file.rs",
            "render/chart/mod.rs",
            "store/leg_table.rs",
            "store/ranked.rs",
            "store/reader.rs",
            "store/segment.rs",
        ],
    ),
    ("memmap2", &["io/mapped.rs"]),
    (
        "bytemuck",
        &[
            "pipeline/days.rs",
            "pipeline/kept_people.rs",
            "pipeline/world_file.rs",
            "store/leg_parts.rs",
            "ties/columns.rs",
            "ties/run.rs",
        ],
    ),
    ("rmp_serde", &["pipeline/kept_people.rs", "pipeline/snapshot.rs", "pipeline/world_file.rs"]),
    ("crc32fast", &["pipeline/snapshot.rs", "pipeline/world_file.rs", "store/part.rs"]),
    ("std::env", &["cli/"]),
    ("std::process", &["cli/", "main.rs"]),
    ("tonic", &["cluster/session.rs", "cluster/mod.rs"]),
    ("tonic_prost", &["cluster/session.rs"]),
    ("prost", &["cluster/message.rs"]),
    ("tokio", &["cluster/session.rs"]),
    // Addresses of the user's own; the connection is tonic's.
    ("std::net", &["cluster/address.rs"]),
    ("std::os::unix::net", &[]),
    ("SystemTime::now", &[]),
    ("Instant::now", &[]),
    ("Timestamp::now", &["cli/clock.rs"]),
    ("fs::read_dir", &["io/"]),
    ("fs::write", &["io/"]),
    ("fs::rename", &["io/"]),
    ("fs::remove_file", &["io/", "store/"]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("unsafe", &["io/mapped.rs"]),
    ("dbg!", &[]),
    ("todo!", &[]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Rust files below a folder, by their path in it.
fn sources(folder: &str) -> BTreeMap<String, String> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        let paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        for path in paths {
            if path.is_dir() {
                walk(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&root().join(folder), &root().join(folder), &mut found);
    assert!(found.len() > 3, "{folder} has no sources");
    found
}

/// The program's own code: without tests, comments and documentation.
fn code() -> BTreeMap<String, String> {
    let mut code = sources("src");
    code.retain(|name, _| !name.ends_with("tests.rs"));
    for text in code.values_mut() {
        let own = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = own.lines().filter(|line| !line.trim_start().starts_with("//"));
        *text = lines.map(|line| format!("{line}\n")).collect();
    }
    code
}

/// Whether a text names something as a whole word: `zip::`, not `unzip::` nor `.zip(`.
fn names(text: &str, what: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(what).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + what.len()..].chars().next();
        let is_crate = what.chars().all(|c| c.is_lowercase() || c.is_numeric() || c == '_') && what != "unsafe";
        let path_follows = !is_crate || text[at + what.len()..].starts_with("::") || text[..at].ends_with("use ");
        before.is_none_or(|c| !word(c) && c != '.' && (!is_crate || c != ':')) && after.is_none_or(|c| !word(c)) && path_follows
    })
}

#[test]
fn layers_use_only_the_layers_below_them() {
    let mut problems = Vec::new();
    let mut met: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in code() {
        let Some((module, _)) = name.split_once('/') else { continue };
        let (layer, allowed) = LAYERS.iter().find(|layer| layer.0 == module).unwrap_or_else(|| panic!("{module} is no layer"));
        for part in text.split("crate::").skip(1) {
            let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used == *layer {
                continue;
            }
            if !allowed.contains(&used.as_str()) {
                problems.push(format!("src/{name} uses crate::{used}"));
            }
            met.entry(layer).or_default().insert(used);
        }
        assert!(!text.contains("use crate::{"), "src/{name}: name the layer in each `use`");
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    for (layer, allowed) in LAYERS {
        for permission in allowed {
            let used = met.get(layer).is_some_and(|used| used.contains(*permission));
            assert!(used, "{layer} no longer uses {permission}: take the permission away");
        }
    }
}

#[test]
fn each_dependency_and_each_effect_stays_in_its_place() {
    let mut problems = Vec::new();
    for (name, text) in code() {
        for (what, places) in PLACES {
            if names(&text, what) && !places.iter().any(|place| name.starts_with(place)) {
                problems.push(format!("src/{name} names {what}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn results_never_depend_on_the_order_of_a_hash_table() {
    for (name, text) in code() {
        let ranked = ["analysis/", "report/", "render/", "network/", "ties/", "pipeline/", "cli/"];
        // There kinds of days are numbered in the order they come, and the table is only asked, never walked.
        let only_asked = name == "ties/run.rs";
        if ranked.iter().any(|layer| name.starts_with(layer)) && !only_asked {
            assert!(!names(&text, "HashMap") && !names(&text, "HashSet"), "src/{name} uses a hash table");
        }
    }
}

#[test]
fn files_are_short_and_named_after_what_they_answer() {
    for folder in ["src", "tests/it"] {
        for (name, text) in sources(folder) {
            assert!(text.lines().count() <= 500, "{folder}/{name} has {} lines", text.lines().count());
            let stem = Path::new(&name).file_stem().unwrap().to_string_lossy().into_owned();
            let vague = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "types"];
            assert!(!vague.contains(&stem.as_str()), "{folder}/{name} says nothing of what it holds");
        }
    }
}

#[test]
fn every_importer_has_valid_malformed_and_hostile_files() {
    for importer in acquaint::import::registry() {
        for kind in ["valid", "malformed", "hostile"] {
            let folder = root().join("tests/fixtures").join(importer.name()).join(kind);
            let files = std::fs::read_dir(&folder).map(Iterator::count).unwrap_or_default();
            assert!(files >= 2, "{} has no files and expectations", folder.strip_prefix(root()).unwrap().display());
        }
    }
}

#[test]
fn every_test_file_is_part_of_the_integration_binary() {
    let files = sources("tests/it");
    for name in files.keys().filter(|name| *name != "main.rs" && !name.contains('/')) {
        // The fuzz targets are shared with a package of their own, by their path.
        let name = if name == "fuzz_targets.rs" { "fuzz.rs" } else { name };
        let module = format!("mod {};", name.trim_end_matches(".rs"));
        assert!(files["main.rs"].lines().any(|line| line == module), "tests/it/{name} is not run");
    }
}

#[test]
fn what_users_read_uses_the_words_of_the_field() {
    let unwanted = [
        "node",
        "nodes",
        "edge",
        "edges",
        "vertex",
        "vertices",
        "friend",
        "friends",
        "smart",
        "insight",
        "insights",
        "neglected",
    ];
    let mut problems = Vec::new();
    for (name, text) in sources("src") {
        // The formats of graph tools have words of their own, which programs read and not people.
        let of_formats = name.starts_with("render/graph/");
        if !["cli/", "report/", "render/"].iter().any(|layer| name.starts_with(layer)) || name.ends_with("tests.rs") || of_formats
        {
            continue;
        }
        // Help texts are documentation comments of the arguments.
        let shown = text.lines().flat_map(|line| match line.trim_start().strip_prefix("///") {
            Some(comment) if name == "cli/args.rs" || name.starts_with("cli/args/") => vec![comment],
            Some(_) => Vec::new(),
            None if line.trim_start().starts_with("//") => Vec::new(),
            None => line.split('"').skip(1).step_by(2).collect(),
        });
        for part in shown {
            let words = part.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
            problems.extend(
                words.filter(|word| unwanted.contains(&word.as_str())).map(|word| format!("src/{name}: {word} in `{part}`")),
            );
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
