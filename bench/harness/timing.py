"""Times contenders side by side: rounds in which each has one short turn.

A turn is one untimed run and then a few timed ones; the median of those is the round's figure. The table shows the
median and quartiles over rounds, and the least single run. Who begins changes from round to round, and before each
turn there is a pause, in which the thread pool of the one before falls asleep.
"""
import dataclasses
import statistics
import time

from harness.workers import Failure


@dataclasses.dataclass
class Settings:
    """How long to measure."""
    rounds: int = 7
    turn_s: float = 0.3     # timed runs in a turn take about this long
    pause_s: float = 0.3    # above the 0.2 s that idle OpenMP threads spin
    limit_s: float = 600    # for a first call, which compiles
    most_reps: int = 50


def quartiles(values):
    values = sorted(values)
    if len(values) == 1:
        return values * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def summary(turns):
    """The figures of one contender from its replies to `time`."""
    q1, median, q3 = quartiles([statistics.median(t["ms"]) for t in turns])
    figures = {"median_ms": median, "q1_ms": q1, "q3_ms": q3, "rounds": len(turns),
               "min_ms": min(t.get("min_ms", min(t["ms"])) for t in turns)}
    for name in ("compile_ms", "peak_bytes"):
        if name in turns[0]:
            figures[name] = statistics.median(t[name] for t in turns)
    return figures


def interleave(workers, mode, settings):
    """{name: figures or {"failed": reason}} of workers whose arguments are loaded."""
    turns, results, reps = {name: [] for name in workers}, {}, {}

    def turn(name, count):
        time.sleep(settings.pause_s)
        try:
            return workers[name].ask(settings.limit_s, "time", mode=mode, reps=count)
        except Failure as failure:
            results[name] = {"failed": str(failure)}

    for name in workers:
        if trial := turn(name, 1):
            reps[name] = max(1, min(settings.most_reps, int(1e3 * settings.turn_s / max(1e-3, trial["ms"][0]))))
    for number in range(settings.rounds):
        names = list(workers)
        first = number % len(names)
        for name in names[first:] + names[:first]:
            if name not in results and (reply := turn(name, reps[name])):
                turns[name].append(reply)
    return {name: results.get(name) or {**summary(turns[name]), "reps": reps[name]} for name in workers}
