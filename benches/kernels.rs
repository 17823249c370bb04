//! The measures and the path search at the size of 500,000 people and 5,000,000 directed ties, beside other libraries' on the same
//! arrays: `cargo bench --bench kernels -- FOLDER [GATE…] >> records.jsonl`. The folder holds `u.npy` and `v.npy` (32-bit people, sorted by
//! both) and `p.npy` (32-bit float probability of the hop), as `benches/peers/make.py` writes them; `benches/peers/table.py` compares the
//! records. Of a folder that is a workspace, the fold of its contact-days into ties is measured (`fold`). Without gates, all are.
//!
//! Each line is a record: gate, seconds on the clock and of all cores, and what came out, which must be what the others give. For questions
//! about paths there are seconds and answers by question: how many paths, and the sum of their scores. petgraph answers beside us.
//! `peak` is the most memory that the process had while the gate was measured, in MiB, `resident` what it had before.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench that cannot go on stops, and its output is its product"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use acquaint::analysis::betweenness::sampled_betweenness;
use acquaint::analysis::bridge::{bridges, local_bridges};
use acquaint::analysis::clustering::transitivity;
use acquaint::analysis::community::communities;
use acquaint::analysis::component::components;
use acquaint::analysis::intro_path::{Found, Hops, Searcher, Unlimited};
use acquaint::analysis::rank::pagerank;
use acquaint::analysis::triad::Triads;
use acquaint::model::AsOf;
use acquaint::network::View;
use acquaint::pipeline::load;
use acquaint::store::Workspace;
use acquaint::synth::Random;
use acquaint::ties::{Parameters, Tie, fold_ties};
use jiff::tz::TimeZone;
use petgraph::algo::bidirectional_dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use serde_json::{Value, json};

const PAIRS: usize = 200;
const BEST: usize = 10;
/// Each question is asked so many times, among all others, and its median counts: others on the machine interrupt.
const ROUNDS: usize = 3;
const SEED: u64 = 4242;
/// As `benches/peers/commands.py` has it.
const FOLD_AS_OF: &str = "2026-01-01";

/// The numbers of a one-dimensional array of four-byte little-endian values.
fn array<T>(folder: &Path, name: &str, value: impl Fn([u8; 4]) -> T) -> Vec<T> {
    let bytes = std::fs::read(folder.join(name).with_extension("npy")).unwrap();
    // Six bytes of magic, two of version, two of the length of the text that follows.
    let data = &bytes[10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]))..];
    data.chunks_exact(4).map(|part| value(part.try_into().unwrap())).collect()
}

/// The processor time of all threads of this process, in seconds; 0 where the system does not tell.
fn processor_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let times = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    times.filter_map(|text| text.split(' ').next()?.parse::<f64>().ok()).sum::<f64>() / 1e9
}

/// Bytes that the system tells of this process: `VmRSS`, resident, or `VmHWM`, the most there were; 0 where it does not tell.
fn memory_bytes(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':')).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap_or(0) * 1024
}

fn mebibytes(what: &str) -> f64 {
    memory_bytes(what) as f64 / f64::from(1 << 20)
}

/// Resident memory, in MiB; from here on the most is counted anew, where the system allows it.
fn resident() -> f64 {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    mebibytes("VmRSS")
}

struct Bench {
    data: String,
    /// The gates that are measured; all without any.
    gates: Vec<String>,
}

impl Bench {
    fn is_wanted(&self, gate: &str) -> bool {
        self.gates.is_empty() || self.gates.iter().any(|wanted| wanted == gate)
    }

    fn record(&self, gate: &str, record: Value) {
        self.record_of("acquaint", env!("CARGO_PKG_VERSION"), gate, record);
    }

    fn record_of(&self, who: &str, version: &str, gate: &str, mut record: Value) {
        record["gate"] = gate.into();
        record["who"] = who.into();
        record["version"] = version.into();
        record["data"] = self.data.as_str().into();
        record["threads"] = rayon::current_num_threads().into();
        println!("{record}");
    }

