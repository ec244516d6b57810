"""The figure of a course in which nothing is dated: the order of the text, and no axis."""

from epicrisis.plots.frame import Frame, Strip, letters, rule
from epicrisis.plots.lettering import NORMAL, SMALL, fitted, width
from epicrisis.plots.notes import brief
from epicrisis.plots.style import BLACK, GREY, PALE
from epicrisis.plots.svg import tag

_LEADING = 17.0
_MOST = 60


def draw_order(frame: Frame, top: float) -> Strip:
    """List the events in the order of the text, and say that no day is known."""
    events = frame.course.events
    message = "The report dates no event. " if events else "The report states no event."
    message += "Order of the text:" if events else ""
    strip = Strip(top + 16)
    strip.add(letters(0, strip.bottom, message, fill=GREY))
    first = strip.bottom + 8
    for number, event in enumerate(events[:_MOST], start=1):
        strip.bottom += _LEADING
        y = strip.bottom
        kind = event.kind.replace("_", " ")
        kind_at = frame.right - width(kind, SMALL)
        words = fitted(brief(event) + frame.flags(event), kind_at - 56, NORMAL)
        strip.add(
            frame.datum(
                event,
                tag("circle", cx=28, cy=y - 4, r=3, fill=BLACK),
                letters(18, y, str(number), size=SMALL, fill=GREY, anchor="end"),
                letters(40, y, words),
                letters(kind_at, y, kind, size=SMALL, fill=GREY),
            )
        )
    if events:
        strip.parts.insert(1, rule(28, first, 28, strip.bottom, PALE))
    if len(events) > _MOST:
        strip.bottom += _LEADING
        strip.add(letters(40, strip.bottom, f"+{len(events) - _MOST} more", fill=GREY))
    for mark, text in frame.notes.listed:
        strip.bottom += _LEADING
        strip.add(
            letters(0, strip.bottom, fitted(f"{mark} {text}", frame.right, SMALL), size=SMALL)
        )
    strip.bottom += 8
    return strip
