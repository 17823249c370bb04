#!/usr/bin/env python3
"""Compares `acquaint ties --all -f csv` with a reference file, dyad by dyad.

    python3 tests/oracle/compare.py TIES.csv REFERENCE.csv[.gz]

Prints the worst absolute difference of every field and exits 1 when one is above 1e-6, when an exact field (a count or a day)
differs, or when a dyad is in one file only. Standard library only.
"""

import csv
import gzip
import sys

TOLERANCE = 1e-6
# Field of the reference -> field of `ties`.
NUMBERS = {
    "momentum": "momentum",
    "p90": "p90",
    "strength": "strength",
    "reciprocity": "reciprocity",
    "hop_out": "hop_out",
    "hop_in": "hop_in",
}
EXACT = {"contact_days": "contact_days", "last": "last", "silence_days": "silence_days", "fades_on": "fades_on"}
# Seen from the other end, these fields change places.
TURNED = {"hop_out": "hop_in", "hop_in": "hop_out"}


def rows(path):
    """The rows of a file by dyad; the dyad's ends are in byte order, and fields that have a direction follow them."""
    opened = gzip.open if path.endswith(".gz") else open
    found = {}
    with opened(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            source, target = (row[end].removeprefix("id:") for end in ("source", "target"))
            if target < source:
                source, target = target, source
                row = {field: row.get(TURNED.get(field, field)) for field in row}
            if (source, target) in found:
                sys.exit(f"{path}: the dyad {source}, {target} is there twice")
            found[source, target] = row
    return found


def difference(own, other):
    """The absolute difference of two numbers; undefined equals only undefined."""
    if own == "" or other == "":
        return 0.0 if own == other else float("inf")
    return abs(float(own) - float(other))


def main(ties_path, reference_path):
    ties, reference = rows(ties_path), rows(reference_path)
    only_ties, only_reference = ties.keys() - reference.keys(), reference.keys() - ties.keys()
    common = sorted(ties.keys() & reference.keys())
    print(f"{len(common)} dyads in both, {len(only_ties)} only in {ties_path}, {len(only_reference)} only in {reference_path}")
    failed = bool(only_ties or only_reference) or not common
    for field, own in NUMBERS.items():
        worst, dyad = max(((difference(ties[d][own], reference[d][field]), d) for d in common), default=(0.0, None))
        print(f"{field:<14} worst difference {worst:.3g}" + (f" at {dyad[0]}, {dyad[1]}" if worst > 0 else ""))
        failed |= worst > TOLERANCE
    for field, own in EXACT.items():
        differing = [d for d in common if ties[d][own] != reference[d][field]]
        where = f", first at {differing[0][0]}, {differing[0][1]}" if differing else ""
        print(f"{field:<14} differs in {len(differing)}{where}")
        failed |= bool(differing)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
