"""Runs of adding: which program, with which settings, when, and what came of it."""

import json

from sqlalchemy import Connection, func, select, update

from epicrisis.store.records import RunRecord, RunSummary, now
from epicrisis.store.rows import run_from, run_row
from epicrisis.store.tables import runs


def end_run(connection: Connection, run: RunRecord, counts: dict[str, int]) -> None:
    """Write down, once, that a run has ended."""
    pk = connection.execute(select(runs.c.pk).where(runs.c.uid == run.uid)).scalar()
    if pk is None:  # it found everything there already
        pk = (connection.execute(select(func.max(runs.c.pk))).scalar() or 0) + 1
        connection.execute(runs.insert(), {"pk": pk, **run_row(run)})
    ended = update(runs).where(runs.c.pk == pk, runs.c.finished_at.is_(None))
    connection.execute(ended.values(finished_at=now(), counts=json.dumps(counts, sort_keys=True)))


def all_runs(connection: Connection) -> list[RunSummary]:
    """Give all runs, the first first."""
    return [
        RunSummary(
            run=run_from(row),
            finished_at=row.finished_at,
            counts=json.loads(row.counts) if row.counts else {},
        )
        for row in connection.execute(select(runs).order_by(runs.c.pk))
    ]
