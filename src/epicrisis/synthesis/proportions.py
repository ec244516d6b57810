"""Of how many patients something is so: pooled over papers, with what could overturn it.

The denominator is those of whom it is reported; the others are named, and the share is given for
the two extremes, that it is so of none or of all of them. Published patients are a selection, so
each share also says how many unpublished ones would overturn that it holds of fewer, or of more,
than the threshold.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from epicrisis.errors import InputError
from epicrisis.synthesis.cohorts import Cohort, ask
from epicrisis.synthesis.conditions import Condition
from epicrisis.synthesis.expressions import Call, parse, walk
from epicrisis.synthesis.moments import spelt_out
from epicrisis.synthesis.persons import Person, by_kind, general_notes, persons
from epicrisis.synthesis.replies import Numbers, Reply, Words
from epicrisis.synthesis.results import (
    CASE,
    SERIES,
    CohortShare,
    Missing,
    ShareComparison,
    ShareGroup,
)
from epicrisis.synthesis.states import State

if TYPE_CHECKING:
    from epicrisis.synthesis.estimates import Options, Pooled, Tipping

THRESHOLD = 0.5
_PAPER = {CASE: "case", SERIES: "series"}
_UNTOLD = "not reported"
_MOST_ANSWERS = 12
_TREATMENTS = frozenset({"treated", "procedure"})


def share(
    cohort: Cohort,
    question: str,
    by: str = "",
    *,
    threshold: float = THRESHOLD,
    options: "Options | None" = None,
) -> CohortShare:
    """Count and pool; `Cohort.proportion` says what the arguments are."""
    how = _options(options, threshold)
    asked = cohort.condition(spelt_out(question, cohort.courses))
    parting = cohort.condition(spelt_out(by, cohort.courses)) if by else None
    people, groups = persons(cohort)
    papers = _papers(people)
    states = {person.patient.id: _state(asked, person) for person in people}
    missing = [*groups]
    parted: dict[str, list[Person]] = {}
    for person in people:
        answer = (answer_of(parting, person) or _UNTOLD) if parting else ""
        parted.setdefault(answer, []).append(person)
        if states[person.patient.id] is State.NOT_REPORTED:
            missing.append(Missing(person.patient, f"{question}: not reported"))
    if len(parted) > _MOST_ANSWERS:
        raise InputError(f"{by!r} parts the patients into {len(parted)} groups")
    found = tuple(
        _group(answer, kind, mine, states, papers, threshold, how)
        for answer in sorted(parted)
        for kind, mine, _ in by_kind(parted[answer], (), together=how.together)
    )
    notes = [*general_notes(people, together=how.together), *_notes(people, parting)]
    patients = tuple(person.patient for person in people)
    compared = tuple(_comparisons(found)) if by else ()
    return CohortShare(question, by, found, compared, patients, tuple(missing), tuple(notes))


def _state(asked: Condition, person: Person) -> State:
    """Ask a patient.

    Raises:
        InputError: The answer is a number or a word.
    """
    answer = ask(asked, person.case)
    if not isinstance(answer, Reply):
        raise InputError(
            f"{asked.text!r} is answered by a number or a word: compare it with one, or ask "
            f"reported({asked.text})"
        )
    return answer.state


def answer_of(question: Condition, person: Person) -> str:
    """Give what a patient's courses answer, in words; nothing where they do not say.

    Raises:
        InputError: The answer is a number.
    """
    answer = ask(question, person.case)
    if isinstance(answer, Numbers):
        raise InputError(f"{question.text!r} is a number; compare it with one, as in age >= 60")
    if isinstance(answer, Words):
        return " and ".join(dict.fromkeys(answer.values))
    return "" if answer.state is State.NOT_REPORTED else answer.state.value


def _options(options: "Options | None", threshold: float) -> "Options":
    from epicrisis.synthesis.estimates import Options

    if not 0 < threshold < 1:
        raise InputError(f"threshold: expected a share between 0 and 1, found {threshold!r}")
    how = options or Options()
    how.check()
    return how


def _group(
    answer: str,
    kind: str,
    people: Sequence[Person],
    states: dict[str, State],
    papers: dict[tuple[str, str], str],
    threshold: float,
    how: "Options",
) -> ShareGroup:
    from epicrisis.synthesis.estimates import proportion

    def ids(state: State) -> tuple[str, ...]:
        return tuple(p.patient.id for p in people if states[p.patient.id] is state)

    yes, no, unreported = ids(State.YES), ids(State.NO), ids(State.NOT_REPORTED)
    told, every = len(yes) + len(no), len(people)
    pooled = _pooled(kind, people, states, papers, how) if told else None
    none = proportion(len(yes), every, method=how.shares, level=how.level)
    most = proportion(len(yes) + len(unreported), every, method=how.shares, level=how.level)
    tipping = _tipping(len(yes), told, threshold, how.level) if told else None
    return ShareGroup(answer, kind, yes, no, unreported, pooled, none, most, tipping)


def _papers(people: Iterable[Person]) -> dict[tuple[str, str], str]:
    """Name each paper, the same in every part; those of one author and year by their files."""
    first: dict[tuple[str, str], Person] = {}
    for person in people:
        first.setdefault(person.work, person)
    levels = (
        {work: person.patient.study for work, person in first.items()},
        {work: f"{p.patient.study} ({p.case[0].document_name})" for work, p in first.items()},
        {work: f"{p.patient.study} ({work[0][-6:]}{work[1]})" for work, p in first.items()},
    )
    counts = [Counter(level.values()) for level in levels]
    return {
        work: next((names[work] for names, count in zip(levels, counts, strict=True)
                    if count[names[work]] == 1), levels[-1][work])
        for work in first
    }  # fmt: skip


def _pooled(
    kind: str,
    people: Sequence[Person],
    states: dict[str, State],
    papers: dict[tuple[str, str], str],
    how: "Options",
) -> "Pooled":
    """Pool over papers; what a paper does not tell of a patient is not in its count."""
    from epicrisis.synthesis.estimates import pool

    works: dict[tuple[str, str], list[Person]] = {}
    for person in people:
        works.setdefault(person.work, []).append(person)
    studies, events, patients = [papers[work] for work in works], [], []
    for mine in works.values():
        told = [states[person.patient.id] for person in mine]
        events.append(sum(state is State.YES for state in told))
        patients.append(sum(state is not State.NOT_REPORTED for state in told))
    kinds = [_PAPER.get(mine[0].patient.kind) for mine in works.values()]
    made = pool(studies, events, patients, kinds, replace(how, together=True)).groups[0]
    return replace(made, kind=kind, missing=())


def _tipping(events: int, patients: int, threshold: float, level: float) -> "Tipping":
    """Ask what overturns the side of the threshold on which the share lies."""
    from epicrisis.synthesis.estimates import unreported_events

    if events <= patients * threshold:
        return unreported_events(events, patients, threshold, level=level)
    found = unreported_events(patients - events, patients, 1 - threshold, level=level)
    words = f"the lower {level:.0%} limit of {events}/{patients} lies above {threshold:g}"
    return replace(found, statement=words)


def _comparisons(groups: Sequence[ShareGroup]) -> Iterator[ShareComparison]:
    """Test the two answers of `by` against one another, kind by kind."""
    from epicrisis.synthesis.estimates import compare_two, unreported_in_comparison

    for kind in dict.fromkeys(group.kind for group in groups):
        told = [g for g in groups if g.kind == kind and g.pooled and g.answer != _UNTOLD]
        if len(told) != 2:
            continue
        events = (len(told[0].yes), len(told[1].yes))
        first, second = (len(g.yes) + len(g.no) for g in told)
        test = compare_two(events, (first, second))
        tipping = unreported_in_comparison(events, (first, second))
        yield ShareComparison(kind, (told[0].answer, told[1].answer), test, tipping)


def _notes(people: Sequence[Person], parting: Condition | None) -> Iterator[str]:
    if not people:
        return
    yield "who is not reported on is in no denominator; the two extremes stand beside the share"
    if parting is not None and _names(parting) & _TREATMENTS:
        yield (
            "who was treated had to live until then, and was chosen: a difference here is no "
            "effect of the treatment (`survival` compares over time)"
        )


def _names(question: Condition) -> set[str]:
    return {node.name for node in walk(parse(question.text)) if isinstance(node, Call)}
