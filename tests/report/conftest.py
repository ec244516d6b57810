"""Reports of the fictional examples."""

from collections.abc import Callable
from pathlib import Path

import pytest

from epicrisis import audit, extract, read_document
from epicrisis.report import Choices, Report, compile_report
from epicrisis.synthesis.gathering import Gathered, gather

TTP = "ttp"


@pytest.fixture(scope="session")
def gathered(examples: Path) -> Gathered:
    """The fictional reports on one disease, read and audited."""
    files = sorted(path for path in (examples / TTP).iterdir() if path.is_file())
    read = [(document, extract(document)) for document in map(read_document, files)]
    return gather(read, judge=audit)


@pytest.fixture(scope="session")
def compiled(gathered: Gathered) -> Callable[..., Report]:
    """Compile a report of them; choices may be given."""

    def call(question: str = "How do they fare?", **chosen: object) -> Report:
        return compile_report(
            gathered.cohort,
            question=question,
            choices=Choices(**chosen),  # type: ignore[arg-type]
            findings=gathered.findings,
            flow=gathered.flow(),
            courses=gathered.courses,
            version="0.0",
            checks=68,
        )

    return call


@pytest.fixture(scope="session")
def report(compiled: Callable[..., Report]) -> Report:
    """The report that comes out without a choice."""
    return compiled()
