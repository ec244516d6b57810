"""What a format of findings is: audited documents in, pieces of one text out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from epicrisis.audit.base import SEVERITIES
from epicrisis.model import Document, Finding

RAW_FORMATS = frozenset({"text", "markdown"})  # readers whose text is the file's own characters


@dataclass(frozen=True, slots=True)
class Audited:
    """A document with what the audit says of it; `path` is what the person called the file.

    `others` names the documents, by their ids, that findings may quote besides it.
    """

    path: str
    document: Document
    findings: tuple[Finding, ...]
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bool:
        """Whether lines and columns of the text are those of the file, mark-up being laid aside."""
        return self.document.format in RAW_FORMATS


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gave no document, and why."""

    path: str
    reason: str


Outcome = Audited | Unread


def plain(role: str, text: str) -> str:
    """Give text without colour."""
    del role
    return text


@dataclass(frozen=True, slots=True)
class Look:
    """How much room a reader has, and how roles become colours.

    `paint` is given a role (a severity, `code`, `place`, `gutter`, `counterpart`, `reading`,
    `heading`) and words that are one line; it changes how they look and not what they say. With
    `wrap`, long messages are broken between words; programs want them on one line.
    """

    width: int = 100
    wrap: bool = False
    paint: Callable[[str, str], str] = field(default=plain)


Write = Callable[[Iterable[Outcome], Look], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing findings, made of one function.

    `name` is stable; `title` says in a line what is written; `suffixes` are the endings of its
    files. A format of lines writes each document as it comes; the others hold what they print.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    write: Write


@dataclass(slots=True)
class Tally:
    """Counts what has gone by."""

    documents: int = 0
    unread: int = 0
    open: int = 0
    severities: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))

    def add(self, outcome: Outcome) -> None:
        """Count a document and its findings, or a file that gave none."""
        if isinstance(outcome, Unread):
            self.unread += 1
            return
        self.documents += 1
        for finding in outcome.findings:
            self.severities[finding.severity] += 1
            self.open += finding.status == "open"

    def counting(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Hand outcomes on, counting them."""
        for outcome in outcomes:
            self.add(outcome)
            yield outcome

    @property
    def exit_code(self) -> int:
        """2 where a file could not be read, else 1 where a finding is open, else 0."""
        return 2 if self.unread else int(self.open > 0)

    @property
    def findings(self) -> int:
        """All findings."""
        return sum(self.severities.values())

    def by_severity(self) -> str:
        """Say how many there are of each severity, the gravest first."""
        shown = (counted(number, name) for name, number in self.severities.items() if number)
        return ", ".join(shown)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun.

    >>> counted(1, "error"), counted(2, "error"), counted(3, "info")
    ('1 error', '2 errors', '3 info')
    """
    return f"{number:,} {noun}{'' if number == 1 or noun == 'info' else 's'}"


@cache
def version() -> str:
    """Give the version of the installed package, or 0 where it runs without being installed."""
    try:
        return metadata("epicrisis")["Version"]
    except PackageNotFoundError:
        return "0"
