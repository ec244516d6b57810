"""Tables in the OASIS exchange model (CALS), which some publishers put into JATS, made plain."""

from typing import Final

from epicrisis.readers.inline import Element, attribute, tag_of
from epicrisis.readers.jats_front import children

_MOST: Final = 200  # columns and rows that one cell may span


def made_plain(table: Element) -> Element:
    """Turn `tgroup`, `row` and `entry` of a table into rows and cells with spans, in place."""
    for group in list(children(table, "tgroup")):
        columns = {
            attribute(column, "colname"): place
            for place, column in enumerate(children(group, "colspec"))
        }
        spans = {
            attribute(span, "spanname"): _across(span, columns)
            for span in children(group, "spanspec")
        }
        for part in list(children(group, "thead", "tbody", "tfoot")):
            for row in children(part, "row"):
                row.tag = "tr"
                for entry in children(row, "entry", "entrytbl"):
                    _plain(entry, columns, spans)
            table.append(part)
        table.remove(group)
    return table


def _plain(entry: Element, columns: dict[str, int], spans: dict[str, int]) -> None:
    entry.tag = "td"
    across = spans.get(attribute(entry, "spanname"), 0) or _across(entry, columns)
    entry.set("colspan", str(across))
    down = attribute(entry, "morerows")
    entry.set("rowspan", str(min(_MOST, int(down) + 1) if down.isdecimal() else 1))


def _across(entry: Element, columns: dict[str, int]) -> int:
    first, last = (columns.get(attribute(entry, name)) for name in ("namest", "nameend"))
    return min(_MOST, max(1, last - first + 1)) if first is not None and last is not None else 1


def tables_in(wrap: Element) -> list[Element]:
    """Give the tables of a `table-wrap`: its parts one by one, of alternatives the first."""
    found: list[Element] = []
    for child in wrap:
        tag = tag_of(child)
        if tag == "table":
            found.append(made_plain(child))
        elif tag == "alternatives":
            table = next(children(child, "table"), None)
            if table is not None:
                found.append(made_plain(table))
    if not found:
        deeper = next(iter(wrap.iter("table")), None)
        return [made_plain(deeper)] if deeper is not None else []
    return found
