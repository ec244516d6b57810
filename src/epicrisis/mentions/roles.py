"""What a number, a name, a phrase of time or a result word is in its sentence.

A small trained model judges each candidate by the words around it, by what the candidate itself is,
and by the mentions next to it. It says `lab_value` for the 45 of "CRP was 45 mg/L" and `dosage` for
that of "45 mg of X". Where a unit is one of doses alone, the unit decides.

Labels are the types of MACCROBAT2020 (Caufield et al.), on which the packaged weights are trained
by `tools/train.py`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from epicrisis.mentions.time_words import LATIN
from epicrisis.model import Mention, QuantityMention, TimeExpression
from epicrisis.vocab.linear import Features, Models, shapes

Candidate = Mention | TimeExpression
Mark = tuple[Candidate, str]  # what others are seen beside, and its kind

_LEFT, _RIGHT = 48, 40  # characters of context to either side
_WORDS = 4  # words of context to either side
_NAMES = frozenset({"drug", "drug_class", "therapy"})
_CONTEXT = frozenset({"analyte", "drug", "drug_class", "imaging", "biopsy", "procedure", "finding",
                      "disease", "result", "encounter", "outcome"})  # fmt: skip
_CITED = re.compile(r"\[\d[\d,\s-]*\]")  # a statement with a reference may be about others
_NORMAL = re.compile(
    r"\b(?:normal|reference|ref|nr|nv|vn|rr|upper limit|cut-?off|uln|range)\b[^.;)]{0,24}$", re.I
)
_LIMIT = re.compile(  # what stands behind these words is a limit and nobody's result
    r"\b(?:(?:normal|reference)\s(?:range|values?|limits?|interval|levels?)|(?:NR|NV|VN|RR|ULN|LLN))"
    r"(?:\s(?:is|was|of))?[\s:,(=<>≤≥]{0,4}$"
)
_DOSIMETRY = (  # what an organ received, not what was prescribed
    (re.compile(r"\bmean\s(?:\w+\s)?dose\b[^.;,]{0,30}$", re.IGNORECASE), "lab_value"),
    (re.compile(r"\bvolumes?\b[^.;,]{0,40}$", re.IGNORECASE), "other"),
)
_TESTED = re.compile(r"[\s-](?:susceptib|sensitivit|resistan|MICs?\b)")  # behind a drug
_MICROBES = re.compile(
    r"\b(?:isolates?|isolated|strains?|organisms?|bacteri\w+|cultures?|microb\w+|antibiogram|grew|MICs?|"
    r"pathogens?)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(  # before it
    r"\b(?:sensitive|susceptible|resistant|sensitivity|susceptibility|resistance)\sto\s"
    r"(?P<list>(?:(?!\b(?:treat\w*|start\w*|switch\w*|chang\w*|therapy|given|was|were|we|received|so|"
    r"therefore)\b|[.;]\s).)*)$",
    re.IGNORECASE | re.DOTALL,
)
_TEST_REACH = 160  # characters before a drug in which it is said that microbes were tested on it
_HOURLY = re.compile(r"q\s?\d")  # `q8h`, as prescriptions are written
_DOSED = frozenset({"mass", "volume", "arbitrary", "amount", "catalytic", "count", "absorbed"})
_AFTER = re.compile(r"\b(?:after|since|during|before|until|following|for)\s(?:the\s)?$", re.I)
_MOST = 16  # candidates looked at to either side of a dose in words
_NEAR = 90  # characters within which a drug or an amount stands beside a dose in words
_PORTIONS = frozenset({"tbl", "cap", "puff", "drop", "amp", "vial"})  # in which drugs are counted
_MAGNITUDES = (1, 3, 10, 30, 100, 300, 1000, 10000)


def task_of(candidate: Candidate) -> str | None:
    """The task under which a candidate is judged, or None where nothing is asked of it."""
    if isinstance(candidate, TimeExpression):
        return "time"
    if isinstance(candidate, QuantityMention):
        return "number"
    if candidate.kind in ("result", "quality"):
        return "result"
    if candidate.kind == "dose":
        return "dose"
    return "drug" if candidate.kind in _NAMES or candidate.concept("drug") else None


def assign_roles(
    text: str, mentions: Sequence[Mention], times: Sequence[TimeExpression], models: Models
) -> None:
    """Set the role of every candidate in place.

    Args:
        text: The readable text.
        mentions: In order of start.
        times: In order of start.
        models: Trained models by task; a task without a model sets no role.
    """
    last: Candidate | None = None
    for candidate, task, features in described(text, mentions, times):
        model = models.get(task)
        if model is not None:
            candidate.role = _ruled(text, candidate) or model.decide(features)
            if last and _is_rate(text, last, candidate):
                candidate.role = "other"
            if last and last.kind == "dose" and candidate.end <= last.end:
                candidate.role = last.role  # the `daily` of a daily dose
                continue
        last = candidate


def _is_rate(text: str, last: Candidate, candidate: Candidate) -> bool:
    """Say whether a schedule is that of an amount that is no dose: the `/24 h` of a urine."""
    return (
        candidate.role == "dosage"
        and isinstance(candidate, TimeExpression)
        and isinstance(last, QuantityMention)
        and last.role != "dosage"
        and not text[last.end : candidate.start].strip()
    )


def _ruled(text: str, candidate: Candidate) -> str:
    """The role that a unit or a word right in front decides, or ""."""
    if isinstance(candidate, TimeExpression) and candidate.kind == "set":
        printed = text[candidate.start : candidate.end].lower().replace(".", "")
        return "dosage" if printed in LATIN or _HOURLY.match(printed) else ""
    if not isinstance(candidate, QuantityMention):
        return "other" if task_of(candidate) == "drug" and _tested_on(text, candidate) else ""
    if _LIMIT.search(text, max(0, candidate.start - 32), candidate.start):
        return "other"
    if candidate.unit is None:
        return ""
    mass = candidate.dimension.startswith("mass") and "concentration" not in candidate.dimension
    if mass and (candidate.per_kg or candidate.per_m2):
        return "dosage"
    if candidate.dimension == "absorbed dose":
        low = max(0, candidate.start - 48)
        told = (role for words, role in _DOSIMETRY if words.search(text, low, candidate.start))
        return next(told, "dosage")
    if candidate.dimension == "smoking":
        return "other"
    if candidate.base.strip("{}[]") in _PORTIONS:
        return "dosage"
    return ""


def _tested_on(text: str, drug: Candidate) -> bool:
    """Say whether microbes were tested on a drug: `the isolate was resistant to A, B and C`."""
    if _TESTED.match(text, drug.end):
        return True
    low = max(0, drug.start - _TEST_REACH)
    if all(text.find(part, low, drug.start) < 0 for part in ("usceptib", "ensitiv", "esistan")):
        return False
    against = _AGAINST.search(text, low, drug.start)
    if against is None:
        return False
    low = max(low, text.rfind(". ", low, against.start()))
    return _MICROBES.search(text, low, against.start()) is not None


def described(
    text: str, mentions: Sequence[Mention], times: Sequence[TimeExpression]
) -> Iterator[tuple[Candidate, str, Features]]:
    """Give every candidate with its task and features, in order of the text, one by one."""
    everything: list[Candidate] = sorted([*mentions, *times], key=attrgetter("start"))
    marks = [(item, kind) for item in everything if (kind := _mark(item))]
    seen: set[str] = set()
    numbers = [m for m in mentions if isinstance(m, QuantityMention)]
    citing = "[" in text
    at = count = 0
    for place, item in enumerate(everything):
        task = task_of(item)
        if task is None:
            continue
        while at < len(marks) and marks[at][0].start < item.start:
            at += 1
        own = at < len(marks) and marks[at][0] is item
        before = [mark for mark in marks[max(0, at - 3) : at] if mark[0].end <= item.start]
        behind = [mark for mark in marks[at + own : at + own + 4] if mark[0].start >= item.end]
        features = _around(text, item)
        features += _neighbours(text, item, before, behind)
        features += _itself(text, item)
        if task == "drug":
            printed = text[item.start : item.end].lower()
            features.append(f"rep {printed in seen}")
            seen.add(printed)
        cited = citing and _CITED.search(text, item.start, item.end + 160) is not None
        features.append(f"cit {cited}")
        if task == "dose" or item.kind == "set":
            features += _dosing(text, everything, place)
        if isinstance(item, QuantityMention):
            last = numbers[count - 1] if count else None
            count += 1
            following = numbers[count] if count < len(numbers) else None
            features += _numbers_beside(text, item, last, following)
        yield item, task, features


def _mark(item: Candidate) -> str:
    if isinstance(item, TimeExpression):
        return item.kind
    if item.kind == "quality":
        return "result"
    return item.kind if item.kind in _CONTEXT else ""


def _around(text: str, item: Candidate) -> Features:
    """The words to both sides, alone, in pairs and as sets."""
    left = shapes(text[max(0, item.start - _LEFT) : item.start])
    right = shapes(text[item.end : item.end + _RIGHT])
    before = left[: -_WORDS - 2 : -1] + ["^"] * (_WORDS + 1)
    behind = right[: _WORDS + 1] + ["$"] * (_WORDS + 1)
    l0, l1, l2, l3 = before[:4]
    r0, r1, r2, r3 = behind[:4]
    features = [
        "",
        f"l0 {l0}", f"l1 {l1}", f"l2 {l2}", f"l3 {l3}",
        f"r0 {r0}", f"r1 {r1}", f"r2 {r2}", f"r3 {r3}",
        f"l01 {l1} {l0}", f"l12 {l2} {l1}", f"r01 {r0} {r1}", f"r12 {r1} {r2}", f"lr {l0} {r0}",
        f"l012 {l2} {l1} {l0}", f"r012 {r0} {r1} {r2}",
    ]  # fmt: skip
    features += [f"L {word}" for word in set(before[:5])]
    features += [f"R {word}" for word in set(behind[:5])]
    return features


def _distance(length: int) -> str:
    return "0" if length <= 2 else "1" if length <= 12 else "2" if length <= 40 else "3"


def _neighbours(
    text: str, item: Candidate, before: Sequence[Mark], behind: Sequence[Mark]
) -> Features:
    """Kind, distance and joint of the mentions next to this one, within its sentence."""
    features: Features = []
    kinds = {"p": "", "n": ""}
    for side, others in (("p", before[:-3:-1]), ("n", behind[:2])):
        for rank, (other, kind) in enumerate(others):
            gap = text[other.end : item.start] if side == "p" else text[item.end : other.start]
            if len(gap) > 90 or ". " in gap:
                break
            features += [f"{side}{rank} {kind} {_distance(len(gap))}", f"{side} {kind}"]
            if rank == 0:
                kinds[side] = kind
                if len(gap) < 24:
                    features.append(f"{side}g {kind} {' '.join(shapes(gap))}")
    features.append(f"pn {kinds['p']} {kinds['n']}")
    return features


def _numbers_beside(
    text: str, item: QuantityMention, before: QuantityMention | None, behind: QuantityMention | None
) -> Features:
    """How a number stands to those beside it: limits follow values, lists share a unit."""
    features: Features = []
    for side, other in (("qp", before), ("qn", behind)):
        if other is None:
            continue
        gap = text[other.end : item.start] if side == "qp" else text[item.end : other.start]
        if len(gap) < 30:
            same = other.dimension == item.dimension
            joint = " ".join(shapes(gap)[:3])
            features += [f"{side} {joint} {same} {item.form}", f"{side} {joint}"]
            features.append(f"{side} {same} {item.unit is None} {item.form} {'(' in gap}")
    return features


def _dosing(text: str, everything: Sequence[Candidate], place: int) -> Features:
    """The drug and the amount nearest to either side of a schedule or a dose in words.

    `Monthly` beside an amount is part of a dose; without one it says how often something is done.
    """
    item = everything[place]
    sort = "set" if isinstance(item, TimeExpression) else item.id
    drug_before, amount_before = _beside(
        text, item, everything[max(0, place - _MOST) : place][::-1]
    )
    drug_behind, amount_behind = _beside(text, item, everything[place + 1 : place + 1 + _MOST])
    since = _AFTER.search(text, max(0, item.start - 16), item.start) is not None
    dosed = "d" in amount_before + amount_behind
    drug = bool(drug_before or drug_behind)
    return [
        f"qb {sort} {amount_before}",
        f"qa {sort} {amount_behind}",
        f"qba {sort} {amount_before[:1]} {amount_behind[:1]}",
        f"db {sort} {drug_before}",
        f"da {sort} {drug_behind}",
        f"dab {sort} {bool(drug_before)} {bool(drug_behind)} {amount_before[:1]}",
        f"dd {sort} {dosed}",
        f"da {drug_behind}",
        f"so {sort}",
        f"since {since}",
        f"since {sort} {since}",
        f"dd {sort} {dosed} {drug}",
    ]


def _beside(text: str, item: Candidate, others: Iterable[Candidate]) -> tuple[str, str]:
    """How far the nearest drug and the nearest number stand, and whether that is a dose's."""
    drug = amount = ""
    for other in others:
        if drug and amount:
            break
        first, second = (other, item) if other.start < item.start else (item, other)
        if second.start < first.end:
            continue
        gap = text[first.end : second.start]
        if len(gap) > _NEAR or ". " in gap:
            break
        if not amount and isinstance(other, QuantityMention):
            amount = ("d" if _dosed(other) else "o") + _distance(len(gap))
        elif not drug and task_of(other) == "drug":
            drug = _joint(shapes(gap))
    return drug, amount


