"""What somebody asks of the audit: which checks, how grave, and not of which files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from os.path import relpath
from pathlib import Path

from epicrisis.audit.registry import audit, codes, compare, compares
from epicrisis.audit.reports import Reports
from epicrisis.diagnostics.base import Audited
from epicrisis.model import Course, Document
from epicrisis.model.findings import Severity


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked; the defaults are those of the command line.

    `folder` is where the patterns of `per_file_ignores` begin.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = "note"
    format: str = ""
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    folder: Path = Path()

    def overruled(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        min_severity: Severity | None = None,
    ) -> "Settings":
        """Give the settings with what was said nearer at hand; nothing said leaves them.

        Names may be joined by commas or blanks. Who selects sets aside what was ignored before,
        and is shown all that it finds.

        Raises:
            UnknownNameError: A name is neither a check nor a family.
        """
        chosen, left = _names(select), _names(ignore)
        codes((*chosen, *left))
        return replace(
            self,
            select=chosen or self.select,
            ignore=left or (() if chosen else self.ignore),
            min_severity=min_severity or ("info" if chosen else self.min_severity),
        )

    def audited(self, path: Path, document: Document, courses: Sequence[Course]) -> Audited:
        """Audit a document as these settings ask for it."""
        found = audit(
            document,
            courses,
            select=self.select,
            ignore=(*self.ignore, *self.ignored_in(path)),
            min_severity=self.min_severity,
        )
        return Audited(str(path), document, tuple(found))

    def compared(self, outcome: Audited, courses: Sequence[Course], beside: Reports) -> Audited:
        """Hold the patients that an audited document cites against other reports."""
        found = compare(
            outcome.document,
            courses,
            beside,
            outcome.findings,
            select=self.select,
            ignore=(*self.ignore, *self.ignored_in(Path(outcome.path))),
            min_severity=self.min_severity,
        )
        return replace(outcome, findings=tuple(found), others=beside.names)

    @property
    def compares(self) -> bool:
        """Whether anything is asked for which other reports are needed."""
        return compares(self.select, self.ignore)

    def ignored_in(self, path: Path) -> tuple[str, ...]:
        """Give the codes that are not asked of a file, by its name or its path from `folder`."""
        if not self.per_file_ignores:
            return ()
        try:
            beside = Path(relpath(path.absolute(), self.folder.absolute())).as_posix()
        except ValueError:  # on another drive
            beside = path.as_posix()
        return tuple(
            code
            for pattern, ignored in self.per_file_ignores
            if fnmatchcase(beside, pattern) or fnmatchcase(path.name, pattern)
            for code in ignored
        )


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.upper() for part in given for name in part.replace(",", " ").split())
