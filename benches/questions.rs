//! How long the program's questions take, on synthetic worlds: `cargo bench`. Whole imports and whole answers, in one process.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot go on stops; criterion's macros make undocumented functions"
)]

use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;

use acquaint::analysis::intro_path::{Hops, search};
use acquaint::import::ReadOptions;
use acquaint::import::drive::{Foreign, Request};
use acquaint::io::Limits;
use acquaint::model::AsOf;
use acquaint::pipeline::{Ingest, ReportOptions, World, evaluate, ingest, load, report};
use acquaint::render::{chart, html, json, markdown};
use acquaint::report::Report;
use acquaint::store::Workspace;
use acquaint::synth::{Random, legs_csv, write_mailbox, write_sms_backup, write_whatsapp_chat};
use acquaint::ties::Parameters;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::tz::TimeZone;

/// After everything that the synthetic worlds hold.
const AS_OF: &str = "2030-01-01";

fn as_of() -> AsOf {
    AsOf::parse(AS_OF, &TimeZone::UTC).unwrap()
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

fn table(folder: &Path, interactions: usize, people: usize) -> std::path::PathBuf {
    let path = folder.join(format!("{interactions}.csv"));
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    legs_csv(interactions, people, 7, &mut file).unwrap();
    path
}

fn world(folder: &Path, interactions: usize, people: usize) -> World {
    let workspace = import(&table(folder, interactions, people), &folder.join(format!("world-{interactions}")));
    let mut world = load(&workspace, &as_of(), Parameters::default()).unwrap();
    world.set_ego(0).unwrap();
    world
}

fn imports(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    for (interactions, people) in [(10_000, 1_000), (100_000, 5_000), (1_000_000, 50_000)] {
        let file = table(folder.path(), interactions, people);
        group.throughput(Throughput::Elements(interactions as u64));
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

fn answers(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("answer");
    group.sample_size(10);
    for (interactions, people) in [(10_000, 1_000), (100_000, 5_000), (1_000_000, 50_000)] {
        let world = world(folder.path(), interactions, people);
        let root = folder.path().join(format!("world-{interactions}"));
        group.bench_function(format!("load {interactions} interactions"), |bencher| {
            let workspace = Workspace::open(&root).unwrap();
            bencher.iter(|| black_box(load(&workspace, &as_of(), Parameters::default()).unwrap()));
        });
        group.bench_function(format!("ties of {interactions} interactions"), |bencher| {
            bencher.iter(|| black_box(world.network(&as_of())));
        });
        group.bench_function(format!("evaluate {interactions} interactions, every tie"), |bencher| {
            bencher.iter(|| black_box(evaluate(&world, &as_of(), 90, 10, true).unwrap()));
        });
        let network = world.network(&as_of());
        let ties = network.ties().iter().map(|tie| (tie.low, tie.high, tie.hop_out.get(), tie.hop_back.get()));
        let hops = Hops::from_sorted_ties(network.people().len(), ties);
        group.bench_function(format!("5 paths in {interactions} interactions"), |bencher| {
            let people = network.people().len() as u32;
            let mut from = 0;
            bencher.iter(|| {
                from = (from + 7919) % people;
                black_box(search(&hops, from, &[(from + people / 2) % people], 5, 3))
            });
        });
    }
    group.finish();
}

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
    let options = ReportOptions { fading_within_days: 30, suggestions: 10, cooldown_days: 14, seed: 1 };
    let mut group = criterion.benchmark_group("report");
    group.sample_size(10);
    group.bench_function("made: 5,000 people and 200,000 interactions", |bencher| {
        bencher.iter(|| black_box(report(&world, &as_of, &options).unwrap()));
    });
    let made = report(&world, &as_of, &options).unwrap().unwrap();
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