    /// The median of the clock and the least processor time of some runs; gives the latter.
    fn time<T>(&self, gate: &str, runs: usize, work: impl Fn() -> T, answer: impl Fn(&T) -> Value) -> f64 {
        if !self.is_wanted(gate) {
            return f64::NAN;
        }
        let resident = resident();
        let mut wall = Vec::new();
        let mut processor = f64::INFINITY;
        let mut peak = 0.0;
        let mut last = None;
        for _ in 0..runs {
            let (before, start) = (processor_seconds(), Instant::now());
            let result = black_box(work());
            wall.push(start.elapsed().as_secs_f64());
            processor = processor.min(processor_seconds() - before);
            peak = mebibytes("VmHWM");
            last = Some(answer(&result));
        }
        wall.sort_by(f64::total_cmp);
        let wall = wall[runs / 2];
        self.record(gate, json!({ "wall": wall, "cpu": processor, "resident": resident, "peak": peak, "answer": last }));
        processor
    }
}

/// The fold of the contact-days of a workspace into ties, all at a later date: how many, and their momenta shrunk to it.
fn fold(bench: &Bench, folder: &Path) {
    let as_of = AsOf::parse(FOLD_AS_OF, &TimeZone::UTC).unwrap();
    let world = load(&Workspace::open(folder).unwrap(), &as_of, Parameters::default()).unwrap();
    let (days, day, model) = (world.days.all(), as_of.utc_day(), &world.parameters);
    let sum = |ties: &Vec<Tie>| {
        let shrunk = |tie: &Tie| tie.both.momentum * model.decay(f64::from(tie.both.silence_days(day)));
        json!([ties.len(), ties.iter().map(shrunk).sum::<f64>()])
    };
    let processor = bench.time("fold", 5, || fold_ties(days, day, model), sum);
    let interactions: f64 = days.iter().map(|contact| f64::from(contact.interactions)).sum();
    let nanoseconds = processor * 1e9 / interactions;
    bench.record("fold-each", json!({ "answer": nanoseconds, "contact-days": days.len(), "interactions": interactions }));
}

/// Somebody, and those sought.
type Question = (u32, Vec<u32>);
/// How many paths, and the sum of their scores; `None` where that was not asked.
type Answer = Option<(usize, f64)>;

impl Bench {
    fn ask(&self, gate: &str, questions: &[Question], targets: usize, answer: &mut dyn FnMut(u32, &[u32]) -> Answer) {
        self.ask_of("acquaint", env!("CARGO_PKG_VERSION"), gate, questions, targets, answer);
    }

    /// The median seconds of each question, and its answer.
    fn ask_of(
        &self,
        who: &str,
        version: &str,
        gate: &str,
        questions: &[Question],
        targets: usize,
        answer: &mut dyn FnMut(u32, &[u32]) -> Answer,
    ) {
        if !self.is_wanted(gate) {
            return;
        }
        let resident = resident();
        let (mut times, mut answers) = (vec![Vec::new(); questions.len()], Vec::new());
        for round in 0..ROUNDS {
            for ((from, to), times) in questions.iter().zip(&mut times) {
                let start = Instant::now();
                let found = black_box(answer(*from, &to[..targets]));
                times.push(start.elapsed().as_secs_f64());
                if round == 0 {
                    answers.push(found);
                }
            }
        }
        let median = |times: &mut Vec<f64>| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 2]
        };
        let times: Vec<f64> = times.iter_mut().map(median).collect();
        let peak = mebibytes("VmHWM");
        self.record_of(who, version, gate, json!({ "times": times, "resident": resident, "peak": peak, "answers": answers }));
    }
}

