"""Findings as one self-contained page, for a reader with a browser and nothing else.

It runs no script and fetches nothing; its policy forbids both. Every word of a report is escaped,
and controls that could turn a line round are shown by name.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from epicrisis.audit.base import SEVERITIES
from epicrisis.audit.families import why
from epicrisis.audit.registry import checks
from epicrisis.diagnostics.base import Audited, Format, Look, Outcome, Tally, Unread, counted
from epicrisis.diagnostics.passages import THERE, Passage, passages
from epicrisis.diagnostics.places import Lines
from epicrisis.diagnostics.text import elsewhere
from epicrisis.diagnostics.visible import printed, visible
from epicrisis.model import Anchor, Finding
from epicrisis.plots.shell import shell
from epicrisis.plots.svg import Markup, joined, tag

_AS_READ = "Lines and columns count in the text as read, without the mark-up."


def write_html(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    """Write one page: a summary, the findings by document with their quotes, the checks named."""
    del look
    tally, rows, sections = Tally(), list[Markup](), list[Markup]()
    clean, unread, codes = list[str](), list[Unread](), dict[str, None]()
    for outcome in outcomes:
        tally.add(outcome)
        if isinstance(outcome, Unread):
            unread.append(outcome)
        elif not outcome.findings:
            clean.append(outcome.path)
        else:
            rows.append(_row(outcome, len(rows) + 1))
            sections.append(_document(outcome, len(rows)))
            codes.update((finding.code, None) for finding in outcome.findings)
    main = tag(
        "main",
        _summary(tally),
        _overview(rows) if len(rows) > 1 else Markup(""),
        *sections,
        _clean(clean),
        _unread(unread),
        _checks(sorted(codes)),
        class_="audit",
    )
    style = files("epicrisis.diagnostics").joinpath("data", "page.css").read_text("utf-8")
    yield shell("Audit of case reports", _header(tally, codes), main, style=style)


def _header(tally: Tally, codes: Iterable[str]) -> Markup:
    links = [tag("a", "checks named here", href="#checks")] if any(codes) else []
    said = f"{counted(tally.findings, 'finding')}, {counted(tally.documents, 'document')}"
    return tag("header", tag("b", "epicrisis audit"), tag("span", said), tag("nav", *links))


def _summary(tally: Tally) -> Markup:
    documents = counted(tally.documents, "document")
    if not tally.findings:
        return joined([tag("h1", "Nothing doubtful found"), tag("p", documents, class_="lead")])
    shown = [(name, tally.severities[name]) for name in SEVERITIES if tally.severities[name]]
    tiles = [
        tag(
            "label",
            tag("b", f"{number:,}"),
            tag("span", counted(number, name).partition(" ")[2]),
            Markup(f'<input type="checkbox" id="f-{name}" checked>'),
            tag("span", "shown", class_="toggle"),
            class_=f"s-{name}",
        )
        for name, number in shown
    ]
    lead = "An error misleads the reader; of two statements under a warning both cannot be right; "
    return joined(
        [
            tag("h1", f"{counted(tally.findings, 'finding')} in {documents}"),
            tag("p", lead + "a note is worth asking the author.", class_="lead"),
            tag("fieldset", tag("legend", "By severity"), *tiles, class_="tiles"),
        ]
    )


def _overview(rows: Sequence[Markup]) -> Markup:
    names = [tag("th", f"{name}s", scope="col", class_="n") for name in SEVERITIES[:3]]
    head = tag("thead", tag("tr", tag("th", "Document", scope="col"), *names))
    return tag("table", head, tag("tbody", *rows), class_="grid")


def _row(audited: Audited, number: int) -> Markup:
    counts = [sum(f.severity == name for f in audited.findings) for name in SEVERITIES[:3]]
    cells = [tag("td", f"{n:,}" if n else "–", class_="n" if n else "n zero") for n in counts]
    link = tag("a", visible(audited.document.name), href=f"#d{number}")
    return tag("tr", tag("td", link, " ", tag("span", _title(audited), class_="zero")), *cells)


def _title(audited: Audited) -> str:
    return visible(audited.document.citation.title)


def _document(audited: Audited, number: int) -> Markup:
    lines, title = Lines(audited.document.text), _title(audited)
    path = visible(audited.path) + ("" if audited.raw else f". {_AS_READ}")
    return tag(
        "section",
        tag("h2", visible(audited.document.name)),
        tag("p", title, class_="title") if title else "",
        tag("p", path, class_="path"),
        *(_finding(finding, audited, lines) for finding in audited.findings),
        id=f"d{number}",
    )


def _finding(finding: Finding, audited: Audited, lines: Lines) -> Markup:
    first, *others = passages(finding, audited.document, lines)
    known = checks().get(finding.code)
    decided = f" by {visible(finding.decided_by)}" if finding.decided_by else ""
    head = tag(
        "header",
        tag("span", finding.severity, class_="badge"),
        tag("a", finding.code, href=f"#{finding.code}"),
        tag("span", known.title if known else ""),
        tag("span", finding.status + decided) if finding.status != "open" else "",
        tag("span", f"line {first.place.line}, column {first.place.column}", class_="where"),
    )
    reading = tag("p", "Probably: ", tag("b", visible(finding.suggestion or "")), class_="reading")
    return tag(
        "article",
        head,
        tag("h3", visible(finding.message)),
        _quoted(first),
        *(_counterpart(other) for other in others),
        *(_other_report(name, anchor) for name, anchor in elsewhere(audited, finding)),
        reading if finding.suggestion else "",
        class_=f"finding s-{finding.severity} {finding.status}",
    )


def _counterpart(passage: Passage) -> Markup:
    where = f"beside line {passage.place.line}, column {passage.place.column}"
    return _quoted(passage, tag("span", where, class_="where"))


def _other_report(name: str, anchor: Anchor) -> Markup:
    return tag(
        "blockquote",
        tag("span", visible(name), class_="where"),
        tag("span", visible(f"…{anchor.prefix}")),
        tag("mark", visible(anchor.exact), class_=THERE),
        tag("span", visible(f"{anchor.suffix}…")),
    )


def _quoted(passage: Passage, *lead: Markup) -> Markup:
    pieces = (
        tag("mark", _shown(words, passage.rows), class_=kind)
        if kind
        else tag("span", _shown(words, passage.rows))
        for words, kind in passage.pieces
    )
    return tag("blockquote", *lead, *pieces, class_="rows" if passage.rows else None)


def _shown(words: str, rows: bool) -> str:
    return printed(words) if rows else visible(words)


def _clean(paths: Sequence[str]) -> Markup:
    if not paths:
        return Markup("")
    named = ", ".join(map(visible, paths))
    heading = tag("h2", f"Without findings ({len(paths):,})")
    return tag("section", heading, tag("p", named, class_="clean"))


def _unread(files: Sequence[Unread]) -> Markup:
    if not files:
        return Markup("")
    items = [tag("li", tag("b", visible(one.path)), f": {visible(one.reason)}") for one in files]
    return tag("section", tag("h2", "Could not be read"), tag("ul", *items, class_="clean"))


def _checks(codes: Sequence[str]) -> Markup:
    known = [checks()[code] for code in codes if code in checks()]
    items = [
        part
        for check in known
        for part in (
            tag("dt", f"{check.code}: {check.title}", id=check.code),
            tag("dd", check.asks) if check.asks else Markup(""),
            tag("dd", why(check.code), class_="soft"),
        )
    ]
    if not items:
        return Markup("")
    return tag(
        "section",
        tag("h2", "The checks named here"),
        tag("dl", *items),
        class_="checks",
        id="checks",
    )


HTML = Format("html", "one page for reading, printing and sending", (".html", ".htm"), write_html)
