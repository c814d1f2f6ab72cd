"""What a reader must know about the machine and the run."""
import datetime
import os
import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def field(path, name):
    with open(path) as lines:
        for line in lines:
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return "unknown"


def vector_extensions():
    flags = field("/proc/cpuinfo", "flags").split()
    return [f for f in ("avx2", "fma", "avx512f", "avx512vl", "avx512_bf16", "amx_tile") if f in flags]


def revision():
    """The commit of this checkout, marked if files differ from it."""
    run = lambda *args: subprocess.run(["git", "-C", ROOT, *args], capture_output=True, text=True).stdout.strip()
    return run("describe", "--always", "--dirty", "--abbrev=10") or "unknown"


def describe(threads):
    return {"cpu": field("/proc/cpuinfo", "model name"), "vector_extensions": vector_extensions(),
            "cores": len(os.sched_getaffinity(0)), "threads": threads, "system": platform.platform(),
            "memory": field("/proc/meminfo", "MemTotal"), "revision": revision(),
            "begun": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "load_before": os.getloadavg()[0]}
