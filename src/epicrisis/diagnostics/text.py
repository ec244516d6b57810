"""Findings as a compiler prints them: place, message, the line with its words underlined."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import TextWrapper

from epicrisis.diagnostics.base import Audited, Format, Look, Outcome, Tally, Unread, counted
from epicrisis.diagnostics.places import Lines, Place
from epicrisis.diagnostics.snippets import Row, Stretch, rows
from epicrisis.diagnostics.visible import visible
from epicrisis.model import Anchor, Finding

_SHOWN = 6  # counterparts that are quoted; of the others the places are named
_HINTS = 3  # codes that the last line names
_INDENT = "    "
_LEAST = 24  # cells of a message beside its place; with less it begins on the next line


def write_text(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    """Write each finding with the lines it is about, and a summary."""
    tally, codes, doubted, derived = Tally(), dict[str, None](), 0, list[str]()
    for outcome in outcomes:
        tally.add(outcome)
        if isinstance(outcome, Unread) or not outcome.findings:
            continue
        doubted += 1
        codes.update((finding.code, None) for finding in outcome.findings)
        derived += [] if outcome.raw else [outcome.path]
        lines = Lines(outcome.document.text)
        for finding in outcome.findings:
            yield excerpt(outcome, finding, lines, look) + "\n"
    yield _summary(tally, doubted, look)
    if derived:
        named = visible(derived[0]) if len(derived) == 1 else f"{len(derived)} files"
        yield f"Lines and columns of {named} count in the text as read, without the mark-up.\n"
    if codes:
        names = " ".join(codes) if len(codes) <= _HINTS else "CODE"
        what = "the check asks" if len(codes) == 1 else "a check asks"
        yield f"What {what} and why: {look.paint('code', f'epicrisis explain {names}')}\n"


def _summary(tally: Tally, doubted: int, look: Look) -> str:
    documents = counted(tally.documents, "document")
    unread = f"; {counted(tally.unread, 'file')} could not be read" if tally.unread else ""
    if not tally.findings:
        return look.paint("heading", f"No findings in {documents}") + f"{unread}.\n"
    within = documents if doubted == tally.documents else f"{doubted:,} of {documents}"
    found = look.paint("heading", f"{counted(tally.findings, 'finding')} in {within}")
    return f"{found}: {tally.by_severity()}{unread}.\n"


def excerpt(audited: Audited, finding: Finding, lines: Lines, look: Look) -> str:
    """Give one finding: what is said, where, the counterparts with their places, the reading."""
    path, place = visible(audited.path), lines.place(finding.anchors[0])
    head = _head(f"{path}:{place}", finding, look)
    others = [lines.place(anchor) for anchor in counterparts(finding)]
    frame = _Frame(path, place, others[:_SHOWN], lines, finding.severity, look)
    return "\n".join([head, *frame.lines(), *frame.notes(audited, finding, others[_SHOWN:])]) + "\n"


def _head(place: str, finding: Finding, look: Look) -> str:
    """Say where, how grave, which check, and what; a message that is broken goes on set in."""
    label, message = f"{finding.severity} {finding.code}", visible(finding.message)
    lead = f"{look.paint('place', place)}: {look.paint(finding.severity, label)}:"
    if not look.wrap:
        return f"{lead} {look.paint('heading', message)}"
    begun = len(place) + len(label) + 4
    inside = begun + _LEAST < look.width
    filler = TextWrapper(
        look.width,
        initial_indent=" " * begun if inside else _INDENT,
        subsequent_indent=_INDENT,
        break_on_hyphens=False,
    )
    broken = [line.strip() for line in filler.wrap(message)]
    lines = [look.paint("heading", line) for line in broken]
    first = f"{lead} {lines.pop(0)}" if inside and lines else lead
    return "\n".join([first, *(_INDENT + line for line in lines)])


def counterparts(finding: Finding) -> tuple[Anchor, ...]:
    """Give the places of a finding behind the first that are in its document, each once."""
    here = finding.anchors[0].document
    places = dict.fromkeys((*finding.anchors[1:], *finding.related))
    return tuple(anchor for anchor in places if anchor.document == here)


def elsewhere(audited: Audited, finding: Finding) -> Iterator[tuple[str, Anchor]]:
    """Give the counterparts in other documents, each with the name of its document."""
    here = finding.anchors[0].document
    for anchor in dict.fromkeys(finding.related):
        if anchor.document != here:
            yield audited.others.get(anchor.document, anchor.document), anchor


def in_context(anchor: Anchor) -> str:
    """Quote an anchor with the words around it, on one line."""
    return " ".join(f"…{anchor.prefix}{anchor.exact}{anchor.suffix}…".split())


class _Frame:
    """The quoted lines of a finding beside their numbers."""

    def __init__(
        self,
        path: str,
        place: Place,
        others: Sequence[Place],
        lines: Lines,
        severity: str,
        look: Look,
    ) -> None:
        self.path, self.place, self.severity, self.look = path, place, severity, look
        largest = max(one.end_line for one in (place, *others))
        self.margin = len(str(largest))
        self.rows = list(rows(lines, (place, *others), look.width - self.margin - 3))

    def lines(self) -> Iterator[str]:
        yield self._gutter()
        before: Row | None = None
        for row in self.rows:
            ours = any(mark[2].place == self.place for mark in row.marks)
            begun = next((m[2].place for m in row.marks if m[2].first), None)
            if before and not ours and begun:
                arrow = self.look.paint("gutter", " " * self.margin + ":::")
                yield f"{arrow} {self.look.paint('place', f'{self.path}:{begun}')}"
            elif before and row.line > before.line + 1:
                yield self.look.paint("gutter", "." * max(3, self.margin))
            yield f"{self._gutter(row.line)} {row.text}"
            yield f"{self._gutter()} {self._underline(row, before is not None and not ours)}"
            before = row

    def notes(self, audited: Audited, finding: Finding, more: Sequence[Place]) -> Iterator[str]:
        lead = self.look.paint("gutter", " " * self.margin + " =")
        if more:
            named = ", ".join(map(str, more[:_SHOWN])) + (", …" if len(more) > _SHOWN else "")
            yield f"{lead} and {counted(len(more), 'place')} more: {named}"
        for name, anchor in list(elsewhere(audited, finding))[:_SHOWN]:
            there = self.look.paint("place", visible(name))
            yield f"{lead} {there}: {visible(in_context(anchor))}"
        if finding.suggestion:
            yield f"{lead} probably: {self.look.paint('reading', visible(finding.suggestion))}"
        if finding.status != "open":
            by = f" by {visible(finding.decided_by)}" if finding.decided_by else ""
            yield f"{lead} {finding.status}{by}"

    def _gutter(self, line: int | None = None) -> str:
        number = "" if line is None else str(line)
        return self.look.paint("gutter", f"{number:>{self.margin}} |")

    def _underline(self, row: Row, alone: bool) -> str:
        """Underline what a row holds; a counterpart in the line of another place is named."""
        parts, at, named = [], 0, list[str]()
        for cell, length, stretch in row.marks:
            ours = stretch.place == self.place
            if not ours and not alone and stretch.first:
                named.append(str(stretch.place))
            length -= max(0, at - cell)
            if length <= 0:
                continue
            parts.append(" " * max(0, cell - at) + self._mark(stretch, length))
            at = max(at, cell) + length
        if named:
            parts.append(" " + self.look.paint("counterpart", f"see {', '.join(named)}"))
        return "".join(parts)

    def _mark(self, stretch: Stretch, length: int) -> str:
        ours = stretch.place == self.place
        role = self.severity if ours else "counterpart"
        return self.look.paint(role, ("^" if ours else "-") * length)


TEXT = Format(
    "text", "for people: the lines with what is doubtful underlined", (".txt",), write_text
)
