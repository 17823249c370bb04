"""Makes a network of people for the benches, the same bytes each time: u.npy, v.npy (32-bit people, sorted by both) and p.npy (32-bit float
probability of the hop).

make.py FOLDER [PEOPLE TIES]   activity by a power law, communities, closed triads, half of the ties answered
make.py FOLDER hub OTHER       the network of folder OTHER, and 20 accounts more that have 100,000 hops each way
make.py FOLDER dense           as many people, ties and about as many triangles as SNAP's ego-Facebook has, for where that is not at hand
make.py FOLDER list FILE       the ties of a file of lines "a b", as of ego-Facebook (facebook_combined.txt), both ways

The folder's name says in the table which goals hold: those for `hub`, for `fb` or `dense`, or for any other.
"""
import pathlib
import sys

import numpy as np

random = np.random.default_rng(7)


def network(people, wanted):
    activity = np.minimum(random.pareto(1.6, people) + 0.05, 400)
    below = np.concatenate([[0], np.cumsum(activity)])
    sizes = np.minimum(4000, 8 * (1 - random.random(people)) ** (-1 / 1.1)).astype(int)
    start = np.minimum(np.concatenate([[0], np.cumsum(sizes)]), people)
    community = np.searchsorted(start, np.arange(people), "right") - 1

    def pick(low, high):
        drawn = np.searchsorted(below, below[low] + random.random(len(low)) * (below[high] - below[low]), "right") - 1
        return np.clip(drawn, low, high - 1)

    ties = np.empty(0, np.int64)
    while len(ties) < wanted:
        count = int((wanted - len(ties)) * 0.75) + 1000
        everybody = (np.zeros(count, int), np.full(count, people))
        u, v, kind = pick(*everybody), pick(*everybody), random.random(count)
        near = kind < 0.6
        v[near] = pick(start[community[u[near]]], start[community[u[near]] + 1])
        if len(ties):
            far = np.flatnonzero(kind > 0.5)
            first = ties[random.integers(0, len(ties), len(far))]
            ends = [np.searchsorted(ties, (first % people + more) * people) for more in (0, 1)]
            open_ = ends[1] > ends[0]
            second = ties[(ends[0] + random.random(len(far)) * (ends[1] - ends[0])).astype(int)[open_]]
            u[far[open_]], v[far[open_]] = first[open_] // people, second % people
        back = random.random(count) < 0.5
        u, v = np.concatenate([u, v[back]]), np.concatenate([v, u[back]])
        ties = np.unique(np.concatenate([ties, (u * people + v)[u != v]]))
    ties = random.permutation(ties)[:wanted]
    name = random.permutation(people)
    return name[ties // people], name[ties % people]


def dense(people, wanted):
    """Circles of 8 to 220 people each, in which everybody is tied with about half of the others: few ties, many triangles."""
    ties = np.empty(0, np.int64)
    while len(ties) < wanted:
        size = int(min(220, 8 * (1 - random.random()) ** (-1 / 0.6)))
        one, other = np.triu_indices(size, 1)
        members = (random.integers(0, people) + random.permutation(2 * size)[:size]) % people
        # Some know other circles, too.
        members[: size // 20] = random.integers(0, people, size // 20)
        kept = random.random(len(one)) < 0.5
        one, other = members[one[kept]], members[other[kept]]
        ties = np.unique(np.concatenate([ties, (np.minimum(one, other) * people + np.maximum(one, other))[one != other]]))
    ties = random.permutation(ties)[:wanted]
    return ties // people, ties % people


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
kind, strengths = sys.argv[2] if len(sys.argv) > 2 else "", lambda count: random.pareto(1.3, count) * 0.3
if kind == "hub":
    u, v, p = (np.load(pathlib.Path(sys.argv[3]) / f"{name}.npy") for name in "uvp")
    people = int(max(u.max(), v.max())) + 1
    hubs = np.repeat(random.choice(people, 20, replace=False), min(100_000, people // 5))
    u = np.concatenate([u, hubs, random.integers(0, people, len(hubs))])
    v = np.concatenate([v, random.integers(0, people, len(hubs)), hubs])
    strength = strengths(2 * len(hubs)) + 0.01
    p = np.concatenate([p, strength / (1 + strength)])
else:
    if kind == "dense":
        people = 4039
        u, v = dense(people, 88_234)
    elif kind == "list":
        lines = np.loadtxt(sys.argv[3], dtype=np.int64, usecols=(0, 1))
        _, lines = np.unique(lines, return_inverse=True)
        (u, v), people = lines.reshape(-1, 2).T, int(lines.max()) + 1
    else:
        people, wanted = (int(text) for text in (sys.argv[2:4] or ("500000", "5000000")))
        u, v = network(people, wanted)
    if kind:
        u, v = np.concatenate([u, v]), np.concatenate([v, u])
    strength = strengths(len(u)) + 0.02
    p = strength / (1 + strength)
kept, place = np.unique((u.astype(np.int64) * people + v)[u != v], return_index=True)
np.save(folder / "u.npy", (kept // people).astype("u4"))
np.save(folder / "v.npy", (kept % people).astype("u4"))
np.save(folder / "p.npy", p[u != v][place].astype("f4"))
print(f"{folder}: {people} people, {len(kept)} ties")
