"""The process that works: `python -m epicrisis.batch.worker MEGABYTES SECONDS`.

It takes jobs from standard input, a line each, and tells on standard output what they gave. It
may be killed at any moment; what it has written lies in the folder of its job and counts for
nothing until whoever minds it publishes it. It ends when standard input does, so that it outlives
nobody.
"""

import os
import signal
import sys
from contextlib import closing, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import ModuleType
from typing import BinaryIO, Final

from epicrisis.batch.messages import job_from, outcome_line, stopped_line
from epicrisis.batch.records import Spot
from epicrisis.batch.shards import work_off
from epicrisis.batch.spots import SpotFile
from epicrisis.errors import EpicrisisError
from epicrisis.model import Document
from epicrisis.pipeline import documents, examined

try:
    import resource as _resource

    _limits: ModuleType | None = _resource
except ImportError:  # no such bounds on this system
    _limits = None

OUT_OF_MEMORY: Final = 77  # exit code
_SLACK: Final = 1 << 30  # bytes of addresses beyond the bound; the minder measures more exactly


def main() -> None:
    """Work off jobs until there are no more."""
    megabytes, seconds = int(sys.argv[1]), float(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for the minder alone to answer
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever else prints must not be taken for an answer
    warm_up()
    bound_memory(megabytes)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        _answer(jobs.get(), answers, seconds)


def _listen(lines: BinaryIO, jobs: SimpleQueue[bytes]) -> None:
    for line in lines:
        jobs.put(line)
    end_group()


def end_group() -> None:
    """End this process and those it has started."""
    with suppress(OSError, AttributeError):
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _answer(line: bytes, answers: BinaryIO, seconds: float) -> None:
    try:
        job = job_from(line)
        with closing(SpotFile(Path(job.folder))) as file:

            def at(spot: Spot) -> None:
                bound_time(seconds)
                file.write(spot)

            outcome = work_off(job, at)
        answers.write(outcome_line(outcome))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except (OSError, EpicrisisError) as error:
        answers.write(stopped_line(str(error)))
    except Exception as error:
        answers.write(stopped_line(f"{type(error).__name__}: {error}"))


def warm_up() -> None:
    """Load tables and models, so that no file's time pays for them."""
    for _, document in documents(b"A 40-year-old woman had fever. Ferritin was 400 ng/mL."):
        if isinstance(document, Document):
            examined(document)


def bound_memory(megabytes: int) -> None:
    """Let a request for far more memory than allowed fail at once; leave no core files."""
    if _limits is None or not megabytes:
        return
    with suppress(OSError, ValueError):
        _limits.setrlimit(_limits.RLIMIT_CORE, (0, 0))
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _, hard = _limits.getrlimit(_limits.RLIMIT_AS)
        _limits.setrlimit(_limits.RLIMIT_AS, (now + megabytes * 2**20 + _SLACK, hard))


def bound_time(seconds: float) -> None:
    """Bound the processor time until the next call, for the case that the minder is gone."""
    if _limits is None or not seconds:
        return
    with suppress(OSError, ValueError):
        usage = _limits.getrusage(_limits.RUSAGE_SELF)
        ample = int(usage.ru_utime + usage.ru_stime + 2 * seconds * (os.cpu_count() or 1)) + 10
        _, hard = _limits.getrlimit(_limits.RLIMIT_CPU)
        _limits.setrlimit(_limits.RLIMIT_CPU, (ample, hard))


if __name__ == "__main__":
    main()
