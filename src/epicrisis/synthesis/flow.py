"""How many reports and patients went in, and where they were left: the numbers of PRISMA-IPD.

Stewart and others (2015, JAMA 313:1657) ask for studies and participants at each step. What was
found and screened before the files came here is known to people alone and is given as such.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from epicrisis.model import Course
from epicrisis.synthesis.cohorts import Cohort, Step, is_group
from epicrisis.synthesis.states import Tally


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the diagram: its heading, and its lines."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A box of the main line, with what left it at the side, and its phase."""

    phase: str
    box: Box
    left_out: Box | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Numbers of reports and patients.

    Attributes:
        identified: Records found by searching, as people counted them; None where not given.
        screened: Records screened, likewise.
        sought: Reports sought in full, likewise.
        files: Files handed in.
        unreadable: Files that could not be read; None where that is not known, as of a library,
            which holds only what was read.
        copies: Files decided to be another file's publication.
        without: Reports in which no human patient's course was found.
        reports: Reports with courses.
        own: Patients of these reports themselves.
        cited: Patients of other authors, given one by one in tables.
        groups: Rows of tables that stand for several patients; they give no individual data.
        in_groups: Patients in those of them that say how many.
        merged: Courses decided to be of a patient who is counted already.
        steps: Conditions applied, each with its tally.
        kept: Patients and groups that met all of them.
        kept_groups: Groups among these.
    """

    files: int
    unreadable: int | None
    copies: int
    without: int
    reports: int
    own: int
    cited: int
    groups: int
    in_groups: int
    merged: int
    steps: tuple[Step, ...] = ()
    kept: int = 0
    kept_groups: int = 0
    identified: int | None = None
    screened: int | None = None
    sought: int | None = None

    @property
    def lost(self) -> int:
        """Files handed in that gave no course, as far as they are known."""
        return (self.unreadable or 0) + self.copies + self.without

    def stages(self) -> tuple[Stage, ...]:
        """Give the boxes of the diagram from top to bottom."""
        return (*self._before(), *self._obtained(), *self._narrowed(), self._analysed())

    def _before(self) -> Iterable[Stage]:
        if self.identified is not None:
            gone = None if self.screened is None else self.identified - self.screened
            left = Box(f"Left out before screening: {gone}") if gone else None
            yield Stage("Search", Box(f"Records identified: {self.identified}"), left)
        if self.screened is not None:
            gone = None if self.sought is None else self.screened - self.sought
            left = Box(f"Records excluded: {gone}") if gone else None
            yield Stage("Screened", Box(f"Records screened: {self.screened}"), left)
        if self.sought is not None:
            gone = self.sought - self.files
            left = Box(f"Reports not obtained: {gone}") if gone > 0 else None
            yield Stage("Screened", Box(f"Reports sought: {self.sought}"), left)

    def _obtained(self) -> Iterable[Stage]:
        lost = (
            ("not readable", self.unreadable or 0),
            ("the same publication again", self.copies),
            ("no course of a human patient", self.without),
        )
        listed = tuple(f"{words}: {number}" for words, number in lost if number)
        total = self.lost
        left = Box(f"Reports left out: {total}", listed) if total else None
        yield Stage("Data", Box(f"Reports read: {self.files}"), left)
        lines = [f"their own patients: {self.own}", f"cited one by one: {self.cited}"]
        if self.merged:
            lines.append(f"told in more than one report: {self.merged}, counted once")
        individual = self.own + self.cited - self.merged
        aggregate = None
        if self.groups:
            known = f" ({self.in_groups} patients)" if self.in_groups else ""
            aggregate = Box(
                f"No individual data: {counted(self.groups, 'group')}{known}",
                ("kept apart, in no count of patients",),
            )
        heading = f"{counted(self.reports, 'report')}, individual data of {_patients(individual)}"
        yield Stage("Data", Box(heading, tuple(lines)), aggregate)

    def _narrowed(self) -> Iterable[Stage]:
        for step in self.steps:
            found: Tally = step.tally
            left = Box(
                f"Left out: {_patients(found.no + found.not_reported)}",
                (f"it is not so: {found.no}", f"not reported: {found.not_reported}"),
            )
            lines = (f"met by {found.yes} of {found.total}",)
            yield Stage("Selected", Box(step.text, lines), left)

    def _analysed(self) -> Stage:
        lines = [f"and {counted(self.kept_groups, 'group')}, apart"] if self.kept_groups else []
        heading = f"Analysed: {_patients(self.kept - self.kept_groups)}"
        return Stage("Result", Box(heading, tuple(lines)))


def flow(
    read: Sequence[Sequence[Course]],
    cohort: Cohort,
    *,
    unreadable: int | None = 0,
    copies: int = 0,
    identified: int | None = None,
    screened: int | None = None,
    sought: int | None = None,
    merged: int = 0,
) -> Flow:
    """Count.

    Args:
        read: The courses of each report that was read and is no copy of another, empty ones too.
        cohort: What was made of them, with its steps.
        unreadable: Files that could not be read; None where that is not known.
        copies: Files decided to be another file's publication.
        identified: Records found by searching.
        screened: Records screened.
        sought: Reports sought in full.
        merged: Courses decided to be of a patient who is counted already.
    """
    courses = [course for found in read for course in found]
    groups = [course for course in courses if is_group((course,))]
    return Flow(
        files=len(read) + (unreadable or 0) + copies,
        unreadable=unreadable,
        copies=copies,
        without=sum(not found for found in read),
        reports=sum(bool(found) for found in read),
        own=sum(course.cited is None for course in courses),
        cited=sum(course.cited is not None for course in courses) - len(groups),
        groups=len(groups),
        in_groups=sum((c.cited.patients or 0) for c in groups if c.cited),
        merged=merged,
        steps=cohort.steps,
        kept=len(cohort),
        kept_groups=sum(map(is_group, cohort.cases)),
        identified=identified,
        screened=screened,
        sought=sought,
    )


def _patients(number: int) -> str:
    return counted(number, "patient")


def counted(number: int, noun: str) -> str:
    """Say how many of a thing there are: "1 copy of it", "2 files"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
