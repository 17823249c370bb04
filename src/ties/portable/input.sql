SELECT count(*) AS legs,
  count(*) - count(CASE WHEN at_micros BETWEEN -{most_micros} AND {most_micros} AND interaction IS NOT NULL AND target <> ''
    AND coalesce(source, 'nobody') <> '' AND shape IN ('directed', 'mutual', 'gathering', 'bulk') AND channel IS NOT NULL
    AND weight > 0e0 AND weight <= 1e0 THEN 1 END) AS unusable,
  count(CASE WHEN at_micros >= {cutoff_micros} THEN 1 END) AS later,
  count(CASE WHEN source = {ego} OR target = {ego} THEN 1 END) AS of_ego
FROM legs
