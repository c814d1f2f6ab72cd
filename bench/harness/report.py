"""Writes a table's rows as JSON, as markdown and as data for gnuplot."""
import json
import os
import pathlib
import shutil
import subprocess

from harness.registry import CONTENDERS

PLOTS = pathlib.Path(__file__).resolve().parents[1] / "plots"


def milliseconds(value):
    """Three digits."""
    if value < 1:
        return f"{value:.3g}"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def bytes_text(value):
    return f"{value / 2**20:.1f} MiB"


def cell(row):
    """A time as a table shows it, with the half spread between quartiles."""
    if row is None:
        return ""
    if "failed" in row:
        return row["failed"].split(":")[0]
    return f"{milliseconds(row['median_ms'])} ± {milliseconds((row['q3_ms'] - row['q1_ms']) / 2)}"


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(f"{c:g}" if isinstance(c, float) else str(c) for c in row) + " |" for row in rows])


def find(rows, **wanted):
    return next((r for r in rows if all(r.get(k) == v for k, v in wanted.items())), None)


def over(slower, faster):
    return f"{slower / faster:.3g}x"


def ratios(medians):
    """{title: text} of what one line compares: peers with SNN, and SNN with the bounds that are measured beside it."""
    ours = next((ms for n, ms in medians.items() if CONTENDERS[n].file == "snn"), None)
    if ours is None:
        return {}
    peers = {n: ms for n, ms in medians.items() if CONTENDERS[n].is_rival}
    texts = {}
    for eager in ("eager", "eager-cuda"):
        if eager in peers:
            texts["eager / SNN"] = over(peers[eager], ours)
    if peers:
        best = min(peers, key=peers.get)
        texts["best peer / SNN"] = f"{over(peers[best], ours)} ({best})"
    for bound, title in (("handwritten", "SNN / by hand"), ("gemm", "SNN / products")):
        if bound in medians:
            texts[title] = over(ours, medians[bound])
    return texts


def share(row):
    """How much of a time its bound explains."""
    return f"{100 * row['bound_ms'] / row['median_ms']:.0f} %" if "median_ms" in row else ""


def comparison(rows, names, mode, keys):
    """A markdown table: a line per set of `keys`, a column per contender, then the ratios."""
    lines = {}
    for row in (r for r in rows if r["mode"] == mode):
        lines.setdefault(tuple(row[k] for k in keys), {})[row["contender"]] = row
    compared = {labels: ratios({n: r["median_ms"] for n, r in line.items() if "median_ms" in r})
                for labels, line in lines.items()}
    for labels, line in lines.items():
        if "bound_ms" in line.get("snn", {}):
            compared[labels]["bound / SNN"] = share(line["snn"])
    titles = list(dict.fromkeys(title for texts in compared.values() for title in texts))
    return markdown([*keys, *(CONTENDERS[n].title for n in names), *titles],
                    [[*labels, *(cell(line.get(n)) for n in names), *(compared[labels].get(t, "") for t in titles)]
                     for labels, line in lines.items()])


def details(rows, keys):
    """Every figure of every row."""
    header = [*keys, "mode", "contender", "min", "quartile", "median", "quartile", "rounds x reps", "error",
              "first call (s)", "peak"]
    lines = []
    for row in rows:
        start = [row.get(k, "") for k in keys] + [row["mode"], row["contender"]]
        if "failed" in row:
            lines.append(start + [row["failed"]] + [""] * 7)
            continue
        times = [milliseconds(row[k]) for k in ("min_ms", "q1_ms", "median_ms", "q3_ms")]
        lines.append(start + times + [f"{row['rounds']} x {row['reps']}", f"{row['error']:.0e}" if "error" in row else "",
                                      f"{row['first_call_s']:.1f}",
                                      bytes_text(row["peak_bytes"]) if "peak_bytes" in row else ""])
    return markdown(header, lines)


def machine_text(machine, versions):
    packages = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    gpu = f"{machine['gpu']}; " if "gpu" in machine else ""
    return (f"{gpu}{machine['cpu']} ({', '.join(machine['vector_extensions'])}), {machine['cores']} cores, "
            f"{machine['threads']} threads; load when begun {machine['load_before']:.1f}; {packages}; "
            f"{machine['begun']}. Times in ms: median over rounds ± half the distance between quartiles.")


def write(folder, name, document, text):
    """NAME.json and NAME.md, each replaced as a whole."""
    os.makedirs(folder, exist_ok=True)
    for suffix, content in ((".json", json.dumps(document, indent=1) + "\n"), (".md", text + "\n")):
        path = pathlib.Path(folder) / (name + suffix)
        path.with_suffix(suffix + ".new").write_text(content)
        path.with_suffix(suffix + ".new").replace(path)


def plot(folder, script, data):
    """Runs plots/SCRIPT.gp in `folder` on the files of `data` ({file name: text}); without gnuplot the data stay."""
    for old in pathlib.Path(folder).glob(f"{script}-*.dat"):
        old.unlink()
    for name, text in data.items():
        (pathlib.Path(folder) / name).write_text(text)
    if not shutil.which("gnuplot"):
        return "gnuplot is missing: no plots"
    done = subprocess.run(["gnuplot", PLOTS / f"{script}.gp"], cwd=folder, capture_output=True, text=True)
    return done.stderr.strip()
