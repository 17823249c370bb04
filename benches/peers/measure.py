"""Times one library on a network of make.py: measure.py FOLDER LIBRARY [GATE ...] >> records.jsonl

LIBRARY: igraph, networkit, graph_tool, rustworkx, scipy, duckdb; petgraph is measured by `cargo bench --bench kernels`, which must run
first: it writes the questions (pairs.txt), and records as this one does. Without gates, all that the library can answer.

P1 is the ten best paths of at most four hops, P4 the ten best of any length, P5 the best one: a path scores the product of its
probabilities, halved for every introducer after the first. Who enumerates or ranks by the sum of costs is given each hop's with the
halving; pairs with a hop from one to the other, for which that is another question, are left out of P4 and P5. After 90 seconds no
further pair is asked, and the table compares as many of ours.

Each record holds the most memory that the process had while the gate was measured (`peak`, MiB), and what was resident before (`resident`):
the arrays, the library, mostly the graph. What an earlier gate freed may be used again unseen: to tell, measure one gate in a process.
"""
import ctypes
import datetime
import gc
import heapq
import importlib.metadata
import json
import math
import os
import pathlib
import statistics
import sys
import time

import numpy as np

folder, library, wanted = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
u, v, p = (np.load(folder / f"{name}.npy") for name in "uvp")
p = p.astype("f8")
cost = -np.log(p)
halved = cost + math.log(2)
people = int(max(u.max(), v.max())) + 1
key, tie = np.unique(np.minimum(u, v).astype("u8") * people + np.maximum(u, v), return_inverse=True)
low, high, weight = (key // people).astype("u4"), (key % people).astype("u4"), np.bincount(tie, p)
sources = np.linspace(0, people, 64, endpoint=False).astype(int)
directed, both = np.column_stack([u, v]), np.column_stack([low, high])
hops = u.astype("u8") * people + v
PAIRS_SECONDS, ROUNDS, MOST_HOPS, BEST = 90, 3, 4, 10


def is_wanted(*gates):
    return not wanted or any(gate in wanted for gate in gates)


def mebibytes(name):
    """What the system tells of the memory of this process; none where it does not."""
    try:
        lines = pathlib.Path("/proc/self/status").read_text().splitlines()
        return round(next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024, 1)
    except (OSError, StopIteration):
        return None


def resident():
    """What is resident, after giving back what is free; from here on the most is counted anew."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    except (AttributeError, OSError):
        pass
    return mebibytes("VmRSS")


def record(gate, **values):
    try:
        version = importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        version = sys.modules[library].__version__.split()[0]
    print(json.dumps(dict(gate=gate, who=library, version=version, data=folder.name, date=str(datetime.date.today()), **values)), flush=True)


def timed(gate, work, runs=3, answer=lambda result: result):
    if not is_wanted(gate):
        return
    walls, processor, before_all = [], [], resident()
    for _ in range(runs):
        before, start = os.times(), time.perf_counter()
        result = work()
        walls.append(time.perf_counter() - start)
        processor.append(sum(os.times()[:2]) - sum(before[:2]))
    memory = {"resident": before_all, "peak": mebibytes("VmHWM")}
    record(gate, wall=statistics.median(walls), cpu=min(processor), **memory, answer=answer(result))


def asked(gate, ask, is_direct_apart=True):
    """Seconds and answers by pair: of ROUNDS runs the median, or of one where that takes long."""
    if not is_wanted(gate):
        return
    times, answers, before_all, start = [], [], resident(), time.perf_counter()
    for line in open(folder / "pairs.txt"):
        source, target = map(int, line.split())
        if source == target or (is_direct_apart and hops[min(np.searchsorted(hops, source * people + target), len(hops) - 1)] == source * people + target):
            times.append(None)
            answers.append(None)
            continue
        runs = []
        while len(runs) < ROUNDS and sum(runs) < 1:
            begun = time.perf_counter()
            costs = ask(source, target)
            runs.append(time.perf_counter() - begun)
        times.append(statistics.median(runs))
        answers.append([len(costs), sum(math.exp(-cost) for cost in costs)])
        if time.perf_counter() - start > PAIRS_SECONDS:
            break
    record(gate, times=times, resident=before_all, peak=mebibytes("VmHWM"), answers=answers)


def best(paths):
    """What the best of some paths cost: the sum of their hops' and of halving for every introducer after the first."""
    lengths = {}
    for path in paths:
        lengths.setdefault(len(path), []).append(path)
    costs = []
    for length, alike in lengths.items():
        alike = np.array(alike, "u8")
        sums = cost[np.searchsorted(hops, alike[:, :-1] * people + alike[:, 1:])].sum(axis=1)
        costs.extend(sums + math.log(2) * max(0, length - 3))
    return heapq.nsmallest(BEST, costs)


def from_halved(sums):
    """What paths cost by our rule, of the sums of what each hop and a halving does: the first two hops are not halved."""
    return [sum_ - 2 * math.log(2) for sum_ in sums]


def degrees(out, back):
    """How many hops, and the sums of the squares of how many begin and end with everybody."""
    out, back = np.asarray(out, "f8"), np.asarray(back, "f8")
    return [float(out.sum()), float((out**2).sum()), float((back**2).sum())]


def dependencies(values):
    """The sum of what lies between, and the most of anybody; theirs count each pair of an undirected graph half."""
    values = 2 * np.asarray(values)
    return [float(values.sum()), float(values.max())]


if library == "igraph":
    import igraph

    build = lambda: igraph.Graph(n=people, edges=directed, directed=True)
    timed("G1", build, 1, lambda graph: degrees(graph.outdegree(), graph.indegree()))
    if is_wanted("P1", "P4"):
        graph = build()
        asked("P1", lambda a, b: best(graph.get_all_simple_paths(a, b, maxlen=MOST_HOPS)), False)
        graph.es["w"] = halved
        sums = lambda a, b: [sum(graph.es[path]["w"]) for path in graph.get_k_shortest_paths(a, b, k=BEST, weights="w", output="epath")]
        asked("P4", lambda a, b: from_halved(sums(a, b)))
    graph = igraph.Graph(n=people, edges=both, edge_attrs={"w": weight})
    timed("N1", lambda: float(np.nansum(graph.constraint(weights="w"))), 1)
    timed("N3", lambda: (len(graph.bridges()), len(graph.connected_components()))[0])
    timed("N5", lambda: graph.modularity(graph.community_leiden("modularity", weights="w", n_iterations=2), weights="w"))
    timed("N6", lambda: graph.betweenness(sources=sources.tolist()), 1, dependencies)
    timed("N7", lambda: max(graph.pagerank(weights="w")))
elif library == "networkit":
    import networkit

    networkit.setNumberOfThreads(os.cpu_count())
    ends = lambda a, b: (a.astype("u8"), b.astype("u8"))
    graph = networkit.GraphFromCoo((weight, ends(low, high)), n=people, directed=False, weighted=True)
    graph.indexEdges()

    def support():
        count = sum(networkit.sparsification.TriangleEdgeScore(graph).run().scores())
        degrees = np.bincount(np.concatenate([low, high])).astype("f8")
        return count / float((degrees * (degrees - 1) / 2).sum())

    timed("N2", support)
    timed("N4", lambda: networkit.components.ConnectedComponents(graph).run().numberOfComponents())
    if is_wanted("P5"):
        graph = networkit.GraphFromCoo((halved, ends(u, v)), n=people, directed=True, weighted=True)
        distance = lambda a, b: networkit.distance.BidirectionalDijkstra(graph, a, b, True).run().getDistance()
        asked("P5", lambda a, b: from_halved(far for far in [distance(a, b)] if far < 1e300))
elif library == "graph_tool":
    import graph_tool.all as graph_tool

    graph_tool.openmp_set_num_threads(os.cpu_count())

    def build():
        graph = graph_tool.Graph()
        graph.add_vertex(people)
        graph.add_edge_list(directed)
        return graph

    everybody = np.arange(people)
    timed("G1", build, 3, lambda graph: degrees(graph.get_out_degrees(everybody), graph.get_in_degrees(everybody)))
    if is_wanted("P1"):
        graph = build()
        asked("P1", lambda a, b: best(graph_tool.all_paths(graph, a, b, cutoff=MOST_HOPS)), False)
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(people)
    graph.add_edge_list(both)

    def biconnected():
        labels = graph_tool.label_biconnected_components(graph)[0].a
        return int((np.bincount(labels) == 1).sum())

    timed("N3", biconnected)
    timed("N4", lambda: int(graph_tool.label_components(graph)[0].a.max()) + 1)
    timed("N6", lambda: graph_tool.betweenness(graph, pivots=sources, norm=False)[0].a, 1, dependencies)
elif library == "rustworkx":
    import rustworkx

    if is_wanted("N7"):
        graph = rustworkx.PyGraph()
        graph.add_nodes_from(range(people))
        graph.add_edges_from(list(zip(low.tolist(), high.tolist(), weight.tolist())))
        graph = graph.to_directed()
        # Its tolerance is for one person.
        timed("N7", lambda: max(rustworkx.pagerank(graph, weight_fn=float, tol=1e-9 / people, max_iter=1000).values()))
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(list(zip(u.tolist(), v.tolist(), cost.tolist())))
    timed("N4", lambda: rustworkx.number_weakly_connected_components(graph))
    # Its limit counts people.
    asked("P1", lambda a, b: best(rustworkx.all_simple_paths(graph, a, b, cutoff=MOST_HOPS + 1)), False)
elif library == "scipy":
    from scipy import sparse
    from scipy.sparse import csgraph

    graph = sparse.csr_array((weight, (low, high)), shape=(people, people))
    timed("N4", lambda: int(csgraph.connected_components(graph, directed=False)[0]))
    graph = sparse.csr_array((halved, (u.astype("i4"), v.astype("i4"))), shape=(people, people))
    asked("P4", lambda a, b: from_halved(far for far in csgraph.yen(graph, a, b, BEST) if far < 1e300))
elif library == "duckdb":
    import duckdb
    import pyarrow

    base = duckdb.connect()
    hop = pyarrow.table({"src": u, "dst": v, "w": cost})
    base.execute("create table tie as select * from hop order by src, dst")
    base.execute("create index src on tie(src)")
    base.execute("create index dst on tie(dst)")

    def query(a, b):
        selects = []
        for hops in range(1, MOST_HOPS + 1):
            joins = "".join(f" join tie t{i} on t{i}.src = t{i - 1}.dst" for i in range(1, hops))
            between = [f"t{i}.dst" for i in range(hops - 1)]
            apart = [f"{x} not in ({a}, {b})" for x in between] + [f"{x} <> {y}" for i, x in enumerate(between) for y in between[:i]]
            sums = " + ".join(f"t{i}.w" for i in range(hops))
            where = " and ".join([f"t0.src = {a}", f"t{hops - 1}.dst = {b}", *apart])
            selects.append(f"select {sums} + {math.log(2) * max(0, hops - 2)} as cost from tie t0{joins} where {where}")
        return [row[0] for row in base.execute(" union all ".join(selects) + f" order by cost limit {BEST}").fetchall()]

    asked("P1", query, False)
else:
    sys.exit(__doc__)
