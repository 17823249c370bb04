#!/usr/bin/env python3
"""Writes evaluate_small.json: an independent backtest of the tie model on ties_small.csv, with pandas and scikit-learn.

    python3 tests/oracle/make_evaluate.py                                       the recorded reference
    python3 tests/oracle/make_evaluate.py TABLE AS_OF HORIZON [FOLDS]           any table, printed (source,target,time[,event])

Made with Python 3.11, numpy 2.4, pandas 2.3, scikit-learn 1.9. Protocol: guide, page on evaluation. Every dyad, no ego.
"""
import json, math, pathlib, sys
import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

HERE = pathlib.Path(__file__).parent
PUBLISHED = (-0.80, 1.25, -0.60, -0.25)


def contact_days(path):
    rows = pd.read_csv(path).rename(columns={"src": "source", "dst": "target", "unix": "time", "from": "source", "to": "target"})
    seconds = rows.time if pd.api.types.is_numeric_dtype(rows.time) else (
        (pd.to_datetime(rows.time, utc=True) - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(seconds=1))
    table = pd.DataFrame({"s": rows.source.astype(str), "t": rows.target.astype(str), "sec": seconds,
                          "e": rows.event if "event" in rows else 0})
    table = table[table.s != table.t].drop_duplicates()
    table["day"] = table.sec // 86400
    table["k"] = table.groupby(["s", "sec", "e"]).t.transform("nunique")
    table["w"] = np.minimum(1.0, np.sqrt(8 / table.k))
    table["a"], table["b"] = np.where(table.s < table.t, table.s, table.t), np.where(table.s < table.t, table.t, table.s)
    return table.groupby(["a", "b", "day"]).w.max().reset_index()


def span(days):
    days = np.sort(days)
    starts = [at for at in range(1, len(days) * 5 // 100 + 1) if days[at] - days[at - 1] > 365]
    return int(days[starts[-1] if starts else 0]), int(days[-1])


def windows(days, cutoff, horizon):
    before = days[days.day < cutoff]
    last = before.groupby(["a", "b"]).day.transform("max")
    table = before.assign(s=before.w * 2.0 ** ((before.day - last) / 180), h=before.w * 2.0 ** ((before.day - (cutoff - 1)) / 60))
    table = table.groupby(["a", "b"]).agg(S=("s", "sum"), H=("h", "sum"), n=("day", "size"), last=("day", "max")).reset_index()
    after = days[(days.day >= cutoff) & (days.day < cutoff + horizon)][["a", "b"]].drop_duplicates().assign(y=1)
    table = table.merge(after, how="left", on=["a", "b"])
    table["y"] = table.y.fillna(0).astype(int)
    table["silence"] = cutoff - 1 - table["last"]
    table["l"], table["q"] = np.log(table.S), np.log1p(table.silence / 7)
    table["frequency"], table["recency"], table["half_life"] = np.log(table.n), -table.q, np.log(table.H)
    return table


def model_logit(table, horizon, coefficients=PUBLISHED):
    a, b, c, d = coefficients
    return a + b * table.l + c * table.q + d * table.q * np.maximum(table.l, 0) + math.log(horizon / 30)


def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, float)))


def defined(value, table):
    return float(value) if table.y.nunique() == 2 else None


def figures(table, score, logit):
    table = table.assign(score=np.asarray(score, float))
    quiet = table[table.silence > 14]
    lists = pd.concat([table.assign(person=table.a), table.assign(person=table.b)])
    within = [roc_auc_score(one.y, one.score) for _, one in lists.groupby("person") if one.y.nunique() == 2]
    found = {
        "auc": roc_auc_score(table.y, table.score) if table.y.nunique() == 2 else None,
        "auc_within_person": float(np.mean(within)) if within else None,
        "average_precision": average_precision_score(table.y, table.score) if table.y.any() else None,
        "quiet_auc": roc_auc_score(quiet.y, quiet.score) if quiet.y.nunique() == 2 else None,
    }
    p = None if logit is None else sigmoid(logit)
    base = table.y.mean()
    found["brier"] = None if p is None else brier_score_loss(table.y, p)
    found["brier_skill"] = None if p is None or table.y.nunique() < 2 else 1 - found["brier"] / (base * (1 - base))
    found["log_loss"] = None if p is None else log_loss(table.y, p, labels=[0, 1])
    return found


