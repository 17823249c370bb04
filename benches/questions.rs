//! How long the program's questions take, on synthetic worlds: `cargo bench`. Whole imports and whole answers, in one process.
//!
//! Worlds have 1e4, 1e5 and 1e6 interactions, or the sizes that `ACQUAINT_BENCH_SIZES` names, such as `1e5,1e7` (1e8 takes an hour). They are made
//! while the bench runs, in a temporary folder, or in the one that `ACQUAINT_BENCH_WORLDS` names, where they are found the next time.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot go on stops; criterion's macros make undocumented functions"
)]

use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use acquaint::analysis::bridge::bridges;
use acquaint::analysis::community::{communities, communities_of_alters};
use acquaint::analysis::component::components;
use acquaint::analysis::dormant::dormant;
use acquaint::analysis::intro_path::{Hops, search};
use acquaint::analysis::triad::Triads;
use acquaint::analysis::weak_tie::weak_ties;
use acquaint::import::ReadOptions;
use acquaint::import::drive::{Foreign, Request};
use acquaint::io::Limits;
use acquaint::model::{AsOf, Handle};
use acquaint::pipeline::{Ingest, ReportOptions, evaluate, ingest, load, report};
use acquaint::render::{chart, html, json, markdown};
use acquaint::report::Report;
use acquaint::store::Workspace;
use acquaint::synth::{Random, SCALE_AS_OF, SCALE_EGO, write_mailbox, write_sms_backup, write_whatsapp_chat};
use acquaint::ties::Parameters;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use tempfile::TempDir;

mod worlds;

/// After everything that the files hold which are only read in.
const AS_OF: &str = "2030-01-01";
/// The seed of communities.
const SEED: u64 = 1;

fn as_of() -> AsOf {
    AsOf::parse(AS_OF, &TimeZone::UTC).unwrap()
}

/// The worlds to measure on: their tables, and a folder for workspaces.
struct Worlds {
    tables: Vec<(u64, PathBuf)>,
    folder: TempDir,
}

impl Worlds {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let named = std::env::var("ACQUAINT_BENCH_SIZES").unwrap_or_else(|_| "1e4,1e5,1e6".to_owned());
        let kept = std::env::var_os("ACQUAINT_BENCH_WORLDS").map_or_else(|| folder.path().to_owned(), PathBuf::from);
        let sizes = worlds::sizes(named.split(',').map(str::trim)).into_iter();
        Self { tables: sizes.map(|size| (size, worlds::table(&kept, size))).collect(), folder }
    }
}

fn import(file: &Path, root: &Path) -> Workspace {
    let mut workspace = Workspace::create(root).unwrap();
    let options = ReadOptions::new(Limits::as_of_micros(as_of().cutoff_micros()), TimeZone::UTC);
    let paths = [file.to_string_lossy().into_owned()];
    let open_foreign = |_: Foreign, _: &Path| unreachable!("text only is read here");
    let request = Request { paths: &paths, format: None, options: &options, open_foreign: &open_foreign };
    let stop = std::sync::Arc::default();
    let how = Ingest {
        as_of: AS_OF,
        cutoff_micros: as_of().cutoff_micros(),
        strict: false,
        dry_run: false,
        owner: &[],
        colleague: false,
        stop: &stop,
    };
    ingest(&mut workspace, &request, &how, &mut |_| {}).unwrap();
    workspace
}

