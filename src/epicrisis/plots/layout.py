"""Find room for labels: boxes that must not touch, and rows that items are packed into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, in the units of the figure."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Say whether two rectangles share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(slots=True)
class Room:
    """A rectangle in which boxes are put down, none on another."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Mark a box as taken, whatever it touches."""
        self.taken.append(box)

    def place(self, candidates: Iterable[Box]) -> Box | None:
        """Take the first candidate that lies inside and touches nothing; None if none does."""
        for box in candidates:
            inside = (
                box.left >= self.bounds.left
                and box.right <= self.bounds.right
                and box.top >= self.bounds.top
                and box.bottom <= self.bounds.bottom
            )
            if inside and not any(box.touches(other) for other in self.taken):
                self.take(box)
                return box
        return None


def packed(spans: Sequence[tuple[float, float]], *, gap: float = 6.0) -> list[int]:
    """Give each span the first row in which it touches no other; spans are taken in order."""
    rows: list[list[tuple[float, float]]] = []
    chosen = []
    for low, high in spans:
        free = (
            number
            for number, row in enumerate(rows)
            if all(high + gap <= start or end + gap <= low for start, end in row)
        )
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append((low, high))
        chosen.append(number)
    return chosen