def can_be_fitted(feature, y):
    """A line has a finite greatest likelihood unless the feature is constant or parts the outcomes."""
    yes, no = feature[y == 1], feature[y == 0]
    return len(yes) > 0 and len(no) > 0 and feature.nunique() > 1 and not (
        yes.min() >= no.max() or yes.max() <= no.min())


def fit(features, y, offset=0.0):
    """Maximum likelihood: scikit-learn for plain fits, Newton's method where there is an offset."""
    if np.all(offset == 0):
        fitted = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000, solver="newton-cholesky").fit(features, y)
        return np.concatenate([fitted.intercept_, fitted.coef_[0]])
    x = np.column_stack([np.ones(len(y)), features]) if features is not None else np.ones((len(y), 1))
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        p = sigmoid(x @ beta + offset)
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (y - p))
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            break
    return beta


def fade_check(days, end):
    crossed = contacted = 0
    for _, dyad in days[days.day <= end].groupby(["a", "b"]):
        dates, weights = dyad.day.to_numpy(), dyad.w.to_numpy()
        for at, day in enumerate(dates):
            log_momentum = math.log(sum(weights[: at + 1] * 2.0 ** ((dates[: at + 1] - day) / 180)))
            resting = (-0.80 + math.log(3) + 1.25 * log_momentum) / (0.60 + 0.25 * max(log_momentum, 0))
            after = math.ceil(7 * (math.exp(resting) - 1))
            following = dates[at + 1] if at + 1 < len(dates) else 10**9
            if after > 0 and following > day + after and day + after + 90 < end:
                crossed += 1
                contacted += int(following <= day + after + 90)
    return {"crossed": crossed, "contacted": contacted}


def evaluate(days, as_of, horizon, folds):
    days = days[days.day <= as_of]
    first_day, end = span(days.day.to_numpy())
    last = end - horizon
    first = min(max(first_day + (end - first_day) * 15 // 100, first_day + 1), last)
    cutoffs = [first + (last - first) * step // (folds - 1) for step in range(folds)]
    tables = [windows(days, cutoff, horizon) for cutoff in cutoffs]
    document = {"horizon_days": horizon, "folds": []}
    for cutoff, table in zip(cutoffs, tables):
        closed = [other for other, earlier in zip(tables, cutoffs) if earlier + horizon <= cutoff]
        training = pd.concat(closed) if closed else None
        logit = model_logit(table, horizon)
        fold = {"cutoff": str(np.datetime64(0, "D") + int(cutoff)), "dyads": len(table), "positives": int(table.y.sum()),
                "base_rate": table.y.mean(), "model": figures(table, logit, logit), "baselines": {}}
        for name in ("frequency", "recency", "half_life"):
            line = None
            if training is not None and can_be_fitted(training[name], training.y):
                intercept, slope = fit(training[[name]].to_numpy(), training.y.to_numpy())
                line = intercept + slope * table[name]
            fold["baselines"][name] = figures(table, table[name], line)
        document["folds"].append(fold)
    pool = pd.concat(tables)
    logit = model_logit(pool, horizon)
    overall = figures(pool, logit, logit)
    overall["auc_within_person"] = None  # lists are per cut-off; compared in the folds
    document["overall"] = {"dyads": len(pool), "positives": int(pool.y.sum()), "base_rate": pool.y.mean(), "model": overall}
    document["fade_check"] = fade_check(days, end)
    document["shift_logits"] = float(fit(None, pool.y.to_numpy(), logit.to_numpy())[0])
    x = np.column_stack([pool.l, pool.q, pool.q * np.maximum(pool.l, 0)])
    document["refit"] = [float(b) for b in fit(x, pool.y.to_numpy(), np.full(len(pool), math.log(horizon / 30) or 1e-300))]
    return document


if __name__ == "__main__":
    path, as_of, horizon, folds = (sys.argv[1:] + [None] * 4)[:4]
    day = lambda text: int(np.datetime64(text, "D").astype(int))
    if path:
        print(json.dumps(evaluate(contact_days(path), day(as_of), int(horizon), int(folds or 10)), indent=1))
    else:
        small = contact_days(HERE / "ties_small.csv")
        cases = [evaluate(small, day("2026-10-31"), horizon, folds) for horizon, folds in ((90, 6), (30, 4))]
        (HERE / "evaluate_small.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n", encoding="utf-8")
