"""Filtration by creatinine, age and sex, against the published formula's own values."""

import pytest

from epicrisis.audit import audit
from epicrisis.audit.base import Example
from epicrisis.audit.body import ckd_epi
from epicrisis.audit.examples import build
from epicrisis.model import Attribute


@pytest.mark.parametrize(
    ("creatinine", "age", "female", "rate"),
    [(1.0, 50, False, 92.0), (1.0, 50, True, 68.9), (0.7, 40, True, 112.2), (4.0, 60, False, 16.3)],
)
def test_filtration_follows_the_formula_of_2021(creatinine, age, female, rate):
    """Two creatinines below and two above the formula's bend."""
    assert ckd_epi(creatinine, age, female=female) == pytest.approx(rate, abs=1.0)


def rates(printed: int) -> list[str]:
    blood = {"value": 4.0, "unit": "mg/dL", "ucum": "mg/dL"}
    rate = {"value": printed, "unit": "mL/min", "ucum": "mL/min"}
    example = Example(
        f"A 60-year-old man had a creatinine of 4.0 mg/dL (eGFR {printed} mL/min).",
        (
            {"kind": "measurement", "analyte": "creatinine", "quote": "4.0", "quantity": blood},
            {"kind": "measurement", "analyte": "egfr", "quote": f"{printed} mL", "quantity": rate},
        ),
        age=("60-year-old", 60.0),
    )
    document, (course,) = build(example)
    anchor = course.individual.age.anchors[0]
    sex = Attribute(value="male", anchors=(anchor,))
    who = course.individual.model_copy(update={"sex": sex})
    return [f.code for f in audit(document, [course.model_copy(update={"individual": who})])]


def test_a_filtration_far_from_the_formula_is_asked_about():
    """62 mL/min with a creatinine of 4 mg/dL is not one formula against another."""
    assert "PHY010" in rates(62)
    assert "PHY010" not in rates(17)
