"""Times whole commands of this program beside other programs' answers from the same log: commands.py PROGRAM LOG.parquet WORKSPACE [GATE ...]

LOG is as log.py says, WORKSPACE has it imported (as ids, by `acquaint -w WORKSPACE import LOG.parquet --map source=src,target=dst,time=ts
--owner id:7 --as-of 2026-01-01`) and answered once since. Gates, all unless named:

A6  CSV to all ties: a new workspace and the first `ties`, against DuckDB and polars with one grouping of the text: no identity, nothing kept
A7  all ties at a date from the workspace, against polars with one grouping of the log, and with contact-days, which gives the same answer;
    `cargo bench --bench kernels -- WORKSPACE` then measures the fold alone beside the same
M1  the snapshot in the cache
C1  from the start of a process to the ways to somebody, against empty processes, and igraph that loads the arrays and enumerates the same
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from whole import ROUNDS, medians, python, record

STARTS = 11
AS_OF = ["--as-of", "2026-01-01", "--tz", "UTC"]
MAIL_OWNER = "mailto:p0000007@d007.example"
# Days are whole, of UTC; a half-life has 180.
STEP = """.group_by({keys}).agg(pl.len(), pl.col("{time}").min().alias("first"), pl.col("{time}").max().alias("last"), decayed.sum().alias("sum"))"""
POLARS_CSV = """
import polars as pl, sys
decayed = pl.col("weight") * ((pl.col("time").dt.epoch("s") / 86400 - 20454) / 180 * 0.6931471805599453).exp()
print(pl.scan_csv(sys.argv[1], try_parse_dates=True)""" + STEP.format(keys='"source", "target"', time="time") + """.collect(engine="streaming").height)
"""
DUCKDB_CSV = """
import duckdb, sys
con = duckdb.connect()
con.execute(f"create temp table tie as select source, target, count(*), min(time), max(time),"
            f" sum(weight * exp((epoch(time) / 86400 - 20454) / 180 * ln(2))) from read_csv('{sys.argv[1]}') group by all")
"""
POLARS = """
import json, polars as pl, sys, time
begin, used = time.perf_counter(), time.process_time()
low, high = pl.min_horizontal("src", "dst").alias("low"), pl.max_horizontal("src", "dst").alias("high")
day = pl.col("ts").floordiv(86_400_000).alias("day")
weight = pl.col("weight").cast(pl.Float64).clip(upper_bound=1.0)
log = pl.scan_parquet(sys.argv[1])
if sys.argv[2] == "days":
    log = log.filter(pl.col("src") != pl.col("dst")).group_by(low, high, day).agg(weight.max().alias("weight"))
    decayed = pl.col("weight") * ((pl.col("day") - 20454) / 180 * 0.6931471805599453).exp()
    ties = log.group_by("low", "high").agg(pl.len().alias("days"), decayed.sum().alias("sum")).collect(engine="streaming")
else:
    decayed = weight * ((pl.col("ts") / 86_400_000 - 20454) / 180 * 0.6931471805599453).exp()
    ties = log""" + STEP.format(keys='"src", "dst"', time="ts") + """.collect(engine="streaming")
wall, cpu = time.perf_counter() - begin, time.process_time() - used
if len(sys.argv) > 3:
    ties.write_parquet(sys.argv[3])
