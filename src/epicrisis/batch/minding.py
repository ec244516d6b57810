"""Minding one process that works: start it, hear it, measure it, end it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Final, NamedTuple

import epicrisis.model
from epicrisis.batch.messages import job_line, said
from epicrisis.batch.records import Kind, Outcome
from epicrisis.batch.shards import Job
from epicrisis.batch.worker import OUT_OF_MEMORY

_PACKAGE: Final = Path(epicrisis.model.__file__).parent.parent
_SINGLE: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS")


class Limits(NamedTuple):
    """What one document may take; 0 is no bound.

    Attributes:
        seconds: Time by the clock.
        megabytes: Memory of the process that reads it.
    """

    seconds: float = 120.0
    megabytes: int = 2048


class Heard(NamedTuple):
    """Something a process said; `what` is None when it has ended."""

    worker: "Worker"
    what: Outcome | str | None


class Worker:
    """One process. What it says is put into a queue, in order, its end last."""

    def __init__(self, heard: SimpleQueue[Heard], limits: Limits) -> None:
        self.limits = limits
        self.killed_for: Kind | None = None
        command = [sys.executable, "-m", "epicrisis.batch.worker"]
        self._process = subprocess.Popen(
            [*command, str(limits.megabytes), str(limits.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        Thread(target=self._listen, args=(heard,), daemon=True).start()

    def send(self, job: Job) -> None:
        """Hand over a job; a process that is dead by now is heard of soon."""
        with suppress(BrokenPipeError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(job_line(job))
                self._process.stdin.flush()

    def bound(self, seconds: float, held: int) -> None:
        """Kill it if so many seconds for a document, or so many bytes, are too many."""
        if self.limits.seconds and seconds > self.limits.seconds:
            self.kill("timeout")
        elif self.limits.megabytes and held > self.limits.megabytes * 2**20:
            self.kill("memory")

    def memory(self) -> int:
        """Give the memory it holds in bytes, 0 where the system does not tell."""
        with suppress(OSError, ValueError, IndexError):
            text = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii")
            return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return 0

    def kill(self, why: Kind | None = None) -> None:
        """End it and whatever it has started, at once."""
        self.killed_for = self.killed_for or why
        if self._process.poll() is not None:
            return
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def close(self) -> None:
        """End it and wait until it is gone."""
        self.kill()
        with suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.close()
        self._process.wait()

    def death(self) -> tuple[Kind, str]:
        """Say why it ended, in words that are the same every time."""
        code = self._process.wait()
        if self.killed_for == "timeout":
            return "timeout", f"took longer than {self.limits.seconds:g} s"
        if self.killed_for == "memory" or code == OUT_OF_MEMORY:
            return "memory", f"needed more than {self.limits.megabytes} MB"
        if code < 0:
            with suppress(ValueError):
                return "crash", f"the process that read it died of {signal.Signals(-code).name}"
        return "crash", f"the process that read it ended with code {code}"

    def _listen(self, heard: SimpleQueue[Heard]) -> None:
        if self._process.stdout:
            with self._process.stdout as lines:
                for line in lines:
                    what = said(line)
                    if what is not None:
                        heard.put(Heard(self, what))
        self._process.wait()
        heard.put(Heard(self, None))


def _environment() -> Mapping[str, str]:
    """This process's own, with our package first and no more than one thread a library."""
    paths = [str(_PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return {**dict.fromkeys(_SINGLE, "1"), **found}
