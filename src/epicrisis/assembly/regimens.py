"""What belongs to a treatment besides its drug: dose, schedule, duration, route, reason."""

import re
from collections.abc import Sequence
from functools import cache

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.values import quantity
from epicrisis.model import Mention, QuantityMention, TimeExpression
from epicrisis.vocab.numbers import COUNT_WORD
from epicrisis.vocab.tables import read_table

_REASON = re.compile(
    r"\b(?:because\sof|due\sto|owing\sto|on\saccount\sof|given\s(?:the|his|her)|in\sview\sof)\s"
    r"(?P<why>[^.;]{3,160}?)(?=[.;]|,\s(?!and)|\s(?:who|which|that|s?he|we|they|the\spatient)\b|$)",
    re.IGNORECASE,
)


@cache
def _routes() -> tuple[re.Pattern[str], dict[str, str]]:
    value = {row["phrase"].lower(): row["route"] for row in read_table("routes.tsv")}
    names = "|".join(re.escape(p) for p in sorted(value, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?:{names})(?!\w)", re.IGNORECASE), value


def add_dose(page: Page, draft: Draft, doses: Sequence[QuantityMention]) -> None:
    """Take the dose, the whole amount printed beside it, and how often it is given."""
    main = next((dose for dose in doses if dose.per_kg or dose.per_m2), doses[0])
    draft.fields["dose"] = quantity(main, page.text)
    draft.fields["per_kg"], draft.fields["per_m2"] = main.per_kg, main.per_m2
    for other in doses:
        page.use(other)
        if other is not main:
            draft.fields["absolute_dose"] = quantity(other, page.text)
    if main.per_time:
        count, _, unit = main.per_time.rpartition(" ")
        days = {"d": 1.0, "wk": 7.0, "mo": 30.44, "h": 1 / 24, "a": 365.25}.get(unit)
        if days:
            draft.fields["interval_days"] = days * float(count or 1)
            draft.fields["schedule"] = _after_slash(main.unit or "")


def _after_slash(unit: str) -> str:
    """`mg/kg/day` says `/day`; `mg/body/2 weeks` says `/2 weeks`, `mg per day` says `per day`."""
    found = _LAST_PER.search(unit)
    return " ".join(found[0].split()) if found else unit


_LAST_PER = re.compile(r"(?:/|\b(?:per|an?|each|every)\b|\bdaily\b)(?!.*(?:/|\bper\b)).*$")


def add_schedule(
    page: Page,
    draft: Draft,
    drug: Mention,
    doses: Sequence[QuantityMention],
    stretch: tuple[int, int],
) -> list[tuple[int, int]]:
    """Take schedule and duration from the words about this drug; give the spans used."""
    centre = doses[0].start if doses else drug.start
    spans: list[tuple[int, int]] = []
    low, high = stretch
    first = draft.sentence is None or low <= page.sentences[draft.sentence].start
    times = page.times(low, high)
    if draft.sentence is not None:
        head = page.sentences[draft.sentence].start
        times += [t for t in page.times(head, low) if _heads(page, t, draft)]
    times = [t for t in times if t.relation != "past" and not _of_change(page.text, t.start)]
    for time in sorted(times, key=lambda t: abs(t.start - centre)):
        if time.start < drug.start and not _leads_to(page, time, drug, doses, first=first):
            continue
        near = (
            _heads(page, time, draft)
            or min(abs(time.start - centre), abs(time.start - drug.end)) < 90
        )
        own = _belongs(page, time, max(drug.end, *(dose.end for dose in doses), 0))
        if time.kind == "set" and "interval_days" not in draft.fields and near and own:
            draft.fields["schedule"] = page.text[time.start : time.end]
            draft.fields["interval_days"] = time.low
        elif time.kind == "duration" and "duration_days" not in draft.fields and near and own:
            draft.fields["duration"] = page.text[time.start : time.end]
            draft.fields["duration_days"] = length_in_days(time)
        else:
            continue
        spans.append((time.start, time.end))
    if "schedule" not in draft.fields:
        spans += _once(page, draft, (centre, high))
    if "schedule" not in draft.fields and doses and draft.sentence is not None:
        _shared_schedule(page, draft, page.sentences[draft.sentence].start)
    return spans


def _shared_schedule(page: Page, draft: Draft, start: int) -> None:
    """`daily maintenance with oral A 11 mg and B 100 mg`: said once, before the list."""
    drugs = page.mentions(start, draft.start + 1, "drug", "drug_class")
    if not drugs:
        return
    for time in page.times(start, drugs[0].start):
        if time.kind == "set" and _LEADS.match(page.text[time.end : drugs[0].start]):
            draft.fields["schedule"] = page.text[time.start : time.end]
            draft.fields["interval_days"] = time.low


def changes(text: str, start: int) -> bool:
    """Say whether an amount is that of a change: `reduced by 10 mg`, `in steps of 5 mg`."""
    return _BY.search(text, max(0, start - 60), start) is not None


def _of_change(text: str, start: int) -> bool:
    """`Reduced by 10 mg every week`: how often the dose is changed, not how often it is given."""
    amount = _AMOUNT.search(text, max(0, start - 24), start)
    return amount is not None and changes(text, amount.start())


_BY = re.compile(
    r"\b(?:reduc|decreas|taper|increas|lower|rais|titrat|escalat|wean|adjust|chang|cut)\w*\s"
    r"(?:[\w-]+\s){0,4}?(?:by|(?:in|at|with)\s(?:steps|increments|decrements)\sof)\s"
    r"(?:(?:about|approximately|around)\s)?$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d[\d.,]*\s?[^\W\d]{1,6}(?:\s?/\s?)?\s?$")
_RIGHT_BEFORE = re.compile(
    r"^[\s-]*(?:(?:oral|iv|intravenous|pulse|high|low|dose|doses|of|a)[\s-]*)*$", re.IGNORECASE
)
_LEADS = re.compile(r"^[\s-]*(?:\w+[\s-]){0,5}$")
_ONCE = re.compile(
    r"\b(?:as\sa\s)?single\s(?:dose|infusion|injection|administration|shot)\b|\bonce\b(?=\s?(?:[,;.)]|$|and\b|on\b|then\b))|"
    r"\bone\s(?:dose|infusion|injection)\b|\bcontinuous(?:ly)?\b|\bstat\b",
    re.IGNORECASE,
)


def _heads(page: Page, time: TimeExpression, draft: Draft) -> bool:
    """`Over the following month she received ...`: it holds for the whole sentence."""
    if draft.sentence is None or time.relation != "after" or time.kind != "duration":
        return False
    return time.start - page.sentences[draft.sentence].start < 5


def _once(page: Page, draft: Draft, stretch: tuple[int, int]) -> list[tuple[int, int]]:
    found = _ONCE.search(page.text, *stretch)
    if found is None or found.start() - stretch[0] > 60:
        return []
    if _OTHERWISE.search(page.text, stretch[0], found.start()):
        return []
    draft.fields["schedule"] = found[0]
    return [found.span()]


def length_in_days(time: TimeExpression) -> float | None:
    """Give the days of a duration, the middle of what is meant; None where a side is open."""
    if time.low == float("-inf") or time.high == float("inf"):
        return None
    return round((time.low + time.high) / 2, 2)


def _leads_to(
    page: Page,
    time: TimeExpression,
    drug: Mention,
    doses: Sequence[QuantityMention],
    *,
    first: bool,
) -> bool:
    """`25 mg daily oral prednisolone`: the schedule stands before the drug.

    Behind another drug of the sentence it must stand right before this one, else it is that one's.
    """
    if doses and doses[0].start < time.start < drug.start:
        return True
    if time.kind == "duration" and time.relation == "after":
        return True
    gap = page.text[time.end : drug.start]
    if _APART.search(gap):
        return False
    return len(gap) < 50 and bool((_LEADS if first else _RIGHT_BEFORE).match(gap))


_NEAR = 30  # characters between a dose and how often it is given
_OTHERWISE = re.compile(
    r";|\b(?:and|who|which|then|but|until|after|before|was|were|is|are|had|has|follow\w*|visit\w*|"
    r"review\w*|check\w*|monitor\w*|measured|controlled|examined|seen|increased|reduced)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"[,;]|\b(?:and|who|which|then|but|until|after|before)\b", re.IGNORECASE)


def _belongs(page: Page, time: TimeExpression, end: int) -> bool:
    """A time behind a drug is the drug's if no other statement begins between them.

    How often it is given may stand behind a comma, `1.5 g, twice a day`.
    """
    if time.start < end:
        return True
    gap = page.text[end : time.start]
    if time.kind == "set" and len(gap) <= _NEAR:
        return not _OTHERWISE.search(gap)
    return gap == ", " or not _APART.search(gap)


def route_named(words: str) -> str | None:
    """Give the one route that words name; None where they name none or several."""
    pattern, value = _routes()
    found = {value[match[0].lower()] for match in pattern.finditer(words)}
    return found.pop() if len(found) == 1 else None


def add_route(page: Page, draft: Draft, drug: Mention, stretch: tuple[int, int]) -> None:
    """The route stands in the drug's own name, right before it, or near its dose."""
    pattern, value = _routes()
    printed = page.text[drug.start : drug.end]
    if re.search(r"intravenous", printed, re.IGNORECASE):
        draft.fields["route"] = "intravenous"
        return
    end = min(stretch[1], drug.end + 90)
    start = page.sentences[draft.sentence].start if draft.sentence is not None else stretch[0]
    after_another = stretch[0] > start  # `A 5 mg i.v. twice, B 12 mg i.m.`
    before = [
        route
        for route in pattern.finditer(page.text, max(stretch[0], drug.start - 24), drug.start)
        if not (after_another and _APART.search(page.text, route.end(), drug.start))
    ]
    named = re.match(r"IV[A-Z]|IV\b", printed) is not None
    if named and not before:  # but not of `s.c. IVIG`
        draft.fields["route"] = "intravenous"
        return
    behind = pattern.search(page.text, drug.end, end)
    found = before[-1] if before else behind
    if found and not (behind is found and _next_drug_owns(page, found, stretch)):
        draft.fields["route"] = value[found[0].lower()]


def _next_drug_owns(page: Page, route: re.Match[str], stretch: tuple[int, int]) -> bool:
    """A route word right before the next drug belongs to that one."""
    return 0 <= stretch[1] - route.end() <= 3 and stretch[1] < len(page.text)


_CYCLES = re.compile(
    rf"\b(?P<n>\d{{1,2}}(?:\s?-\s?\d{{1,2}})?|{COUNT_WORD}|"
    r"several|multiple)\s(?:(?:further|additional|more|consecutive|monthly|weekly|daily)\s)?"
    r"(?:courses?|cycles?|doses|infusions|sessions|pulses|rounds)\b",
    re.IGNORECASE,
)


def add_cycles(page: Page, draft: Draft, drug: Mention, stretch: tuple[int, int]) -> None:
    """How many courses, as printed: `five courses of A`, `A for six cycles`."""
    for found in _CYCLES.finditer(page.text, *stretch):
        before = page.text[found.end() : drug.start] if found.end() <= drug.start else None
        if before is not None and not re.match(r"^\s(?:of\s)?(?:[\w-]+\s){0,3}$", before):
            continue
        draft.fields["cycles"] = found[0]
        return


def add_reason(page: Page, draft: Draft, stretch: tuple[int, int]) -> None:
    """Take the words that say why: `because of both pancytopenia and ...`."""
    end = stretch[1] if draft.sentence is None else page.sentences[draft.sentence].end
    why = _REASON.search(page.text, stretch[0], end)
    if why is None or why.start() >= stretch[1]:
        return
    low, high = sorted([(draft.start, draft.end), why.span()])
    if not _ANOTHER.search(page.text, low[1], high[0]):
        draft.fields["reason"] = why["why"].strip()


_ANOTHER = re.compile(
    r"\b(?:and|but|while|so)\s(?:we|the|he|she|his|hers?|it|they|this)\b|\b(?:died|discharged|transferred|"
    r"referred|readmitted|admitted)\b",
    re.IGNORECASE,
)  # another statement begins between a drug and words that say why
