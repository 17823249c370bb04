"""Compares tie states that two engines computed, or computes them by DuckDB.

usage: compare.py SAME ONE OTHER        both are folders or files of Parquet; counts and days must be equal, momenta to 1e-9
       compare.py duckdb SQL LEGS OUT   runs the text of `acquaint ties build --emit-sql` on a table of legs
"""

import os
import sys

import duckdb

EXACT = ["interactions", "as_of_day"] + [
    f"{prefix}{name}" for prefix in ["", "out_", "back_"] for name in ["contact_days", "first_day", "last_day"]
]
CLOSE = ["momentum", "out_momentum", "back_momentum"]
MOST_APART = 1e-9


def files(path):
    return path + "/*.parquet" if os.path.isdir(path) else path


def main():
    con = duckdb.connect()
    if sys.argv[1] == "duckdb":
        _, _, sql, legs, out = sys.argv
        con.execute(f"create view legs as select * from read_parquet('{files(legs)}')")
        con.execute(f"copy ({open(sql, encoding='utf-8').read()}) to '{out}' (format parquet)")
        return
    label, one, other = sys.argv[1:4]
    for name, path in [("a", one), ("b", other)]:
        con.execute(f"create view {name} as select * from read_parquet('{files(path)}')")
    differs = " or ".join(
        [f"a.{column} is distinct from b.{column}" for column in EXACT]
        + [f"(a.{column} is null) <> (b.{column} is null)" for column in CLOSE]
    )
    apart = ", ".join(f"coalesce(max(abs(a.{column} - b.{column}) / greatest(abs(a.{column}), 1e-300)), 0)" for column in CLOSE)
    query = f"select count(*), count(a.low), count(b.low), count(*) filter (where {differs}), {apart} from a full join b using (low, high)"
    row = con.execute(query.replace("using (low, high)", "on a.low = b.low and a.high = b.high")).fetchone()
    unordered = con.execute("select count(*) from b where low >= high").fetchone()[0]
    ties, ours, theirs, different, *momenta = row
    print(f"{label}: {ours} and {theirs} ties, {different} differ, momenta at most {max(momenta):.1e} apart")
    if not (ties == ours == theirs > 0) or different or unordered or not all(value <= MOST_APART for value in momenta):
        sys.exit(f"{label}: not the same ties")


if __name__ == "__main__":
    main()
