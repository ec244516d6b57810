"""A few processes and whoever minds them: shards in, shards done out, whatever dies meanwhile."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from shutil import rmtree
from time import monotonic
from typing import Final, Literal

from epicrisis.batch.minding import Heard, Limits, Worker
from epicrisis.batch.records import Outcome, Shard, Spot
from epicrisis.batch.shards import Job
from epicrisis.batch.spots import read_spot
from epicrisis.batch.trials import Finished, Trial
from epicrisis.errors import BatchError

_TICK: Final = 0.1  # seconds between two looks at clocks and memory
_MOST_BARREN: Final = 6
_STALE: Final = 0.5  # share of the memory bound above which a process is replaced behind a shard


@contextmanager
def stopping() -> Iterator[None]:
    """Turn what the system refuses, as room on a disk, into an error that says how to go on."""
    try:
        yield
    except OSError as error:
        raise BatchError(str(error)) from error


class _Desk:
    """One process and what it was given to do."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.given: deque[tuple[Trial, Path]] = deque()

    def at(self) -> tuple[Spot, float] | None:
        """Say where it is with its job and since when, None if it has not begun."""
        return read_spot(self.given[0][1]) if self.given else None

    def reading_since(self) -> float | None:
        """Say since when it has been reading or examining one document, if it is."""
        told = self.at()
        return told[1] if told and told[0].file < self.given[0][0].files else None

    def files_done(self) -> int:
        """Say how many files of its shard are done."""
        told = self.at()
        return self.given[0][0].files_done(told[0]) if told else 0


class Pool:
    """Processes that work off shards side by side, until it is closed.

    Args:
        workers: How many processes.
        limits: What a document may take.
        scratch: A folder of this machine for what they write.
        ahead: Shards that wait for each process beside the one it works on.

    Attributes:
        peak: The most memory that one process was seen to hold, in bytes.
    """

    def __init__(self, workers: int, limits: Limits, scratch: Path, *, ahead: int = 0) -> None:
        self._limits, self._scratch, self._most = limits, scratch, 1 + ahead
        self._heard: SimpleQueue[Heard] = SimpleQueue()
        self._workers = workers
        self._desks: dict[Worker, _Desk] = {}
        self._again: deque[Trial] = deque()
        self._folders = 0
        self._barren = 0  # deaths one after the other of processes that had not begun
        self._looked = self._told = 0.0
        self.peak = 0

    def close(self) -> None:
        """End all processes."""
        for worker in self._desks:
            worker.kill()
        for worker in self._desks:
            worker.close()
        self._desks.clear()

    def map(
        self, shards: Iterable[Shard], job: Job, moved: Callable[[int], None] = lambda files: None
    ) -> Iterator[Finished]:
        """Work off shards; each is given when it is finished, in whatever order.

        What a shard gave must be taken away before the next is asked for.

        Args:
            shards: Taken one by one, as processes get free.
            job: What is to be done with each of them.
            moved: Told now and then how many files of unfinished shards are done.

        Raises:
            BatchError: Nothing more can be done: the disk is full, or processes cannot be started.
        """
        waiting = (Trial(shard, job) for shard in shards)
        while self._supply(waiting):
            finished = self._step()
            if finished:
                try:
                    yield finished
                finally:
                    rmtree(finished.folder, ignore_errors=True)
            elif monotonic() - self._told > _TICK:
                self._told = monotonic()
                moved(sum(desk.files_done() for desk in self._desks.values()))

    # ---- giving

    def _supply(self, waiting: Iterator[Trial]) -> bool:
        """Give every process something to do; say whether anything is being done."""
        for depth in range(self._most):
            while (desk := self._free(depth)) is not None:
                trial = self._again.popleft() if self._again else next(waiting, None)
                if trial is None:
                    return any(desk.given for desk in self._desks.values())
                self._give(desk or self._start(), trial)
        return bool(self._desks)

    def _free(self, depth: int) -> "_Desk | Literal[False] | None":
        """Find a process with so much to do; False if one more may be started, None if none."""
        for desk in self._desks.values():
            if len(desk.given) == depth:
                return desk
        return False if len(self._desks) < self._workers else None

    def _start(self) -> _Desk:
        try:
            worker = Worker(self._heard, self._limits)
        except OSError as error:
            raise BatchError(f"no process can be started: {error}") from error
        self._desks[worker] = desk = _Desk(worker)
        return desk

    def _give(self, desk: _Desk, trial: Trial) -> None:
        self._folders += 1
        folder = self._scratch / f"{trial.shard.name}-{self._folders}"
        folder.mkdir(parents=True)
        desk.given.append((trial, folder))
        desk.worker.send(trial.next_job(folder))

    # ---- hearing

    def _step(self) -> Finished | None:
        """Hear one thing; look at clocks and memory when there is nothing to hear."""
        try:
            return self._take(self._heard.get_nowait())
        except Empty:
            if monotonic() - self._looked > _TICK:
                self._look()
        try:
            return self._take(self._heard.get(timeout=_TICK))
        except Empty:
            return None

    def _look(self) -> None:
        self._looked = now = monotonic()
        for desk in self._desks.values():
            held = desk.worker.memory()
            self.peak = max(self.peak, held)
            since = desk.reading_since()
            if since is not None:
                desk.worker.bound(now - since, held)

    def _take(self, heard: Heard) -> Finished | None:
        desk = self._desks.get(heard.worker)
        if desk is None:  # it was given up before
            return None
        if isinstance(heard.what, Outcome):
            return self._done(desk, heard.what)
        if heard.what is not None:
            raise BatchError(heard.what)
        self._died(desk)
        return None

    def _done(self, desk: _Desk, outcome: Outcome) -> Finished | None:
        self._barren = 0
        trial, folder = desk.given.popleft()
        bound = self._limits.megabytes * 2**20
        if bound and desk.worker.memory() > _STALE * bound:
            self._end(desk)
        finished = trial.ended(outcome, folder)
        if finished is None:
            rmtree(folder, ignore_errors=True)
            self._again.append(trial)
        return finished

    def _end(self, desk: _Desk) -> None:
        """End a process, dead or alive; what it was given is given to others."""
        del self._desks[desk.worker]
        desk.worker.close()
        for trial, folder in desk.given:
            rmtree(folder, ignore_errors=True)
            self._again.append(trial)

    def _died(self, desk: _Desk) -> None:
        told, given = desk.at(), list(desk.given)
        self._end(desk)
        why = desk.worker.death()
        self._barren = 0 if told else self._barren + 1
        if self._barren >= _MOST_BARREN:
            raise BatchError(f"processes end before they have begun to read: {why[1]}")
        if given:
            given[0][0].died(told[0] if told else None, why)
