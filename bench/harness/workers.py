"""Starts contenders in processes of their own and asks them things under a time limit."""
import json
import os
import pathlib
import select
import signal
import subprocess
import tempfile
import time

WORKER = pathlib.Path(__file__).resolve().parents[1] / "contenders" / "worker.py"


class Failure(Exception):
    """What a contender could not do, in words for a table."""


class Worker:
    def __init__(self, python, contender, job, log, limit):
        environment = dict(os.environ, OMP_NUM_THREADS=str(job["threads"]), MKL_NUM_THREADS=str(job["threads"]),
                           OPENBLAS_NUM_THREADS=str(job["threads"]),
                           JAX_PLATFORMS=job["options"].get("platform", "cpu"))
        # JAX would take most of a GPU's memory at once, which others use too.
        environment["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"
        # A first call compiles; it finds nothing that an earlier run left.
        self.cache = tempfile.TemporaryDirectory(prefix="snn-bench-cache-")
        environment["TORCHINDUCTOR_CACHE_DIR"] = self.cache.name
        self.log = open(log, "ab")
        self.process = subprocess.Popen([python, str(WORKER), contender, json.dumps(job)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.log, env=environment,
                                        start_new_session=True)
        self.unread = b""
        self.versions = self.answer(limit)["versions"]

    def answer(self, limit):
        """The next line from the worker; after `limit` seconds the worker is stopped."""
        end = time.monotonic() + limit
        while b"\n" not in self.unread:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                self.stop()
                raise Failure(f"over {limit:.0f} s")
            block = os.read(self.process.stdout.fileno(), 65536)
            if not block:
                self.stop()
                raise Failure("the process died")
            self.unread += block
        line, self.unread = self.unread.split(b"\n", 1)
        reply = json.loads(line)
        if "error" in reply:
            raise Failure(reply["error"])
        return reply

    def ask(self, limit, do, **request):
        if self.process.poll() is not None:
            raise Failure("the process is gone")
        self.process.stdin.write((json.dumps({"do": do, **request}) + "\n").encode())
        self.process.stdin.flush()
        return self.answer(limit)

    def stop(self):
        """Ends the worker and what it started (compilers, snn-run)."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()
        self.cache.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