/// The undirected view: what the two directions of a tie weigh together.
fn undirected(people: usize, hops: &[(u32, u32, f64)]) -> View {
    let mut ties: Vec<(u32, u32, f64)> = hops.iter().map(|&(from, to, p)| (from.min(to), from.max(to), p)).collect();
    ties.sort_by_key(|tie| (tie.0, tie.1));
    ties.dedup_by(|second, first| {
        let same = (second.0, second.1) == (first.0, first.1);
        first.2 += if same { second.2 } else { 0.0 };
        same
    });
    View::from_ties(people, &ties)
}

fn measures(bench: &Bench, view: &View) {
    let five = || {
        let triads = Triads::of(view);
        (triads.constraint(), triads.effective_size(), triads.neighbourhood_overlap(), triads.local_clustering())
    };
    bench.time("N1", 5, five, |(constraint, ..)| json!(constraint.iter().flatten().sum::<f64>()));
    bench.time("N2", 5, || transitivity(view), |found| json!(found));
    bench.time("N3", 5, || (bridges(view), components(view)), |(bridges, _)| json!(bridges.len()));
    bench.time("N4", 9, || components(view), |found| json!(found.sizes.len()));
    bench.time("N5", 3, || communities(view, 1), |found| json!(found.modularity));
    let people = view.people() as f64;
    let ordered_pairs = (people - 1.0) * (people - 2.0);
    // The sum over the sources of what lies between, as others give it.
    let dependencies = |values: &[Option<f64>]| {
        let sums: Vec<f64> = values.iter().flatten().map(|value| value * ordered_pairs * 64.0 / people).collect();
        json!([sums.iter().sum::<f64>(), sums.iter().copied().fold(0.0, f64::max)])
    };
    bench.time("N6", 3, || sampled_betweenness(view, 64), |found| dependencies(&found.values));
    bench.time("N7", 3, || pagerank(view), |ranks| json!(ranks.iter().copied().fold(0.0, f64::max)));
    bench.time("spans", 1, || local_bridges(view), |found| json!(found.len()));
}

fn graph(bench: &Bench, people: usize, hops: &[(u32, u32, f64)]) {
    // First of all, for memory that was freed before would be taken again unseen; but threads that begin take memory, too.
    // And so does putting many hops of one person in order, as long as it lasts.
    black_box(Hops::from_sorted_ties(100_001, (1..100_001).map(|other| (0, other, 0.5, 0.5))));
    let resident = resident();
    let before = memory_bytes("VmRSS");
    let kept = Hops::from_list(people, hops);
    let peak = mebibytes("VmHWM");
    let bytes = memory_bytes("VmRSS").saturating_sub(before) as f64;
    drop(kept);
    // To a hundredth: the system counts in pages.
    let each = (bytes - 8.0 * people as f64) / hops.len() as f64;
    bench.record("M2", json!({ "answer": (each * 100.0).round() / 100.0, "resident": resident, "peak": peak }));
    // How many hops, and the sums of the squares of how many begin and end with everybody.
    let degrees = |hops: &Hops| {
        let mut counts = vec![[0.0_f64; 2]; people];
        for person in 0..people {
            for (other, _) in hops.of(person as u32) {
                counts[person][0] += 1.0;
                counts[other as usize][1] += 1.0;
            }
        }
        let squares = |side: usize| counts.iter().map(|counts| counts[side] * counts[side]).sum::<f64>();
        json!([counts.iter().map(|counts| counts[0]).sum::<f64>(), squares(0), squares(1)])
    };
    bench.time("G1", 5, || Hops::from_list(people, hops), degrees);
}

