"""Compares the records of the Rust bench and of measure.py gate by gate: table.py [--cpu] records.jsonl [...]

A gate is a ratio against the named library in the same records, on the same network; both must have given the same answer. Where the other
one ran out of time, as many of our questions are compared as it answered. Prints a line a gate and network, with the goal where there is one, and
ends with status 1 where one that was measured does not hold. On a machine that others use, too, --cpu compares the seconds of all
cores instead of those on the clock: against libraries that use one core that is stricter than the gate.

Memory is the most that each process had while it was at it, and after + what of it came during the work, where that is known: the rest are
arrays, graphs and libraries that were there before. Records of aggregate.py and commands.py are of whole processes. Records of the bench with
RAYON_NUM_THREADS=1 are compared with those on all cores (S1).
"""
import json
import math
import os
import platform
import sys

# The clock that --cpu chooses, or always that on the wall.
WALL, ALWAYS_WALL, LESS = "clock", "wall", "answer"
ONE_CORE, TWICE = "one-core", 1 / 1.5
# Gate, after a colon its name in the records where that is another one; against whom, what is compared, what it asks, and by the kind of network how many times theirs at most; "" is any other.
GATES = [
    ("G1", "graph_tool", WALL, "sorted ties to a graph, both directions", {"": 0.10}),
    ("G1", "igraph", WALL, "sorted ties to a graph, both directions", {"": 0.02}),
    ("M2", None, LESS, "bytes a tie in memory, besides 8 a person", {"": 17, "hub": 17}),
    ("P1", "rustworkx", "p50", "10 best paths of at most 4 hops", {"": 1 / 500}),
    ("P1", "duckdb", "p50", "10 best paths of at most 4 hops", {}),
    ("P1", "duckdb", "p99", "10 best paths of at most 4 hops", {"": 1 / 200, "hub": 1 / 100}),
    ("P1", "graph_tool", "p50", "10 best paths of at most 4 hops", {}),
    ("P1", "igraph", "p50", "10 best paths of at most 4 hops", {}),
    ("P3", "P1 duckdb", "p99", "the same to any of 1,000 targets, against one target", {"": 0.2}),
    ("P4", "scipy", "p50", "10 best paths of any length", {"": 1 / 1000}),
    ("P4", "P4.p50 scipy", "p99", "10 best paths of any length, against the middle of theirs", {"": 1 / 100}),
    ("P4", "igraph", "p50", "10 best paths of any length", {}),
    ("P5", "networkit", "p50", "the best path of any length", {"": 0.1}),
    ("P5", "petgraph", "p50", "the best path of any length", {"": 0.3}),
    ("N1", "igraph", WALL, "constraint, effective size, overlap, clustering; against constraint alone", {"": 0.06, "fb": 0.35}),
    ("N2", "networkit", WALL, "triangles of every tie", {"": 1.0}),
    ("N3", "graph_tool", WALL, "bridges and components", {"": 0.40}),
    ("N3", "igraph", WALL, "bridges and components", {}),
    ("N4", "rustworkx", WALL, "components", {"": 1.2}),
    ("N4", "scipy", WALL, "components", {}),
    ("N4", "networkit", WALL, "components", {}),
    ("N4", "graph_tool", WALL, "components", {}),
    ("N5", "igraph", WALL, "communities", {"": 0.8}),
    ("N6", "igraph", WALL, "betweenness from 64 sources", {"": 0.30}),
    ("N6", "graph_tool", WALL, "betweenness from 64 sources", {"": 0.35}),
    ("N7", "igraph", WALL, "PageRank", {"": 0.7}),
    ("N7", "rustworkx", WALL, "PageRank", {"": 0.7}),
    ("A7:fold", "polars", WALL, "decayed strength of all ties at a date, in memory; theirs from the file, one grouping", {"": 0.06}),
    ("A7:fold", "polars-days", WALL, "the same; theirs by contact-days", {}),
    ("A7:fold-each", None, LESS, "nanoseconds of a core for each interaction in it", {"": 1000 / 150}),
    ("S1:fold", ONE_CORE, ALWAYS_WALL, "all ties at a date, on all cores against one", {"": TWICE}),
    ("S1:N1", ONE_CORE, ALWAYS_WALL, "constraint and others, on all cores against one", {"": TWICE}),
    ("S1:N6", ONE_CORE, ALWAYS_WALL, "betweenness, on all cores against one", {"": TWICE}),
    ("S1:N7", ONE_CORE, ALWAYS_WALL, "PageRank, on all cores against one", {"": TWICE}),
]
# Measured by aggregate.py and commands.py, whose records say themselves what they compare and to which limit.
WHOLE = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "M1", "C1", "S1"]
ORDER = [*WHOLE[:7], "M1", "M2", "G1", "P1", "P2", "P3", "P4", "P5", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "C1", "S1"]

names = [name for name in sys.argv[1:] if name != "--cpu"]
clock = "cpu" if len(names) < len(sys.argv) - 1 else "wall"
records = [json.loads(line) for name in names for line in open(name)]
for one in records:
    if one.get("threads") == 1 and os.cpu_count() > 1 and one["who"] == "acquaint":
        one["who"] = ONE_CORE
networks = list(dict.fromkeys(record["data"] for record in records if record["who"] == "acquaint" and record["gate"] not in WHOLE))


def kind(data):
    return {"hub": "hub", "fb": "fb", "dense": "fb"}.get(data, "")


def find(gate, who, data):
    return [record for record in records if (record["gate"], record["who"], record["data"]) == (gate, who, data)]


