"""Auditing many documents: one that cites patients waits until the reports cited may be at hand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from epicrisis.audit.reports import Reports
from epicrisis.diagnostics.base import Outcome, Unread
from epicrisis.diagnostics.settings import Settings
from epicrisis.model import Course, Document

Told = tuple[Document, Sequence[Course]]


def audited(
    reads: Iterable[tuple[Path, Told | str]],
    settings: Settings,
    refuse: Callable[[Path, Exception], str],
    beside: Reports | None = None,
) -> Iterator[Outcome]:
    """Audit documents as they come; those with patients of other reports come last.

    Args:
        reads: Each path with what was read in it, or with the reason why nothing was.
        settings: What is asked.
        refuse: What to do with a document over which the audit itself fails: gives the reason.
        beside: Other reports that are at hand already; those read are added to it.
    """
    reports = Reports() if beside is None else beside
    waiting: list[tuple[Path, Told]] = []

    def judged(path: Path, told: Told) -> Outcome:
        try:
            return settings.audited(path, *told, beside=reports)
        except Exception as error:
            return Unread(str(path), refuse(path, error))

    for path, read in reads:
        if isinstance(read, str):
            yield Unread(str(path), read)
            continue
        reports.add(*read, name=str(path))
        if any(course.cited for course in read[1]):
            waiting.append((path, read))
        else:
            yield judged(path, read)
    for path, told in waiting:
        yield judged(path, told)
