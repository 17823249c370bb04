#!/usr/bin/env python3
"""Writes ties_small.csv and ties_small_reference.csv: an independent implementation of the tie model.

Standard library only; run from anywhere: python3 tests/oracle/make_ties.py
Model: contact-days (UTC), weight of a day = largest min(1, sqrt(8/k)) with k other participants, momentum decaying by half
in 180 days and frozen at the last contact, logit P_h = -0.80 + 1.25 ln S - 0.60 q - 0.25 q max(ln S, 0) + ln(h/30) with
q = ln(1 + silence/7).
"""
import csv, datetime, math, pathlib, random

HERE = pathlib.Path(__file__).parent
AS_OF = datetime.date(2026, 10, 31)
EPOCH = datetime.date(1970, 1, 1)


def world():
    lots = random.Random(20261031)
    people = [f"p{number:02}" for number in range(25)]
    favourites = {one: lots.sample([other for other in people if other != one], 5) for one in people}
    rows, event = [], 0
    while len(rows) < 300:
        event += 1
        sender = people[min(int(lots.expovariate(0.15)), 24)]
        day = AS_OF - datetime.timedelta(days=int(1100 * lots.random() ** 1.6))
        size = lots.choices([1, 2, 4, 12], [85, 8, 5, 2])[0]
        pool = favourites[sender] if size <= 4 else [other for other in people if other != sender]
        moment = f"{day}T{lots.randrange(24):02}:{lots.randrange(60):02}:{lots.randrange(60):02}Z"
        for target in sorted(lots.sample(pool, size)):
            rows.append((sender, target, moment, f"e{event:03}"))
        if size == 1 and lots.random() < 0.5:
            event += 1
            answer = min(day + datetime.timedelta(days=lots.randrange(3)), AS_OF)
            rows.append((target, sender, f"{answer}T23:59:59Z", f"e{event:03}"))
    for number in range(24):  # a pair that was close and has been silent for half a year
        day = datetime.date(2025, 6, 1) + datetime.timedelta(days=12 * number)
        pair = ("p23", "p24") if number % 3 else ("p24", "p23")
        rows.append((*pair, f"{day}T08:00:00Z", f"d{number:02}"))
    return rows


def state(days, today):
    """(S, first, last, contact-days) of {day: weight}, or None."""
    if not days:
        return None
    last = max(days)
    return sum(weight * 2 ** (-(last - day) / 180) for day, weight in days.items()), min(days), last, len(days)


def probability(state, today, horizon):
    if state is None:
        return 0.0
    momentum, _, last, _ = state
    quiet = math.log(1 + (today - last) / 7)
    log_momentum = math.log(momentum)
    logit = -0.80 + 1.25 * log_momentum - 0.60 * quiet - 0.25 * quiet * max(log_momentum, 0) + math.log(horizon / 30)
    return 1 / (1 + math.exp(-logit))


def reference(rows):
    today = (AS_OF - EPOCH).days
    size = {}
    for *_, event in rows:
        size[event] = size.get(event, 0) + 1
    ties = {}
    for source, target, moment, event in rows:
        low, high = sorted((source, target))
        tie = ties.setdefault((low, high), {"events": set(), "out": {}, "in": {}, "both": {}})
        day = (datetime.date.fromisoformat(moment[:10]) - EPOCH).days
        weight = min(1, math.sqrt(8 / size[event]))
        tie["events"].add(event)
        for side in ("both", "out" if source == low else "in"):
            tie[side][day] = max(tie[side].get(day, 0), weight)
    date = lambda day: (EPOCH + datetime.timedelta(days=day)).isoformat()
    for (low, high), tie in sorted(ties.items()):
        out, back, both = (state(tie[side], today) for side in ("out", "in", "both"))
        momentum, first, last, days = both
        p30, p90 = probability(both, today, 30), probability(both, today, 90)
        out90, back90 = probability(out, today, 90), probability(back, today, 90)
        log_momentum = math.log(momentum)
        resting = 7 * (math.exp((-0.80 + math.log(3) + 1.25 * log_momentum) / (0.60 + 0.25 * max(log_momentum, 0))) - 1)
        given, taken = (side[3] if side else 0 for side in (out, back))
        if 100 * p30 >= 60:
            band = "strong"
        elif momentum >= 5 and today - last >= 180 and p90 < 0.5:
            band = "dormant"
        else:
            band = "weak" if p90 >= 0.1 else "faint"
        yield {
            "source": f"id:{low}", "target": f"id:{high}", "source_name": low, "target_name": high,
            "interactions": len(tie["events"]), "contact_days": days, "out": given, "in": taken,
            "first": date(first), "last": date(last), "momentum": repr(momentum), "silence_days": today - last,
            "rhythm_days": repr(-180 * math.log2(1 - 1 / momentum)) if momentum > 1 else "",
            "strength": repr(100 * p30), "p90": repr(p90), "alive": str(p90 >= 0.5).lower(),
            "fades_on": date(last + math.ceil(resting)) if p90 >= 0.5 else "",
            "reciprocity": repr(2 * min(given, taken) / (given + taken)), "band": band, "evidence": "observed",
            "hop_out": repr(1 - (1 - back90) * (1 - 0.1 * out90)), "hop_in": repr(1 - (1 - out90) * (1 - 0.1 * back90)),
        }


def write(name, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    contacts = world()
    write("ties_small.csv", [("source", "target", "time", "event"), *contacts])
    table = list(reference(contacts))
    write("ties_small_reference.csv", [list(table[0]), *(list(row.values()) for row in table)])