def pairs(own, other):
    """The questions that both answered."""
    return [i for i, (a, b) in enumerate(zip(own["answers"], other["answers"])) if a is not None and b is not None]


def seconds(record, what, among):
    times = sorted(record["times"][i] for i in among)
    return times[min(len(times) * int(what[1:]) // 100, len(times) - 1)]


def agree(one, two):
    if isinstance(one, list):
        return len(one) == len(two) and all(agree(a, b) for a, b in zip(one, two))
    return math.isclose(one, two, rel_tol=1e-6, abs_tol=1e-12)


def same(gate, own, other, among):
    if among is not None:
        return all(agree(own["answers"][i], other["answers"][i]) for i in among)
    one, two = own.get("answer"), other.get("answer")
    if one is None or two is None:
        return None
    return one >= two - 0.002 if gate == "N5" else agree(one, two)


def line(gate, data, peer, what, asks, limit):
    """Adds a row of what was measured, and whether it holds; None where it was not measured. Of several runs the least: others only add."""
    peer_gate, _, who = (peer or "").rpartition(" ")
    peer_gate, _, peer_what = peer_gate.partition(".")
    label, _, gate = gate.partition(":")
    own, other = find(gate or label, "acquaint", data), find(peer_gate or gate or label, who, data)
    if not own or (peer and not other):
        return None
    what = clock if what == WALL else what
    shown = "of all cores" if what == "cpu" else what
    among, agrees, count = None, None, ""
    if what == LESS:
        ours, theirs = min(record[LESS] for record in own), 1
    elif "times" in own[0]:
        is_same = not peer_gate or peer_gate == label
        asked = len(own[0]["answers"]) if not is_same else 0
        among = pairs(own[0], other[0]) if is_same else range(asked)
        if not among:
            return None
        count = f", {len(among)} questions"
        ours = min(seconds(record, what, among) for record in own)
        answered = [i for i, answer in enumerate(other[0]["answers"]) if answer is not None]
        theirs = min(seconds(record, peer_what or what, among if is_same else answered) for record in other)
        agrees = same(label, own[0], other[0], among) if is_same else None
    else:
        ours, theirs = (min(record[what] for record in found) for found in (own, other))
        agrees = same(label, own[-1], other[-1], None)
    label = "P2" if (label, kind(data)) == ("P1", "hub") else label
    return row(label, data, who, (ours, theirs, limit), agrees, [memory(found) for found in (own, other)], f"{asks} ({shown}{count})")


def memory(found):
    """The most of a process, and what of it came during the work; of several runs the least."""
    known = min((record for record in found if record.get("peak")), key=lambda record: record["peak"], default=None)
    if known is None:
        return "-"
    return f"{known['peak']:.0f}" + (f"+{known['peak'] - known['resident']:.0f}" if known.get("resident") else "")


def row(gate, data, against, seconds, agrees, peaks, asks):
    """Adds a comparison; whether it holds and both agree, as far as is known."""
    ours, theirs, limit = seconds
    ratio = ours / theirs if theirs else None
    holds = None if None in (limit, ratio) else ratio <= limit and agrees is not False
    says = {True: "yes", False: "NO", None: "-"}
    number = lambda value, form: "-" if value is None else format(value, form)
    figures = f"{ours:12.6f}{number(theirs, '.6f'):>12}{number(ratio, '.5f'):>11}{number(limit, '.4g'):>9}"
    rows.append((gate, f"{gate:5}{data:9}{against:17}{figures}  {says[holds]:6}{says[agrees]:6}{peaks[0]:>10}{peaks[1]:>11}  {asks}"))
    return holds is not False and agrees is not False


processor = next((text.split(":")[1].strip() for text in open("/proc/cpuinfo") if text.startswith("model name")), platform.machine())
print(f"{processor}, {os.cpu_count()} processors, {platform.system()} {platform.release()}; {', '.join(sorted({r['date'] for r in records if 'date' in r}))}")
versions = {f"{r['who']} {r['version']}" for r in records if r.get("version") and r["who"] != ONE_CORE}
versions |= {f"{r['against'].split(',')[0]} {r['their version']}" for r in records if r.get("their version")}
print("; ".join(sorted(versions)))
print(f"{'gate':5}{'data':9}{'against':17}{'ours':>12}{'theirs':>12}{'ratio':>11}{'limit':>9}  holds same {'our MiB':>10}{'their MiB':>11}  asks")
rows, failed, missing = [], False, []
for gate, peer, what, asks, limits in GATES:
    held = {data: line(gate, data, peer, what, asks, limits.get(kind(data))) for data in networks}
    failed |= False in held.values()
    if limits and all(result is None for result in held.values()):
        missing.append(f"{gate} against {(peer or 'a number').split(' ')[-1]}")
for record in (record for record in records if record["gate"] in WHOLE and "ours" in record):
    is_cpu = clock == "cpu" and record["gate"] != "S1" and record["against"]
    ours, theirs = (record[f"{whose}, of all cores" if is_cpu else whose] for whose in ("ours", "theirs"))
    peaks = ["-" if record.get(f"{whose}, MiB") is None else f"{record[f'{whose}, MiB']:.0f}" for whose in ("ours", "theirs")]
    failed |= not row(record["gate"], record["data"], record["against"] or "", (ours, theirs, record["limit"]), record["same"], peaks, record["asks"])
missing += [gate for gate in WHOLE if gate not in {gate for gate, _ in rows}]
for _, text in sorted(rows, key=lambda row: ORDER.index(row[0])):
    print(text)
if missing:
    print("not measured: " + ", ".join(missing))
sys.exit(failed)
