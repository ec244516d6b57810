"""Folders of reports into a case library, going on from whatever is there.

Processes read; this one alone writes into the library, a shard in one go where it can. A library
adds nothing twice, so a shard that was in it when the power failed is passed over file by file.
What spares reading a finished shard again is its record in a folder beside the library. A record
counts for the library it was made for, as long as that holds no less than it did then.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple

from epicrisis.batch.engine import engine
from epicrisis.batch.folders import LocalTarget, without_repeats
from epicrisis.batch.journal import Journal, Plan
from epicrisis.batch.planning import shards
from epicrisis.batch.records import Failure, ShardRecord, SourceFile
from epicrisis.batch.remote import files_below, is_remote
from epicrisis.batch.results import QUARANTINE, quarantine_lines
from epicrisis.batch.running import Options, tell
from epicrisis.batch.shards import Job, extractions
from epicrisis.batch.supervisor import Pool, stopping
from epicrisis.batch.trials import Finished
from epicrisis.batch.watching import Count, Nobody, Summary, Watcher, quarantined
from epicrisis.errors import InputError
from epicrisis.model import Document
from epicrisis.store import Added, Extraction, Library, RunRecord


class Citing(NamedTuple):
    """How documents are given their citations, and what tells this way from others."""

    cite: Callable[[Document], Document]
    digest: str


TOGETHER: Final = 100  # documents that go into the library in one transaction
FINISHED_EARLIER: Final = "unchanged"


def add(
    sources: Sequence[str],
    library: Library,
    run: RunRecord,
    *,
    options: Options | None = None,
    watch: Watcher | None = None,
    cite: Citing | None = None,
) -> tuple[Summary, Counter[str]]:
    """Read all reports below folders into a library; what is in it already is passed over.

    Args:
        sources: Folders and files, as paths or as URLs that fsspec knows.
        library: Open for writing.
        run: The run that adds.
        options: How it is done; there is no scheduler, since one process writes.
        watch: Who is told how it goes.
        cite: Gives documents their citations before they are added.

    Returns:
        What it came to, and how many reports were `added`, `unchanged` and `new version`, and how
        many of those read now have parts that were not read (`warned`).

    Raises:
        InputError: Another run of this kind is under way.
        LibraryError: The library cannot be written.
        BatchError: It cannot go on; the same call goes on from there.
    """
    options, watch = options or Options(), watch or Nobody()
    target = LocalTarget(journal_place(library.place))
    settings = {"engine": engine(), "version": run.program, "task": "library"}
    settings |= {"citations": cite.digest} if cite else {}
    with stopping(), target.working() as scratch:
        shelf = _Shelf(library, run, cite)
        journal = Journal(target, retry=options.retry, valid=shelf.holds)
        cut = shards(_files(sources, target.place), settings, size=options.shard_files)
        plan = Plan(scratch / "plan.jsonl", cut, journal)
        watch.planned(plan.files, plan.done)
        summary = Summary(files=plan.files, skipped=plan.done, shards=len(plan.pending))
        failed: list[Failure] = []
        records = _records(plan, journal, shelf, options, scratch, watch)
        for record in chain(filter(None, map(journal.record, plan.held)), records):
            summary = summary.plus(record.outcome)
            failed += quarantined(record.outcome.failures)
            tell(watch, record)
            if record.name not in plan.pending:
                shelf.counts[FINISHED_EARLIER] += record.outcome.documents
        failed.sort(key=lambda failure: (failure.path, failure.place))
        target.write(QUARANTINE, quarantine_lines(failed))
    return summary._replace(peak=shelf.peak), shelf.counts


def journal_place(library: str) -> Path:
    """Say where records of finished shards lie: beside the file, or in the user's own folder."""
    if not is_remote(library):
        return Path(library + ".batch")
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state, "epicrisis", blake2b(library.encode(), digest_size=8).hexdigest())


def _files(sources: Sequence[str], journal: str) -> Iterator[SourceFile]:
    """Give the files of all sources, each once, called as the person who named them would."""
    here = without_repeats(source for source in sources if not is_remote(source))
    for source in sorted({*here, *filter(is_remote, sources)}):
        if is_remote(source) or Path(source).exists():
            label = source.rstrip("/") or "/"
            yield from files_below(source, label, apart_from=journal)
        else:  # fails alone, with the others read
            yield SourceFile(source, source, 0, "")


def _records(
    plan: Plan, journal: Journal, shelf: "_Shelf", options: Options, scratch: Path, watch: Watcher
) -> Iterator[ShardRecord]:
    """Work off what is pending; a record is given when it is written."""
    count = Count(watch, plan.done)
    job = Job((), "extractions", "", "", min_severity="info")
    workers = min(options.processes, len(plan.pending))
    with closing(Pool(workers, options.limits, scratch, ahead=1)) as pool:
        for finished in pool.map(plan, job, count.under_way):
            record = shelf.put(finished, watch)
            journal.write(record)
            count.add(record.files)
            yield record
        shelf.peak = pool.peak


def _as_it_is(document: Document) -> Document:
    return document


class _Shelf:
    """A library that is being filled, and what tells it from others."""

    def __init__(self, library: Library, run: RunRecord, cite: Citing | None) -> None:
        self._library, self._run = library, run
        self._cite = cite.cite if cite else _as_it_is
        self._versions = library.counts()["versions"]
        self._identity = self._first_run()
        self.counts: Counter[str] = Counter()
        self.peak = 0

    def holds(self, record: ShardRecord) -> bool:
        """Say whether what a record tells of is in this library."""
        return record.library == self._identity and record.versions <= self._versions

    def put(self, finished: Finished, watch: Watcher) -> ShardRecord:
        """Add what a shard gave."""
        shard, outcome = finished.shard, finished.outcome
        refused: list[Failure] = []
        found = extractions(finished.folder)
        while batch := [
            Extraction(self._cite(d), tuple(c), tuple(f)) for d, c, f in islice(found, TOGETHER)
        ]:
            self.counts.update("warned" for one in batch if one.document.warnings)
            for added in self._added(batch, refused):
                self.counts[added.status] += 1
                self._versions += added.status != FINISHED_EARLIER
                if added.lost:
                    watch.lost(added)
        if refused:
            left = outcome.documents - len(refused)
            failures = (*outcome.failures, *refused)
            outcome = outcome.model_copy(update={"documents": left, "failures": failures})
        self._identity = self._identity or self._first_run()
        return ShardRecord(
            name=shard.name,
            stamp=shard.stamp,
            files=len(shard.files),
            outcome=outcome,
            library=self._identity,
            versions=self._versions,
        )

    def _added(self, batch: list[Extraction], refused: list[Failure]) -> Iterator[Added]:
        """Add documents together, or one by one where the library refuses one of them."""
        try:
            yield from list(self._library.add_all(batch, self._run))
        except InputError as error:
            if len(batch) == 1:
                name = batch[0].document.name
                reason = str(error).removeprefix(f"{name}: ")
                refused.append(Failure(path=name, kind="unreadable", reason=reason))
                return
            for extraction in batch:
                yield from self._added([extraction], refused)

    def _first_run(self) -> str:
        runs = self._library.runs()
        return runs[0].run.uid if runs else ""
