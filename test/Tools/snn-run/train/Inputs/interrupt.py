"""Trains in a folder, sends a signal once steps are done, and reports.

interrupt.py FOLDER SIGNAL [OPTION...]
"""
import pathlib
import signal
import subprocess
import sys
import time

folder = pathlib.Path(sys.argv[1])
metrics = folder / "metrics.jsonl"
before = metrics.stat().st_size if metrics.exists() else 0
run = subprocess.Popen(
    ["snn-run", "train", str(folder / "config.json"), *sys.argv[3:]], stderr=subprocess.PIPE, text=True, stdout=subprocess.DEVNULL
)
deadline = time.monotonic() + 60
while not (metrics.exists() and metrics.stat().st_size > before + 20000):
    if run.poll() is not None or time.monotonic() > deadline:
        run.kill()
        sys.exit("no steps before the end: " + run.communicate()[1])
    time.sleep(0.001)
run.send_signal(getattr(signal, "SIG" + sys.argv[2]))
print(run.communicate()[1], end="")
print("exit status", run.returncode)
