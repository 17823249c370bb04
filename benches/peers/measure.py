"""Times one library on a network of make.py: measure.py FOLDER LIBRARY [GATE ...] >> records.jsonl

LIBRARY: igraph, networkit, graph_tool, rustworkx, scipy, duckdb, petgraph is measured by the Rust bench. Without gates, all that the
library can answer. Each line is a record as `cargo bench --bench kernels` writes them. P1 answers the bench's questions (pairs.txt, which
the bench writes), with its score: the product of the probabilities, halved for every introducer after the first.
"""
import heapq
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
people = int(max(u.max(), v.max())) + 1
key, tie = np.unique(np.minimum(u, v).astype("u8") * people + np.maximum(u, v), return_inverse=True)
low, high, weight = (key // people).astype("u4"), (key % people).astype("u4"), np.bincount(tie, p)
sources = np.linspace(0, people, 64, endpoint=False).astype(int)
directed, both = np.column_stack([u, v]), np.column_stack([low, high])
PAIRS_SECONDS, ROUNDS, MOST_HOPS, BEST = 90, 3, 4, 10


def record(gate, **values):
    print(json.dumps(dict(gate=gate, who=library, data=folder.name, **values)), flush=True)


def timed(gate, work, runs=3):
    if wanted and gate not in wanted:
        return
    walls, processor = [], []
    for _ in range(runs):
        before, start = os.times(), time.perf_counter()
        answer = work()
        walls.append(time.perf_counter() - start)
        processor.append(sum(os.times()[:2]) - sum(before[:2]))
    record(gate, wall=statistics.median(walls), cpu=min(processor), answer=answer)


def asked(gate, ask):
    if wanted and gate not in wanted:
        return
    pairs = [tuple(map(int, line.split())) for line in open(folder / "pairs.txt")]
    times, paths, score, start = [], 0, 0.0, time.perf_counter()
    for source, target in pairs:
        runs = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            costs = ask(source, target) if source != target else []
            runs.append(time.perf_counter() - begun)
        times.append(statistics.median(runs))
        paths, score = paths + len(costs), score + sum(math.exp(-cost) for cost in costs)
        if time.perf_counter() - start > PAIRS_SECONDS:
            break
    # An answer for fewer pairs than were asked for is not compared.
    whole = len(times) == len(pairs)
    record(gate, p50=float(np.percentile(times, 50)), p99=float(np.percentile(times, 99)), pairs=len(times), answer=[paths, score] if whole else None)


def total(costs):
    return sum(costs) + math.log(2) * max(0, len(costs) - 2)


def best(paths):
    return heapq.nsmallest(BEST, map(total, paths))


if library == "igraph":
    import igraph

    timed("G1", lambda: igraph.Graph(n=people, edges=directed, directed=True) and None, 1)
    graph = igraph.Graph(n=people, edges=both, edge_attrs={"w": weight})
    timed("N1", lambda: float(np.nansum(graph.constraint(weights="w"))), 1)
    timed("N3", lambda: (len(graph.bridges()), len(graph.connected_components()))[0])
    timed("N5", lambda: graph.modularity(graph.community_leiden("modularity", weights="w", n_iterations=2), weights="w"))
    timed("N6", lambda: graph.betweenness(sources=sources.tolist()) and None, 1)
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
    if not wanted or "nearest" in wanted:
        graph = networkit.GraphFromCoo((cost, ends(u, v)), n=people, directed=True, weighted=True)
        distance = lambda a, b: networkit.distance.BidirectionalDijkstra(graph, a, b, True).run().getDistance()
        asked("nearest", lambda a, b: [distance(a, b)])
elif library == "graph_tool":
    import graph_tool.all as graph_tool

    graph_tool.openmp_set_num_threads(os.cpu_count())

    def build():
        graph = graph_tool.Graph()
        graph.add_vertex(people)
        graph.add_edge_list(directed)

    timed("G1", build)
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(people)
    graph.add_edge_list(both)

    def biconnected():
        labels = graph_tool.label_biconnected_components(graph)[0].a
        return int((np.bincount(labels) == 1).sum())

    timed("N3", biconnected)
    timed("N4", lambda: int(graph_tool.label_components(graph)[0].a.max()) + 1)
    timed("N6", lambda: graph_tool.betweenness(graph, pivots=sources) and None, 1)
elif library == "rustworkx":
    import rustworkx

    if not wanted or "N7" in wanted:
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
    hops = lambda path: [graph.get_edge_data(*ends) for ends in zip(path, path[1:])]
    asked("P1", lambda a, b: best(map(hops, rustworkx.all_simple_paths(graph, a, b, cutoff=MOST_HOPS + 1))))
elif library == "scipy":
    from scipy import sparse
    from scipy.sparse import csgraph

    graph = sparse.csr_array((weight, (low, high)), shape=(people, people))
    timed("N4", lambda: int(csgraph.connected_components(graph, directed=False)[0]))
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

    asked("P1", query)
else:
    sys.exit(__doc__)
