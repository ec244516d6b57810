"""The patients of a cohort, asked together, wherever they are kept.

Each patient is one, however many papers tell of them: courses that a person has decided to be of
one patient are asked together and counted once.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Any, Self

from epicrisis.errors import InputError
from epicrisis.model import Course, Fact
from epicrisis.synthesis.conditions import Condition
from epicrisis.synthesis.replies import Anchors, Answer, Numbers, Reply
from epicrisis.synthesis.sheets import frame
from epicrisis.synthesis.states import State, Tally

Case = tuple[Course, ...]
COLUMNS = ("course", "document", "patient", "cited", "patients", "age", "sex")


@dataclass(frozen=True, slots=True)
class Step:
    """A condition by which a cohort was narrowed, and what it found."""

    text: str
    tally: Tally


class Patients(ABC):
    """What can be asked of the patients of a cohort."""

    steps: tuple[Step, ...]

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def condition(self, text: str) -> Condition:
        """Make a condition that also knows the names printed in these courses."""

    @abstractmethod
    def groups(self) -> Sequence[bool]:
        """Say of each patient whether the row stands for several."""

    @abstractmethod
    def told(self, *, events: bool = True) -> Iterator[Case]:
        """Give the courses of each patient; without events where these are not wanted."""

    @abstractmethod
    def states(self, asked: Condition) -> list[State]:
        """Give what each patient answers: what any of their courses reports, yes before no."""

    @abstractmethod
    def kept(self, chosen: Sequence[bool], step: Step) -> Self:
        """Give those of the patients that were chosen in a step."""

    def where(self, text: str, keep: State = State.YES) -> Self:
        """Give the patients, and groups, of whom a condition holds.

        Of whom nothing is reported is left out, and counted in the step.

        Args:
            text: The condition, `antibody("anti-MDA5") and age >= 18`.
            keep: Another state to keep: those of whom it is not so, or not reported.

        Raises:
            ExpressionError: The condition cannot be read, or a name in it is not known.
        """
        states = self.states(self.condition(text))
        return self.kept([state is keep for state in states], Step(text, self._tally(states)))

    def count(self, text: str) -> Tally:
        """Count the patients in each state: yes, no, not reported.

        Raises:
            ExpressionError: The condition cannot be read, or a name in it is not known.
        """
        return self._tally(self.states(self.condition(text)))

    def rows(self, **columns: str) -> list[dict[str, Any]]:
        """Give one row a patient: who, and what each condition answers.

        A question for a number fills five columns: `ferritin` where it is one exact number,
        `ferritin_low` and `ferritin_high` for its bounds, `ferritin_unit`, and `ferritin_text` as
        printed.

        Args:
            columns: Heading and condition, as `died="died"` or
                `ferritin='measured("ferritin", at="first")'`. A cell is "yes", "no", a number,
                words as printed, or None where nothing is reported.

        Raises:
            ExpressionError: A condition cannot be read, or a name in it is not known.
            InputError: A column has the name of another one.
        """
        asked = self._asked(columns)
        return [
            {**_who(case), **_merged(_cells(n, ask(c, case)) for n, c in asked.items())}
            for case in self.told(events=bool(asked))
        ]

    def shown(self, **columns: str) -> list[dict[str, Any]]:
        """Give `rows` for reading: one column a condition; intervals and series are in words."""
        asked = self._asked(columns)
        return [
            {**_who(case), **{name: ask(asking, case).shown for name, asking in asked.items()}}
            for case in self.told(events=bool(asked))
        ]

    def _asked(self, columns: Mapping[str, str]) -> dict[str, Condition]:
        clash = set(columns) & set(COLUMNS)
        if clash:
            raise InputError(f"columns named {', '.join(sorted(clash))} are always there")
        return {name: self.condition(text) for name, text in columns.items()}

    def frame(self, library: str = "pandas", **columns: str) -> Any:
        """Give `rows` as a data frame of pandas or polars.

        Raises:
            MissingExtraError: The library is not installed.
        """
        rows = self.rows(**columns)
        names = list(rows[0]) if rows else [*COLUMNS, *columns]
        return frame(rows, names, library)

    def facts(self) -> list[Fact]:
        """Give every datum of these courses, one row a datum."""
        return [fact for case in self.told() for course in case for fact in course.to_facts()]

    def _tally(self, states: Sequence[State]) -> Tally:
        found = list(zip(self.groups(), states, strict=True))
        single = (state for group, state in found if not group)
        return Tally.of(single, (state for group, state in found if group))


def ask(asked: Condition, case: Case) -> Answer:
    """Ask all courses of a patient: what any of them reports counts, yes before no."""
    answers = [asked.ask(course) for course in case]
    if len(answers) == 1:
        return answers[0]
    for state in (State.YES, State.NO, State.NOT_REPORTED):
        found = [answer for answer in answers if answer.state is state]
        if found:
            anchors: Anchors = tuple(a for answer in found for a in answer.anchors)
            return found[0] if not isinstance(found[0], Reply) else Reply(state, anchors)
    return answers[0]


def is_group(case: Case) -> bool:
    """Say whether a row stands for several patients, as one of a literature table may."""
    return any(course.cited and (course.cited.patients or 1) > 1 for course in case)


def _who(case: Case) -> dict[str, Any]:
    first = case[0]
    ages = [course.individual.age.years for course in case if course.individual.age]
    sexes = [course.individual.sex.value for course in case if course.individual.sex]
    return {
        "course": first.id,
        "document": first.document_name or first.document,
        "patient": first.individual.id,
        "cited": all(course.cited for course in case),
        "patients": first.cited.patients if first.cited else 1,
        "age": ages[0] if ages else None,
        "sex": sexes[0] if sexes else None,
    }


def _cells(name: str, answer: Answer) -> dict[str, Any]:
    """The columns of one answer; a number keeps its bounds, its unit and its print."""
    if not isinstance(answer, Numbers):
        return {name: answer.shown}
    low = min((value.low for value in answer.values), default=None)
    high = max((value.high for value in answer.values), default=None)
    text = "; ".join(dict.fromkeys(answer.printed))
    return {
        name: low if low == high and not answer.without else None,
        f"{name}_low": None if low is None or isinf(low) else low,
        f"{name}_high": None if high is None or isinf(high) else high,
        f"{name}_unit": answer.unit if answer.values else None,
        f"{name}_text": text or None,
    }


def _merged(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        twice = found.keys() & part.keys()
        if twice:
            raise InputError(f"two columns are named {', '.join(sorted(twice))}")
        found |= part
    return found
