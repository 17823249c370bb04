//! The synthetic worlds that benches measure on: made when they are missing, and kept where a folder for them is named.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use acquaint::synth::scale_csv;

/// The seed of every world that is measured on.
pub(crate) const SEED: u64 = 7;

/// The table of a world of so many interactions in a folder.
pub(crate) fn table(folder: &Path, interactions: u64) -> PathBuf {
    let path = folder.join(format!("world-{interactions}-{SEED}.csv"));
    if !path.exists() {
        std::fs::create_dir_all(folder).unwrap();
        // Under another name until it is whole, so that what was cut short is not measured on later.
        let unfinished = path.with_extension("tmp");
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&unfinished).unwrap());
        scale_csv(interactions, SEED, &mut file).unwrap();
        file.flush().unwrap();
        file.into_inner().unwrap().sync_all().unwrap();
        std::fs::rename(&unfinished, &path).unwrap();
    }
    path
}

/// Sizes as people write them: `1e6`, `250000`.
pub(crate) fn sizes<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let size = |text: &str| match text.parse::<f64>() {
        Ok(size) if (100.0..=1e9).contains(&size) => size as u64,
        _ => panic!("`{text}` is no number of interactions, such as 1e6"),
    };
    let mut sizes: Vec<u64> = texts.map(size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}
