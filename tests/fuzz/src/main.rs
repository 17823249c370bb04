//! Runs every target on changes by chance of the corpus and of files given, on all cores, and tells how often.
//!
//! `cargo run --release -- SECONDS SEED [FILE OR FOLDER…]`. A run that fails leaves its input in `found/`, named after its target: mend what is
//! wrong, and put the file into `corpus/`, which the suite replays.

#[path = "../../it/fuzz_targets.rs"]
mod fuzz_targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use acquaint::synth::Random;

/// The longest input.
const MOST_BYTES: usize = 16_000;

fn gather(path: &Path, found: &mut Vec<Vec<u8>>) {
    if let Ok(folder) = std::fs::read_dir(path) {
        let mut paths: Vec<_> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        paths.iter().for_each(|path| gather(path, found));
    } else if let Ok(bytes) = std::fs::read(path)
        && bytes.len() <= MOST_BYTES
        && path.extension().is_none_or(|ending| ending != "expect")
    {
        found.push(bytes);
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(60);
    let seed: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut inputs = Vec::new();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    gather(&own.join("corpus"), &mut inputs);
    gather(&own.join("../fixtures"), &mut inputs);
    arguments.for_each(|path| gather(Path::new(&path), &mut inputs));
    let targets = fuzz_targets::all();
    let counts: Vec<AtomicU64> = targets.iter().map(|_| AtomicU64::new(0)).collect();
    let failures = AtomicU64::new(0);
    std::panic::set_hook(Box::new(|_| {}));
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (inputs, targets, counts, failures) = (&inputs, &targets, &counts, &failures);
            scope.spawn(move || {
                let mut random = Random::stream(seed, &format!("fuzz {thread}"));
                let mut kept: Vec<Vec<u8>> = inputs.clone();
                while begin.elapsed() < Duration::from_secs(seconds) {
                    let (one, other) = (&kept[random.below(kept.len())], &kept[random.below(kept.len())]);
                    let input = fuzz_targets::changed(one, other, MOST_BYTES, &mut random);
                    for (target, count) in targets.iter().zip(counts) {
                        if catch_unwind(AssertUnwindSafe(|| target.run(&input))).is_err() {
                            let number = failures.fetch_add(1, Ordering::Relaxed);
                            let _ = std::fs::create_dir_all("found");
                            let _ = std::fs::write(format!("found/{}-{number}", target.name), &input);
                        }
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    // Changes on changes reach further than changes of the sound.
                    if random.chance(2) && kept.len() < inputs.len() * 4 {
                        kept.push(input);
                    }
                }
            });
        }
    });
    for (target, count) in targets.iter().zip(&counts) {
        println!("{:<20} {:>12}", target.name, count.load(Ordering::Relaxed));
    }
    let total: u64 = counts.iter().map(|count| count.load(Ordering::Relaxed)).sum();
    println!("{:<20} {total:>12} runs, {} failed", "all", failures.load(Ordering::Relaxed));
    std::process::exit(i32::from(failures.load(Ordering::Relaxed) > 0));
}
