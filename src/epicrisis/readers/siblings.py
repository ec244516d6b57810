"""Which of the files that stand together are reports, and which only accompany one.

A package of PubMed Central holds an article as XML, often as PDF too, and its pictures and
supplements; the XML is the report.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

ENDINGS: Final = (
    ".nxml",
    ".xml",
    ".html",
    ".htm",
    ".xhtml",
    ".docx",
    ".pdf",
    ".md",
    ".markdown",
    ".txt",
    ".text",
    ".json",
)
PACKED: Final = (".zip", ".tar", ".tgz", ".gz")
_PACKAGE: Final = ".nxml"


def is_candidate(name: str) -> bool:
    """Say whether a file may hold a report, by its name: a known ending, and no hidden part."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts if part != ".")
    return not hidden and path.suffix.lower() in (*ENDINGS, *PACKED)


def needs_siblings(name: str) -> bool:
    """Say whether another file may stand for this one; nothing stands for XML."""
    return PurePosixPath(name).suffix.lower() not in (".nxml", ".xml", *PACKED)


class Siblings:
    """The files of an archive or a folder, by what they say of one another."""

    def __init__(self, names: Iterable[str]) -> None:
        self._packages: set[str] = set()
        self._best: dict[str, int] = {}
        for name in names:
            path = PurePosixPath(name)
            ending = path.suffix.lower()
            if not is_candidate(name) or ending in PACKED:
                continue
            if ending == _PACKAGE:
                self._packages.add(str(path.parent))
            stem = str(path.with_suffix(""))
            rank = ENDINGS.index(ending)
            self._best[stem] = min(rank, self._best.get(stem, rank))

    def outdo(self, name: str) -> bool:
        """Say whether another file stands for this one.

        In a folder with `.nxml` files only these are read; of files that differ in their ending
        alone the one that is read best.
        """
        path = PurePosixPath(name)
        ending = path.suffix.lower()
        if ending not in ENDINGS or ending == _PACKAGE:
            return False
        if str(path.parent) in self._packages:
            return True
        return self._best.get(str(path.with_suffix("")), 99) < ENDINGS.index(ending)
