"""Times legs to ties, by this program and by DuckDB, and compares every tie: aggregate.py PROGRAM LEGS.parquet [MAIL.parquet] >> records.jsonl

LEGS is what `acquaint export legs -o LEGS.parquet` or log.py writes, MAIL the same with longer handles. DuckDB runs the text of
`ties build --emit-sql`, so that both do the same work on the same file: contact-days with their weights in both directions, and the momentum
of each tie. Also timed is only reading all columns of the file, by DuckDB, and polars with the middle step alone, (source, target) to count,
moments and decayed sum, which is less than either does. Three rounds, one after the other; the median counts. From thirty million legs on it
is one round, gate A2 instead of A1, and no one-core run; DuckDB and polars may have MOST_GIB then, and who fails is told so.
"""
import pathlib
import subprocess
import sys
import tempfile

from whole import ROUNDS, medians, python, record

AS_OF = ["--as-of", "2026-10-31", "--tz", "UTC"]
COMPARE = pathlib.Path(__file__).resolve().parents[2] / "tests" / "spark" / "compare.py"
MANY, MOST_GIB = 30_000_000, 16
DUCKDB = f"""
import duckdb, sys
_, text, legs, out, folder = sys.argv
con = duckdb.connect(config={{"temp_directory": folder, "memory_limit": "{MOST_GIB}GiB", "preserve_insertion_order": "false"}})
con.execute(f"create view legs as select * from read_parquet('{{legs}}')")
con.execute(f"copy ({{open(text).read()}}) to '{{out}}' (format parquet)")
"""
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
ROWS = "import duckdb, sys; print(duckdb.sql(f\"select count(*) from read_parquet('{sys.argv[1]}')\").fetchall()[0][0])"

program, legs, *mail = [sys.argv[1], *(pathlib.Path(name).resolve() for name in sys.argv[2:])]
rows, data = python(ROWS, legs), legs.stem
with tempfile.TemporaryDirectory(dir=legs.parent) as folder:
    folder = pathlib.Path(folder)
    text = folder / "ties.sql"
    subprocess.run([program, "-q", "ties", "build", "--emit-sql", "-o", text, *AS_OF], check=True)
    build = lambda legs, name: lambda number: [program, "-q", "ties", "build", "--input", legs, "--output", folder / f"{name}{number}", *AS_OF]
    steps = lambda legs: lambda number: ["prlimit", f"--as={MOST_GIB + 2 << 30}", sys.executable, "-c", POLARS, legs]
    kinds = {
        "acquaint": build(legs, "own"),
        "duckdb": lambda number: [sys.executable, "-c", DUCKDB, text, legs, folder / f"other{number}.parquet", folder / "spill"],
        "reading": lambda number: [sys.executable, "-c", DECODE, legs],
        "polars": steps(legs),
    }
    if rows < MANY:
        kinds["one core"] = lambda number: ["taskset", "-c", "0", *build(legs, "one")(number)]
    for one in mail:
        kinds |= {"mail": build(one, "mail"), "mail, polars": steps(one)}
    took = medians(kinds, ROUNDS if rows < MANY else 1)
    same = None
    if took["duckdb"]:
        both = [sys.executable, COMPARE, "both", folder / "own0", folder / "other0.parquet"]
        same = subprocess.run(both, stdout=sys.stderr).returncode == 0
own, gate = took["acquaint"], "A1" if rows < MANY else "A2"
step = "against one of its steps" if took["polars"] else f"against one of its steps, which failed within {MOST_GIB + 2} GiB"
record(gate, data, f"{rows} legs to ties, the same work; all ties and momenta compared", "duckdb", own, took["duckdb"], 0.5 if gate == "A1" else 0.4, same)
record(gate, data, f"{rows} legs to ties, {step}", "polars", own, took["polars"], 0.5 if gate == "A1" else 0.3)
record("A3", data, "the same, against DuckDB only reading the file", "duckdb, reading", own, took["reading"], 3.3)
record("A4", data, "bytes of memory a leg", None, own[2] * 2**20 / rows, None, 48)
if gate == "A2":
    record("A4", data, "MiB of memory in all", None, own[2], None, 2048)
else:
    record("S1", data, "legs to ties, on all cores against one", "one core", own, took["one core"], 1 / 1.5)
if mail:
    asks = "legs to ties, longer handles (mail addresses)"
    record("A5", data, f"{asks} against those of {data}; both are text, which legs always are", "short handles", took["mail"], own, 1.6)
    record("A5", data, f"{asks}, against one of its steps", "polars", took["mail"], took["mail, polars"], 0.6)
