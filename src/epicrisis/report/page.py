"""The report as one page: no script, nothing from outside, every word escaped, made to be printed.

The cells of the evidence table lead to the sentences at the end of the page, by links alone.
"""

from collections.abc import Iterator
from importlib.resources import files

from epicrisis.exports.table_page import marked_notes, marked_sources, marked_table
from epicrisis.plots.shell import shell
from epicrisis.plots.svg import Markup, joined, tag
from epicrisis.report.parts import (
    Block,
    Doubt,
    Doubts,
    Evidence,
    Grid,
    Items,
    Numbers,
    Picture,
    Report,
    Section,
    Words,
)
from epicrisis.synthesis.sheets import Sheet

MOST_SENTENCES = 6  # of one cell; the evidence table by itself has all
FEWER_SENTENCES = 2  # where very many patients would make the page too long to open
MANY = 200  # patients
SHORT = 14  # rows of a table that is kept on one printed page


def page(report: Report) -> str:
    """Give the page."""
    style = files("epicrisis.report").joinpath("data", "report.css").read_text("utf-8")
    made = f"epicrisis {report.version}" if report.version else "epicrisis"
    links = [tag("a", section.title, href=f"#{section.id}") for section in report.sections]
    head = tag(
        "header",
        tag("p", f"Report made by {made}", class_="made"),
        tag("h1", report.title),
        tag("nav", *links, aria_label="Sections"),
        class_="top",
    )
    body = [*map(_section, report.sections), *_sources(report)]
    return shell(report.title, head, tag("main", *body, class_="report"), style=style)


def _section(section: Section) -> Markup:
    blocks = joined(map(_block, section.blocks), "\n")
    return tag("section", tag("h2", section.title), blocks, id=section.id)


def _sources(report: Report) -> Iterator[Markup]:
    """Give the sentences behind the cells of the table, last because they are long."""
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Evidence):
                many = len(block.table.rows) > MANY
                most = FEWER_SENTENCES if many else MOST_SENTENCES
                yield Markup(marked_sources(block.table, most))


def _block(block: Block) -> Markup:
    match block:
        case Words():
            return tag("p", block.text, class_=block.role or None)
        case Items():
            return _items(block)
        case Numbers():
            pairs = (tag("div", tag("dd", n), tag("dt", what)) for n, what in block.pairs)
            return tag("dl", *pairs, class_="numbers")
        case Grid():
            return _grid(block.sheet)
        case Picture():
            return tag("figure", Markup(block.drawing), tag("figcaption", block.caption))
        case Evidence():
            table = tag("div", Markup(marked_table(block.table)), class_="sheet")
            notes = tag("div", Markup(marked_notes(block.table)), class_="notes")
            return tag("div", table, notes, class_="evidence")
        case Doubts():
            return tag("ol", *map(_doubt, block.listed), class_="doubts")


def _items(block: Items) -> Markup:
    listed = [tag("li", line) for line in block.lines]
    name = "ol" if block.role == "references" else "ul"
    return tag(name, *listed, class_=block.role or None)


def _grid(sheet: Sheet) -> Markup:
    def row(cells: tuple[str, ...], name: str) -> Markup:
        made = (
            tag(name, cell, class_="n" if place in sheet.right else None)
            for place, cell in enumerate(cells)
        )
        return tag("tr", *made)

    caption = (tag("caption", sheet.title),) if sheet.title else ()
    head = tag("thead", row(sheet.head, "th"))
    body = tag("tbody", *(row(cells, "td") for cells in sheet.rows))
    look = "grid" if len(sheet.rows) > SHORT else "grid short"
    table = tag("table", *caption, head, body, class_=look)
    notes = joined(tag("p", note, class_="small") for note in sheet.notes)
    return tag("div", table, notes, class_="sheet")


def _doubt(doubt: Doubt) -> Markup:
    parts = [
        tag("b", doubt.code),
        Markup(" "),
        tag("span", doubt.severity, class_="severity"),
        Markup(" "),
        tag("span", f"{doubt.study}. ", class_="study"),
        doubt.message,
    ]
    if doubt.suggestion:
        parts.append(f" Probable reading: {doubt.suggestion}.")
    if doubt.status == "accepted":
        parts.append(" Accepted by a person.")
    return tag("li", *parts, tag("q", doubt.quote), class_=f"s-{doubt.severity}")
