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
    labels: dict[str, str] = {}
    for case in cohort.cases:
        told.update({name for course in case for name in _repeated(course, labels)})
    tried = sorted(told, key=lambda name: (-told[name], name))[:_TRIED]
    ranked = []
    for name in tried:
        try:
            found = cohort.trajectory(labels[name], align, together=together)
        except InputError:
            continue  # a label that says something else
        rows = [one for part in found.parts for one in part.patients]
        twice = sum(len({point.days for point in one.points}) > 1 for one in rows)
        if twice:
            points = sum(len(one.points) for one in rows)
            ranked.append((-twice, -points, found.analyte, found))
    ranked.sort(key=lambda one: one[:3])
    return [found for *_, found in ranked[:MOST]]


def _repeated(course: Course, labels: dict[str, str]) -> set[str]:
    """Give the examinations with numbers on two known times or more, and learn their names."""
    times: set[tuple[str, tuple[float, float]]] = set()
    for event in course.events:
        if not isinstance(event, Measurement) or event.category == "antibody":
            continue
        if event.analyte and event.quantity and event.time and event.time.known:
            labels.setdefault(event.analyte, event.concept.label if event.concept else event.text)
            times.add((event.analyte, event.time.bounds))
    days = Counter(analyte for analyte, _ in times)
    return {analyte for analyte, count in days.items() if count > 1}
