"""What a condition asks: of one course, or of all courses of an index at once.

Every question is written down once and answers both ways. One about events says which events matter
to it, what each of them says, and how that is summed up; the index holds just enough of every event
for that. So a count over an index is the count that reading every course would give, and a test
compares the two.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from epicrisis.measures.intervals import Interval, days
from epicrisis.model import AnyEvent, Course, TimeElement
from epicrisis.synthesis.index import Index, Row, told_in
from epicrisis.synthesis.replies import Answer, Reply
from epicrisis.synthesis.states import State

Test = Callable[[Answer], State]
Answers = Iterator[tuple[Answer, Collection[int]]]


class Split(NamedTuple):
    """The courses that answer yes, and those that answer no; of the rest nothing is reported."""

    yes: set[int]
    no: set[int]


class Said(NamedTuple):
    """An event that matters to a question: what it says to it, and when it was."""

    event: AnyEvent
    what: Any
    days: Interval


class Question(ABC):
    """A question that any course can be asked."""

    @property
    def slow(self) -> bool:
        """Whether courses must be read to be asked; an index is not enough."""
        return False

    @abstractmethod
    def __call__(self, course: Course) -> Answer:
        """Give what a course answers, with the places that say it."""

    @abstractmethod
    def split(self, index: Index, among: Set[int]) -> Split:
        """Say which of these courses answer yes, and which no."""


class Asking(Question):
    """A question that is not put together from others."""

    @abstractmethod
    def answers(self, index: Index, among: Set[int]) -> Answers:
        """Give each answer with the courses, of these, that give it; some courses in none."""

    def silence(self) -> Answer:
        """Give the answer of the courses that `answers` leaves out."""
        return Reply(State.NOT_REPORTED)

    def split(self, index: Index, among: Set[int]) -> Split:
        """Say which courses answer yes, and which no."""
        return self.tested(index, among, lambda answer: answer.state)

    def tested(self, index: Index, among: Set[int], test: Test) -> Split:
        """Say of which courses a test of the answer gives yes, and of which no."""
        found: dict[State, set[int]] = {state: set() for state in State}
        for answer, keys in self.answers(index, among):
            found[test(answer)].update(keys)
        left_out = test(self.silence())
        if left_out is not State.NOT_REPORTED:
            found[left_out] |= among - set().union(*found.values())
        return Split(found[State.YES], found[State.NO])


def _itself(event: AnyEvent) -> object:
    return event


def _all(said: Sequence[Said]) -> Sequence[Said]:
    return said


@dataclass(frozen=True)
class OfEvents(Asking):
    """Asks events one by one and sums up what they say.

    Attributes:
        kinds: The kinds of events that may matter.
        pick: Gives those that do; by words alone, and of more events never fewer.
        sum_up: Makes the answer of what the chosen ones say.
        read: Gives what one of them says.
        choose: Gives those of one course that are asked for, such as the first.
        numbers: `read` looks at the number of a result.
        ranges: `read` looks at the range printed beside it, too.
        dated: `choose` or `sum_up` looks at the days.
        apart: Whatever is tested of the answer, the best that one of the chosen events gives alone
            is what they give together.
    """

    kinds: tuple[str, ...]
    pick: Callable[[Sequence[AnyEvent]], Sequence[AnyEvent]]
    sum_up: Callable[[Sequence[Said]], Answer]
    read: Callable[[Any], object] = _itself
    choose: Callable[[Sequence[Said]], Sequence[Said]] = _all
    numbers: bool = False
    ranges: bool = False
    dated: bool = False
    apart: bool = False

    def __call__(self, course: Course) -> Answer:
        """Ask the events of a course."""
        events = self.pick(course.of_kind(*self.kinds))
        return self.answer([Said(e, self.read(e), days(e.time)) for e in events])

    def answer(self, said: Sequence[Said]) -> Answer:
        """Make the answer of all that a course says."""
        return self.sum_up(self.choose(said))

    def silence(self) -> Answer:
        """Give the answer of a course that has no such event."""
        return self.answer(())

    def answers(self, index: Index, among: Set[int]) -> Answers:
        """Ask the events of the index; courses that say the same are asked together."""
        read, by_course = self._read(index, among)
        alike: dict[tuple[Row, ...], list[int]] = defaultdict(list)
        for course, rows in by_course.items():
            alike[tuple(rows)].append(course)
        for said, courses in alike.items():
            yield self.answer(list(map(read, said))), courses

    def tested(self, index: Index, among: Set[int], test: Test) -> Split:
        """Say of which courses a test of the answer gives yes, and of which no."""
        if not self.apart:
            return super().tested(index, among, test)
        read, by_course = self._read(index, among)
        ranks: dict[int, int] = {}  # of what each event gives alone, by what it says
        yes, no = set[int](), set[int]()
        for course, rows in by_course.items():
            best = -1
            for one in self.choose([read(row) for row in rows]):
                rank = ranks.get(id(one.what))
                if rank is None:
                    rank = ranks[id(one.what)] = test(self.sum_up((one,))).rank
                best = max(best, rank)
            if best == State.YES.rank:
                yes.add(course)
            elif best == State.NO.rank:
                no.add(course)
        return Split(yes, no)

    def _read(
        self, index: Index, among: Set[int]
    ) -> tuple[Callable[[Row], Said], Mapping[int, list[Row]]]:
        """Give the rows by course, and the function that reads one; equal numbers are read once."""
        events = index.events(self.kinds)
        places = {id(event): key for key, event in events.items()}
        chosen = [places[id(event)] for event in self.pick(list(events.values()))]
        by_course: dict[int, list[Row]] = defaultdict(list)
        columns = {"numbers": self.numbers, "ranges": self.ranges, "dated": self.dated}
        for row in index.rows(chosen, **columns):
            if row[0] in among:
                by_course[row[0]].append(row[1:])
        return self._reader(events), by_course

    def _reader(self, events: Mapping[int, AnyEvent]) -> Callable[[Row], Said]:
        width = 1 + 2 * self.numbers + self.ranges
        never = days(None)
        known: dict[Row, Said] = {}
        spans: dict[Row, Interval] = {}

        def read(row: Row) -> Said:
            key = row[:width]
            said = known.get(key)
            if said is None:
                event = events[key[0]]
                event = told_in(event, *key[1:]) if self.numbers else event
                said = known[key] = Said(event, self.read(event), never)
            if not self.dated:
                return said
            span = spans.get(row[width:])
            if span is None:
                span = spans[row[width:]] = _span(*row[width:])
            return Said(said.event, said.what, span)

        return read


def _span(earliest: float | None, latest: float | None) -> Interval:
    return days(TimeElement(earliest=earliest, latest=latest))


@dataclass(frozen=True)
class OfPerson(Asking):
    """Asks who the patient is: age, sex, whose patient it is."""

    ask: Callable[[Course], Answer]

    def __call__(self, course: Course) -> Answer:
        """Ask a course."""
        return self.ask(course)

    def answers(self, index: Index, among: Set[int]) -> Answers:
        """Ask each kind of person once."""
        alike: dict[int, list[int]] = defaultdict(list)
        for course, person in index.everyone.items():
            if course in among:
                alike[person].append(course)
        for person, courses in alike.items():
            yield self.ask(index.persons[person]), courses


@dataclass(frozen=True)
class OfReport(Asking):
    """Asks what the course's document is called."""

    ask: Callable[[Course], Answer]

    def __call__(self, course: Course) -> Answer:
        """Ask a course."""
        return self.ask(course)

    def answers(self, index: Index, among: Set[int]) -> Answers:
        """Ask each name once."""
        for key, course in index.briefly(among):
            yield self.ask(course), (key,)


