"""Forest figure: each paper's share with its interval, the pooled share, and what was not pooled.

Papers of a single patient have no interval worth a row: they are drawn as one row a kind, whose
tooltip names them. A square is the share of a paper, larger where it has more patients; the
diamond is the pooled share from end to end of its interval, and the dashed line under it says where
a further study would lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from epicrisis.plots.axes import Axis, draw_below
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, listed, missing, short
from epicrisis.plots.frame import Strip, capital, letters, rule
from epicrisis.plots.lettering import SMALL, TINY
from epicrisis.plots.lettering import width as wide
from epicrisis.plots.style import BLACK, BLUE, FAINT, GREY, WHITE
from epicrisis.plots.svg import Markup, Paint, tag
from epicrisis.synthesis.estimates import Interval, Pooled, Pooling, Proportion, proportion

TITLE = "Share of patients in each paper and pooled"
_ROW = 15.0
_HEAD = 42.0
_KINDS = {
    "case": "Case reports",
    "series": "Case series",
    "cohort": "Cohorts",
    "unstated": "Papers of no stated kind",
    "all": "All papers together",
}
_REACHES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
_METHODS = {"glmm": "GLMM"}


@dataclass(frozen=True, slots=True)
class Section:
    """What is pooled together, and what stands above it."""

    heading: str
    pooled: Pooled


@dataclass(frozen=True, slots=True)
class _Row:
    """A paper, or the papers of one patient taken together."""

    name: str
    share: Proportion
    told: str
    single: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns stand: names from 6 on, counts and shares ending at theirs.

    `most` is the number of patients of the largest row.
    """

    sheet: Sheet
    axis: Axis
    counts: float
    shares: float
    most: int


def forest(pooling: Pooling, *, outcome: str = "", width: float = PAGE) -> Drawing:
    """Draw what pooling gave, a part for each kind of paper.

    Args:
        pooling: The result of `pool` or `pool_table`.
        outcome: What the patients were counted for.
        width: In millimetres.

    Raises:
        InputError: No such width.
    """
    sections = [Section(_KINDS.get(group.kind, group.kind), group) for group in pooling.groups]
    left_out = [(paper.study, paper.reason) for paper in pooling.missing]
    return forest_of(sections, outcome=outcome, width=width, left_out=left_out)


def forest_of(
    sections: Sequence[Section],
    *,
    outcome: str = "",
    width: float = PAGE,
    left_out: Sequence[tuple[str, str]] = (),
) -> Drawing:
    """Draw shares that were pooled each on its own.

    Args:
        sections: The parts of the figure, from top to bottom.
        outcome: What the patients were counted for.
        width: In millimetres.
        left_out: Papers or patients who give nothing, and why.

    Raises:
        InputError: No such width.
    """
    sheet = Sheet.of(width, TITLE, tuple(sections), outcome, tuple(left_out))
    if not sections:
        why = f"n = 0; no paper tells how many of how many patients. {missing(left_out)}"
        return sheet.nothing(TITLE, why.strip())
    layout = _layout(sheet, sections)
    strip = Strip(_HEAD)
    for section in sections:
        _add_section(layout, strip, section)
    title = f"{capital(outcome)} (% of patients)" if outcome else "Share of patients (%)"
    below = draw_below(
        layout.axis, strip.bottom + 4, title, top=_HEAD - 6, within=(6, sheet.width - 6)
    )
    groups = [section.pooled for section in sections]
    papers = [study.study for group in groups for study in group.studies]
    patients = counted(sum(group.crude.patients for group in groups), "patient")
    head = f"n = {patients} of {counted(len(set(papers)), 'paper')}"
    parts = [*below.parts, *_headings(layout, sections), *strip.parts]
    notes = " ".join([*_notes(sections), missing(left_out)]).strip()
    return sheet.finished(TITLE, head, listed(papers), notes, parts, below.bottom)


