"""Writes reference.json and small.json: structural measures of small graphs, computed by networkx and checked against igraph.

Run in an environment with networkx, igraph, numpy and scipy:

    python tests/oracle/make.py > tests/oracle/reference.json
    python tests/oracle/make.py small > tests/oracle/small.json

Undefined values are null: constraint and effective size of people without ties, clustering of people with fewer than two,
overlap of a tie neither end of which has another contact, the span of a bridge. Weighted effective size is computed here,
straight from its definition, because networkx 3.6.1 divides by the largest tie of the wrong person when asked for everybody.
"""

import json
import math
import platform
import random
import sys

import igraph
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


def small_graphs():
    """More than a hundred graphs of 1 to 20 people: classic ones, a sample of all graphs up to seven, random ones, weighted ones."""
    named = (
        "bull chvatal_graph cubical diamond_graph dodecahedral frucht heawood house house_x icosahedral moebius_kantor octahedral "
        "pappus petersen sedgewick_maze tetrahedral truncated_tetrahedron"
    )
    for name in named.split():
        make = getattr(nx, name if name.endswith("_graph") else f"{name}_graph")
        yield name.removesuffix("_graph"), make()
    yield "wheel", nx.wheel_graph(8)
    yield "ladder", nx.ladder_graph(6)
    yield "lollipop", nx.lollipop_graph(5, 4)
    yield "tree", nx.balanced_tree(2, 3)
    yield "caveman", nx.caveman_graph(3, 4)
    yield "connected_caveman", nx.connected_caveman_graph(3, 4)
    yield "windmill", nx.windmill_graph(4, 4)
    yield "bipartite", nx.complete_bipartite_graph(3, 5)
    yield "grid", nx.grid_2d_graph(3, 4)
    yield "cycle", nx.cycle_graph(11)
    yield "dyad", nx.path_graph(2)
    yield "alone", nx.empty_graph(1)
    yield "strangers", nx.empty_graph(4)
    atlas = nx.graph_atlas_g()
    for number in range(40, len(atlas), 30):
        yield f"atlas_{number}", atlas[number]
    for seed in range(30):
        people = 8 + seed % 8
        yield f"random_{seed}", nx.gnm_random_graph(people, people - 3 + 3 * (seed % 5), seed=1_000 + seed)
    for seed in range(20):
        people = 7 + seed % 7
        yield f"weighted_{seed}", weighted(people, people - 1 + 2 * (seed % 6), 2_000 + seed)


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


def check_against_igraph(graph, values):
    """Two programs that share no code must agree before a value counts as a reference."""
    people = len(graph)
    weights = [data["weight"] for _, _, data in graph.edges(data=True)]
    other = igraph.Graph(n=people, edges=list(graph.edges()))
    pairs = (people - 1) * (people - 2) / 2
    compared = {
        "betweenness": [value / pairs for value in other.betweenness()] if people > 2 else [],
        "constraint": other.constraint(),
        "constraint_weighted": other.constraint(weights=weights),
        "clustering": other.transitivity_local_undirected(mode="nan"),
        "core": other.coreness(),
    }
    # igraph solves PageRank by another method, to about 1e-10.
    if weights:
        compared["pagerank"] = other.pagerank()
        compared["pagerank_weighted"] = other.pagerank(weights=weights)
    for measure, theirs in compared.items():
        for ours, value in zip(values[measure], theirs):
            assert (ours is None) == math.isnan(value) or ours == 0, (measure, ours, value)
            assert ours is None or math.isnan(value) or abs(ours - value) < 1e-9, (measure, ours, value)
    assert values["cut_people"] == sorted(other.articulation_points())
    assert values["bridges"] == sorted(tie(*other.es[number].tuple) for number in other.bridges())
    assert values["components"] == sorted(sorted(part) for part in other.connected_components())


def modularity_to_reach(graph):
    if graph.number_of_edges() == 0:
        return None
    divisions = (nx.community.louvain_communities(graph, seed=seed) for seed in range(50))
    return max(nx.community.modularity(graph, division) for division in divisions)


def measures(graph):
    clustering = {person: value for person, value in nx.clustering(graph).items() if graph.degree(person) >= 2}
    components = sorted(sorted(component) for component in nx.connected_components(graph))
    return {
        "average_clustering": sum(clustering.values()) / len(clustering) if clustering else None,
        "betweenness": per_person(graph, nx.betweenness_centrality(graph) if len(graph) > 2 else {}),
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
        "modularity_to_reach": modularity_to_reach(graph),
        "overlap": sorted([*tie(a, b), overlap(graph, a, b)] for a, b in graph.edges()),
        "pagerank": per_person(graph, nx.pagerank(graph, weight=None, tol=1e-15, max_iter=10_000)),
        "pagerank_weighted": per_person(graph, nx.pagerank(graph, tol=1e-15, max_iter=10_000)),
        # Without a chain of three networkx says 0, acquaint says undefined.
        "transitivity": nx.transitivity(graph) if max(dict(graph.degree()).values()) > 1 else None,
    }


def entries(graphs):
    for name, graph in graphs:
        graph = plain(graph)
        values = measures(graph)
        check_against_igraph(graph, values)
        ties = sorted([*tie(a, b), data["weight"]] for a, b, data in graph.edges(data=True))
        yield {"name": name, "people": len(graph), "ties": ties, "measures": values}


def short(value):
    """Twelve digits are enough for a comparison at 1e-9."""
    if isinstance(value, list):
        return [short(part) for part in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def main():
    header = {
        "made_by": "tests/oracle/make.py",
        "igraph": igraph.__version__,
        "networkx": nx.__version__,
        "numpy": numpy.__version__,
        "python": platform.python_version(),
        "scipy": scipy.__version__,
    }
    sys.stdout.write('{"versions": ' + json.dumps(header) + ',\n"graphs": [\n')
    if sys.argv[1:] == ["small"]:
        # One line for each graph.
        rows = map(in_one_line, entries(small_graphs()))
    else:
        # One line for each list of values keeps the file readable and its changes visible.
        rows = map(in_lines, entries((name, make()) for name, make in GRAPHS.items()))
    sys.stdout.write(",\n".join(rows) + "\n]}\n")


def in_one_line(graph):
    values = {key: short(value) for key, value in graph["measures"].items()}
    return json.dumps({**graph, "measures": values}, separators=(",", ":"))


def in_lines(graph):
    head = {key: graph[key] for key in ("name", "people", "ties")}
    values = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in graph["measures"].items())
    return json.dumps(head)[:-1] + ', "measures": {\n' + values + "}}"


if __name__ == "__main__":
    main()
