"""The reference list of a JATS article: each entry as a line of text, and taken apart."""

import re

from epicrisis.model import Reference
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.inline import Element, attribute, plain, render, tag_of, words_in
from epicrisis.readers.jats_front import child_named, children
from epicrisis.readers.references import reference, year_in

_DIGITS = re.compile(r"\d{1,4}")
_NAMES = ("name", "string-name", "collab")
CITATIONS = ("mixed-citation", "element-citation", "citation", "nlm-citation")
_PUNCTUATION = re.compile(r"[.,;:]")


def write_reference(canvas: Canvas, ref: Element, place: int) -> Reference | None:
    """Write an entry as a block of its own.

    Args:
        canvas: Where to.
        ref: The `ref` element.
        place: Its place in the list, counted from 1.

    Returns:
        The entry, or None where it has no words.
    """
    source = next(iter(ref.iter(*CITATIONS)), None)
    if source is None:
        source = ref
    number = _number(ref, place)
    canvas.open("reference")
    if _is_written_out(source):
        canvas.write(f"{number}. ")
        _write(canvas, source)
    else:
        words = _composed(source)
        if words:
            canvas.write(f"{number}. {words}")
    span = canvas.close()
    if span is None:
        return None
    ids = {attribute(item, "pub-id-type"): plain(item) for item in source.iter("pub-id")}
    family = next(iter(source.iter("surname", "collab")), None)
    title = next(iter(source.iter("article-title", "chapter-title")), None)
    if title is None:
        title = next(iter(source.iter("source")), None)
    year = next(iter(source.iter("year")), None)
    words = canvas.words if family is None or year is None else ""
    told = reference(words, 0, len(words), number) if words else None
    author = plain(family) if family is not None else ""
    if told and family is None and title is None:
        author = told.first_author
    return Reference(
        number=number,
        start=span[0],
        end=span[1],
        first_author=author,
        year=_year(year) if year is not None else told.year if told else None,
        title=plain(title) if title is not None else told.title if told else "",
        doi=ids.get("doi", "") or (told.doi if told else ""),
        pmid=ids.get("pmid", "") or (told.pmid if told else ""),
    )


def _write(canvas: Canvas, source: Element) -> None:
    """Write an entry with its own punctuation; parts that touch one another are set apart."""
    canvas.write(source.text)
    for child in source:
        tag = tag_of(child)
        touching = canvas.before()[-1:]
        if tag in _NAMES:
            if touching.isalnum() or touching == ".":
                canvas.write(", " if tag_of_previous(child) in _NAMES else " ")
            canvas.write(_short(child))
        elif tag == "person-group":
            _write(canvas, child)
        elif tag == "etal":
            canvas.write("" if canvas.before().rstrip().endswith("al") else " et al")
        else:
            if tag == "pub-id" and (touching.isalnum() or touching == "."):
                canvas.write(" ")
            render(canvas, child)
        canvas.write(child.tail)


def tag_of_previous(child: Element) -> str:
    """Give the name of the element before, "" where there is none or text stands between."""
    before = child.getprevious()
    return tag_of(before) if before is not None and not (before.tail or "").strip() else ""


def _number(ref: Element, place: int) -> int:
    label = child_named(ref, "label")
    found = _DIGITS.search(plain_label(label)) if label is not None else None
    return int(found[0]) if found else place


def plain_label(label: Element) -> str:
    """Give the words of a label; `plain` would leave a raised one out."""
    return " ".join("".join(words_in(label)).split())


def _year(year: Element) -> int | None:
    found = re.search(r"(?:19|20)\d\d", plain(year))
    return int(found[0]) if found else year_in(plain(year))


def _is_written_out(source: Element) -> bool:
    """Say whether an entry carries its own punctuation, or only its parts."""
    if tag_of(source) in ("ref", "citation"):
        return True
    between = "".join((child.tail or "") for child in source) + (source.text or "")
    return _PUNCTUATION.search(between) is not None or not len(source)


def _composed(source: Element) -> str:
    """Write the parts of an entry one behind the other, as Vancouver lists do."""
    names = []
    for group in (source, *source.iter("person-group")):
        if tag_of(group) == "person-group" and attribute(group, "person-group-type") == "editor":
            continue
        names += [_short(name) for name in children(group, "name", "collab", "string-name")]
        if child_named(group, "etal") is not None:
            names.append("et al")
    issue = _words(source, "issue")
    last = _words(source, "lpage")
    numbers = _words(source, "volume") + (f"({issue})" if issue else "")
    pages = _words(source, "fpage", "elocation-id") + (f"–{last}" if last else "")
    when = ";".join(part for part in (_words(source, "year"), numbers) if part)
    parts = (
        ", ".join(name for name in names if name),
        _words(source, "article-title", "chapter-title"),
        _words(source, "source"),
        f"{when}:{pages}" if when and pages else when or pages,
        _words(source, "publisher-name"),
        _words(source, "comment"),
    )
    return " ".join(
        part if part.endswith((".", "?", "!")) else part + "." for part in parts if part
    )


def _short(name: Element) -> str:
    family = child_named(name, "surname")
    given = child_named(name, "given-names")
    if family is None:
        return plain(name)
    words = "" if given is None else plain(given)
    initials = words if words.isupper() else "".join(word[0] for word in words.split())
    return f"{plain(family)} {initials}".strip()


def _words(source: Element, *names: str) -> str:
    found = next(iter(source.iter(*names)), None)
    return "" if found is None else plain(found)