def _layout(sheet: Sheet, sections: Sequence[Section]) -> _Layout:
    rows = [row for section in sections for row in _rows(section.pooled)]
    own = [_counts(row.share) for row in rows]
    counts = [*own, "events/n", *(_counts(section.pooled.crude) for section in sections)]
    shares = [_in_words(r.share.estimate, r.share.interval) for r in rows]
    shares.append(_heading(sections))
    own_names = [*(row.name for row in rows), *(_name(section.pooled) for section in sections)]
    names = max(wide(name, SMALL) for name in own_names)
    widest = sheet.width * (0.3 if sheet.narrow else 0.34)
    gutter = max(min(names + 6, widest), 0.22 * sheet.width)
    count_end = 6 + gutter + max(wide(words, SMALL) for words in counts) + 2
    right = sheet.width - 6 - max(wide(words, SMALL) for words in shares) - 8
    axis = Axis(0.0, _reach(sections), count_end + 12, right - 6, per=0.01)
    most = max(row.share.patients for row in rows)
    return _Layout(sheet, axis, count_end, sheet.width - 6, most)


def _reach(sections: Sequence[Section]) -> float:
    """Where the axis of shares ends: at 1, or where all are rare at a round share above them."""
    ends = [row.share.interval.high for section in sections for row in _rows(section.pooled)]
    for section in sections:
        pooled = section.pooled
        ends += [pooled.interval.high, pooled.prediction.high if pooled.prediction else 0.0]
    most = max((end for end in ends if isfinite(end)), default=1.0)
    return next((reach for reach in _REACHES if most <= reach), 1.0)


def _headings(layout: _Layout, sections: Sequence[Section]) -> list[Markup]:
    at = _HEAD - 12
    return [
        letters(6, at, "Paper", size=SMALL, fill=GREY),
        letters(layout.counts, at, "events/n", size=SMALL, fill=GREY, anchor="end"),
        letters(layout.shares, at, _heading(sections), size=SMALL, fill=GREY, anchor="end"),
    ]


def _heading(sections: Sequence[Section]) -> str:
    return f"% ({sections[0].pooled.interval.level:.0%} limits)"


def _rows(group: Pooled) -> list[_Row]:
    """Give the rows of a group: papers as they come, those of one patient together at the end."""
    single = [study for study in group.studies if study.share.patients == 1]
    grouped = single if len(single) > 1 else []
    rows = [
        _Row(study.study or "unnamed", study.share, study.study)
        for study in group.studies
        if study not in grouped
    ]
    if grouped:
        events = sum(study.share.events for study in grouped)
        share = proportion(events, len(grouped), level=group.interval.level)
        names = listed([f"{s.study} ({_counts(s.share)})" for s in grouped])
        rows.append(_Row(f"{len(grouped)} papers of one patient", share, names, single=True))
    return rows


def _add_section(layout: _Layout, strip: Strip, section: Section) -> None:
    """Draw a part: its heading, a row a paper, and what they come to."""
    room, group = layout.sheet.width - 12, section.pooled
    strip.add(short(6, strip.bottom + 10, section.heading, room, weight="600"))
    strip.bottom += _ROW
    for row in _rows(group):
        _add_row(layout, strip, row)
    if len(group.studies) == 1:
        strip.add(short(6, strip.bottom + 10, "Not pooled: one paper", room, fill=GREY))
        strip.bottom += _ROW + 6
        return
    _add_pooled(layout, strip, group)
    strip.bottom += 6


def _add_row(layout: _Layout, strip: Strip, row: _Row) -> None:
    y = strip.bottom + _ROW / 2
    side = 3.6 + 6.4 * sqrt(row.share.patients / layout.most)
    x = layout.axis.at(row.share.estimate)
    box: Paint = {"x": x - side / 2, "y": y - side / 2, "width": side, "height": side}
    paint: Paint = {"fill": WHITE if row.single else BLUE, "stroke": BLUE, "stroke_width": 1.2}
    shape = tag("rect", **box, **paint)
    told = f"{row.told}: {_counts(row.share)}, {_in_words(row.share.estimate, row.share.interval)}"
    line = _limits(layout.axis, row.share.interval, y)
    strip.add(tag("g", tag("title", told), *line, shape))
    strip.add(*_texts(layout, y, row.name, row.share, row.share.estimate, row.share.interval))
    strip.bottom += _ROW


def _limits(axis: Axis, interval: Interval, y: float) -> list[Markup]:
    left, right = axis.at(interval.low), axis.at(interval.high)
    ends = [rule(x, y - 2.6, x, y + 2.6, BLUE, 1.2) for x in (left, right)]
    return [rule(left, y, right, y, BLUE, 1.2), *ends]


