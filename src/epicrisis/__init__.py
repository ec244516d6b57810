"""From published case reports to computable patient courses.

Every datum of a course is anchored to the characters that state it:

    import epicrisis

    document = epicrisis.read_document("report.xml")
    for course in epicrisis.extract(document):
        print(course)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epicrisis.audit import audit
    from epicrisis.measures import measure
    from epicrisis.model import Anchor, Course, Document, Fact, Finding
    from epicrisis.pipeline import extract
    from epicrisis.plots import figures
    from epicrisis.readers import read_document
    from epicrisis.report import compile_report
    from epicrisis.store import Library, open_library
    from epicrisis.synthesis import cohort, evidence_table

__version__ = "0.1.0"

_HOMES = {
    "Anchor": "epicrisis.model",
    "Course": "epicrisis.model",
    "Document": "epicrisis.model",
    "Fact": "epicrisis.model",
    "Finding": "epicrisis.model",
    "Library": "epicrisis.store",
    "audit": "epicrisis.audit",
    "cohort": "epicrisis.synthesis",
    "compile_report": "epicrisis.report",
    "evidence_table": "epicrisis.synthesis",
    "extract": "epicrisis.pipeline",
    "figures": "epicrisis.plots",
    "measure": "epicrisis.measures",
    "open_library": "epicrisis.store",
    "read_document": "epicrisis.readers",
}

__all__ = [
    "Anchor",
    "Course",
    "Document",
    "Fact",
    "Finding",
    "Library",
    "audit",
    "cohort",
    "compile_report",
    "evidence_table",
    "extract",
    "figures",
    "measure",
    "open_library",
    "read_document",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that `import epicrisis` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'epicrisis' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
