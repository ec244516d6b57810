"""What an index of many courses must be able to tell, so that conditions can be asked of it.

A case library has one (`Library.index()`). It holds every event without its places: the words of
an event once for all courses that say the same, its numbers and days course by course.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from typing import Any, Protocol, runtime_checkable

from epicrisis.model import (
    AnyEvent,
    Course,
    Document,
    Finding,
    Measurement,
    Quantity,
    ReferenceRange,
)

Row = tuple[Any, ...]


@runtime_checkable
class Index(Protocol):
    """The current courses of a library at one moment, each known by a key.

    Keys follow the order of the courses. What people decided is in `told` and `pairs`, and not in
    what the index says of the courses that are `altered`.
    """

    @property
    def everyone(self) -> Mapping[int, int]:
        """The key of each course, in order, with the key of its person."""

    @property
    def persons(self) -> Mapping[int, Course]:
        """Persons by key, each as a course that says who it is and has no events or places."""

    @property
    def altered(self) -> Set[int]:
        """Courses of which people changed or rejected a datum: they must be read to be asked."""

    def events(self, kinds: Collection[str]) -> Mapping[int, AnyEvent]:
        """Give the events of these kinds by key, as far as words tell them."""

    def rows(
        self,
        events: Collection[int],
        *,
        numbers: bool = False,
        ranges: bool = False,
        dated: bool = False,
    ) -> Iterable[Row]:
        """Give course and event, wherever a course has one of these events.

        With `numbers`, value and upper value follow; with `ranges`, the upper limit of the range;
        with `dated`, earliest and latest day. What is not known is None.
        """

    def keys(self, ids: Collection[str]) -> Mapping[str, int]:
        """Find courses by their ids; those that are not there are left out."""

    def briefly(self, courses: Collection[int]) -> Iterator[tuple[int, Course]]:
        """Give courses that say who the patient is and in which report, without events."""

    def told(self, courses: Collection[int]) -> Iterator[tuple[int, Course]]:
        """Read courses, as people have reviewed them."""

    def pairs(self, courses: Collection[int]) -> Iterator[tuple[Document, Course]]:
        """Read courses with their documents, as people have reviewed them."""

    def findings(self, courses: Collection[int]) -> Iterator[tuple[str, Finding]]:
        """Give what was found doubtful in the reports of these courses, with what people decided.

        Each comes with the id of its document.
        """


def told_in(
    event: AnyEvent, value: float | None, high: float | None, limit: float | None = None
) -> AnyEvent:
    """Give an event of the index the numbers of one row."""
    if not isinstance(event, Measurement):
        return event
    held = event.quantity
    quantity = reference = None
    if value is not None:
        comparator, ucum = (held.comparator, held.ucum) if held else (None, None)
        quantity = Quantity.trusted(value=value, high=high, comparator=comparator, ucum=ucum)
    if limit is not None:
        reference = ReferenceRange.trusted(high=limit)
    return Measurement.trusted(
        **{**event.__dict__, "quantity": quantity, "reference_range": reference}
    )
