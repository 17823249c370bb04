//! The fuzz targets of `tests/fuzz`, replayed on their corpus and run on changes by chance, without a fuzzer.

use acquaint::synth::Random;

use crate::offered::seeds;

#[path = "fuzz_targets.rs"]
pub(crate) mod targets;

fn corpus() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Every target on the whole corpus, then on changed files in turn.
pub(crate) fn runs(count: usize) -> usize {
    let mut inputs = corpus();
    assert!(inputs.len() >= 10, "the corpus is gone");
    let mut done = 0;
    for target in targets::all() {
        for input in &inputs {
            target.run(input);
            done += 1;
        }
    }
    inputs.extend(seeds().into_iter().map(|(_, bytes)| bytes).filter(|bytes| bytes.len() < 4_000));
    let mut random = Random::stream(29, "fuzz");
    let all = targets::all();
    while done < count {
        let (one, other) = (&inputs[random.below(inputs.len())], &inputs[random.below(inputs.len())]);
        let input = targets::changed(one, other, 160_000, &mut random);
        all[done % all.len()].run(&input);
        done += 1;
    }
    done
}