@dataclass(frozen=True)
class OfCourse(Asking):
    """Asks the whole course, which an index does not hold: courses are read one after the other."""

    ask: Callable[[Course], Answer]

    @property
    def slow(self) -> bool:
        """The whole of it."""
        return True

    def __call__(self, course: Course) -> Answer:
        """Ask a course."""
        return self.ask(course)

    def answers(self, index: Index, among: Set[int]) -> Answers:
        """Read the courses."""
        for key, course in index.told(among):
            yield self.ask(course), (key,)


@dataclass(frozen=True)
class Tested(Question):
    """A test of what another question answers."""

    of: Asking
    test: Test

    @property
    def slow(self) -> bool:
        """Whether courses must be read."""
        return self.of.slow

    def __call__(self, course: Course) -> Answer:
        """Test what a course answers."""
        answer = self.of(course)
        return Reply(self.test(answer), answer.anchors)

    def split(self, index: Index, among: Set[int]) -> Split:
        """Test all answers."""
        return self.of.tested(index, among, self.test)


@dataclass(frozen=True)
class Joined(Question):
    """`and` or `or` between questions."""

    word: str
    of: Sequence[Question]

    @property
    def slow(self) -> bool:
        """Whether courses must be read."""
        return any(part.slow for part in self.of)

    def __call__(self, course: Course) -> Answer:
        """Ask all parts."""
        answers = [question(course) for question in self.of]
        state = answers[0].state
        for answer in answers[1:]:
            state = state & answer.state if self.word == "and" else state | answer.state
        said = [a for a in answers if a.state is state or self.word == "and"]
        return Reply(state, tuple(anchor for answer in said for anchor in answer.anchors))

    def split(self, index: Index, among: Set[int]) -> Split:
        """Ask each part of those whom the parts before it have not decided, slow parts last."""
        every, some = set(among), set[int]()  # for `and`: yes and no; for `or`: no and yes
        for part in sorted(self.of, key=lambda part: part.slow):
            yes, no = part.split(index, among - some)
            every &= yes if self.word == "and" else no
            some |= no if self.word == "and" else yes
        return Split(every, some) if self.word == "and" else Split(some, every)


