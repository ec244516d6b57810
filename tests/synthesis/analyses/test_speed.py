"""What a person waits for when ten thousand courses are asked."""

from time import perf_counter

import pytest

from epicrisis.model import Course, DayZero, TimeElement, VitalStatus
from epicrisis.synthesis import cohort
from epicrisis.testing import CourseBuilder, DocumentBuilder

PATIENTS = 10_000


@pytest.mark.slow
def test_curve_of_ten_thousand_patients_with_bounds_takes_less_than_five_seconds():
    """From courses to Turnbull's estimate; a third of the deaths are known to the week."""
    document = DocumentBuilder("A").paragraph("died").build()
    made = CourseBuilder(document).add(VitalStatus, "died", "died", status="dead").build()
    courses = [patient(made, number) for number in range(PATIENTS)]
    found = cohort(courses)
    found.survival()  # what is loaded once is loaded
    taken = []
    for _ in range(3):
        begun = perf_counter()
        result = found.survival()
        taken.append(perf_counter() - begun)

    assert result.parts[0].interval_curves[0].patients == PATIENTS
    assert min(taken) < 5


def patient(made: Course, number: int) -> Course:
    day = float(1 + number * 7919 % 400)
    time = TimeElement(earliest=day, latest=day + (number % 3 == 0) * 7)
    status = "dead" if number % 2 else "alive"
    event = made.events[0].model_copy(update={"time": time, "status": status})
    return made.model_copy(
        update={
            "id": f"{number}/1",
            "document": str(number),
            "day_zero": DayZero(event="admission"),
            "events": (event,),
        }
    )
