"""Auditing many documents: one that cites patients waits until the reports cited may be at hand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from epicrisis.audit.reports import Reports
from epicrisis.diagnostics.base import Audited, Outcome, Unread
from epicrisis.diagnostics.settings import Settings
from epicrisis.model import Course, Document

Told = tuple[Document, Sequence[Course]]


def audited(
    reads: Iterable[tuple[Path, Told | str]],
    settings: Settings,
    refuse: Callable[[Path, Exception], str],
    beside: Reports | None = None,
) -> Iterator[Outcome]:
    """Audit documents as they come; those with patients of other reports are given last.

    Of a document that waits no more is kept than its findings and the patients that it cites.

    Args:
        reads: Each path with what was read in it, or with the reason why nothing was.
        settings: What is asked.
        refuse: What to do with a document over which the audit itself fails: gives the reason.
        beside: Other reports that are at hand already; those read are added to it.
    """
    reports = Reports() if beside is None else beside
    waiting: list[tuple[Audited, list[Course]]] = []
    compares = settings.compares
    for path, read in reads:
        if isinstance(read, str):
            yield Unread(str(path), read)
            continue
        document, courses = read
        cited = [course for course in courses if course.cited] if compares else []
        try:
            outcome = settings.audited(path, document, courses)
            if compares:
                reports.add(document, courses, name=str(path))
        except Exception as error:
            yield Unread(str(path), refuse(path, error))
            continue
        if cited:
            waiting.append((outcome, cited))
        else:
            yield outcome
    for outcome, cited in waiting:
        try:
            yield settings.compared(outcome, cited, reports)
        except Exception as error:
            yield Unread(outcome.path, refuse(Path(outcome.path), error))
