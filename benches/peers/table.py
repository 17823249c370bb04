"""Compares the records of the Rust bench and of measure.py gate by gate: table.py [--cpu] records.jsonl [...]

A gate is a ratio against the named library in the same records; the two must have given the same answer. Prints one line a gate, and ends
with status 1 where a gate that was measured does not hold. On a machine that others use, too, --cpu compares the seconds of all cores
instead of those on the clock: against libraries that use one core that is stricter than the gate.
"""
import json
import math
import sys

# gate, data (a folder's name; "" for any but hub), what is compared, against whom, at most so many times theirs, what it asks
WALL, LESS = "wall", "answer"
GATES = [
    ("G1", "", WALL, "graph_tool", 0.10, "sorted ties to a graph, both directions"),
    ("G1", "", WALL, "igraph", 0.02, "sorted ties to a graph, both directions"),
    ("M2", "", LESS, None, 17, "bytes a tie in memory, besides 8 a person"),
    ("P1", "", "p50", "rustworkx", 1 / 500, "10 best paths of at most 4 hops"),
    ("P1", "", "p99", "duckdb", 1 / 200, "10 best paths of at most 4 hops"),
    ("P1", "hub", "p99", "duckdb", 1 / 100, "P2: the same with hubs"),
    ("P3", "", "p99", "P1 duckdb", 0.2, "the same to any of 1,000 targets, against one target"),
    ("nearest", "", "p50", "networkit", 0.1, "P5: one best path; ours of at most 6 hops, theirs of any length"),
    ("N1", "", WALL, "igraph", 0.06, "constraint, effective size, overlap, clustering; against constraint alone"),
    ("N2", "", WALL, "networkit", 1.0, "triangles of every tie"),
    ("N3", "", WALL, "graph_tool", 0.40, "bridges and components"),
    ("N4", "", WALL, "rustworkx", 1.2, "components"),
    ("N5", "", WALL, "igraph", 0.8, "communities"),
    ("N6", "", WALL, "igraph", 0.30, "betweenness from 64 sources"),
    ("N6", "", WALL, "graph_tool", 0.35, "betweenness from 64 sources"),
    ("N7", "", WALL, "igraph", 0.7, "PageRank"),
    ("N7", "", WALL, "rustworkx", 0.7, "PageRank"),
]
# Measured elsewhere: their records join the same table.
ELSEWHERE = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "M1", "C1"]

names = [name for name in sys.argv[1:] if name != "--cpu"]
clock = "cpu" if len(names) < len(sys.argv) - 1 else "wall"
records = [json.loads(line) for name in names for line in open(name)]


def find(gate, who, data):
    fits = lambda name: name == data if data else name != "hub"
    found = [record for record in records if (record["gate"], record["who"]) == (gate, who) and fits(record["data"])]
    # Of several runs the least: others on the machine only ever add.
    return found


def least(found, what):
    return min(record[what] for record in found if record.get(what) is not None)


def same(gate, own, other):
    one, two = own[-1].get("answer"), other[-1].get("answer")
    if gate == "N5":
        return one >= two - 0.002
    if gate == "nearest" or one is None or two is None:
        return None
    pairs = zip(one, two) if isinstance(one, list) else [(one, two)]
    return all(math.isclose(a, b, rel_tol=1e-6) for a, b in pairs)


failed = False
print(f"{'gate':8}{'against':12}{'ours':>12}{'theirs':>12}{'ratio':>9}{'limit':>9}  holds  same answer  question")
for gate, data, what, peer, limit, question in GATES:
    own = find(gate, "acquaint", data)
    peer_gate, _, who = (peer or "").rpartition(" ")
    other = find(peer_gate or gate, who, data) if peer else []
    name = f"{gate}{' hub' if data else ''}"
    if not own or (peer and not other):
        print(f"{name:8}{peer or '':12}{'not measured':>24}{'':30}{question}")
        continue
    what = clock if what == WALL else what
    ours, theirs = least(own, what), least(other, what) if peer else 1
    agrees = same(gate, own, other) if peer and not peer_gate else None
    holds = ours / theirs <= limit and agrees is not False
    failed |= not holds
    says = {True: "yes", False: "NO", None: "-"}
    print(f"{name:8}{peer or '':12}{ours:12.6f}{theirs:12.6f}{ours / theirs:9.4f}{limit:9.4f}  {says[holds]:5}  {says[agrees]:11}  {question}")
for gate in ELSEWHERE:
    for record in (record for record in records if record["gate"] == gate):
        print(f"{gate:8}{record['who']:12}{json.dumps(record)}")
sys.exit(failed)
