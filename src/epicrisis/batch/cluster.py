"""The same shards on the machines of a Dask cluster.

A task is a shard. On whatever machine it runs, it is minded as it is here: a process of its own
reads, so that a document that hangs or crashes costs neither the task nor the Dask worker. A worker
that is lost with its machine is Dask's to replace; where a shard takes worker after worker along,
its files are tried one by one and the culprits go into quarantine.

Every machine must see the files and the folder of results under the same path or URL.
"""

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from threading import local
from typing import Any, Final
from uuid import uuid4

from epicrisis.batch.engine import engine
from epicrisis.batch.folders import WORK
from epicrisis.batch.minding import Limits
from epicrisis.batch.records import Kind, Outcome, Shard, Spot
from epicrisis.batch.remote import is_remote, target_at
from epicrisis.batch.results import publish
from epicrisis.batch.shards import Job
from epicrisis.batch.supervisor import Pool
from epicrisis.errors import BatchError, InputError, MissingExtraError

Skip = dict[Spot, tuple[Kind, str]]
PATIENCE: Final = "15s"  # for the scheduler to answer
_MOST_LOSSES: Final = 3  # of one shard, by no file of its own
_AHEAD: Final = 2  # tasks handed in for each thread of the cluster
_held = local()


def on_cluster(
    address: str, shards: Iterable[Shard], job: Job, place: str, limits: Limits
) -> Iterator[tuple[Shard, Outcome]]:
    """Have shards worked off and published; give each when it is finished, in whatever order.

    Args:
        address: Of the scheduler, `tcp://host:8786`.
        shards: Taken one by one.
        job: What is to be done with each of them.
        place: The folder of results.
        limits: What a document may take.

    Raises:
        MissingExtraError: dask.distributed is not installed.
        InputError: No scheduler answers at that address.
    """
    dask = _dask()
    try:
        client = dask.Client(address, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise InputError(f"{address}: no Dask scheduler answers there ({error})") from error
    with client:
        yield from _Cluster(dask, client, job, place, limits).map(iter(shards))


class _Cluster:
    def __init__(self, dask: Any, client: Any, job: Job, place: str, limits: Limits) -> None:
        self._dask, self._client = dask, client
        here = place if is_remote(place) else os.path.abspath(place)
        self._arguments = (job, here, limits)
        self._tasks = dask.as_completed([], loop=client.loop)
        self._shards: dict[Any, tuple[Shard, Skip]] = {}
        self._spared: Counter[str] = Counter()

    def map(self, shards: Iterator[Shard]) -> Iterator[tuple[Shard, Outcome]]:
        """Keep so many tasks under way that nobody waits, and no more."""
        waiting = deque[tuple[Shard, Skip]]()
        while True:
            most = _AHEAD * max(1, sum(self._client.nthreads().values()))
            while len(self._shards) < most:
                following = waiting.popleft() if waiting else next(((s, {}) for s in shards), None)
                if following is None:
                    break
                self._submit(*following)
            if not self._shards:
                return
            future = next(self._tasks)
            shard, skip = self._shards.pop(future)
            try:
                yield shard, Outcome.model_validate_json(future.result())
            except self._dask.KilledWorker:
                waiting.append((shard, self._culprits(shard, skip)))

    def _submit(self, shard: Shard, skip: Skip) -> None:
        future = self._client.submit(work_off_shard, *self._given(shard, skip=skip), pure=False)
        self._shards[future] = (shard, skip)
        self._tasks.add(future)

    def _given(self, shard: Shard, **changed: Any) -> tuple[Any, ...]:
        job, place, limits = self._arguments
        return shard, job._replace(**changed), place, limits, engine()

    def _culprits(self, shard: Shard, skip: Skip) -> Skip:
        """Try the files of a shard one by one, and give those that take a worker along."""
        found = dict(skip)
        for number, file in enumerate(shard.files):
            if Spot(number, 0, True) in skip:
                continue
            alone = shard._replace(files=(file,))
            if self._is_fatal(self._given(alone, task="trial", skip={})):
                found[Spot(number, 0, True)] = ("crash", "every Dask worker that read it was lost")
        if len(found) == len(skip):
            self._spared[shard.name] += 1  # it was on a worker that another shard took along
            if self._spared[shard.name] > _MOST_LOSSES:
                raise BatchError("Dask workers are lost, but not by any one file")
        return found

    def _is_fatal(self, given: tuple[Any, ...]) -> bool:
        """Say whether a task takes workers along, twice over, so that no neighbour is blamed."""
        for _ in range(2):
            try:
                self._client.submit(work_off_shard, *given, pure=False).result()
            except self._dask.KilledWorker:
                continue
            return False
        return True


def work_off_shard(shard: Shard, job: Job, place: str, limits: Limits, expected: str) -> str:
    """Work off a shard on the machine this runs on, publish its parts, and give what came of it.

    Raises:
        InputError: Another version of epicrisis runs here than where the shard comes from.
    """
    if engine() != expected:
        raise InputError("a Dask worker has another version of epicrisis or of what it reads by")
    told = ""
    try:
        for finished in _pool(place, limits).map([shard], job):
            if job.task == "tables":
                publish(target_at(place), finished)
            told = finished.outcome.model_dump_json()
    except BaseException:
        _held.key = None  # the next shard gets a process of its own
        raise
    return told


def _pool(place: str, limits: Limits) -> Pool:
    """Give this thread's process; it stays for the next shard, and ends with the Dask worker."""
    if getattr(_held, "key", None) != (place, limits):
        if hasattr(_held, "pool"):
            _held.pool.close()
        folder = mkdtemp(prefix="epicrisis-") if is_remote(place) else Path(place, WORK, "dask")
        _held.key, _held.pool = (place, limits), Pool(1, limits, Path(folder, uuid4().hex))
    pool: Pool = _held.pool
    return pool


def _dask() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise MissingExtraError("a Dask scheduler", "distributed", "dask") from error
