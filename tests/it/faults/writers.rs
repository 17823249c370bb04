//! Many writers at once, with readers among them.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::program::{Program, legs};

/// How many write at the same time.
const WRITERS: usize = 8;

/// Commits of eight writers: none lost, none doubled, and every reader sees a whole state.
pub(crate) fn commits(count: usize) -> usize {
    let (shared, alone) = (Program::new(), Program::new());
    shared.ok(&["init"]);
    let each = count / WRITERS;
    let names: Vec<String> = (0..each * WRITERS).map(|number| format!("legs-{number}.csv")).collect();
    for (seed, name) in (100..).zip(&names) {
        let table = legs(100, 40, seed);
        shared.file(name, &table);
        alone.file(name, &table);
    }
    let done = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let writers: Vec<_> = names
            .chunks(each)
            .map(|own| {
                let shared = &shared;
                scope.spawn(move || {
                    for name in own {
                        let done = (0..200).any(|_| match shared.run(&["import", name]) {
                            run if run.code == Some(0) => true,
                            run => {
                                assert_eq!(run.code, Some(75), "{name}: {}", run.stderr);
                                false
                            }
                        });
                        assert!(done, "{name} was never imported");
                    }
                })
            })
            .collect();
        let reader = scope.spawn(|| {
            let (mut rows, mut reads) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                let verify = shared.json(&["verify"]);
                let now = verify["rows"].as_u64().unwrap();
                assert!(now >= rows && now % 100 == 0 && verify["sound"] == true, "{verify} after {rows} rows");
                let ties = shared.run(&["ties", "--all", "-f", "csv"]);
                assert!(ties.code == Some(0) || now == 0 && ties.code == Some(1), "{:?} {}", ties.code, ties.stderr);
                (rows, reads) = (now, reads + 1);
            }
            reads
        });
        let written: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        let seen = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.into_iter().for_each(|written| written.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        seen
    });
    assert!(seen > 0, "nobody read while they wrote");
    let arguments: Vec<&str> = ["import"].into_iter().chain(names.iter().map(String::as_str)).collect();
    alone.ok(&arguments);
    let [shared_state, alone_state] = [&shared, &alone].map(|program| program.json(&["verify"]));
    assert_eq!(shared_state["rows"], alone_state["rows"]);
    assert_eq!((shared_state["sound"].as_bool(), shared_state["segments"].as_u64()), (Some(true), Some(names.len() as u64)));
    assert!(shared.every_tie() == alone.every_tie(), "the writers together made another state than one alone");
    names.len()
}
