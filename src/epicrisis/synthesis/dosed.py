"""Which drug a table of these patients is about, where nobody says: the one best told of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from epicrisis.model import Course, Treatment
from epicrisis.synthesis import phrases
from epicrisis.synthesis.cohorts import Case, is_group


@dataclass(frozen=True, slots=True)
class MainDrug:
    """The drug that most patients were given with a printed dose.

    Attributes:
        id: Its key in the tables, or its printed name.
        name: What it is called.
        dosed: Patients given it with a printed dose.
        given: Patients given it at all.
        patients: All patients asked.
    """

    id: str
    name: str
    dosed: int
    given: int
    patients: int

    def __str__(self) -> str:
        of = f"{self.dosed} of {self.patients} patient{'' if self.patients == 1 else 's'}"
        return f"{self.name}, which most were given with a printed dose ({of})"


def main_drug(cases: Iterable[Case]) -> MainDrug | None:
    """Choose the drug whose doses a table shows; None where no patient has a dose of anything.

    Most patients with a printed dose decide, then most given it at all, then most doses printed,
    then the name. Rows that stand for groups count only where no patient has a dose. A drug and the
    class it belongs to are counted as they are printed, each for itself.
    """
    every = list(cases)
    return _best([case for case in every if not is_group(case)]) or _best(every)


def _best(listed: Sequence[Case]) -> MainDrug | None:
    names: dict[str, str] = {}
    given: dict[str, int] = {}
    dosed: dict[str, int] = {}
    doses: dict[str, int] = {}
    for case in listed:
        told = [t for course in case for t in _given(course)]
        for treatment in told:
            names.setdefault(_key(treatment), phrases.name(treatment))
        for key in {_key(t) for t in told}:
            given[key] = given.get(key, 0) + 1
        printed = [_key(t) for t in told if t.dose or t.absolute_dose]
        for key in printed:
            doses[key] = doses.get(key, 0) + 1
        for key in set(printed):
            dosed[key] = dosed.get(key, 0) + 1
    if not dosed:
        return None
    best = min(dosed, key=lambda k: (-dosed[k], -given[k], -doses[k], names[k].casefold(), k))
    return MainDrug(best, names[best], dosed[best], given[best], len(listed))


def _given(course: Course) -> Sequence[Treatment]:
    treatments = (event for event in course.events if isinstance(event, Treatment))
    return [t for t in treatments if t.status in phrases.GIVEN]


def _key(treatment: Treatment) -> str:
    return treatment.agent or phrases.name(treatment).casefold()
