"""What a run tells whoever watches it, and what it comes to in the end."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from epicrisis.batch.records import QUARANTINED, Failure, Outcome
from epicrisis.store import Added


class Watcher(Protocol):
    """Somebody who watches: a bar, a log, nobody."""

    def planned(self, files: int, done: int) -> None:
        """Hear how many files there are, and how many need not be read again."""
        ...

    def moved(self, done: int) -> None:
        """Hear how many files are done by now."""
        ...

    def failed(self, failure: Failure) -> None:
        """Hear of a file that gave nothing, or of a place in one."""
        ...

    def lost(self, added: Added) -> None:
        """Hear of a report in whose new version decisions of people found no place."""
        ...


class Count:
    """Keeps count of the files that are done, for a watcher."""

    def __init__(self, watch: Watcher, done: int) -> None:
        self._watch, self._done = watch, done

    def under_way(self, files: int) -> None:
        """Tell of files that are done in shards that are not."""
        self._watch.moved(self._done + files)

    def add(self, files: int) -> None:
        """Count the files of a shard."""
        self._done += files
        self._watch.moved(self._done)


class Nobody:
    """Watches and says nothing."""

    def planned(self, files: int, done: int) -> None:
        """Say nothing."""

    def moved(self, done: int) -> None:
        """Say nothing."""

    def failed(self, failure: Failure) -> None:
        """Say nothing."""

    def lost(self, added: Added) -> None:
        """Say nothing."""


class Summary(NamedTuple):
    """What a run came to.

    Attributes:
        files: All files, whether they were read now or earlier.
        skipped: Those whose shards were finished before.
        shards: Shards worked off now.
        documents: Documents read from the files.
        cases: Courses found in them.
        without_patient: Documents in which none was found.
        failures: Files, or places in them, that gave nothing.
        quarantined: Those of them that hung, crashed, took too much or met an error of ours.
        peak: The most memory of a process that read, in bytes.
    """

    files: int = 0
    skipped: int = 0
    shards: int = 0
    documents: int = 0
    cases: int = 0
    without_patient: int = 0
    failures: int = 0
    quarantined: int = 0
    peak: int = 0

    def plus(self, outcome: Outcome) -> "Summary":
        """Add what a shard gave."""
        return self._replace(
            documents=self.documents + outcome.documents,
            cases=self.cases + outcome.cases,
            without_patient=self.without_patient + outcome.without_patient,
            failures=self.failures + len(outcome.failures),
            quarantined=self.quarantined + len(quarantined(outcome.failures)),
        )


def quarantined(failures: Iterable[Failure]) -> list[Failure]:
    """Give the failures that another try, or more time and memory, might mend."""
    return [failure for failure in failures if failure.kind in QUARANTINED]
