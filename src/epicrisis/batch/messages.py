"""What goes between a process that works and the one that minds it: a JSON object a line."""

import json
from typing import Any

from epicrisis.batch.records import Outcome, SourceFile, Spot
from epicrisis.batch.shards import Job


def job_line(job: Job) -> bytes:
    """Write a job as one line."""
    skip = [[*spot, *why] for spot, why in job.skip.items()]
    return json.dumps({**job._asdict(), "skip": skip}).encode() + b"\n"


def job_from(line: bytes) -> Job:
    """Read a job back."""
    told: dict[str, Any] = json.loads(line)
    files = tuple(SourceFile(*file) for file in told.pop("files"))
    skip = {Spot(*entry[:3]): (entry[3], entry[4]) for entry in told.pop("skip")}
    return Job(files=files, skip=skip, **told)


def outcome_line(outcome: Outcome) -> bytes:
    """Write what a job gave."""
    return b'{"done": %s}\n' % outcome.model_dump_json().encode()


def stopped_line(reason: str) -> bytes:
    """Write why nothing more can be done at all, as when a disk is full."""
    return json.dumps({"stopped": reason}).encode() + b"\n"


def said(line: bytes) -> Outcome | str | None:
    """Read what a process said: what its job gave, or why it cannot be done.

    A line that is none of these (half of one, from a process that was killed) gives None.
    """
    try:
        told = json.loads(line)
        return Outcome.model_validate(told["done"]) if "done" in told else str(told["stopped"])
    except (ValueError, KeyError, TypeError):
        return None
