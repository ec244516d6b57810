"""A cohort of which the index of a library knows enough, so that its courses stay where they are.

Conditions are answered for all courses at once (`Question.split`); a course is read only if its
events are to be shown, if a person changed it, or if a condition asks what no index holds.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Self

from epicrisis.errors import InputError
from epicrisis.model import Course, Document
from epicrisis.synthesis.cases import Case, Patients, Step, is_group
from epicrisis.synthesis.conditions import Condition, condition
from epicrisis.synthesis.index import Index
from epicrisis.synthesis.questions import printed_in
from epicrisis.synthesis.sought import KIND_OF_EVENT, Scope
from epicrisis.synthesis.states import State

Keys = tuple[int, ...]
_PAGE = 500  # patients whose courses are read together


@dataclass(frozen=True, slots=True)
class IndexedCohort(Patients):
    """Patients of a library, each with the keys of the courses that tell of them.

    Attributes:
        index: The index of the library they are in.
        cases: The patients; several keys where a person decided that the courses are of one.
        steps: The conditions applied so far.
    """

    index: Index
    cases: tuple[Keys, ...]
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(
        cls, index: Index, same: Iterable[tuple[str, str]] = (), among: Set[int] | None = None
    ) -> "IndexedCohort":
        """Give the patients of an index.

        Args:
            index: The index.
            same: Pairs of ids of courses that a person decided to be of one patient.
            among: Keys of the courses that count; all by default.

        Raises:
            InputError: A pair names a course that is not there.
        """
        pairs = list(same)
        wanted = index.everyone if among is None else [k for k in index.everyone if k in among]
        keys = index.keys(list(chain.from_iterable(pairs)))
        for id in chain.from_iterable(pairs):
            if id not in keys or (among is not None and keys[id] not in among):
                raise InputError(f"no course has the id {id!r}")
        first = leaders((keys[one], keys[other]) for one, other in pairs)
        cases: dict[int, Keys] = {}
        for key in wanted:
            leader = first.get(key, key)
            cases[leader] = (*cases.get(leader, ()), key)
        return cls(index, tuple(cases.values()))

    @property
    def keys(self) -> Set[int]:
        """The keys of all courses."""
        return set(chain.from_iterable(self.cases))

    def __len__(self) -> int:
        return len(self.cases)

    def __repr__(self) -> str:
        groups = sum(self.groups())
        more = f" and {groups} groups" if groups else ""
        return f"<Cohort: {len(self.cases) - groups} patients{more}, {len(self.keys)} courses>"

    def condition(self, text: str) -> Condition:
        """Make a condition that also knows the names printed in these courses."""
        return condition(text, Scope(events=partial(printed_in, self.index, self.keys, _NAMED)))

    def groups(self) -> list[bool]:
        """Say of each patient whether the row stands for several."""
        groups = {key for key, person in self.index.persons.items() if is_group((person,))}
        person = self.index.everyone
        if not groups:
            return [False] * len(self.cases)
        return [any(person[key] in groups for key in case) for case in self.cases]

    def states(self, asked: Condition) -> list[State]:
        """Give what each patient answers: what any of their courses reports, yes before no."""
        keys = self.keys
        unread = keys & self.index.altered
        with _no_search_for_cycles(when=not asked.ask.slow):
            yes, no = asked.ask.split(self.index, keys - unread)
        for key, course in self.index.told(unread):
            state = asked(course)
            if state is not State.NOT_REPORTED:
                (yes if state is State.YES else no).add(key)
        return [_state(case, yes, no) for case in self.cases]

    def kept(self, chosen: Sequence[bool], step: Step) -> Self:
        """Give those of the patients that were chosen in a step."""
        cases = tuple(case for case, one in zip(self.cases, chosen, strict=True) if one)
        return replace(self, cases=cases, steps=(*self.steps, step))

    def told(self, *, events: bool = True) -> Iterator[Case]:
        """Read the courses of each patient, some hundred at a time; or only say who they are."""
        for start in range(0, len(self.cases), _PAGE):
            page = self.cases[start : start + _PAGE]
            keys = list(chain.from_iterable(page))
            read = dict(self.index.told(keys) if events else self.index.briefly(keys))
            yield from (tuple(read[key] for key in case) for case in page)

    def pairs(self) -> Iterator[tuple[Document, Course]]:
        """Read the courses with their documents, in the order of the library."""
        return self.index.pairs(sorted(self.keys))


@contextmanager
def _no_search_for_cycles(*, when: bool) -> Iterator[None]:
    """Keep Python from looking through a hundred thousand new rows for cycles: they have none."""
    paused = when and gc.isenabled()
    if paused:
        gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _state(case: Keys, yes: Set[int], no: Set[int]) -> State:
    if len(case) == 1:
        key = case[0]
        return State.YES if key in yes else State.NO if key in no else State.NOT_REPORTED
    if not yes.isdisjoint(case):
        return State.YES
    return State.NOT_REPORTED if no.isdisjoint(case) else State.NO


def leaders(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give for each number that is in a pair the smallest of all that pairs join to it."""
    above: dict[int, int] = {}

    def leader(number: int) -> int:
        while above.setdefault(number, number) != number:
            number = above[number]
        return number

    for pair in pairs:
        first, second = sorted(map(leader, pair))
        above[second] = first
    return {number: leader(number) for number in list(above)}


_NAMED = tuple(KIND_OF_EVENT)

__all__ = ["IndexedCohort", "leaders"]
