-- Weights grow by the same factor each day from 1970 on; divided by what they grew to on the last day, they have decayed until it.
decayed AS (
  SELECT low, high, utc_day, interactions, out_weight, back_weight,
    pow(2e0, CAST(utc_day AS DOUBLE) / {half_life_days}) * out_weight AS grown_out,
    pow(2e0, CAST(utc_day AS DOUBLE) / {half_life_days}) * back_weight AS grown_back,
    pow(2e0, CAST(utc_day AS DOUBLE) / {half_life_days}) * any_weight AS grown_any
  FROM contact_days
)
SELECT low, high, CAST(sum(interactions) AS BIGINT) AS interactions,
  CAST(count(*) AS BIGINT) AS contact_days, min(utc_day) AS first_day, max(utc_day) AS last_day,
  sum(grown_any) / pow(2e0, CAST(max(utc_day) AS DOUBLE) / {half_life_days}) AS momentum,
  CAST(count(CASE WHEN out_weight > 0e0 THEN 1 END) AS BIGINT) AS out_contact_days,
  min(CASE WHEN out_weight > 0e0 THEN utc_day END) AS out_first_day, max(CASE WHEN out_weight > 0e0 THEN utc_day END) AS out_last_day,
  coalesce(sum(grown_out) / pow(2e0, CAST(max(CASE WHEN out_weight > 0e0 THEN utc_day END) AS DOUBLE) / {half_life_days}), 0e0) AS out_momentum,
  CAST(count(CASE WHEN back_weight > 0e0 THEN 1 END) AS BIGINT) AS back_contact_days,
  min(CASE WHEN back_weight > 0e0 THEN utc_day END) AS back_first_day, max(CASE WHEN back_weight > 0e0 THEN utc_day END) AS back_last_day,
  coalesce(sum(grown_back) / pow(2e0, CAST(max(CASE WHEN back_weight > 0e0 THEN utc_day END) AS DOUBLE) / {half_life_days}), 0e0) AS back_momentum,
  CAST({as_of_day} AS BIGINT) AS as_of_day
FROM decayed GROUP BY low, high
