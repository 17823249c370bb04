"""What the scripts that measure whole processes share: they run them, and print records that table.py puts beside the others'."""
import datetime
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
import time

# Where three times take too long: ROUNDS=1.
ROUNDS = int(os.environ.get("ROUNDS", "3"))


def run(command, **environment):
    """Seconds on the clock and of all cores, and the most mebibytes, which are at least those of this script; none where it failed."""
    command = [str(word) for word in command]
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, dict(os.environ) | environment, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - begin
    return None if status else (wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def medians(kinds, rounds):
    """Runs each command once a round, one after the other; of each the medians, or none where one failed. Commands are told the round."""
    taken = {kind: [] for kind in kinds}
    for number in range(rounds):
        for kind, command in kinds.items():
            taken[kind].append(run(command(number)))
            print(f"{kind}: {taken[kind][-1]}", file=sys.stderr)
    if None in taken.get("acquaint", []):
        sys.exit("acquaint failed")
    return {kind: None if None in runs else [statistics.median(values) for values in zip(*runs)] for kind, runs in taken.items()}


def python(text, *arguments):
    """What a script says as JSON, in a process of its own, so that this one stays small."""
    said = subprocess.run([sys.executable, "-c", text, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True)
    # DuckDB shows before it how far it is.
    return json.loads(said.stdout.splitlines()[-1])


def record(gate, data, asks, against, own, other, limit=None, same=None):
    """Prints a comparison: `own` and `other` are what run() told. Without another one, own is a number that the limit is for."""
    values = {"gate": gate, "who": "acquaint", "data": data, "date": datetime.date.today().isoformat(), "asks": asks, "against": against}
    if against is None:
        values |= {"ours": own, "theirs": 1}
    else:
        for whose, cost in ("ours", own), ("theirs", other or [None] * 3):
            values |= {whose: cost[0], f"{whose}, of all cores": cost[1], f"{whose}, MiB": cost[2]}
        try:
            values["their version"] = importlib.metadata.version(against.split(",")[0])
        except (importlib.metadata.PackageNotFoundError, ValueError):
            pass
    print(json.dumps(values | {"limit": limit, "same": same}), flush=True)