def _joint(words: Sequence[str]) -> str:
    """What stands between a dose and a drug: nothing, `of`, one word, or more."""
    if not words:
        return "next"
    if words[0] == "of" and len(words) < 4:
        return "of"
    return "word" if len(words) == 1 else "far"


def _dosed(quantity: QuantityMention) -> bool:
    """Whether the unit of a quantity is that of doses rather than of results."""
    return quantity.unit is not None and (
        quantity.dimension.split(" ")[0] in _DOSED and "concentration" not in quantity.dimension
    )


def _itself(text: str, item: Candidate) -> Features:
    """What a candidate is, whatever stands around it."""
    if isinstance(item, QuantityMention):
        return _of_number(text, item)
    printed = text[item.start : item.end].lower()
    words = shapes(printed)
    features = [f"w {printed}", f"wf {words[0]}", f"wl {words[-1]}", f"wn {len(words)}"]
    features += [f"W {word}" for word in set(words)]
    if isinstance(item, TimeExpression):
        features += [f"k {item.kind}", f"rel {item.relation}", f"a {item.anchor}"]
        features += [f"k {item.kind} {item.relation} {item.anchor}", f"k {item.kind} {words[0]}"]
        return features
    features += [f"k {item.kind}", f"id {item.id}", f"s {printed[-4:]}", f"s {printed[-3:]}"]
    features += [f"also {kind}" for kind, _ in item.also]
    if item.assertion is not None:
        features.append(f"as {item.assertion.status}")
    return features


def _of_number(text: str, item: QuantityMention) -> Features:
    printed = text[item.start : item.number_end]
    size = sum(abs(item.value) >= step for step in _MAGNITUDES)
    unit = (item.unit or "").lower()
    bracket = text[item.start - 1 : item.start] if item.start else ""
    whole = "." not in printed and "," not in printed
    return [
        f"u {unit}",
        f"dim {item.dimension}",
        f"form {item.form}",
        f"cmp {item.comparator}",
        f"mag {size} {item.dimension}",
        f"mag {size} {whole}",
        f"form {item.form} {item.dimension}",
        f"kg {item.per_kg} {item.per_m2} {item.per_time}",
        f"br {bracket if bracket in '([/=-' else ''} {item.dimension}",
        f"year {len(printed) == 4 and printed[:2] in ('19', '20')}",
        f"v {printed}" if len(printed) < 3 else "v",
        f"norm {bool(_NORMAL.search(text, max(0, item.start - 40), item.start))}",
    ]
