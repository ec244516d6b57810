"""One shard on its way: what to try next when the process that worked on it has died.

Who was being read when a process died is suspected, no more: somebody else may have killed it.
The suspect is tried alone in another process. If that dies too the suspect goes into quarantine; if
not, the shard is begun anew, and a second death at the same place is enough.
"""

from pathlib import Path
from typing import Final, NamedTuple

from epicrisis.batch.records import Kind, Outcome, Shard, Spot
from epicrisis.batch.shards import Job
from epicrisis.errors import BatchError

_MOST_DEATHS: Final = 3  # of processes that were writing the parts of one shard


class Finished(NamedTuple):
    """A shard that was worked off; what it gave lies in `folder`."""

    shard: Shard
    outcome: Outcome
    folder: Path


class Trial:
    """A shard, what has been given up in it, and what is suspected."""

    def __init__(self, shard: Shard, job: Job) -> None:
        self.shard = shard
        self._job = job._replace(files=shard.files)
        self._suspected: set[Spot] = set()
        self._skip = dict(job.skip)
        self._alone: Spot | None = None
        self._deaths = 0

    def next_job(self, folder: Path) -> Job:
        """Give what is to be done next, in an empty folder."""
        job = self._job._replace(folder=str(folder), skip=dict(self._skip))
        if self._alone is None:
            return job
        number = self._alone.file
        here = {
            Spot(0, s.document, s.reading): why for s, why in self._skip.items() if s.file == number
        }
        return job._replace(files=(self.shard.files[number],), task="trial", skip=here)

    def died(self, spot: Spot | None, why: tuple[Kind, str]) -> None:
        """Note that the process died; `spot` is where, None if it had not begun.

        Raises:
            BatchError: It happens again and again when all files have been read.
        """
        if spot is None:
            return
        alone, self._alone = self._alone, None
        if spot.file >= (1 if alone else len(self.shard.files)):
            self._deaths += 1
            if self._deaths >= _MOST_DEATHS:
                raise BatchError(f"parts of a shard cannot be written: {why[1]}")
            return
        here = Spot(alone.file, spot.document, spot.reading) if alone else spot
        if here in self._suspected:
            self._skip[here] = why
        else:
            self._suspected.add(here)
            self._alone = here

    def ended(self, outcome: Outcome, folder: Path) -> Finished | None:
        """Note that the process has done what it was asked; give the shard if that is all."""
        if self._alone is None:
            return Finished(self.shard, outcome, folder)
        self._alone = None
        return None

    @property
    def files(self) -> int:
        """How many files the job has that is being done."""
        return len(self.shard.files) if self._alone is None else 1

    def files_done(self, spot: Spot) -> int:
        """Say how many files of the shard are done, if the process is there."""
        return spot.file if self._alone is None else 0
