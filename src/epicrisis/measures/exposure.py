"""How much of a drug was given."""

from collections.abc import Iterator, Sequence

from epicrisis.measures.base import Formula, Value
from epicrisis.measures.intervals import Interval, days
from epicrisis.measures.memory import remembered
from epicrisis.measures.quantities import Dose, body_weight, dose_of
from epicrisis.model import AnyEvent, Course, Treatment
from epicrisis.vocab.drugs import drugs

IMMUNOGLOBULIN = "immunoglobulin"
_GIVEN = ("given", "changed")


@remembered(1)
def given(course: Course) -> Sequence[Treatment]:
    """Give the treatments that took place; what was planned or refused is no exposure."""
    return [e for e in course.events if isinstance(e, Treatment) and e.status in _GIVEN]


def prednisolone_per_day(course: Course) -> Iterator[Value]:
    """Turn each glucocorticoid dose into prednisolone, per day of treatment."""
    for event in given(course):
        known = drugs().get(event.agent) if event.dose else None
        if known is None or not known.pred_eq:
            continue
        dose = dose_of(event, "mg")
        total = _whole(dose, course) if dose else None
        if dose is None or total is None or not dose.days:
            continue
        amount, inputs = total
        daily = amount.scaled(known.pred_eq / dose.days)
        yield Value(known.id, daily, "mg/d", (event, *inputs), days(event.time))


def _whole(dose: Dose, course: Course) -> tuple[Interval, tuple[AnyEvent, ...]] | None:
    """The dose for the whole body: a dose per kg needs the printed weight."""
    if not dose.per_kg:
        return dose.amount, ()
    weight = body_weight(course)
    if weight is None:
        return None
    return dose.amount.times(weight[1]), (weight[0],)


def ivig_course_dose(course: Course) -> Iterator[Value]:
    """Add up a course of immunoglobulin in g per kg, as printed, misprints included."""
    for event in given(course):
        if event.agent != IMMUNOGLOBULIN or event.duration_days is None:
            continue
        dose = dose_of(event, "g")
        if dose is None or not dose.per_kg:
            continue
        total = dose.amount.scaled(_administrations(dose, event.duration_days))
        notes: tuple[str, ...] = ()
        if dose.days is None:
            total = Interval(dose.amount.low, dose.amount.high * max(1.0, event.duration_days))
            notes = ("the print does not say whether the dose is per day or for the course",)
        yield Value(event.agent, total, "g/kg", (event,), days(event.time), notes=notes)


def _administrations(dose: Dose, duration: float) -> float:
    return max(1.0, duration / dose.days) if dose.days else 1.0


def implied_body_weight(course: Course) -> Iterator[Value]:
    """Divide the whole dose by the dose per kg printed beside it."""
    for event in given(course):
        if event.absolute_dose is None:
            continue
        dose = dose_of(event, "mg")
        beside = event.model_copy(update={"dose": event.absolute_dose, "per_kg": False})
        whole = dose_of(beside, "mg")
        if dose is None or whole is None or not dose.per_kg or dose.amount.low <= 0:
            continue
        weight = whole.amount.over(dose.amount)
        yield Value(event.agent or event.text, weight, "kg", (event,), days(event.time))


PREDNISOLONE_PER_DAY = Formula(
    "prednisolone_per_day",
    "dose of a glucocorticoid per day times its equivalent: prednisone 1, methylprednisolone 1.25, "
    "hydrocortisone 0.25, cortisone 0.2, dexamethasone and betamethasone 5/0.75",
    "US prednisolone label (equivalent milligram dosage); Meikle & Tyler 1977, Am J Med 63:200",
    prednisolone_per_day,
)
IVIG_COURSE_DOSE = Formula(
    "ivig_course_dose",
    "dose of immunoglobulin per kg times the number of administrations in the course, as printed",
    "the report itself; a usual course is 2 g/kg (ProDERM, doi:10.1056/NEJMoa2117912)",
    ivig_course_dose,
)
IMPLIED_BODY_WEIGHT = Formula(
    "implied_body_weight",
    "whole dose divided by the dose per kg that is printed beside it",
    "the report itself",
    implied_body_weight,
)
