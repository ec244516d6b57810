"""What a check is: a named question to a document and its courses, answered by findings.

A check never edits and never raises over what a report prints: doubtful print is what it is for.
It stays silent unless it can say what is wrong, because an alarm that is often false is not read.

Severities: `error`, the reader is misled; `warning`, both statements cannot be right; `note`,
worth asking the author.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, get_args

from epicrisis.model import Anchor, AnyEvent, Course, Document, Finding
from epicrisis.model.findings import Severity

if TYPE_CHECKING:
    from epicrisis.audit.reports import Report

Span = tuple[int, int]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)  # the gravest first


def place_of(event: AnyEvent) -> Span:
    """Give where an event is stated most fully."""
    return event.anchors[0].start, event.anchors[0].end


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check's function says; code, severity and quotes are added by `Rule`.

    `place` is the span of `Document.text` to underline, `related` are the counterparts, `beside`
    those in other documents. `severity` is set only where it differs from the check's own.
    """

    message: str
    place: Span
    related: tuple[Span, ...] = ()
    suggestion: str | None = None
    events: tuple[str, ...] = ()
    course: str = ""
    severity: Severity | None = None
    beside: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up text that shows a check at work; the documentation prints it, the tests run it.

    Lines with tabs form a table, lines that begin with `[1]` the reference list, lines that begin
    with `a: ` below a table its footnotes. `events` describes events of a course about the text:
    the fields of the model, with `quote` in place of the anchors; `age` the words that state the
    patient's age, and the years; `sex` the words that state it, and the value. `repairs` are what
    the reader took for other letters: as printed, and as read. `flattened` tables have lost their
    empty cells. `cited` are the words that name whose patient it is where it is somebody else's,
    `beside` another report at hand, and `by` the first author, year and title of a report
    (`Okoro 2019: On lungs`).
    """

    text: str
    events: tuple[dict[str, Any], ...] = ()
    age: tuple[str, float] | None = None
    sex: tuple[str, str] | None = None
    repairs: tuple[tuple[str, str], ...] = ()
    flattened: bool = False
    cited: str = ""
    by: str = ""
    beside: "Example | None" = None


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts on which a check fires, and look-alikes on which it must keep still."""

    fires: tuple[Example, ...]
    still: tuple[Example, ...]


class Check(Protocol):
    """A question to a document and its courses.

    `code` is stable: three capitals for the family and three digits. `title` is one line,
    `references` are the sources of the rule.
    """

    @property
    def code(self) -> str:
        """Stable code, `DOS001`."""

    @property
    def title(self) -> str:
        """What is wrong where it fires, in one line."""

    @property
    def severity(self) -> Severity:
        """How much it matters, unless the finding itself says otherwise."""

    @property
    def references(self) -> tuple[str, ...]:
        """Sources of the rule; empty for plain arithmetic."""

    @property
    def asks(self) -> str:
        """What it does, in a sentence or a paragraph; empty where the title says it all."""

    @property
    def examples(self) -> Examples:
        """Texts on which it fires and on which it keeps still."""

    def run(self, document: Document, courses: Sequence[Course]) -> Iterator[Finding]:
        """Give the doubtful places."""


Question = Callable[[Document, Sequence[Course]], Iterator[Remark]]
Comparing = Callable[[Course, "Report"], Iterator[Remark]]
_Asked = TypeVar("_Asked")


@dataclass(frozen=True, slots=True)
class _Made(Generic[_Asked]):
    """A check made of one function."""

    code: str
    title: str
    severity: Severity
    references: tuple[str, ...]
    question: _Asked
    examples: Examples

    @property
    def family(self) -> str:
        """The first three letters of the code."""
        return self.code[:3]

    @property
    def asks(self) -> str:
        """What the question's docstring says, its paragraphs one line each."""
        paragraphs = cleandoc(self.question.__doc__ or "").split("\n\n")
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)

    def signed(self, document: Document, remarks: Iterator[Remark]) -> Iterator[Finding]:
        """Sign remarks with code and severity, quoted from the text."""
        for remark in remarks:
            related = [_quote(document, span) for span in dict.fromkeys(remark.related)]
            yield Finding(
                code=self.code,
                severity=remark.severity or self.severity,
                message=remark.message,
                anchors=(_quote(document, remark.place),),
                related=(*related, *dict.fromkeys(remark.beside)),
                suggestion=remark.suggestion,
                events=remark.events,
                course=remark.course,
            )


@dataclass(frozen=True, slots=True)
class Rule(_Made[Question]):
    """A question to one document and its courses."""

    def run(self, document: Document, courses: Sequence[Course]) -> Iterator[Finding]:
        """Ask the question and sign the remarks."""
        remarks = [*self.question(document, courses)]
        return self.signed(document, iter(remarks)) if remarks else iter(())


@dataclass(frozen=True, slots=True)
class Comparison(_Made[Comparing]):
    """A question to a cited patient and the report that the patient is from."""

    def run(self, document: Document, courses: Sequence[Course]) -> Iterator[Finding]:
        """Find nothing: no other report is at hand."""
        return iter(())

    def compare(
        self, document: Document, pairs: Iterable[tuple[Course, "Report"]]
    ) -> Iterator[Finding]:
        """Ask the question of cited patients, each with the own report."""
        for course, report in pairs:
            yield from self.signed(document, self.question(course, report))


def _quote(document: Document, span: Span) -> Anchor:
    return Anchor.at(document.id, document.text, *span)
