"""Writes communities.txt: benchmark networks with planted communities, and the modularity that leidenalg reaches on them.

Run in an environment with networkx, igraph and leidenalg:

    python tests/oracle/make_communities.py > tests/oracle/communities.txt

The networks are LFR benchmark graphs (A. Lancichinetti, S. Fortunato and F. Radicchi, "Benchmark graphs for testing community
detection algorithms", Physical Review E 78 (2008), 046110) of 250 to 1000 people, with mixing parameters from 0.1 to 0.6, and
classic networks, weighted and not. leidenalg runs to convergence from 50 seeds; the best and the median modularity are kept.

Each network is two lines. The first: name, people, ties, best modularity, median modularity. The second: for every person but the
last, the higher-numbered neighbours as gaps (each less the one before, the first less the person), `;` between people, and after
`:` the weight of a tie where it is not 1.
"""

import statistics
import sys

import igraph
import leidenalg
import networkx as nx

SEEDS = 50
SHAPE = {"average_degree": 8, "max_degree": 50, "min_community": 15, "max_iters": 2_000}


def lfr(people, mixing):
    """The first seed for which networkx finds such a network; its degrees and community sizes follow power laws."""
    for seed in range(1, 200):
        try:
            graph = nx.LFR_benchmark_graph(people, 3, 1.5, mixing, seed=seed, **SHAPE, max_community=people // 5)
        except (nx.ExceededMaxIterations, nx.NetworkXError):
            continue
        graph = nx.Graph(graph.edges())
        graph.remove_edges_from(nx.selfloop_edges(graph))
        return nx.convert_node_labels_to_integers(graph, ordering="sorted")
    raise SystemExit(f"no LFR network of {people} people, mixing {mixing}")


def classic(make, weighted=False):
    graph = nx.convert_node_labels_to_integers(make())
    if not weighted:
        for _, _, data in graph.edges(data=True):
            data.clear()
    return graph


def networks():
    yield "karate", classic(nx.karate_club_graph)
    yield "karate-weighted", classic(nx.karate_club_graph, True)
    yield "florentine", classic(nx.florentine_families_graph)
    yield "kite", classic(nx.krackhardt_kite_graph)
    yield "davis", classic(nx.davis_southern_women_graph)
    yield "les-miserables", classic(nx.les_miserables_graph)
    yield "les-miserables-weighted", classic(nx.les_miserables_graph, True)
    for people in (250, 500, 1000):
        for mixing in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
            if people < 1000 or mixing in (0.1, 0.3, 0.5, 0.6):
                yield f"lfr-{people}-{mixing}", lfr(people, mixing)


def reached(graph):
    ties = list(graph.edges(data="weight", default=1.0))
    other = igraph.Graph(n=len(graph), edges=[(a, b) for a, b, _ in ties])
    weights = [weight for _, _, weight in ties]
    find = leidenalg.find_partition
    partitions = (
        find(other, leidenalg.ModularityVertexPartition, weights=weights, n_iterations=-1, seed=seed)
        for seed in range(1, SEEDS + 1)
    )
    # The partition's own `modularity` takes no account of weights.
    return [other.modularity(partition.membership, weights=weights) for partition in partitions]


def rows(graph):
    for person in range(len(graph) - 1):
        before, gaps = person, []
        for other in sorted(other for other in graph[person] if other > person):
            weight = graph[person][other].get("weight", 1)
            gaps.append(f"{other - before}" + (f":{weight:g}" if weight != 1 else ""))
            before = other
        yield " ".join(gaps)


def main():
    versions = f"networkx {nx.__version__}, igraph {igraph.__version__}, leidenalg {leidenalg.version}"
    print(f"# made by tests/oracle/make_communities.py with {versions}")
    for name, graph in networks():
        values = reached(graph)
        print(name, len(graph), graph.number_of_edges(), f"{max(values):.12f}", f"{statistics.median(values):.12f}")
        print(";".join(rows(graph)))
        print(name, f"{max(values):.6f} {statistics.median(values):.6f}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
