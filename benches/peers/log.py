"""Makes a log of interactions for the benches, the same rows each time, and other forms of one.

log.py make LOG.parquet ROWS [PEOPLE TIES]   who wrote to whom from 2020 on, in order of time; drawn from TIES, a third of the rows unless named, of which many come seldom or never
log.py legs LOG.parquet LEGS.parquet [mail]  legs, as `acquaint export legs` writes them; people are id:NUMBER, or mail addresses
log.py csv LOG.parquet LOG.csv               source, target (mail addresses), time (ISO) and weight as text

A log has the columns src and dst (numbers of people), ts (milliseconds since 1970) and weight; of larger weights than 1 all forms hold 1.
"""
import sys

import duckdb
import numpy as np
import pyarrow
import pyarrow.parquet

CHUNK = 1 << 20
BEGIN, SPAN, DAYS = 1_577_836_800_000, 1825 * 86_400_000, 1825
COMMUNITY = 60
MAIL = "printf('p%07d@d%03d.example', {0}, {0} % 997)"
LOG = "select * replace (least(weight, 1)::double as weight) from read_parquet('{}', file_row_number=true)"


def make(path, rows, people, ties):
    """Busy people by a power law, most ties within circles of sixty, and every other interaction near in time to one of the same two."""
    random = np.random.default_rng(7)
    source = (random.random(ties) ** 3 * people).astype("u4")
    far = (random.random(ties) ** 3 * people).astype("u4")
    near = np.minimum(source // COMMUNITY * COMMUNITY + random.integers(0, COMMUNITY, ties, "u4"), people - 1)
    target = np.where(random.random(ties) < 0.7, near, far)
    target = np.where(source == target, (target + 1) % people, target).astype("u4")
    name = random.permutation(people).astype("u4")
    source, target = name[source], name[target]
    shares = np.cumsum(np.minimum(random.pareto(1.3, ties) + 0.02, 2000))
    lag = max(2, rows // DAYS)
    schema = pyarrow.schema([("src", pyarrow.uint32()), ("dst", pyarrow.uint32()), ("ts", pyarrow.int64()), ("weight", pyarrow.float32())])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for begin in range(0, rows, CHUNK):
            count = min(CHUNK, rows - begin)
            tie = np.searchsorted(shares, random.random(count) * shares[-1]).clip(0, ties - 1)
            before = np.arange(count) - random.integers(1, lag, count)
            again = (random.random(count) < 0.5) & (before >= 0)
            tie = np.where(again, tie[before], tie)
            answers = again & (random.random(count) < 0.6)
            at = np.sort(begin + random.random(count) * count) / rows * SPAN
            columns = [np.where(answers, target[tie], source[tie]), np.where(answers, source[tie], target[tie])]
            columns += [BEGIN + at.astype("i8"), 0.2 + random.random(count, dtype="f4")]
            writer.write_table(pyarrow.table(columns, schema=schema))


kind, rest = sys.argv[1] if len(sys.argv) > 3 else "", sys.argv[2:]
if kind == "make":
    rows = int(rest[1])
    make(rest[0], rows, *(int(text) for text in rest[2:] or (max(100, rows // 20), max(100, rows // 3))))
elif kind == "legs":
    handle = "'mailto:' || " + MAIL if rest[2:] == ["mail"] else "'id:' || {0}"
    duckdb.sql(f"""copy (select ts * 1000 as at_micros, file_row_number as interaction, {handle.format("src")} as source,
        {handle.format("dst")} as target, 'directed' as shape, 'table' as channel, weight from ({LOG.format(rest[0])}))
        to '{rest[1]}' (format parquet, compression zstd)""")
elif kind == "csv":
    duckdb.sql(f"""copy (select {MAIL.format("src")} as source, {MAIL.format("dst")} as target,
        strftime(make_timestamp(ts * 1000), '%Y-%m-%dT%H:%M:%SZ') as time, weight from ({LOG.format(rest[0])})) to '{rest[1]}' (header)""")
else:
    sys.exit(__doc__)
