//! `data/sample` is the recorded output of the generator, byte for byte.
//!
//! After a deliberate change of the generator, `ACQUAINT_WRITE_SAMPLE=1 cargo test sample` writes the files anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use acquaint::synth::{SAMPLE_SEED, sample_world};

fn files_below(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn the_recorded_sample_is_what_the_generator_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let files = sample_world(SAMPLE_SEED);
    if std::env::var_os("ACQUAINT_WRITE_SAMPLE").is_some() {
        for file in &files {
            let path = root.join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &file.bytes).unwrap();
        }
    }
    let mut recorded = BTreeSet::new();
    files_below(&root, &mut recorded);
    for file in &files {
        let path = root.join(&file.path);
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(bytes == file.bytes, "{} differs from what the generator writes", file.path);
        recorded.remove(&path);
    }
    assert!(recorded.is_empty(), "not written by the generator: {recorded:?}");
}
