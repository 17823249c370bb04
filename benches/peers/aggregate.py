"""Times legs to ties, by this program and by DuckDB, and compares every tie: aggregate.py PROGRAM LEGS.parquet >> records.jsonl

LEGS is what `acquaint export legs -o LEGS.parquet` writes. DuckDB runs the text of `ties build --emit-sql`, so that both do the same work on the
same file: contact-days with their weights in both directions, and the momentum of each tie. Also timed is only reading all columns of the
file, by DuckDB, and polars with the middle step alone, (source, target) to count, moments and decayed sum, which is less than either does.
Three rounds, one after the other; the median counts.
"""
import datetime
import importlib.metadata
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

AS_OF = ["--as-of", "2026-10-31", "--tz", "UTC"]
COMPARE = pathlib.Path(__file__).resolve().parents[2] / "tests" / "spark" / "compare.py"
ROUNDS = 3
DECODE = """
import duckdb, sys
print(duckdb.sql(f"select sum(at_micros), sum(interaction % 7), sum(length(source)), sum(length(target)), sum(length(shape)),"
                 f" sum(length(channel)), sum(weight) from read_parquet('{sys.argv[1]}')").fetchall())
"""
POLARS = """
import polars as pl, sys
at = pl.col("at_micros")
decayed = pl.col("weight") * ((at - 1_793_491_200_000_000) / 86_400_000_000 / 180 * 0.6931471805599453).exp()
print(pl.scan_parquet(sys.argv[1]).group_by("source", "target").agg(pl.len(), at.min().alias("first"), at.max().alias("last"),
      decayed.sum().alias("sum")).collect(engine="streaming").height)
"""


def run(command):
    """Seconds on the clock and of all cores, and the most mebibytes."""
    script = (
        "import json, resource, subprocess, sys, time\n"
        "begin = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "wall, used = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    return json.loads(subprocess.run([sys.executable, "-c", script, *map(str, command)], check=True, capture_output=True).stdout)


program, legs = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    text = folder / "ties.sql"
    subprocess.run([program, "-q", "ties", "build", "--emit-sql", "-o", text, *AS_OF], check=True)
    kinds = {
        "acquaint": lambda out: [program, "-q", "ties", "build", "--input", legs, "--output", out / "own", *AS_OF],
        "duckdb": lambda out: [sys.executable, COMPARE, "duckdb", text, legs, out / "other.parquet"],
        "reading alone": lambda out: [sys.executable, "-c", DECODE, legs],
        "polars, one step": lambda out: [sys.executable, "-c", POLARS, legs],
    }
    taken = {kind: [] for kind in kinds}
    for number in range(ROUNDS):
        out = folder / str(number)
        out.mkdir()
        for kind, command in kinds.items():
            taken[kind].append(run(command(out)))
        subprocess.run([sys.executable, COMPARE, "both", out / "own", out / "other.parquet"], check=True, stdout=sys.stderr)
rows = int(subprocess.run([sys.executable, "-c", f"import duckdb; print(duckdb.sql(\"select count(*) from read_parquet('{legs}')\").fetchall()[0][0])"],
                          check=True, capture_output=True).stdout)
middle = {kind: [statistics.median(values) for values in zip(*runs)] for kind, runs in taken.items()}
shared = {"data": legs.stem, "date": datetime.date.today().isoformat(), "rows": rows, "same answer": "every tie, momenta to 1e-9"}
own = middle["acquaint"]
for gate, kind, limit, asks in [
    ("A1", "duckdb", 0.5, "legs to ties, handles as text"),
    ("A3", "reading alone", None, "the same, against only reading the file"),
    ("A5", "polars, one step", None, "the same, against one of its steps"),
]:
    other = middle[kind]
    record = {"gate": gate, "who": "acquaint", "asks": asks, "against": kind, **shared}
    record |= {"ours, seconds": own[0], "theirs": other[0], "ours, of all cores": own[1], "theirs, of all cores": other[1]}
    record["theirs, MiB"] = other[2]
    record |= {"ratio": own[0] / other[0], "limit": limit} if limit else {"of theirs": own[0] / other[0]}
    if kind != "reading alone":
        record["their version"] = importlib.metadata.version(kind.split(",")[0])
    print(json.dumps(record))
print(json.dumps({"gate": "A4", "who": "acquaint", "asks": "bytes of memory an interaction", **shared, "ratio": own[2] * 2**20 / rows, "limit": 48}))
