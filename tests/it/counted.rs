//! The counted tests: groups of cases by chance, each with a count for every run of the suite and a full one for before a release.
//!
//! `cargo test --release --locked --test it -- --ignored --nocapture full_counts` runs the full counts and prints the table.

use std::any::Any;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// A group of cases.
struct Group {
    /// What is tried, in the words of the guide's page on reliability.
    name: &'static str,
    /// Cases of the full count.
    full: usize,
    /// The least count that is to be reached; below the full one where a machine may not permit some of the cases.
    target: usize,
    /// Tries about as many cases, fails at the first that is wrong, and tells how many there were.
    run: fn(usize) -> usize,
}

/// Each group with its sample, which is a test of the suite.
macro_rules! groups {
    ($($test:ident, $name:literal, $sample:literal of $full:literal, at least $target:literal, $run:path;)*) => {
        const GROUPS: &[Group] = &[$(Group { name: $name, full: $full, target: $target, run: $run }),*];
        $(
            #[test]
            fn $test() {
                let runs = $run($sample);
                println!("{}: {runs}", $name);
            }
        )*
    };
}

groups! {
    a_process_that_dies_at_any_step_leaves_the_state_before_or_after, "death at every step of input and output", 60 of 1_000_000, at least 250, crate::faults::crash::deaths;
    a_step_that_fails_leaves_the_state_before_or_after, "failure of every step of input and output", 40 of 1_000_000, at least 250, crate::faults::crash::failures;
    a_kill_at_any_moment_leaves_the_state_before_or_after, "kill at a random moment", 40 of 500, at least 500, crate::faults::kill::kills;
    a_full_disk_leaves_the_workspace_as_it_was, "full disk", 24 of 120, at least 60, crate::faults::disk::full_disks;
    damage_of_a_workspace_is_found_or_harmless, "damaged workspace", 1_200 of 12_000, at least 10_000, crate::faults::damage::damages;
    damage_is_named_by_the_program, "damaged workspace, by the program", 60 of 400, at least 400, crate::faults::damage::damages_by_program;
    the_same_files_in_any_order_and_number_give_one_state, "repeat and order", 12 of 200, at least 200, crate::faults::order::sequences;
    many_writers_lose_and_double_nothing, "commits of concurrent writers", 24 of 200, at least 200, crate::faults::writers::commits;
    the_answers_are_the_same_bytes_on_any_machine, "determinism", 40 of 500, at least 500, crate::faults::machines::comparisons;
    what_comes_later_changes_nothing_of_an_earlier_day, "as-of causality", 8 of 500, at least 500, crate::faults::days::cases;
    any_file_can_be_offered_to_any_importer, "files offered to every importer", 2_000 of 300_000, at least 200_000, crate::offered::offers;
    the_fuzz_targets_hold, "runs of the fuzz targets by the suite's own mutator", 3_000 of 1_000_000, at least 1_000_000, crate::fuzz::runs;
    text_of_strangers_stays_text_in_every_sink, "text of strangers in every sink", 1 of 6, at least 5_000, crate::injection::checks;
    what_is_private_is_found_nowhere, "canaries searched for", 1 of 1, at least 1_000, crate::canaries::searches;
    bad_files_give_the_tally_and_the_reasons_expected, "bad files", 1 of 1, at least 400, crate::bad_files::all;
    measures_agree_with_networkx_and_igraph, "oracle graphs and measures", 1 of 1, at least 1_000, crate::oracle::comparisons;
}

/// The text of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_else(|| "panicked".to_owned())
}

#[test]
#[ignore = "the full counts take long: run them before a release"]
fn full_counts() {
    // Only the groups whose names contain a text, where one is given.
    let wanted = std::env::var("ACQUAINT_GROUPS").unwrap_or_default();
    let groups: Vec<&Group> = GROUPS.iter().filter(|group| group.name.contains(&wanted)).collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<usize, String>, f64)>> = Mutex::new(Vec::new());
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = groups.get(place) else { return };
            let begin = Instant::now();
            let result = catch_unwind(AssertUnwindSafe(|| (group.run)(group.full))).map_err(|panic| message(&*panic));
            println!("{}: {result:?}", group.name);
            done.lock().unwrap().push((place, result, begin.elapsed().as_secs_f64()));
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|row| row.0);
    let mut table = format!("\n{:<52} {:>9} {:>9} {:>8} {:>8}\n", "group", "target", "runs", "failures", "seconds");
    let mut failures = String::new();
    for (place, result, seconds) in &done {
        let group = groups[*place];
        let (runs, failed) = match result {
            Ok(runs) => (runs.to_string(), 0),
            Err(_) => ("–".to_owned(), 1),
        };
        let _ = writeln!(table, "{:<52} {:>9} {runs:>9} {failed:>8} {seconds:>8.1}", group.name, group.target);
        match result {
            Err(message) => failures.push_str(&format!("{}: {message}\n", group.name)),
            Ok(runs) if *runs < group.target => failures.push_str(&format!("{}: only {runs} of {}\n", group.name, group.target)),
            Ok(_) => {}
        }
    }
    println!("{table}");
    assert!(failures.is_empty(), "{failures}");
}