print(json.dumps([wall, cpu, ties.height, ties["sum"].sum()]))
"""
# Of the ties of a workspace: how many, contact-days, interactions.
COUNTS = """
import duckdb, json, sys
print(json.dumps(duckdb.sql(f"select count(*), sum(contact_days)::bigint, sum(interactions)::bigint from '{sys.argv[1]}'").fetchall()[0]))
"""
# Whether every tie is in both, with the same days and the same sum: to seven digits, which the weights of the log have. Of rows with
# the same ends and moment this program keeps one, polars the one with the largest weight: such pairs are left out of the sums.
SAME_DAYS = """
import duckdb, json, sys
print(json.dumps(duckdb.sql(f\"\"\"with own as (select least(a, b) as low, greatest(a, b) as high, contact_days, momentum * pow(2, -silence_days / 180) as sum
    from (select *, source[4:]::bigint as a, target[4:]::bigint as b from '{sys.argv[1]}')),
    other as (select low::bigint as low, high::bigint as high, days, sum from '{sys.argv[2]}'),
    twice as (select distinct least(src, dst)::bigint as low, greatest(src, dst)::bigint as high
        from (select src, dst, ts from '{sys.argv[3]}' group by all having count(*) > 1))
    select count(*) > 0 and count(*) filter (where contact_days is distinct from days
        or not abs(own.sum / other.sum - 1) < 1e-7 and (own.low, own.high) not in (select low, high from twice)) = 0
    from own full join other on own.low = other.low and own.high = other.high\"\"\").fetchall()[0][0]))
"""
# The same of interactions, and the first and the last day.
SAME_TEXT = """
import duckdb, json, sys
print(json.dumps(duckdb.sql(f\"\"\"with acts as (select distinct 'mailto:' || source as a, 'mailto:' || target as b, time
    from read_csv('{sys.argv[2]}') where source <> target),
    other as (select least(a, b) as low, greatest(a, b) as high, count(*) as n, min(time)::date as first, max(time)::date as last from acts group by all)
    select count(*) > 0 and count(*) filter (where own.interactions is distinct from n or own.first::date is distinct from other.first
        or own.last::date is distinct from other.last) = 0
    from '{sys.argv[1]}' own full join other on source = low and target = high\"\"\").fetchall()[0][0]))
"""
# The hops of all ties as arrays; the number of somebody, and number and handle of the first one who is three hops away.
ARRAYS = """
import duckdb, json, numpy as np, sys
_, ties, folder, ego = sys.argv
duckdb.sql(f"create temp table tie as select source, target, hop_out, hop_in from '{ties}'")
duckdb.sql("create temp table person as select handle, row_number() over (order by handle) - 1 as number"
           " from (select source as handle from tie union select target from tie)")
numbered = "from tie join person a on a.handle = source join person b on b.handle = target"
hops = duckdb.sql(f"select a.number as u, b.number as v, hop_out as p {numbered} union all select b.number, a.number, hop_in {numbered}").fetchnumpy()
for name, kind in zip("uvp", ["u4", "u4", "f8"]):
    np.save(f"{folder}/{name}.npy", hops[name].astype(kind))
handles = [handle for handle, _ in duckdb.sql("select * from person order by number").fetchall()]
near = np.zeros(len(handles), bool)
near[handles.index(ego)] = True
for _ in range(3):
    last = near.copy()
    near[hops["v"][near[hops["u"]] & (hops["p"] > 0)]] = True
target = int(np.flatnonzero(near & ~last)[0])
print(json.dumps([handles.index(ego), target, handles[target]]))
"""
IGRAPH = """
import heapq, igraph, json, numpy as np, sys
u, v, p = (np.load(f"{sys.argv[1]}/{name}.npy") for name in "uvp")
kept = p > 0
u, v, p = u[kept], v[kept], p[kept]
graph = igraph.Graph(n=int(max(u.max(), v.max())) + 1, edges=np.column_stack([u, v]), directed=True)
paths = graph.get_all_simple_paths(int(sys.argv[2]), int(sys.argv[3]), maxlen=3)
score = lambda path: float(np.prod([p[graph.get_eid(a, b)] for a, b in zip(path, path[1:])])) * 0.5 ** max(0, len(path) - 3)
print(json.dumps(heapq.nlargest(5, map(score, paths))))
"""

program, log, workspace, *wanted = sys.argv[1], *(pathlib.Path(name).resolve() for name in sys.argv[2:4]), *sys.argv[4:]
data = workspace.name
is_wanted = lambda *gates: not wanted or any(gate in wanted for gate in gates)
ours = [program, "-q", "-w", workspace, *AS_OF]
with tempfile.TemporaryDirectory(dir=log.parent) as folder:
    folder = pathlib.Path(folder)
    ties = folder / "ties.parquet"
    subprocess.run([*ours, "ties", "--all", "-o", ties], check=True)
    if is_wanted("A6"):
        text, made = folder / "log.csv", folder / "made.parquet"
        subprocess.run([sys.executable, pathlib.Path(__file__).with_name("log.py"), "csv", log, text], check=True)
        fresh = lambda number: [program, "-q", "-w", folder / f"new{number}", "--owner", MAIL_OWNER, *AS_OF]
        script = lambda script: lambda number: [sys.executable, "-c", script, text]
        took = medians({
            "acquaint": lambda number: [*fresh(number), "import", text],
            "first ties": lambda number: [*fresh(number), "ties", "--all", "-o", made],
            "duckdb": script(DUCKDB_CSV),
            "polars": script(POLARS_CSV),
        }, 1)
        (wall, cpu, memory), first = took["acquaint"], took["first ties"]
        own = (wall + first[0], cpu + first[1], max(memory, first[2]))
        same = python(SAME_TEXT, made, text)
        asks = f"CSV to a new workspace ({wall:.1f} s), first `ties --all` ({first[0]:.1f} s); theirs is one grouping, without identity, nothing kept"
        record("A6", data, asks, "duckdb", own, took["duckdb"], 0.8, same)
        record("A6", data, asks, "polars", own, took["polars"], 0.4)
    if is_wanted("A7", "S1"):
        whole = [*ours, "ties", "--all", "-f", "csv"]
        took = medians({
            "acquaint": lambda number: whole,
            "one core": lambda number: ["env", "RAYON_NUM_THREADS=1", *whole],
            "polars": lambda number: [sys.executable, "-c", POLARS, log, "one step"],
            "polars, days": lambda number: [sys.executable, "-c", POLARS, log, "days"],
        }, ROUNDS)
        other = folder / "days.parquet"
        inside = {kind: min(python(POLARS, log, kind, other) for _ in range(ROUNDS)) for kind in ("one step", "days")}
        same = python(SAME_DAYS, ties, other, log)
        asks = "all ties at a date, with odds and names, as CSV, from the snapshot"
        record("A7", data, f"{asks}; theirs only decayed sums", "polars", took["acquaint"], took["polars"], 0.06)
        record("A7", data, f"{asks}; theirs only days and momentum", "polars, days", took["acquaint"], took["polars, days"], None, same)
        record("S1", data, "all ties at a date, as CSV, on all cores against one", "one core", took["acquaint"], took["one core"], 1 / 1.5)
        for kind, who, whole in ("one step", "polars", "polars"), ("days", "polars-days", "polars, days"):
            wall, cpu, *answer = inside[kind]
            values = {"gate": "fold", "who": who, "data": data, "wall": wall, "cpu": cpu, "peak": took[whole][2]}
            print(json.dumps(values | ({"answer": answer} if kind == "days" else {})), flush=True)
    if is_wanted("M1"):
        snapshot = max(path.stat().st_size for path in (workspace / "cache").glob("world-*.snapshot"))
        count, days, interactions = python(COUNTS, ties)
        # A dyad and its place in a row; a contact-day. What else is there grows with the people: names, keys, rows, the notes of segments.
        network, goal = 20 * count + 8 * days, 9 * interactions + 24 * count
        asks = (f"bytes of ties and contact-days in the snapshot against 9 an interaction and 24 a tie: {network} for {interactions} interactions"
                f" on {days} contact-days of {count} ties; people take {snapshot - network} more")
        record("M1", data, asks, None, network / goal, None, 1)
    if is_wanted("C1"):
        *ends, handle = python(ARRAYS, ties, folder, "id:7")
        found = folder / "path.json"
        subprocess.run([*ours, "path", handle, "-f", "json", "-o", found], check=True)
        scores = sorted((path["score"] for path in json.loads(found.read_text())["paths"]), reverse=True)
        took = medians({
            "acquaint": lambda _: [*ours, "path", handle],
            "an empty process": lambda _: ["true"],
            "python -c pass": lambda _: [sys.executable, "-c", "pass"],
        }, STARTS)
        took |= medians({"igraph": lambda _: [sys.executable, "-c", IGRAPH, folder, *ends]}, ROUNDS)
        theirs = python(IGRAPH, folder, *ends)
        same = len(theirs) == len(scores) and all(abs(one / other - 1) < 1e-6 for one, other in zip(scores, theirs))
        asks = "from the start to five ways of at most 3 hops and the records behind them"
        # Their memory is that of this script.
        for kind, limit in ("an empty process", 10), ("python -c pass", 1):
            record("C1", data, asks, kind, took["acquaint"], [*took[kind][:2], None], limit)
        record("C1", data, f"{asks}; theirs loads arrays of numbers, enumerates, ranks", "igraph", took["acquaint"], took["igraph"], 1 / 300, same)
