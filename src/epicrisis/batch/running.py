"""A folder of reports to a folder of Parquet tables, going on from whatever is there.

The folder holds one folder a table with a part for each shard, `quarantine.jsonl`, and at last
`manifest.jsonl`: a folder that has it is whole. The same files give the same bytes, however many
processes there were and however often they were killed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from epicrisis.batch.cluster import on_cluster
from epicrisis.batch.engine import engine
from epicrisis.batch.folders import Target
from epicrisis.batch.journal import Journal, Plan
from epicrisis.batch.minding import Limits
from epicrisis.batch.planning import SHARD_FILES, shards
from epicrisis.batch.records import Outcome, Shard, ShardRecord
from epicrisis.batch.remote import files_below, target_at
from epicrisis.batch.results import VERSION, claim, conclude, publish, sweep
from epicrisis.batch.shards import Job
from epicrisis.batch.supervisor import Pool, stopping
from epicrisis.batch.watching import Count, Nobody, Summary, Watcher
from epicrisis.errors import MissingExtraError


@dataclass(frozen=True)
class Options:
    """How a run is done. Results depend on `shard_files` alone, and only in how parts are cut.

    Attributes:
        workers: Processes side by side; by default as many as there are processors for us.
        limits: What one document may take.
        shard_files: Files of a shard on average.
        retry: Try files in quarantine again.
        scheduler: Address of a Dask scheduler that has the work done elsewhere.
    """

    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    shard_files: int = SHARD_FILES
    retry: bool = False
    scheduler: str = ""

    @property
    def processes(self) -> int:
        """How many processes there are to be."""
        if self.workers:
            return self.workers
        ours = getattr(os, "sched_getaffinity", None)
        return len(ours(0)) if ours else os.cpu_count() or 1


def run(
    source: str,
    output: str,
    *,
    version: str,
    options: Options | None = None,
    watch: Watcher | None = None,
) -> Summary:
    """Read all reports below a folder into Parquet tables; what is there already is kept.

    Args:
        source: A folder (or a single file): a path, or a URL that fsspec knows.
        output: The folder to write, likewise.
        version: Version of epicrisis.
        options: How it is done.
        watch: Who is told how it goes.

    Raises:
        InputError: There is no such folder, or the output is something else or in use.
        MissingExtraError: pyarrow is not installed, or what a URL needs.
        BatchError: It cannot go on; the same call goes on from there.
    """
    options, watch = options or Options(), watch or Nobody()
    if find_spec("pyarrow") is None:
        raise MissingExtraError("a folder of tables", "pyarrow", "parquet")
    target = target_at(output)
    settings = {"engine": engine(), "version": version, "layout": VERSION}
    with stopping():
        claim(target)
    with stopping(), target.working() as scratch:
        journal = Journal(target, retry=options.retry)
        cut = shards(files_below(source, apart_from=output), settings, size=options.shard_files)
        plan = Plan(scratch / "plan.jsonl", cut, journal)
        watch.planned(plan.files, plan.done)
        sweep(target, journal, plan)
        for name in plan.held:
            tell(watch, journal.record(name))
        peak = _work(plan, journal, Job((), "tables", "", version), target, options, scratch, watch)
        summary = conclude(target, journal, plan, version)
    return summary._replace(skipped=plan.done, shards=len(plan.pending), peak=peak)


def _work(
    plan: Plan,
    journal: Journal,
    job: Job,
    target: Target,
    options: Options,
    scratch: Path,
    watch: Watcher,
) -> int:
    """Work off what is pending; give the most memory that a process held."""
    count = Count(watch, plan.done)
    workers = min(options.processes, len(plan.pending))
    with closing(Pool(workers, options.limits, scratch)) as pool:
        if options.scheduler:
            outcomes = on_cluster(options.scheduler, plan, job, target.place, options.limits)
        else:
            outcomes = _here(pool, plan, job, target, count.under_way)
        for shard, outcome in outcomes:
            record = ShardRecord(
                name=shard.name, stamp=shard.stamp, files=len(shard.files), outcome=outcome
            )
            journal.write(record)
            count.add(record.files)
            tell(watch, record)
        return pool.peak


def _here(
    pool: Pool, plan: Plan, job: Job, target: Target, moved: Callable[[int], None]
) -> Iterator[tuple[Shard, Outcome]]:
    for finished in pool.map(plan, job, moved):
        publish(target, finished)
        yield finished.shard, finished.outcome


def tell(watch: Watcher, record: ShardRecord | None) -> None:
    """Tell of the failures of a shard."""
    for failure in record.outcome.failures if record else ():
        watch.failed(failure)
