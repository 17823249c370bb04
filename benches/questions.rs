//! How long the program's questions take, on synthetic worlds: `cargo bench`. Whole imports and whole answers, in one process.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot go on stops; criterion's macros make undocumented functions"
)]

use std::hint::black_box;
use std::io::BufWriter;
use std::path::Path;

use acquaint::analysis::intro_path::{Hops, search};
use acquaint::import::drive::Request;
use acquaint::import::{Context, ReadOptions, TableOptions};
use acquaint::io::Limits;
use acquaint::model::AsOf;
use acquaint::pipeline::{Ingest, ReportOptions, World, evaluate, ingest, load, report};
use acquaint::store::Workspace;
use acquaint::synth::{legs_csv, write_mailbox};
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
    let options = ReadOptions {
        limits: Limits::as_of_micros(as_of().cutoff_micros()),
        table: TableOptions::default(),
        zone: TimeZone::UTC,
        file_name: String::new(),
        context: Context::default(),
    };
    let paths = [file.to_string_lossy().into_owned()];
    let open_parquet = |_: &Path| unreachable!("no Parquet is read here");
    let request = Request { paths: &paths, format: None, options: &options, open_parquet: &open_parquet };
    let how = Ingest { as_of: AS_OF, strict: false, dry_run: false, owner: &[] };
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
    world.set_ego(0);
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
    group.throughput(Throughput::Bytes(std::fs::metadata(&mailbox).unwrap().len()));
    group.bench_function("mailbox of 50,000 messages", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().unwrap(),
            |target| {
                import(&mailbox, &target.path().join("w"));
                target
            },
            BatchSize::PerIteration,
        );
    });
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
    let world = world(folder.path(), 200_000, 5_000);
    // On the last day of the data, while its ties are alive: years later there would be nothing to report.
    let as_of = AsOf::parse("2026-10-31", &TimeZone::UTC).unwrap();
    let options = ReportOptions { fading_within_days: 30, suggestions: 10, cooldown_days: 14, seed: 1 };
    group.bench_function("report of 5,000 people and 200,000 interactions", |bencher| {
        bencher.iter(|| black_box(report(&world, &as_of, &options).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, imports, answers);
criterion_main!(benches);
