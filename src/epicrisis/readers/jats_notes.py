"""What stands below a table of a JATS article: notes with their marks."""

from epicrisis.model import Footnote
from epicrisis.readers.canvas import Canvas
from epicrisis.readers.cells import trimmed
from epicrisis.readers.inline import Element, Marks, render, tag_of
from epicrisis.readers.jats_front import child_named
from epicrisis.readers.jats_refs import plain_label
from epicrisis.readers.notes import notes_below


def notes_of(canvas: Canvas, foot: Element, marks: frozenset[str]) -> list[Footnote]:
    """Write what stands below a table, one block a note.

    Args:
        canvas: Where to.
        foot: The `table-wrap-foot`, or a group of notes in it.
        marks: Those met in the cells of the table.
    """
    found: list[Footnote] = []
    for child in foot:
        if tag_of(child) == "fn-group":
            found += notes_of(canvas, child, marks)
        elif tag_of(child):
            found += _note(canvas, child, marks)
    return found


def _note(canvas: Canvas, element: Element, marks: frozenset[str]) -> list[Footnote]:
    label = child_named(element, "label")
    mark = plain_label(label).strip("()[].: ") if label is not None else ""
    canvas.open("footnote")
    if mark:
        canvas.write(mark + " ")
    start = canvas.position
    met = Marks(frozenset(marks) | {str(number) for number in range(1, 30)})
    render(canvas, element, met)
    span = canvas.close()
    if span is None or span[1] <= start:
        return []
    if mark:
        return [Footnote(mark=mark.lower(), start=start, end=span[1])]
    places = [(place - span[0], mark) for place, mark in met.places]
    return [moved(note, span[0]) for note in _split(canvas.words, places, marks)]


def moved(note: Footnote, by: int) -> Footnote:
    """Give a note that stands further on."""
    return note.model_copy(update={"start": note.start + by, "end": note.end + by})


def _split(words: str, places: list[tuple[int, str]], marks: frozenset[str]) -> list[Footnote]:
    """Cut a paragraph below a table where raised marks open its notes."""
    opened = [
        (place, mark)
        for place, mark in places
        if not words[:place].strip() or words[:place].rstrip()[-1] in ".;,:"
    ]
    if not opened:
        return notes_below(words, 0, len(words), marks)
    notes = notes_below(words, 0, opened[0][0], marks) if words[: opened[0][0]].strip() else []
    ends = [place for place, _ in opened[1:]] + [len(words)]
    for (place, mark), end in zip(opened, ends, strict=True):
        start, end = trimmed(words, min(place, len(words)), min(end, len(words)))
        if end > start:
            notes.append(Footnote(mark=mark, start=start, end=end))
    return notes
