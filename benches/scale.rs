//! How the whole program grows with the data: `cargo bench --bench scale -- [SIZE…] [--worlds FOLDER] [--out FOLDER] [--date DAY] [--machine TEXT]`.
//!
//! For each size (1e4, 1e5 and 1e6 where none is named; 1e7 and 1e8 take minutes) a synthetic world is made, imported by the program, and asked.
//! Measured are the seconds on the clock, the processor seconds of all threads and children, and the most memory that the program had.
//! Questions are asked three times; the run in the middle counts. `time.svg`, `memory.svg`, the same as PNG, and `scale.csv` go to the folder of
//! `--out`, `notebooks-output/scale` where it is not named.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench that cannot go on stops, and prints what it measured"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use acquaint::render::chart::{Growth, GrowthLine, growth};
use acquaint::render::number;
use acquaint::synth::{SCALE_AS_OF, SCALE_EGO, scale_people};

mod worlds;

/// The word by which this program calls itself to measure one run in a process of its own, whose only child is the one measured.
const MEASURE: &str = "--measure";
const DEFAULT: [&str; 3] = ["1e4", "1e5", "1e6"];
const STEPS: [&str; 5] = ["import", "first command", "ties", "path", "network"];
const RUNS: usize = 3;
/// Between two looks at a running command.
const LOOK: Duration = Duration::from_millis(2);
/// The largest resident set is told in kibibytes, by Apple's systems in bytes.
#[cfg(unix)]
const RESIDENT_A_MEBIBYTE: f64 = if cfg!(target_vendor = "apple") { 1024.0 * 1024.0 } else { 1024.0 };

/// What one run took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    seconds: f64,
    processor_seconds: f64,
    mebibytes: f64,
}

/// What is measured, and how it is told.
struct Arguments {
    sizes: Vec<u64>,
    worlds: Option<PathBuf>,
    out: PathBuf,
    date: String,
    machine: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [word, program, rest @ ..] = arguments.as_slice()
        && word == MEASURE
    {
        return measure(program, rest);
    }
    let arguments = read(arguments.into_iter());
    let temporary = tempfile::Builder::new().prefix("acquaint-scale-").tempdir().unwrap();
    let worlds = arguments.worlds.clone().unwrap_or_else(|| temporary.path().join("worlds"));
    let mut costs: Vec<(u64, [Cost; 5])> = Vec::new();
    println!("{:<14}{:<15}{:>10}{:>10}{:>10}", "interactions", "step", "seconds", "cpu s", "MiB");
    for size in &arguments.sizes {
        let of_size = costs_of(*size, &worlds::table(&worlds, *size), temporary.path());
        for (step, cost) in STEPS.iter().zip(of_size) {
            let Cost { seconds, processor_seconds, mebibytes } = cost;
            println!("{size:<14}{step:<15}{seconds:>10.3}{processor_seconds:>10.3}{mebibytes:>10.0}");
        }
        costs.push((*size, of_size));
    }
    write(&arguments, &costs);
}

fn read(mut texts: impl Iterator<Item = String>) -> Arguments {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut arguments = Arguments {
        sizes: Vec::new(),
        worlds: None,
        out: Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-output/scale"),
        date: String::from("undated"),
        machine: format!("{processors} processors, {} {}", std::env::consts::OS, std::env::consts::ARCH),
    };
    let mut sizes = Vec::new();
    while let Some(text) = texts.next() {
        let mut value = || texts.next().unwrap_or_else(|| panic!("{text} needs a value"));
        match text.as_str() {
            "--worlds" => arguments.worlds = Some(value().into()),
            "--out" => arguments.out = value().into(),
            "--date" => arguments.date = value(),
            "--machine" => arguments.machine = value(),
            _ => sizes.push(text),
        }
    }
    let named: Vec<&str> = if sizes.is_empty() { DEFAULT.to_vec() } else { sizes.iter().map(String::as_str).collect() };
    arguments.sizes = worlds::sizes(named.into_iter());
    arguments
}

/// Runs a program to its end and prints what it took: in a process of its own, because the system accounts for all children together.
fn measure(program: &str, arguments: &[String]) {
    let begin = Instant::now();
    let mut child = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let mut peak = None;
    let status = loop {
        // A process that has just ended has nothing more to tell.
        peak = peak_of(child.id()).or(peak);
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(LOOK),
        }
    };
    let seconds = begin.elapsed().as_secs_f64();
    let (processor_seconds, largest) = children();
    let mebibytes = peak.unwrap_or(largest);
    println!("{} {seconds} {processor_seconds} {mebibytes}", status.code().unwrap_or(-1));
}

/// The most memory that a running process ever had, in MiB; `None` where the system does not tell. What it tells when a process has ended counts
/// what this program had when it began the other, too, which is more than a small question takes.
fn peak_of(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().split(' ').next()?.parse::<f64>().ok()? / 1024.0)
}

/// The processor seconds of all children that ended, and the most memory one of them had.
#[cfg(unix)]
fn children() -> (f64, f64) {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN).unwrap();
    let time = |value: nix::sys::time::TimeVal| value.tv_sec() as f64 + value.tv_usec() as f64 / 1e6;
    (time(usage.user_time()) + time(usage.system_time()), usage.max_rss() as f64 / RESIDENT_A_MEBIBYTE)
}