@dataclass(frozen=True)
class Negated(Question):
    """The opposite of another question."""

    of: Question

    @property
    def slow(self) -> bool:
        """Whether courses must be read."""
        return self.of.slow

    def __call__(self, course: Course) -> Answer:
        """Say the opposite."""
        answer = self.of(course)
        return Reply(~answer.state, answer.anchors)

    def split(self, index: Index, among: Set[int]) -> Split:
        """Change yes for no."""
        yes, no = self.of.split(index, among)
        return Split(no, yes)


@dataclass(frozen=True)
class Reported(Question):
    """Whether anything is reported at all, or nothing (`unknown`)."""

    of: Question
    unknown: bool

    @property
    def slow(self) -> bool:
        """Whether courses must be read."""
        return self.of.slow

    def __call__(self, course: Course) -> Answer:
        """Say whether a course answers."""
        answer = self.of(course)
        missing = answer.state is State.NOT_REPORTED
        return Reply(State.of(missing == self.unknown), answer.anchors)

    def split(self, index: Index, among: Set[int]) -> Split:
        """Take yes and no together."""
        yes, no = self.of.split(index, among)
        reported = yes | no
        missing = among - reported
        return Split(set(missing), reported) if self.unknown else Split(reported, set(missing))


def printed_in(index: Index, among: Set[int], kinds: Iterable[str]) -> Iterator[AnyEvent]:
    """Give each event of these kinds, as far as words tell it, that one of these courses has."""
    events = index.events(tuple(kinds))
    unread = among & index.altered
    told = {row[1] for row in index.rows(list(events)) if row[0] in among and row[0] not in unread}
    yield from (events[key] for key in sorted(told))
    for _, course in index.told(unread):
        yield from course.of_kind(*kinds)
