"""What an exporter is: courses in, the bytes of one file out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from epicrisis.model import Course


class Exporter(Protocol):
    """Writes courses in one format.

    `name` is stable and unique, `title` says in a line what is written, and `suffixes` are the
    endings of its files, the usual one first. Text is UTF-8 with `\\n`; equal courses give equal
    bytes.
    """

    @property
    def name(self) -> str:
        """Stable name, `csv`."""

    @property
    def title(self) -> str:
        """What is written, in a line."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of its files with the dot, the usual one first."""

    def write(self, courses: Iterable[Course], out: BinaryIO) -> None:
        """Write the courses; an exporter of lines holds one course in memory at a time."""


@dataclass(frozen=True, slots=True)
class Format:
    """An exporter made of one function."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    function: Callable[[Iterable[Course], BinaryIO], None]

    def write(self, courses: Iterable[Course], out: BinaryIO) -> None:
        """Write the courses to a binary stream."""
        self.function(courses, out)
