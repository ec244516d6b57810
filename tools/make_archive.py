"""Write a small library of today's version for `tests/store/archive`; see the README there."""

import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from epicrisis.store import Library, RunRecord, open_library
from epicrisis.store.migrating import SCHEMA
from epicrisis.testing import (
    example_course,
    example_document,
    example_findings,
    synthetic_cases,
)

ARCHIVE = Path(__file__).resolve().parent.parent / "tests" / "store" / "archive"


def main() -> None:
    """Write the file of today's version, unless it is there."""
    target = ARCHIVE / f"v{SCHEMA}.sqlite"
    if target.exists():
        sys.exit(f"{target} is kept for ever")
    with TemporaryDirectory() as folder:
        made = Path(folder) / "library"
        with open_library(made, create=True) as library:
            fill(library)
        with sqlite3.connect(made) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA page_size = 1024")
            connection.execute("VACUUM INTO ?", (str(target),))
    sys.stdout.write(f"{target}: {target.stat().st_size} bytes\n")


def fill(library: Library) -> None:
    """Add three reports, decide, and extract one of them anew."""
    first = RunRecord(program="epicrisis 0.1.0", uid="first", started_at="2026-01-01T00:00:00Z")
    document = example_document()
    course = example_course(document)
    library.add(document, [course], example_findings(document), first)
    for invented, told in synthetic_cases(2):
        library.add(invented, [told], [], first)
    library.end_run(first, {"added": 3})
    kept, lost = course.of_kind("measurement")[0], course.of_kind("phenotypic_feature")[0]
    case = course.id
    library.decide(
        case, kept.id, "changed", by="ada", field="quantity.value", value="263", reason="misread"
    )
    library.decide(case, lost.id, "confirmed", by="ada")
    library.decide(case, example_findings(document)[0].code, "rejected", by="bea", reason="known")
    left = tuple(event for event in course.events if event.id != lost.id)
    second = RunRecord(program="epicrisis 0.2.0", uid="second", started_at="2026-02-01T00:00:00Z")
    anew = course.model_copy(update={"events": left})
    library.add(document, [anew], example_findings(document), second)


if __name__ == "__main__":
    main()
