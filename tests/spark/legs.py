"""Writes a table of legs, as `acquaint export legs` does, with everything in it that counts differently.

usage: legs.py OUT.parquet ROWS [SEED]

Four of five rows are mails to one or several, the rest meetings of all sizes, contacts that nobody began, and mass mail; some senders are
unknown, some people stand twice in one act with different weights, some moments lie before 1970, some handles hold quotes, backslashes and
letters whose byte order is not that of their numbers in other encodings. The same arguments give the same rows.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAY = 86_400_000_000
CHUNK_ACTS = 200_000
ODD = ["mailto:ünï@example.org", "id:o'quote\\back", "name:山田 太郎", "name:Zoë", "id:😀", "id:\uffff", "id:\ue000", "id:a b"]
SCHEMA = pa.schema(
    [("at_micros", pa.int64()), ("interaction", pa.int64()), ("source", pa.string()), ("target", pa.string()),
     ("shape", pa.string()), ("channel", pa.string()), ("weight", pa.float64())]
)
SHAPES = np.array(["directed", "mutual", "gathering", "bulk"])
CHANNELS = np.array(["table", "email", "meeting"])


def main():
    out, rows, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    random = np.random.default_rng(seed)
    people = max(60, rows // 20)
    handles = [f"mailto:p{number}@example.org" for number in range(people)]
    handles[5 : 5 + len(ODD)] = ODD
    handles = np.array(handles, dtype=object)

    def who(count, near):
        """People whom others know: the busy ones, and neighbours of somebody."""
        busy = np.minimum(people - 1, (random.pareto(0.7, count)).astype(np.int64))
        close = (near + random.integers(-12, 13, count)) % people
        return np.where(random.random(count) < 0.25, busy, close)

    written = 0
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        while written < rows:
            acts = min(CHUNK_ACTS, rows - written)
            kind = random.choice(4, acts, p=[0.80, 0.07, 0.09, 0.04])
            small = random.choice([1, 1, 1, 1, 1, 1, 2, 3, 8, 9, 12], acts)
            met = random.choice([1, 2, 3, 5, 8], acts)
            met = np.where(random.random(acts) < 0.001, random.choice([49, 50, 51, 52, 130], acts), met)
            size = np.where(kind == 0, small, np.where(kind == 2, met, np.where(kind == 3, 3, 1)))
            at = random.integers(19_000, 20_400, acts) * DAY + random.choice([0, -1, 1, DAY - 1], acts)
            at = np.where(random.random(acts) < 0.9, at + random.integers(0, DAY, acts), at)
            at = np.where(random.random(acts) < 0.02, random.integers(-900 * DAY, 300 * DAY, acts), at)
            sender = who(acts, random.integers(0, people, acts))
            unknown = (kind == 2) | (random.random(acts) < 0.03)
            act = np.repeat(np.arange(acts), size)
            target = who(len(act), sender[act])
            # The owner sits in most of the halls.
            first = np.concatenate([[0], np.cumsum(size)[:-1]])
            target[first[(size > 50) & (random.random(acts) < 0.8)]] = 0
            weight = np.where(random.random(len(act)) < 0.9, 1.0, random.choice([0.5, 0.37, 1.0], len(act)))
            identity = random.integers(-(2**63), 2**63, acts, dtype=np.int64)
            columns = [
                pa.array(at[act]), pa.array(identity[act]), pa.array(handles[sender[act]], mask=unknown[act], type=pa.string()),
                pa.array(handles[target], type=pa.string()), pa.array(SHAPES[kind[act]]),
                pa.array(CHANNELS[random.choice(3, acts, p=[0.2, 0.6, 0.2])[act]]), pa.array(weight),
            ]
            table = pa.table(columns, schema=SCHEMA).slice(0, rows - written)
            writer.write_table(table, row_group_size=1 << 17)
            written += len(table)


if __name__ == "__main__":
    main()
