-- Ties as of a day, from one row per sender and receiver. The same text runs on DuckDB, Sail and Spark.
-- Reads the table `legs`: at_micros BIGINT, interaction BIGINT, source STRING or NULL, target STRING,
-- shape STRING (directed, mutual, gathering, bulk), channel STRING, weight DOUBLE.
WITH participants AS (
  -- Everybody takes part in an act once, with the largest weight; who sends is no receiver.
  SELECT at_micros, interaction, coalesce(source, '') AS sender, shape,
    CASE WHEN channel = {table_channel} THEN 0 ELSE 1 END AS threaded, target AS person, max(weight) AS weight
  FROM legs
  WHERE at_micros < {cutoff_micros} AND target IS NOT NULL AND shape IN ({counted_shapes})
    AND (shape = 'gathering' OR target <> coalesce(source, ''))
  GROUP BY at_micros, interaction, coalesce(source, ''), shape, CASE WHEN channel = {table_channel} THEN 0 ELSE 1 END, target
),
acts AS (
  SELECT at_micros, interaction, sender, shape, threaded, count(*) AS people
  FROM participants GROUP BY at_micros, interaction, sender, shape, threaded
),
parts AS (
  -- The weight of an act is shared by the others in it.
  SELECT p.at_micros, p.interaction, p.sender, p.shape, p.threaded, p.person, p.weight, a.people,
    least(1e0, sqrt({full_group} / CAST(greatest(CASE WHEN p.shape = 'gathering' THEN a.people - 1 ELSE a.people END, 1) AS DOUBLE))) AS share
  FROM participants p JOIN acts a ON p.at_micros = a.at_micros AND p.interaction = a.interaction AND p.sender = a.sender
    AND p.shape = a.shape AND p.threaded = a.threaded
),
firsts AS (
  -- With whom pairs begin: recipients of a small mail but for the ego, people in a room, and in a hall only the ego.
  SELECT at_micros, interaction, sender, shape, threaded, person, weight, people FROM parts
  WHERE CASE
    WHEN shape = 'mutual' THEN 1 = 0
    WHEN shape = 'gathering' THEN people <= {most_paired} OR person = {ego}
    ELSE threaded = 1 AND people BETWEEN 2 AND {most_co_recipients} AND person <> {ego}
  END
),
contacts AS (
  -- Somebody acts toward each of the others, or two are in contact without one who began.
  SELECT at_micros, least(sender, person) AS low, greatest(sender, person) AS high,
    CASE WHEN shape = 'mutual' THEN weight WHEN sender < person THEN weight * share ELSE 0e0 END AS out_weight,
    CASE WHEN shape = 'mutual' THEN weight WHEN sender < person THEN 0e0 ELSE weight * share END AS back_weight,
    CASE WHEN shape = 'mutual' THEN weight ELSE weight * share END AS any_weight
  FROM parts WHERE shape <> 'gathering' AND sender <> ''
  UNION ALL
  -- Two are together: in one thread, in one room, or with the ego in one hall.
  SELECT at_micros, low, high, weight AS out_weight, weight AS back_weight, weight AS any_weight FROM (
    SELECT o.at_micros, least(f.person, o.person) AS low, greatest(f.person, o.person) AS high,
      CASE
        WHEN o.shape <> 'gathering' THEN {co_recipient_weight} * o.share * least(f.weight, o.weight)
        WHEN o.people <= {most_paired} THEN o.share * least(f.weight, o.weight)
        ELSE o.weight * o.share
      END AS weight
    FROM firsts f JOIN parts o ON f.at_micros = o.at_micros AND f.interaction = o.interaction AND f.sender = o.sender
      AND f.shape = o.shape AND f.threaded = o.threaded
    WHERE CASE
      WHEN o.shape <> 'gathering' THEN f.person < o.person AND o.person <> {ego}
      WHEN o.people <= {most_paired} THEN f.person < o.person
      ELSE f.person <> o.person
    END
  ) pairs
),
contact_days AS (
  -- Whole days since 1970-01-01 UTC, also before it; the division is of a multiple, so that it is exact.
  SELECT low, high, utc_day, count(*) AS interactions, max(out_weight) AS out_weight, max(back_weight) AS back_weight,
    max(any_weight) AS any_weight
  FROM (
    SELECT low, high, out_weight, back_weight, any_weight,
      CAST(round(CAST(at_micros - ((at_micros % 86400000000 + 86400000000) % 86400000000) AS DOUBLE) / 86400000000e0) AS BIGINT) AS utc_day
    FROM contacts
  ) dated
  GROUP BY low, high, utc_day
)
