//! Days in the past, while later records arrive.

use acquaint::synth::Random;

use crate::program::{Program, csv_rows, legs};

const QUESTIONS: [&[&str]; 3] =
    [&["ties", "--all", "-f", "csv"], &["network", "--people", "-f", "csv"], &["people", "-f", "csv"]];

/// Worlds and days of chance: what is imported after a day, of that day's past too, changes no byte of an answer for the day before.
pub(crate) fn cases(count: usize) -> usize {
    let mut random = Random::stream(17, "days");
    for case in 0..count {
        let table = String::from_utf8(legs(400 + random.below(800), 20 + random.below(60), 1000 + case as u64)).unwrap();
        let rows: Vec<&str> = table.lines().skip(1).collect();
        let with_header = |rows: &[&str]| format!("source,target,time\n{}\n", rows.join("\n"));
        let day = format!("{}-{:02}-{:02}", 2022 + random.below(4), 1 + random.below(12), 1 + random.below(28));
        let program = Program::new();
        let cutoff = acquaint::model::AsOf::parse(&day, &jiff::tz::TimeZone::UTC).unwrap().cutoff_micros() / 1_000_000;
        let split = rows.partition_point(|row| row.rsplit(',').next().unwrap().parse::<i64>().unwrap() < cutoff);
        assert!(split > 10 && split < rows.len() - 10, "{day}");
        let seen = || QUESTIONS.map(|command| program.ok(&[command, &["--as-of", &day]].concat()).stdout);
        program.file("earlier.csv", with_header(&rows[..split]));
        program.ok(&["import", "earlier.csv"]);
        let earlier = seen();
        assert!(csv_rows(&earlier[0]).len() > 10);
        // Later ones in any order, in one file or in two.
        let mut later = rows[split..].to_vec();
        for last in (1..later.len()).rev() {
            later.swap(last, random.below(last + 1));
        }
        let (one, two) = later.split_at(random.below(later.len()));
        program.file("later.csv", with_header(one));
        program.file("latest.csv", with_header(two));
        program.ok(&["import", "later.csv", "latest.csv"]);
        for (before, after) in earlier.iter().zip(seen()) {
            assert!(*before == after, "case {case}, {day}: changed by what came later");
        }
    }
    count
}