fn imports(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    for (interactions, file) in Worlds::new().tables {
        group.throughput(Throughput::Elements(interactions));
        group.bench_function(format!("table of {interactions} rows"), |bencher| {
            bencher.iter_batched(
                || tempfile::tempdir().unwrap(),
                |target| {
                    import(&file, &target.path().join("w"));
                    target
                },
                BatchSize::PerIteration,
            );
        });
    }
    let mailbox = folder.path().join("mail.mbox");
    let mut file = BufWriter::new(std::fs::File::create(&mailbox).unwrap());
    write_mailbox(50_000, 7, &mut file).unwrap();
    drop(file);
    let chat = folder.path().join("WhatsApp Chat with Group.txt");
    let mut file = BufWriter::new(std::fs::File::create(&chat).unwrap());
    write_whatsapp_chat(500_000, 20, 7, &mut file).unwrap();
    drop(file);
    let backup = folder.path().join("sms.xml");
    let mut file = BufWriter::new(std::fs::File::create(&backup).unwrap());
    write_sms_backup(500_000, 7, &mut file).unwrap();
    drop(file);
    let files =
        [("mailbox of 50,000 messages", mailbox), ("chat of 500,000 messages", chat), ("backup of 500,000 texts", backup)];
    for (what, path) in files {
        group.throughput(Throughput::Bytes(std::fs::metadata(&path).unwrap().len()));
        group.bench_function(what, |bencher| {
            bencher.iter_batched(
                || tempfile::tempdir().unwrap(),
                |target| {
                    import(&path, &target.path().join("w"));
                    target
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// A Telegram export of one group, as Telegram Desktop spells it.
fn telegram(messages: usize) -> Vec<u8> {
    let mut json = b"{\n \"name\": \"Crew\",\n \"type\": \"private_group\",\n \"id\": 4000,\n \"messages\": [".to_vec();
    for at in 0..messages {
        let (comma, user, seconds) = (if at == 0 { "" } else { "," }, 100 + at % 9, 1_600_000_000 + at * 61);
        let text = "it was good to see you, and the plan for the week stands".repeat(1 + at % 4);
        write!(
            json,
            "{comma}\n  {{\n   \"id\": {at},\n   \"type\": \"message\",\n   \"date\": \"2020-09-13T12:26:40\",\n   \
             \"date_unixtime\": \"{seconds}\",\n   \"from\": \"Person {user}\",\n   \"from_id\": \"user{user}\",\n   \
             \"text\": \"{text}\",\n   \"text_entities\": [\n    {{\n     \"type\": \"plain\",\n     \
             \"text\": \"{text}\"\n    }}\n   ]\n  }}"
        )
        .unwrap();
    }
    json.extend_from_slice(b"\n ]\n}");
    json
}

/// Parsing alone: bytes in, records out.
fn parsers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10);
    let json = telegram(200_000);
    let options = ReadOptions::new(Limits::as_of_micros(as_of().cutoff_micros()), TimeZone::UTC);
    group.throughput(Throughput::Bytes(json.len() as u64));
    for format in ["telegram", "messenger"] {
        // To the second every message is malformed: what is left is the cutting of the document.
        group.bench_function(format!("JSON of 200,000 messages as {format}"), |bencher| {
            let importer = acquaint::import::by_name(format).unwrap();
            bencher.iter(|| {
                let mut records = 0_u64;
                let mut sink = |_| {
                    records += 1;
                    Ok(())
                };
                importer.read(&mut json.as_slice(), &options, &mut sink).unwrap();
                black_box(records)
            });
        });
    }
    group.finish();
}

/// A question each, as the commands ask it, without what they print.
fn answers(criterion: &mut Criterion) {
    let worlds = Worlds::new();
    let as_of = AsOf::parse(SCALE_AS_OF, &TimeZone::UTC).unwrap();
    let mut group = criterion.benchmark_group("answer");
    group.sample_size(10);
    for (size, file) in &worlds.tables {
        let root = worlds.folder.path().join(format!("workspace-{size}"));
        let mut workspace = import(file, &root);
        let ego = format!("id:{SCALE_EGO}");
        workspace.set_me(&[Handle::parse(&ego).unwrap()], None).unwrap();
        let loaded = || load(&workspace, &as_of, Parameters::default()).unwrap();
        group.bench_function(format!("load {size} interactions, nothing kept"), |bencher| {
            bencher.iter_batched(|| forget_answers(&root), |()| black_box(loaded()), BatchSize::PerIteration);
        });
        let world = loaded();
        // Of few interactions nothing is kept, and this is the same again.
        group.bench_function(format!("load {size} interactions, kept"), |bencher| bencher.iter(|| black_box(loaded())));
        group.bench_function(format!("ties of {size} interactions"), |bencher| {
            bencher.iter(|| black_box(world.network(&as_of)));
        });
        let network = world.network(&as_of);
        let ego = network.ego().unwrap();
        let ties = network.ties().iter().map(|tie| (tie.low, tie.high, tie.hop_out.get(), tie.hop_back.get()));
        let hops = Hops::from_sorted_ties(network.people().len(), ties);
        group.bench_function(format!("path in {size} interactions, to five of the best"), |bencher| {
            let people = network.people().len() as u32;
            let mut to = ego;
            bencher.iter(|| {
                to = (to + 7919) % people;
                black_box(search(&hops, ego, &[to], 5, 4))
            });
        });
        group.bench_function(format!("weak-ties in {size} interactions"), |bencher| {
            bencher.iter(|| {
                let view = network.view(false);
                let labels = communities_of_alters(&view, ego, SEED);
                black_box(weak_ties(&network, &view, &labels, !network.is_star()).len())
            });
        });
        group.bench_function(format!("dormant in {size} interactions"), |bencher| {
            bencher.iter(|| black_box(dormant(&network).len()));
        });
        group.bench_function(format!("network of {size} interactions"), |bencher| {
            bencher.iter(|| {
                let view = network.view(false);
                let triads = Triads::of(&view);
                let figures = (triads.average_clustering(), triads.constraint().len(), triads.effective_size().len());
                black_box((figures, components(&view).sizes.len(), communities(&view, SEED).modularity, bridges(&view).len()))
            });
        });
        group.bench_function(format!("report of {size} interactions"), |bencher| {
            bencher.iter(|| black_box(report(&world, &as_of, &OPTIONS).unwrap()));
        });
        group.bench_function(format!("evaluate {size} interactions, every tie"), |bencher| {
            bencher.iter(|| black_box(evaluate(&world, &as_of, 90, 10, true).unwrap()));
        });
    }
    group.finish();
}

/// Removes what a workspace keeps of answers.
fn forget_answers(root: &Path) {
    for entry in std::fs::read_dir(root.join("cache")).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "snapshot") {
            std::fs::remove_file(path).unwrap();
        }
    }
}

const OPTIONS: ReportOptions = ReportOptions { fading_within_days: 30, suggestions: 10, cooldown_days: 14, seed: SEED };

/// A table of an owner with 5,000 contacts, who are tied to each other in groups of fifty: 20,000 ties, 200,000 interactions.
fn owner_table(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("owner.csv");
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    let mut random = Random::new(7);
    let mut ties: Vec<(usize, usize)> = (1..=5_000).map(|person| (0, person)).collect();
    while ties.len() < 20_000 {
        let person = random.below(5_000);
        let other = if random.chance(90) { person / 50 * 50 + random.below(50) } else { random.below(5_000) };
        if person != other {
            ties.push((person + 1, other + 1));
        }
    }
    writeln!(file, "source,target,time,channel").unwrap();
    for row in 0..200_000 {
        let (from, to) = ties[if row < ties.len() { row } else { random.below(ties.len()) }];
        let (from, to) = if random.chance(50) { (from, to) } else { (to, from) };
        let seconds = 1_704_067_200 + random.between(0, 86_400 * 1_000);
        let channel = random.word(&["email", "call", "meeting"]);
        writeln!(file, "p{from}@example.org,p{to}@example.org,{seconds},{channel}").unwrap();
    }
    drop(file);
    path
}

fn reports(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let workspace = import(&owner_table(folder.path()), &folder.path().join("owner"));
    let as_of = AsOf::parse("2026-09-26", &TimeZone::UTC).unwrap();
    let mut world = load(&workspace, &as_of, Parameters::default()).unwrap();
    let owner = world.people.people.iter().position(|person| person.handle() == "mailto:p0@example.org").unwrap();
    world.set_ego(owner as u32).unwrap();
    let mut group = criterion.benchmark_group("report");
    group.sample_size(10);
    group.bench_function("made: 5,000 people and 200,000 interactions", |bencher| {
        bencher.iter(|| black_box(report(&world, &as_of, &OPTIONS).unwrap()));
    });
    let made = report(&world, &as_of, &OPTIONS).unwrap().unwrap();
    group.bench_function("drawn and written: 5,000 people and 200,000 interactions", |bencher| {
        bencher.iter(|| black_box(drawn(&made)));
    });
    group.finish();
}

/// Every file of a report, as bytes in memory.
fn drawn(report: &Report) -> usize {
    let as_of = &report.as_of;
    let pictures = chart::draw_all(&report.charts, as_of).unwrap();
    pictures.iter().map(|drawn| drawn.svg.len() + drawn.png.len()).sum::<usize>()
        + html::report(report).len()
        + markdown::report(report).len()
        + json::report(report).len()
}

criterion_group!(benches, imports, parsers, answers, reports);
criterion_main!(benches);