/// Other systems do not tell.
#[cfg(not(unix))]
fn children() -> (f64, f64) {
    (f64::NAN, f64::NAN)
}

/// What the program takes for some arguments, and whether it succeeded.
fn run(workspace: &Path, arguments: &[&str]) -> (Cost, bool) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([MEASURE, env!("CARGO_BIN_EXE_acquaint"), "--quiet", "--tz", "UTC", "--as-of", SCALE_AS_OF, "--workspace"])
        .arg(workspace)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = told.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [code, seconds, processor_seconds, mebibytes] = numbers.try_into().unwrap();
    (Cost { seconds, processor_seconds, mebibytes }, code == 0.0)
}

/// The run in the middle of several.
fn middle(workspace: &Path, arguments: &[&str]) -> Cost {
    let mut costs: Vec<Cost> = (0..RUNS)
        .map(|_| {
            let (cost, is_fine) = run(workspace, arguments);
            assert!(is_fine, "{arguments:?} failed");
            cost
        })
        .collect();
    costs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    costs[RUNS / 2]
}

/// What each step takes on a world.
fn costs_of(size: u64, table: &Path, folder: &Path) -> [Cost; 5] {
    let workspace = folder.join("workspace");
    let owner = format!("id:{SCALE_EGO}");
    let (import, is_fine) = run(&workspace, &["--owner", &owner, "import", &table.to_string_lossy()]);
    assert!(is_fine, "{} was not imported", table.display());
    // Nothing was asked yet, so nothing is kept of an answer.
    let (first, is_fine) = run(&workspace, &["ties", "--limit", "30"]);
    assert!(is_fine, "the first command failed");
    let ties = middle(&workspace, &["ties", "--limit", "30"]);
    // Not everybody can be reached; those who cannot are no less work, but a question with an answer is what is asked.
    let people = scale_people(size);
    let mut targets = (2..12).map(|part| format!("id:{}", people / part));
    let path = targets.find(|target| run(&workspace, &["path", target]).1).unwrap();
    let path = middle(&workspace, &["path", &path]);
    let network = middle(&workspace, &["network"]);
    std::fs::remove_dir_all(&workspace).unwrap();
    [import, first, ties, path, network]
}

fn write(arguments: &Arguments, costs: &[(u64, [Cost; 5])]) {
    let Arguments { out, date, machine, .. } = arguments;
    std::fs::create_dir_all(out).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let mut csv = String::from("version,date,machine,interactions,people,step,seconds,processor_seconds,peak_mebibytes\n");
    for (size, of_size) in costs {
        for (step, cost) in STEPS.iter().zip(of_size) {
            let Cost { seconds, processor_seconds, mebibytes } = cost;
            csv.push_str(&format!(
                "{version},{date},\"{}\",{size},{},{step},{seconds:.3},{processor_seconds:.3},{mebibytes:.1}\n",
                machine.replace('"', "'"),
                scale_people(*size)
            ));
        }
    }
    std::fs::write(out.join("scale.csv"), csv).unwrap();
    let foot = format!("acquaint {version} · {date} · {machine}");
    let time = chart(costs, "time", "seconds on the clock", "s", &foot, |cost| cost.seconds);
    let memory = chart(costs, "memory", "most memory held at once", "MiB", &foot, |cost| cost.mebibytes);
    for (name, chart) in [("time", time), ("memory", memory)] {
        let drawn = growth(&chart).unwrap();
        std::fs::write(out.join(format!("{name}.svg")), drawn.svg).unwrap();
        std::fs::write(out.join(format!("{name}.png")), drawn.png).unwrap();
    }
    println!("written: {}", out.display());
}

fn chart(costs: &[(u64, [Cost; 5])], what: &str, title: &str, unit: &str, foot: &str, value: impl Fn(&Cost) -> f64) -> Growth {
    let lines: Vec<GrowthLine> = STEPS
        .iter()
        .enumerate()
        .map(|(place, step)| GrowthLine {
            name: (*step).to_owned(),
            points: costs.iter().map(|(size, of_size)| (*size as f64, value(&of_size[place]))).collect(),
        })
        .collect();
    let factor = |line: &GrowthLine, of: fn(&(f64, f64)) -> f64| match (line.points.first(), line.points.last()) {
        (Some(first), Some(last)) => number::decimal((of(last) / of(first)).round(), 0),
        _ => number::UNDEFINED.to_owned(),
    };
    let [import, _, ties, ..] = lines.as_slice() else { unreachable!("there are five steps") };
    let finding = format!(
        "{} times the data: {} times the {what} for an import, {} for ties",
        factor(import, |point| point.0),
        factor(import, |point| point.1),
        factor(ties, |point| point.1)
    );
    Growth {
        title: finding,
        foot: foot.to_owned(),
        sizes: "interactions".to_owned(),
        costs: title.to_owned(),
        unit: unit.to_owned(),
        lines,
    }
}
