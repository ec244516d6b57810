"""Which examinations a report shows where nobody says: those that most patients have twice."""

from collections import Counter

from epicrisis.errors import InputError
from epicrisis.model import Course, Measurement
from epicrisis.synthesis import Cohort
from epicrisis.synthesis.results import CohortTrajectory

MOST = 3
_TRIED = 12  # candidates that are laid out before the best of them are taken


def usual_examinations(
    cohort: Cohort, align: str = "admission", *, together: bool = False
) -> list[CohortTrajectory]:
    """Give the trajectories of at most three examinations, the best told first.

    Best told is what most patients have at two known times or more, then what has most results;
    names decide what is left. What nobody has at two times is not among them.
    """
    told: Counter[str] = Counter()
    for case in cohort.cases:
        told.update({name for course in case for name in _repeated(course)})
    tried = sorted(told, key=lambda name: (-told[name], name))[:_TRIED]
    ranked = []
    for name in tried:
        try:
            found = cohort.trajectory(name.replace("_", " "), align, together=together)
        except InputError:
            continue  # a key whose name says something else
        rows = [one for part in found.parts for one in part.patients]
        twice = sum(len({point.days for point in one.points}) > 1 for one in rows)
        if twice:
            points = sum(len(one.points) for one in rows)
            ranked.append((-twice, -points, found.analyte, found))
    ranked.sort(key=lambda one: one[:3])
    return [found for *_, found in ranked[:MOST]]


def _repeated(course: Course) -> set[str]:
    """The examinations with numbers on two known times or more."""
    times = Counter(
        (event.analyte, event.time.bounds)
        for event in course.events
        if isinstance(event, Measurement)
        and event.analyte
        and event.quantity
        and event.category != "antibody"
        and event.time
        and event.time.known
    )
    days = Counter(analyte for analyte, _ in times)
    return {analyte for analyte, count in days.items() if count > 1}
