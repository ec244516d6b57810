"""What a result is the result of, and which drug a dose is of: pairs, judged by a small model.

For every number or word that its role makes a result, the names of its sentence are candidates:
what the packaged lists call an examination, and any other run of name-like words, since no list
holds them all. For every dose the drugs are. A small model judges each pair by what stands between
the two, what else competes, and whether the unit can measure the examination; 28 % of the results
in published reports precede their names, so both sides are looked at.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from epicrisis.assembly.dose_links import Value, behind_words, shared, silent
from epicrisis.assembly.drafts import Page
from epicrisis.assembly.naming import paired
from epicrisis.assembly.treatments import owners
from epicrisis.assembly.values import fits
from epicrisis.model import Link, Mention, QuantityMention, Reading, TimeExpression
from epicrisis.vocab.linear import Features, shapes
from epicrisis.vocab.tables import read_table

_CHUNK_WORD = re.compile(r"[^\W\d_][\w'’]*(?:[-/+.][\w]+)*\+?|\S", re.UNICODE)
_MOST_WORDS = 6  # of one name
_MOST_BEFORE, _MOST_BEHIND = 6, 4  # names looked at to either side
_REACH = 240  # characters between a value and its name
_NAMED = ("analyte", "imaging", "biopsy", "procedure", "finding", "disease")
_DRUGS = frozenset({"drug", "drug_class"})

Kind = Literal["lab", "dose"]
TASKS: dict[Kind, tuple[str, str]] = {
    "lab": ("lab_link", "lab_value"),
    "dose": ("dose_link", "dosage"),
}
"""Kind of link to the task of its model, and to the role of the values that it links."""


class Name(NamedTuple):
    """A candidate: its span, and what the lists say it is ("" for nothing).

    `whole` is where it begins if it holds the very words that are linked, else None.
    """

    start: int
    end: int
    kind: str
    analyte: str = ""
    whole: int | None = None


def links(page: Page) -> list[Link]:
    """Give the links of all results and doses of a page with roles assigned, kind by kind.

    A kind for whose task the page has no model gives none.
    """
    found: list[Link] = []
    for kind, (_, role) in TASKS.items():
        for start, end, values in valued(page.reading, role):
            found += _linked(page, start, end, values, kind)
    return found


def named(page: Page, start: int, end: int) -> dict[int, Mention]:
    """Give the likeliest name of every result of a sentence, by the identity of the result.

    Where a list knows the name it is the listed mention, else one of kind `analyte` without id.
    """
    values: list[Value] = [m for m in page.mentions(start, end) if m.role == "lab_value"]
    values += [t for t in page.times(start, end) if t.role == "lab_value"]
    values.sort(key=lambda value: value.start)
    found: dict[int, Mention] = {}
    for link in _linked(page, start, end, values, "lab"):
        found.setdefault(id(link.value), _mention(page, link))
    return found


def _mention(page: Page, link: Link) -> Mention:
    """The examination listed in a chunk of words, the last if it holds several, or the chunk."""
    inside = [m for m in page.mentions(link.start, link.end) if m.concept("analyte")]
    return inside[-1] if inside else Mention(link.start, link.end, "analyte")


def valued(reading: Reading, role: str) -> Iterator[tuple[int, int, list[Value]]]:
    """Give every sentence that holds a value of this role, with its values."""
    values: list[Value] = [m for m in reading.mentions if m.role == role]
    values += [t for t in reading.times if t.role == role]
    values.sort(key=lambda value: value.start)
    at = 0
    for sentence in reading.segmentation.sentences:
        while at < len(values) and values[at].start < sentence.start:
            at += 1
        first = at
        while at < len(values) and values[at].start < sentence.end:
            at += 1
        if at > first:
            yield sentence.start, sentence.end, values[first:at]


def pairs(
    page: Page, start: int, end: int, values: Sequence[Value], kind: Kind
) -> list[list[tuple[Name, Features]]]:
    """Give for each value of a sentence its candidates, with the features of each pair."""
    text = page.text
    inside = page.mentions(start, end)
    ruled = _ruled(page, inside, values, kind)
    if kind == "dose":
        names = [
            Name(behind_words(values, m), m.end, m.kind, whole=m.start)
            for m in inside
            if (m.kind in _DRUGS or m.concept("drug")) and m.role != "other"
        ]
    else:
        names = list(_names(text, start, end, inside, page.times(start, end), values))
    out = []
    starts = [value.start for value in values]
    lists = _lists(values, names)
    words = {name: shapes(text[name.start : name.end]) for name in names}
    for place, value in enumerate(values):
        before = [n for n in names if n.end <= value.start][-_MOST_BEFORE:]
        behind = [n for n in names if n.start >= value.end][:_MOST_BEHIND]
        seat = _seat(text, place, values, names, behind[0] if behind else None, lists[place])
        row: list[tuple[Name, Features]] = []
        for side, others in ((-1, before[::-1]), (1, behind)):
            for rank, name in enumerate(others):
                low, high = (name.end, value.start) if side < 0 else (value.end, name.start)
                if high - low <= _REACH:
                    between = bisect_left(starts, high) - bisect_left(starts, low)
                    features = _features(text, seat, name, words[name], rank, between, side)
                    row.append((name, features))
        rule = ruled.get(id(value))
        for name, features in row:
            right = rule is not None and rule.start < name.end and name.start < rule.end
            features.append(f"rule {right} {rule is not None}")
            features.append(f"rule {right} {rule is not None} {features[0]}")
        out.append(row)
    return out


def _ruled(
    page: Page, inside: Sequence[Mention], values: Sequence[Value], kind: Kind
) -> dict[int, Mention]:
    """What the rules say of each number, by its identity."""
    numbers = [value for value in values if isinstance(value, QuantityMention)]
    if kind == "lab":
        return paired(page, [m for m in inside if m.concept("analyte")], numbers)
    drugs = [m for m in inside if m.kind in _DRUGS or m.concept("drug")]
    return owners(page, drugs, numbers)


def _linked(
    page: Page, start: int, end: int, values: Sequence[Value], kind: Kind
) -> Iterator[Link]:
    """The best name of each value of a sentence, and every other that is likely."""
    model = page.models.get(TASKS[kind][0])
    if model is None:
        return
    quiet = silent(page.text, values) if kind == "dose" else set()
    rows = pairs(page, start, end, values, kind)
    for place, (value, row) in enumerate(zip(values, rows, strict=True)):
        if place in quiet:
            continue
        judged = [
            (model.lead(features, "yes") + _RULED * (_BY_RULE in features), name)
            for name, features in row
        ]
        if not judged:
            continue
        judged.sort(key=lambda pair: -pair[0])
        taken: list[Name] = []
        for lead, name in judged:
            enough = lead > (0 if taken else _LEAST[kind])
            if taken and kind == "dose":
                if shared(page.text, value, taken[0][:2], name[:2]):
                    taken.append(name)
                    yield _link(kind, value, name, lead)
                continue
            if enough and not any(_same(page.text, name, other) for other in taken):
                taken.append(name)
                yield _link(kind, value, name, lead)


def _link(kind: Kind, value: Value, name: Name, lead: int) -> Link:
    start = name.start if name.whole is None else name.whole
    return Link(kind, value, start, name.end, lead)


def _same(text: str, one: Name, other: Name) -> bool:
    """One examination under two names: `C-reactive protein (CRP)`."""
    first, second = sorted((one, other))
    return text[first.end : second.start].strip() == "("


_BY_RULE = "rule True True"
_RULED = 100  # what a name gains if the rules choose it
_LEAST: dict[Kind, int] = {"lab": -30, "dose": 60}
"""The best name of a value is taken with this lead, any other from 0 on; by cross-validation."""


@cache
def _stops() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("name_stops.tsv"))


def _names(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Mention],
    times: Sequence[TimeExpression],
    values: Sequence[Value],
) -> Iterator[Name]:
    """Runs of name-like words; a run that holds listed names is cut into them where it lists."""
    closed = [(m.start, m.end) for m in inside if m.kind in ("quantity", "age", "sex")]
    closed += [(m.start, m.end) for m in inside if m.kind in _DRUGS and m.role != "other"]
    closed += [(t.start, t.end) for t in times if start <= t.start < end]
    closed += [(v.start, v.end) for v in values]
    listed = [m for m in inside if m.kind in _NAMED or m.concept("analyte")]
    runs = list(_runs(text, start, end, sorted(closed)))
    for low, high in runs:
        known = [m for m in listed if m.start < high and low < m.end]
        analytes = [m for m in known if m.concept("analyte")]
        if len(analytes) > 1:
            for m in analytes:
                yield Name(m.start, m.end, "analyte", m.concept("analyte"))
            continue
        best = analytes[0] if analytes else (known[-1] if known else None)
        if best is None:
            yield Name(low, high, "")
        else:
            kind = "analyte" if analytes else best.kind
            yield Name(min(low, best.start), max(high, best.end), kind, best.concept("analyte"))
    for m in listed:
        if not any(low < m.end and m.start < high for low, high in runs):
            yield Name(m.start, m.end, m.kind, m.concept("analyte"))


def _runs(
    text: str, start: int, end: int, closed: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    stops, at = _stops(), 0
    run: list[tuple[int, int]] = []
    for token in _CHUNK_WORD.finditer(text, start, end):
        low, high = token.span()
        while at < len(closed) and closed[at][1] <= low:
            at += 1
        taken = at < len(closed) and closed[at][0] < high
        word = token[0]
        if taken or not word[0].isalpha() or word.lower() in stops or len(run) == _MOST_WORDS:
            if run:
                yield run[0][0], run[-1][1]
            run = []
            if taken or not word[0].isalpha() or word.lower() in stops:
                continue
        run.append((low, high))
    if run:
        yield run[0][0], run[-1][1]


class _Seat(NamedTuple):
    """What is the same for all pairs of one value.

    Attributes:
        value: The value.
        earlier: The value before it in its sentence, if any.
        ahead: The next name behind it, if any.
        following: The first token behind it, `$` if there is none.
        several: It stands in a list of values.
        aligned: Of equally many names before that list, its own by order.
        joined: These names are a list too.
    """

    value: Value
    earlier: Value | None
    ahead: Name | None
    following: str
    several: bool = False
    aligned: Name | None = None
    joined: bool = False


def _features(
    text: str, seat: _Seat, name: Name, words: list[str], rank: int, between: int, side: int
) -> Features:
    """What stands between a value and a name, and who else competes."""
    value = seat.value
    low, high = (name.end, value.start) if side < 0 else (value.end, name.start)
    gap = text[low:high]
    tokens = shapes(gap[-80:] if side < 0 else gap[:80])
    s = "b" if side < 0 else "a"
    number = isinstance(value, QuantityMention)
    head, first = (words[-1], words[0]) if words else ("", "")
    length = min(len(tokens), 9)
    r, v = min(rank, 4), min(between, 4)
    fit = ""
    if number and name.analyte:
        fit = str(fits(name.analyte, value.ucum, value.dimension))  # type: ignore[union-attr]
    kind = name.kind
    t = "n" if number else "w"
    features = [
        f"{s}{t}",
        f"r {s}{t}{r}", f"v {s}{t}{v}", f"rv {s}{t}{r}{v}", f"rvk {s}{t}{r}{v}{kind}",
        f"k {s}{t}{kind}", f"kr {s}{kind}{r}", f"fit {s}{fit}{r}", f"len {s}{t}{length}",
        f"hw {head}", f"fw {first}", f"nw {len(words)}",
        f"u {getattr(value, 'unit', None)}|{head}",
        f"paren {s} {gap.count('(') - gap.count(')')} {r}",
        f"semi {s} {';' in gap} {':' in gap} {',' in gap} {v}",
        f"resp {text.find('respectively', high, high + 200) >= 0} {r}{v}",
    ]  # fmt: skip
    if not number:
        printed = text[value.start : value.end].lower()
        features += [f"val {s} {printed}", f"val {s} {printed} {r}", f"valk {printed} {kind}"]
    if tokens:
        features += [f"g0 {s}{t} {tokens[0]}", f"gl {s}{t} {tokens[-1]}"]
        features += [f"G {s} {w}" for w in set(tokens) if length < 9 or not w.isalpha()]
    if len(tokens) <= 3:
        joint = " ".join(tokens)
        features += [f"g {s}{t} {joint}", f"g {s}{t} {joint} {kind}"]
    following = seat.following if side < 0 else _following(text, name.end)
    features += [f"o {s} {following}", _in_order(seat, name)]
    if side < 0:
        if seat.earlier is not None:
            features.append(f"prev {seat.earlier.start >= name.end} {r}{t}")
        if seat.ahead is not None:
            step = min(seat.ahead.start - value.end, 9)
            features.append(f"alt {step} {length} {seat.ahead.kind}")
    return features


def _following(text: str, end: int) -> str:
    tokens = shapes(text[end : end + 12])
    return tokens[0] if tokens else "$"


def _in_order(seat: _Seat, name: Name) -> str:
    if seat.aligned is None:
        return f"al {seat.several}"
    return f"al {seat.joined} {seat.aligned is name}"


def _seat(
    text: str,
    place: int,
    values: Sequence[Value],
    names: Sequence[Name],
    ahead: Name | None,
    its_list: tuple[int, int],
) -> _Seat:
    """`A, B and C were 1, 2 and 3`: of equally many, the first belongs to the first."""
    first, size = its_list
    value, earlier = values[place], values[place - 1] if place else None
    seat = _Seat(value, earlier, ahead, _following(text, value.end), size > 1)
    before = [n for n in names if n.end <= values[first].start] if size > 1 else []
    if size < 2 or len(before) < size:
        return seat
    group = before[-size:]
    joined = all(len(text[a.end : b.start]) < 20 for a, b in pairwise(group))
    return seat._replace(aligned=group[place - first], joined=joined)


def _lists(values: Sequence[Value], names: Sequence[Name]) -> list[tuple[int, int]]:
    """Where the list of values begins that each stands in, and how many are in it."""
    begins: list[int] = []
    for place, value in enumerate(values):
        joined = place and _listed(values[place - 1].end, value.start, names)
        begins.append(begins[-1] if joined else place)
    sizes = Counter(begins)
    return [(first, sizes[first]) for first in begins]


def _listed(start: int, end: int, names: Sequence[Name]) -> bool:
    return end - start < 26 and not any(start <= n.start < end for n in names)
