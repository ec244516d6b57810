"""Thousands of files: shards, resuming, quarantine; on the processors here or a cluster."""

from epicrisis.batch.adding import Citing, add, journal_place
from epicrisis.batch.minding import Limits
from epicrisis.batch.records import Failure
from epicrisis.batch.results import QUARANTINE
from epicrisis.batch.running import Options, run
from epicrisis.batch.watching import Summary, Watcher

__all__ = [
    "QUARANTINE",
    "Citing",
    "Failure",
    "Limits",
    "Options",
    "Summary",
    "Watcher",
    "add",
    "journal_place",
    "run",
]
