"""What is planned and what of it is finished, kept on disk and not in memory.

A shard is finished when its record is there, made under the stamp that the shard has today, and
its parts are there in full. Records are removed before the parts they vouch for are touched.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from epicrisis.batch.folders import Target
from epicrisis.batch.records import QUARANTINED, Shard, ShardRecord, SourceFile

RECORDS: Final = "_shards"


class Journal:
    """The records of finished shards in a folder.

    Args:
        target: The folder.
        retry: Take shards with files in quarantine for unfinished.
        valid: What else a record must fulfil to count.
    """

    def __init__(
        self,
        target: Target,
        *,
        retry: bool = False,
        valid: Callable[[ShardRecord], bool] = lambda record: True,
    ) -> None:
        self._target, self._retry, self._valid = target, retry, valid
        self._held = {name.removesuffix(".json") for name in target.names(RECORDS)}
        self._sizes: dict[str, dict[str, int]] = {}

    def finished(self, shard: Shard) -> ShardRecord | None:
        """Give the record of a shard if it still counts; remove it if not."""
        if shard.name not in self._held:
            return None
        record = self.record(shard.name)
        if record is not None and self._counts(record, shard):
            return record
        self._target.remove(_name(shard.name))
        return None

    def record(self, name: str) -> ShardRecord | None:
        """Give a record, None where there is none or half of one."""
        content = self._target.read(_name(name))
        try:
            return ShardRecord.model_validate_json(content) if content is not None else None
        except ValidationError:
            return None

    def write(self, record: ShardRecord) -> None:
        """Note that a shard is finished; from then on it counts."""
        content = record.model_dump_json(exclude_defaults=True) + "\n"
        self._target.write(_name(record.name), content.encode())

    def strays(self, names: set[str]) -> set[str]:
        """Give the finished shards that are not among these."""
        return self._held - names

    def forget(self, name: str) -> None:
        """Remove a record."""
        self._target.remove(_name(name))

    def _counts(self, record: ShardRecord, shard: Shard) -> bool:
        if record.stamp != shard.stamp or not self._valid(record):
            return False
        if self._retry and any(f.kind in QUARANTINED for f in record.outcome.failures):
            return False
        return all(
            self._there(table).get(f"{shard.name}.parquet") == part.bytes
            for table, part in record.outcome.parts.items()
        )

    def _there(self, table: str) -> dict[str, int]:
        if table not in self._sizes:
            self._sizes[table] = self._target.names(table)
        return self._sizes[table]


def _name(shard: str) -> str:
    return f"{RECORDS}/{shard}.json"


class Plan:
    """All shards of a run in order, on disk.

    Attributes:
        files: How many files there are.
        done: How many of them lie in shards that are finished already.
        names: All shards.
        pending: The shards that are not finished.
    """

    def __init__(self, path: Path, shards: Iterable[Shard], journal: Journal) -> None:
        self._path = path
        self.files = self.done = 0
        self.names: list[str] = []
        self.pending: set[str] = set()
        self.held: list[str] = []
        with path.open("w", encoding="ascii") as file:
            for shard in shards:
                self.names.append(shard.name)
                self.files += len(shard.files)
                if journal.finished(shard) is None:
                    self.pending.add(shard.name)
                    file.write(json.dumps(shard) + "\n")
                else:
                    self.held.append(shard.name)
                    self.done += len(shard.files)

    def __iter__(self) -> Iterator[Shard]:
        """Give the shards that are not finished."""
        with self._path.open(encoding="ascii") as lines:
            for line in lines:
                name, stamp, files = json.loads(line)
                yield Shard(name, stamp, tuple(SourceFile(*file) for file in files))
