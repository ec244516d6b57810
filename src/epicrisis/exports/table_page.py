"""The evidence table as a page of its own: to read, to print, and to check each cell."""

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from epicrisis.model import Anchor
from epicrisis.synthesis import EvidenceCell, EvidenceTable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(table: EvidenceTable) -> str:
    """Give a page without script and without any address outside; every word is escaped.

    A cell leads to the sentences that state it, below the table; hovering shows them too.
    """
    style = files("epicrisis.exports").joinpath("data/table.css").read_text("utf-8")
    title = escape(table.title or "Evidence table")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style}</style></head><body>"
        f'<div class="sheet">{marked_table(table)}</div>'
        f"<footer>{marked_notes(table)}</footer>{marked_sources(table)}</body></html>\n"
    )


def marked_table(table: EvidenceTable) -> str:
    """Give the table alone as HTML; its cells lead to the places in `marked_sources`."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    body = "\n".join(
        "<tr>" + "".join(_cell(table, number, place) for place in range(len(row.cells))) + "</tr>"
        for number, row in enumerate(table.rows)
    )
    caption = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    named = "".join(f'<col class="{n}">' if n.isidentifier() else "<col>" for n in table.names)
    top = f"{caption}<colgroup>{named}</colgroup><thead><tr>{head}</tr></thead>"
    return f"<table>{top}<tbody>\n{body}\n</tbody></table>"


def _cell(table: EvidenceTable, number: int, place: int) -> str:
    cell = table.rows[number].cells[place]
    tag = 'th scope="row"' if place == 0 else "td"
    if cell.blank:
        return f'<{tag} class="blank">{escape(cell.text)}</{tag[:2]}>'
    words = _marked(cell)
    if cell.anchors:
        title = escape(" · ".join(_quotes(cell)))
        words = f'<a href="#{_id(number, place)}" title="{title}">{words}</a>'
    doubted = ' class="doubted"' if cell.marks else ""
    return f"<{tag}{doubted}>{words}</{tag[:2]}>"


def _marked(cell: EvidenceCell) -> str:
    """Raise the marks of notes; each entry of a list stands on a line."""
    marks = sorted((escape(mark) for mark in cell.marks), key=len, reverse=True)
    text = escape(cell.text)
    if marks:
        text = re.sub("|".join(map(re.escape, marks)), lambda m: f"<sup>{m[0]}</sup>", text)
    return text.replace("; ", ";<br>")


def _quotes(cell: EvidenceCell) -> list[str]:
    return list(dict.fromkeys(" ".join(anchor.exact.split()) for anchor in cell.anchors))


def marked_notes(table: EvidenceTable) -> str:
    """Give what stands below the table as HTML: the doubts, and the short forms."""
    doubts = "".join(f"<p><sup>{escape(m)}</sup> {escape(w)}</p>" for m, w in table.footnotes)
    pairs = "; ".join(
        f"<b>{escape(short)}</b> {escape(long)}" for short, long in table.abbreviations
    )
    return doubts + (f'<p class="short">{pairs}.</p>' if pairs else "")


def marked_sources(table: EvidenceTable, most: int | None = None) -> str:
    """Give the sentences of each cell as HTML.

    Args:
        table: The table.
        most: Sentences given of one cell; the others are counted.
    """
    entries = "".join(_entries(table, most))
    return (
        f'<section class="sources"><h2>Where it stands</h2>{entries}</section>' if entries else ""
    )


def _entries(table: EvidenceTable, most: int | None) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        listed = []
        for place, cell in enumerate(row.cells):
            if cell.anchors and not cell.blank:
                told = list(_by_sentence(cell).items())
                places = "".join(_sentence(q, found) for q, found in told[:most])
                if most is not None and len(told) > most:
                    places += f"<li>and {len(told) - most} more</li>"
                heading = escape(table.columns[place])
                listed.append(
                    f'<div id="{_id(number, place)}"><h4>{heading}</h4><ul>{places}</ul></div>'
                )
        if listed:
            yield f"<h3>{escape(row.cells[0].text)}</h3>{''.join(listed)}"


def _by_sentence(cell: EvidenceCell) -> dict[str, list[Anchor]]:
    """The places of a cell, each sentence once."""
    found: dict[str, list[Anchor]] = {}
    for anchor, quote in zip(cell.anchors, cell.quotes, strict=False):
        found.setdefault(quote, []).append(anchor)
    return found


def _sentence(quote: str, anchors: list[Anchor]) -> str:
    exact = sorted({" ".join(a.exact.split()) for a in anchors}, key=lambda w: (-len(w), w))
    pattern = "|".join(re.escape(escape(words)) for words in exact)
    shown = re.sub(pattern, lambda match: f"<mark>{match[0]}</mark>", escape(quote))
    places = ", ".join(f"{anchor.start}–{anchor.end}" for anchor in anchors)
    return f'<li><q>{shown}</q> <span class="at">{places}</span></li>'


def _id(number: int, place: int) -> str:
    return f"s{number + 1}-{place + 1}"
