"""A table over shapes and firing rates of networks: what `paper` and others have in common."""
import dataclasses

import numpy as np

import networks
from harness import bound, checks, report
from harness.comparison import Case, Comparison, say


@dataclasses.dataclass
class Table:
    """`jobs(options)` yields (network, shape, firing rates, labels); `keys` are the labels that name a line."""
    name: str
    title: str
    contenders: list
    keys: list
    jobs: callable
    plot_data: callable = None
    notes: str = ""


def case(network, shape, percent, labels):
    """Arguments that fire at `percent`, and safe ones with the answers to them."""
    gain = network.gain_for(shape, percent)
    draw = lambda batch: network.arguments(shape, gain, batch)
    timed = draw(0)
    facts = {"rate %": percent, "gain": gain, "measured rate %": network.rate(timed)}
    if not network.SAMPLE_AXES:
        expected = network.reference([a.astype(np.float64) for a in timed])
        return Case({**labels, **facts}, timed, timed, expected, by_norm=True,
                    tolerance=checks.tolerance(network.reference(timed), expected))
    checked, distinct = checks.safe_batch(draw, network.potentials, network.SAMPLE_AXES)
    return Case({**labels, **facts, "samples checked": distinct}, timed, checked, network.reference(checked))


def text(table, rows, names, machine, versions):
    parts = [f"# {table.title}", report.machine_text(machine, versions)] + [table.notes] * bool(table.notes)
    for mode, title in (("infer", "Inference"), ("train", "Training pass: loss and gradient by all parameters")):
        if any(r["mode"] == mode for r in rows):
            parts += [f"## {title}", report.comparison(rows, names, mode, table.keys)]
    weights = {(*(r[k] for k in table.keys), r["shape"]): r for r in rows}
    parts += ["## Weights and firing rates", report.markdown(
        [*table.keys, "shape", "gain", "rate measured %", "distinct samples checked"],
        [[*key, r["gain"], f"{r['measured rate %']:.2f}", r.get("samples checked", "all")] for key, r in weights.items()])]
    parts += ["## Every figure", report.details(rows, table.keys)]
    return "\n\n".join(parts)


def bounds(network, shape, facts, per_second):
    """{mode: ms} that the operations of a case take at the rate of a large product."""
    counts = network.operations(shape, facts["measured rate %"])
    return {mode: 1e3 * count / per_second for mode, count in counts.items()}


def run(table, options):
    names = options.contenders or table.contenders
    rows, versions = [], {}
    per_second = bound.multiply_adds(options.threads)
    for name, shape, percents, labels in table.jobs(options):
        with Comparison(name, shape, names, options) as comparison:
            versions.update(comparison.versions)
            for percent in percents:
                measured = case(networks.load(name), shape, percent, labels)
                facts = measured.labels
                say(f"{name} {shape}, firing {facts['measured rate %']:.2f} % (gain {facts['gain']})")
                least = bounds(networks.load(name), shape, facts, per_second)
                for mode in options.modes:
                    rows += [{**row, "bound_ms": least[mode]} for row in comparison.measure(names, mode, measured)]
                options.write(table.name, rows, versions, text(table, rows, names, options.machine, versions))
    if table.plot_data:
        say(report.plot(options.out, table.name, table.plot_data(rows, names)))
    return rows
