"""Writes reference.json: structural measures of small graphs, computed by networkx.

Run in an environment with networkx, numpy and scipy:

    python tests/oracle/make.py > tests/oracle/reference.json

Undefined values are null: constraint and effective size of people without ties, clustering of people with fewer than two,
overlap of a tie neither end of which has another contact, the span of a bridge. Weighted effective size is computed here,
straight from its definition, because networkx 3.6.1 divides by the largest tie of the wrong person when asked for everybody.
"""

import json
import math
import platform
import random
import sys

import networkx as nx
import numpy
import scipy


def plain(graph):
    """People as numbers in the order of the graph, every tie with a weight."""
    graph = nx.convert_node_labels_to_integers(graph)
    for _, _, data in graph.edges(data=True):
        data["weight"] = float(data.get("weight", 1.0))
    return graph


def weighted(people, ties, seed):
    graph = nx.gnm_random_graph(people, ties, seed=seed)
    draw = random.Random(seed)
    for _, _, data in graph.edges(data=True):
        data["weight"] = round(draw.uniform(0.05, 1.0), 6)
    return graph


def pieces():
    """A triangle, a path, a square with a diagonal, a dyad and two people without ties."""
    graph = nx.disjoint_union_all([nx.complete_graph(3), nx.path_graph(4), nx.cycle_graph(4), nx.path_graph(2)])
    graph.add_edge(7, 9)
    graph.add_nodes_from([13, 14])
    return graph


def florentine():
    """The families in the order of acquaint's own list."""
    names = (
        "Acciaiuoli Medici Castellani Peruzzi Strozzi Barbadori Ridolfi Tornabuoni Albizzi Salviati Pazzi Bischeri Guadagni "
        "Ginori Lamberteschi"
    ).split()
    graph = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(nx.florentine_families_graph().edges())
    assert list(graph) == names
    return graph


GRAPHS = {
    "karate": nx.karate_club_graph,
    "florentine": florentine,
    "kite": nx.krackhardt_kite_graph,
    "path": lambda: nx.path_graph(9),
    "star": lambda: nx.star_graph(7),
    "barbell": lambda: nx.barbell_graph(5, 3),
    "pieces": pieces,
    "random_30": lambda: nx.gnm_random_graph(30, 45, seed=30),
    "random_120": lambda: nx.powerlaw_cluster_graph(120, 3, 0.4, seed=120),
    "sparse_120": lambda: nx.gnm_random_graph(120, 130, seed=121),
    "weighted_40": lambda: weighted(40, 110, 40),
}


def defined(value):
    return None if value is None or math.isnan(value) or math.isinf(value) else float(value)


def per_person(graph, values):
    return [defined(values.get(person)) for person in graph]


def effective_size_by_definition(graph):
    sizes = {}
    for i in graph:
        total = sum(data["weight"] for data in graph[i].values())
        sizes[i] = None if total == 0 else sum(
            1 - sum(
                graph[i][q]["weight"] / total * graph[j][q]["weight"] / max(data["weight"] for data in graph[j].values())
                for q in set(graph[i]) & set(graph[j])
            )
            for j in graph[i]
        )
    return sizes


def overlap(graph, a, b):
    mutual = len(set(graph[a]) & set(graph[b]))
    others = graph.degree(a) - 1 + graph.degree(b) - 1 - mutual
    return mutual / others if others else None


def tie(a, b):
    return [min(a, b), max(a, b)]


def measures(graph):
    clustering = {person: value for person, value in nx.clustering(graph).items() if graph.degree(person) >= 2}
    components = sorted(sorted(component) for component in nx.connected_components(graph))
    return {
        "average_clustering": sum(clustering.values()) / len(clustering) if clustering else None,
        "betweenness": per_person(graph, nx.betweenness_centrality(graph)),
        "bridges": sorted(tie(a, b) for a, b in nx.bridges(graph)),
        "clustering": per_person(graph, clustering),
        "components": components,
        "constraint": per_person(graph, nx.constraint(graph)),
        "constraint_weighted": per_person(graph, nx.constraint(graph, weight="weight")),
        "core": [nx.core_number(graph)[person] for person in graph],
        "cut_people": sorted(nx.articulation_points(graph)),
        "effective_size": per_person(graph, nx.effective_size(graph)),
        "effective_size_weighted": per_person(graph, effective_size_by_definition(graph)),
        "local_bridges": sorted([*tie(a, b), None if math.isinf(span) else span] for a, b, span in nx.local_bridges(graph)),
        "modularity_to_reach": max(
            nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed)) for seed in range(50)
        ),
        "overlap": sorted([*tie(a, b), overlap(graph, a, b)] for a, b in graph.edges()),
        "pagerank": per_person(graph, nx.pagerank(graph, weight=None, tol=1e-15, max_iter=10_000)),
        "pagerank_weighted": per_person(graph, nx.pagerank(graph, tol=1e-15, max_iter=10_000)),
        "transitivity": nx.transitivity(graph),
    }


def main():
    header = {
        "made_by": "tests/oracle/make.py",
        "networkx": nx.__version__,
        "numpy": numpy.__version__,
        "python": platform.python_version(),
        "scipy": scipy.__version__,
    }
    graphs = []
    for name, make in GRAPHS.items():
        graph = plain(make())
        ties = sorted([*tie(a, b), data["weight"]] for a, b, data in graph.edges(data=True))
        graphs.append({"name": name, "people": len(graph), "ties": ties, "measures": measures(graph)})
    # One line for each list of values keeps the file readable and its changes visible.
    sys.stdout.write('{"versions": ' + json.dumps(header) + ',\n"graphs": [\n')
    for number, graph in enumerate(graphs):
        head = {key: graph[key] for key in ("name", "people", "ties")}
        sys.stdout.write(json.dumps(head)[:-1] + ', "measures": {\n')
        sys.stdout.write(",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in graph["measures"].items()))
        sys.stdout.write("}}" + (",\n" if number + 1 < len(graphs) else "\n"))
    sys.stdout.write("]}\n")


if __name__ == "__main__":
    main()
