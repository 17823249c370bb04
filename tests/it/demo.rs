//! `notebooks-output` is what `demo` writes from the recorded sample: regenerated here and compared byte for byte. Beside it, in `scale`, is what
//! `cargo bench --bench scale` measured last, which no two machines measure alike.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_demo_writes_what_is_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_acquaint"))
        .args(["demo", "--out"])
        .arg(out.path())
        .current_dir(root)
        .env_clear()
        .env("ACQUAINT_NOW", "2026-11-22T12:00:00Z")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (written, mut recorded) = (files(out.path()), files(&root.join("notebooks-output")));
    recorded.retain(|path, _| !path.starts_with("scale"));
    assert_eq!(written.keys().collect::<Vec<_>>(), recorded.keys().collect::<Vec<_>>());
    for (path, bytes) in &written {
        assert!(
            recorded.get(path) == Some(bytes),
            "{} differs: run `cargo run --release -- demo` and look at it",
            path.display()
        );
    }
}
