"""The folder of results: parts of tables, the list of what is in quarantine, the manifest."""

import json
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import Any, Final

from epicrisis.batch.engine import engine
from epicrisis.batch.folders import Target
from epicrisis.batch.journal import RECORDS, Journal, Plan
from epicrisis.batch.ledger import COLUMNS
from epicrisis.batch.records import TABLES, Failure
from epicrisis.batch.trials import Finished
from epicrisis.batch.watching import Summary, quarantined
from epicrisis.errors import InputError
from epicrisis.exports.snapshot_tables import TABLES as SNAPSHOT
from epicrisis.model import COURSE_VERSION

KIND: Final = "epicrisis.batch"
VERSION: Final = "1"  # of the layout of the folder
MANIFEST: Final = "manifest.jsonl"
QUARANTINE: Final = "quarantine.jsonl"


def claim(target: Target) -> None:
    """Make sure that a folder is empty or ours, since strange parts in it will be removed.

    Raises:
        InputError: It is neither.
    """
    mark = f"{RECORDS}/.ours"
    if target.read(mark) is not None:
        return
    if target.names() or any(target.names(table) for table in TABLES):
        raise InputError(
            f"{target.place}: expected an empty folder or one that `epicrisis run` has written, "
            "found something else. Name another folder."
        )
    target.write(mark, b"")


def publish(target: Target, finished: Finished) -> None:
    """Put a shard's parts where they belong; they count when its record is written."""
    name = finished.shard.name
    tables = finished.outcome.parts
    target.publish(
        {part_name(table, name): finished.folder / f"{table}.parquet" for table in tables}
    )


def part_name(table: str, shard: str) -> str:
    """Give the name of a part below the folder."""
    return f"{table}/{shard}.parquet"


def sweep(target: Target, journal: Journal, plan: Plan) -> None:
    """Remove what belongs to no shard of the plan, and the manifest if the folder is not whole."""
    names = set(plan.names)
    strays = journal.strays(names)
    parts = [
        f"{table}/{part}"
        for table in TABLES
        for part in target.names(table)
        if part.removesuffix(".parquet") not in names
    ]
    if plan.pending or strays or parts:
        target.remove(MANIFEST)
    for name in strays:
        journal.forget(name)
    for part in parts:
        target.remove(part)


def conclude(target: Target, journal: Journal, plan: Plan, version: str) -> Summary:
    """Write the list of what is in quarantine, and then the manifest: the folder is whole."""
    summary = Summary(files=plan.files)
    rows = dict.fromkeys(TABLES, 0)
    lines, failed = [_head(version)], []
    for name in plan.names:
        record = journal.record(name)
        if record is None:
            raise InputError(f"{target.place}: somebody removed parts while they were written")
        summary = summary.plus(record.outcome)
        failed += quarantined(record.outcome.failures)
        parts = {table: part.model_dump() for table, part in record.outcome.parts.items()}
        for table, part in record.outcome.parts.items():
            rows[table] += part.rows
        lines.append({"shard": name, "files": record.files, "parts": parts})
    totals = summary._asdict()
    told = ("files", "documents", "cases", "failures", "quarantined")
    lines.append({**{name: totals[name] for name in told}, "rows": rows})
    target.write(QUARANTINE, quarantine_lines(failed))
    target.write(MANIFEST, "".join(json.dumps(line) + "\n" for line in lines).encode())
    return summary


def quarantine_lines(failures: list[Failure]) -> bytes:
    """Write failures as JSON lines."""
    lines = (failure.model_dump_json(exclude_defaults=True) + "\n" for failure in failures)
    return "".join(lines).encode()


def _head(version: str) -> dict[str, Any]:
    kinds = {"string": "text", "int64": "whole"}
    columns = {table: {column.name: column.kind for column in of} for table, of in SNAPSHOT.items()}
    columns["files"] = {name: kinds[kind] for name, kind, _, _ in COLUMNS}
    return {
        "kind": KIND,
        "version": VERSION,
        "epicrisis": version,
        "engine": engine(),
        "pyarrow": _pyarrow(),
        "course_version": COURSE_VERSION,
        "tables": columns,
    }


def _pyarrow() -> str:
    try:
        return version_of("pyarrow")
    except PackageNotFoundError:
        return ""