/// Seeded questions, the same for all: askers and targets among those who have a hop from or to them.
fn paths(bench: &Bench, people: usize, list: &[(u32, u32, f64)], folder: &Path) {
    let hops = Hops::from_list(people, list);
    let mut askers: Vec<u32> = list.iter().map(|hop| hop.0).collect();
    askers.dedup();
    let mut reached: Vec<u32> = list.iter().map(|hop| hop.1).collect();
    reached.sort_unstable();
    reached.dedup();
    let mut random = Random::new(SEED);
    let mut any = |people: &[u32]| people[random.below(people.len())];
    let questions: Vec<Question> = (0..PAIRS).map(|_| (any(&askers), (0..1_000).map(|_| any(&reached)).collect())).collect();
    let pairs: String = questions.iter().map(|(from, to)| format!("{from} {}\n", to[0])).collect();
    std::fs::write(folder.join("pairs.txt"), pairs).unwrap();
    let mut searcher = Searcher::new(&hops);
    let mut within = |from: u32, to: &[u32]| scores(&searcher.search(from, to, BEST, 4));
    bench.ask("P1", &questions, 1, &mut |from, to| Some(within(from, to)));
    bench.ask("P3", &questions, questions[0].1.len(), &mut |from, to| Some(within(from, to)));
    let mut unlimited = Unlimited::new(&hops);
    bench.ask("P4", &questions, 1, &mut |from, to| Some(scores(&unlimited.search(from, to, BEST))));
    bench.ask("P5", &questions, 1, &mut |from, to| Some(scores(&unlimited.search(from, to, 1))));
    cheapest_by_petgraph(bench, people, list, &questions);
}

fn scores(found: &Found) -> (usize, f64) {
    (found.paths.len(), found.paths.iter().map(|path| path.score).sum())
}

/// The best path of any length between two people without a hop from one to the other: their search from both ends adds what each hop
/// costs, and cannot know that the first two cost no bit more.
fn cheapest_by_petgraph(bench: &Bench, people: usize, list: &[(u32, u32, f64)], questions: &[Question]) {
    let mut graph = DiGraph::<(), f64>::with_capacity(people, list.len());
    for _ in 0..people {
        graph.add_node(());
    }
    for &(from, to, odds) in list {
        graph.add_edge(NodeIndex::new(from as usize), NodeIndex::new(to as usize), 1.0 - odds.log2());
    }
    let cost = |from: u32, to: u32| {
        let [from, to] = [from, to].map(|person| NodeIndex::new(person as usize));
        bidirectional_dijkstra(&graph, from, to, |edge| *edge.weight())
    };
    let lock = include_str!("../Cargo.lock");
    let version = lock.split_once("name = \"petgraph\"\nversion = \"").and_then(|(_, rest)| rest.split('"').next());
    let mut answer = |from: u32, to: &[u32]| {
        let is_direct = list.binary_search_by_key(&(from, to[0]), |hop| (hop.0, hop.1)).is_ok();
        (!is_direct && from != to[0]).then(|| cost(from, to[0]).map_or((0, 0.0), |cost| (1, (2.0 - cost).exp2())))
    };
    bench.ask_of("petgraph", version.unwrap_or_default(), "P5", questions, 1, &mut answer);
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let Some(folder) = arguments.next() else {
        eprintln!(
            "say where u.npy, v.npy and p.npy are, see benches/peers/make.py: cargo bench --bench kernels -- FOLDER [GATE…]"
        );
        return;
    };
    let folder = Path::new(&folder);
    let data = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bench = Bench { data, gates: arguments.collect() };
    if folder.join("catalog.db").exists() {
        return fold(&bench, folder);
    }
    let [from, to] = ["u", "v"].map(|name| array(folder, name, u32::from_le_bytes));
    let probability = array(folder, "p", f32::from_le_bytes);
    let people = from.iter().chain(&to).max().map_or(0, |most| *most as usize + 1);
    let ends = from.iter().zip(&to).zip(&probability);
    let hops: Vec<(u32, u32, f64)> = ends.map(|((&from, &to), &p)| (from, to, f64::from(p))).collect();
    let is_any_wanted = |gates: &[&str]| gates.iter().any(|gate| bench.is_wanted(gate));
    if is_any_wanted(&["M2", "G1"]) {
        graph(&bench, people, &hops);
    }
    if is_any_wanted(&["P1", "P3", "P4", "P5"]) {
        paths(&bench, people, &hops, folder);
    }
    measures(&bench, &undirected(people, &hops));
}
