"""Compares the records of the Rust bench and of measure.py gate by gate: table.py [--cpu] records.jsonl [...]

A gate is a ratio against the named library in the same records, on the same network; both must have given the same answer. Where the other
one ran out of time, as many of our questions are compared as it answered. Prints a line a gate and network, with the goal where there is one, and
ends with status 1 where one that was measured does not hold. On a machine that others use, too, --cpu compares the seconds of all
cores instead of those on the clock: against libraries that use one core that is stricter than the gate.
"""
import json
import math
import os
import platform
import sys

WALL, LESS = "wall", "answer"
# gate, against whom, what is compared, what it asks, and by the kind of network how many times theirs at most; "" is any other.
GATES = [
    ("G1", "graph_tool", WALL, "sorted ties to a graph, both directions", {"": 0.10}),
    ("G1", "igraph", WALL, "sorted ties to a graph, both directions", {"": 0.02}),
    ("M2", None, LESS, "bytes a tie in memory, besides 8 a person", {"": 17, "hub": 17}),
    ("P1", "rustworkx", "p50", "10 best paths of at most 4 hops", {"": 1 / 500}),
    ("P1", "duckdb", "p50", "10 best paths of at most 4 hops", {}),
    ("P1", "duckdb", "p99", "10 best paths of at most 4 hops (with hubs: P2)", {"": 1 / 200, "hub": 1 / 100}),
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
]
# Measured by other benches; their records join the table here. Each has fields `ratio` and `limit`, or only `answer`, and `asks`.
ELSEWHERE = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "M1", "C1", "import"]

names = [name for name in sys.argv[1:] if name != "--cpu"]
clock = "cpu" if len(names) < len(sys.argv) - 1 else "wall"
records = [json.loads(line) for name in names for line in open(name)]
networks = list(dict.fromkeys(record["data"] for record in records if record["who"] == "acquaint" and record["gate"] not in ELSEWHERE))


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


def line(gate, data, own, peer, what, asks, limit):
    """Prints what was measured, and whether it holds; None where it was not measured. Of several runs the least: others only add."""
    peer_gate, _, who = (peer or "").rpartition(" ")
    peer_gate, _, peer_what = peer_gate.partition(".")
    other = find(peer_gate or gate, who, data)
    if not own or (peer and not other):
        return None
    what = clock if what == WALL else what
    among, agrees, count = None, None, ""
    if what == LESS:
        ours, theirs = min(record[LESS] for record in own), 1
    elif "times" in own[0]:
        is_same = peer_gate in ("", gate)
        asked = len(own[0]["answers"]) if not is_same else 0
        among = pairs(own[0], other[0]) if is_same else range(asked)
        if not among:
            return None
        count = f", {len(among)} questions"
        ours = min(seconds(record, what, among) for record in own)
        answered = [i for i, answer in enumerate(other[0]["answers"]) if answer is not None]
        theirs = min(seconds(record, peer_what or what, among if is_same else answered) for record in other)
        agrees = same(gate, own[0], other[0], among) if is_same else None
    else:
        ours, theirs = (min(record[what] for record in found) for found in (own, other))
        agrees = same(gate, own[-1], other[-1], None)
    holds = None if limit is None else ours / theirs <= limit and agrees is not False
    says = {True: "yes", False: "NO", None: "-"}
    figures = f"{ours:12.6f}{theirs:12.6f}{ours / theirs:10.5f}{'-' if limit is None else format(limit, '.4g'):>8}"
    print(f"{gate:6}{data:7}{who:11}{figures}  {says[holds]:6}{says[agrees]:12}{asks}{f' ({what}{count})'}")
    return holds is not False and agrees is not False


processor = next((text.split(":")[1].strip() for text in open("/proc/cpuinfo") if text.startswith("model name")), platform.machine())
print(f"{processor}, {os.cpu_count()} processors, {platform.system()} {platform.release()}; {', '.join(sorted({r['date'] for r in records if 'date' in r}))}")
print("; ".join(sorted({f"{r['who']} {r['version']}" for r in records if r.get("version")})))
print(f"{'gate':6}{'data':7}{'against':11}{'ours':>12}{'theirs':>12}{'ratio':>10}{'limit':>8}  {'holds':6}{'same answer':12}asks")
failed, missing = False, []
for gate, peer, what, asks, limits in GATES:
    held = {data: line(gate, data, find(gate, "acquaint", data), peer, what, asks, limits.get(kind(data))) for data in networks}
    failed |= False in held.values()
    if limits and all(result is None for result in held.values()):
        missing.append(f"{gate} against {(peer or 'a number').split(' ')[-1]}")
for record in (record for gate in ELSEWHERE for record in records if record["gate"] == gate):
    holds = record["ratio"] <= record["limit"] if "ratio" in record else None
    failed |= holds is False
    print(f"{record['gate']:6}{record['data']:7}{record['who']:11}{json.dumps({k: v for k, v in record.items() if k not in ('gate', 'data', 'who')})}")
if missing:
    print("not measured: " + ", ".join(missing))
sys.exit(failed)