def _texts(
    layout: _Layout, y: float, name: str, share: Proportion, estimate: float, interval: Interval
) -> list[Markup]:
    base, room = y + 3.5, layout.counts - wide(_counts(share), SMALL) - 12
    return [
        short(6, base, name, room),
        letters(layout.counts, base, _counts(share), size=SMALL, anchor="end"),
        letters(layout.shares, base, _in_words(estimate, interval), size=SMALL, anchor="end"),
    ]


def _add_pooled(layout: _Layout, strip: Strip, group: Pooled) -> None:
    """Draw the diamond, the line of a further study, and how alike the papers are."""
    y, axis = strip.bottom + _ROW / 2, layout.axis
    left, right, x = (axis.at(v) for v in (group.interval.low, group.interval.high, group.estimate))
    points = f"M{left:.2f} {y:.2f}L{x:.2f} {y - 5:.2f}L{right:.2f} {y:.2f}L{x:.2f} {y + 5:.2f}z"
    name = _name(group)
    known = isfinite(group.interval.low + group.interval.high)
    diamond = tag("path", d=points, fill=BLACK) if known else Markup("")
    told = tag("title", f"{name}: {_in_words(group.estimate, group.interval)}")
    strip.add(rule(6, strip.bottom, layout.shares, strip.bottom, FAINT), tag("g", told, diamond))
    strip.add(*_texts(layout, y, name, group.crude, group.estimate, group.interval))
    strip.bottom += _ROW
    if group.prediction is not None:
        strip.add(*_prediction(layout, strip.bottom + _ROW / 2, group.prediction))
        strip.bottom += _ROW
    if words := _alike(group):
        strip.add(short(6, strip.bottom + 10, words, layout.sheet.width - 12, size=TINY, fill=GREY))
        strip.bottom += _ROW


def _name(group: Pooled) -> str:
    if group.method == "crude":
        return "All patients, exact"
    return f"Pooled ({_METHODS.get(group.method, group.method)})"


def _prediction(layout: _Layout, y: float, span: Interval) -> list[Markup]:
    left, right = layout.axis.at(span.low), layout.axis.at(span.high)
    dashes: Paint = {"stroke": BLACK, "stroke_width": 1.2, "stroke_dasharray": "4 2"}
    ends = [rule(x, y - 3, x, y + 3, BLACK, 1.2) for x in (left, right)]
    words = _limits_in_words(span)
    return [
        short(6, y + 3.5, "A further study", layout.counts - 12),
        tag("line", x1=left, y1=y, x2=right, y2=y, **dashes),
        *ends,
        letters(layout.shares, y + 3.5, words, size=SMALL, anchor="end"),
    ]


def _alike(group: Pooled) -> str:
    words = []
    if group.tau2 is not None:
        words.append(f"variance between papers τ² = {group.tau2:.2g}")
    if group.i2 is not None:
        words.append(f"I² = {group.i2:.0%}")
    if group.p_q is not None and isfinite(group.p_q):
        words.append(
            "homogeneity: p < 0.001" if group.p_q < 0.001 else f"homogeneity: p = {group.p_q:.2g}"
        )
    return "; ".join(words)


def _counts(share: Proportion) -> str:
    return f"{share.events}/{share.patients}"


def _percent(value: float) -> str:
    if not isfinite(value):
        return "?"
    return f"{100 * value:.1f}" if 0 < value < 0.0995 else f"{100 * value:.0f}"


def _limits_in_words(interval: Interval) -> str:
    return f"({_percent(interval.low)}–{_percent(interval.high)})"


def _in_words(estimate: float, interval: Interval) -> str:
    """Give a share and its interval in per cent."""
    return f"{_percent(estimate)} {_limits_in_words(interval)}"


def _notes(sections: Sequence[Section]) -> list[str]:
    """Give what must be read with the figure."""
    reasons: dict[str, list[str]] = {}
    for section in sections:
        if section.pooled.because:
            reasons.setdefault(section.pooled.because, []).append(section.heading)
    because = [f"{'; '.join(names)}: {why}." for why, names in reasons.items()]
    return [*(["The parts are not pooled together."] if len(sections) > 1 else []), *because]
