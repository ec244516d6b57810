"""The arithmetic of blood gases, against published and recomputed numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.audit.blood_gases import bicarbonate, saturation


@pytest.mark.parametrize(
    ("pressure", "percent"),
    [(26.857, 50.0), (40, 74.95), (60, 90.58), (80, 95.73), (100, 97.75), (8.0 * 7.50062, 90.582)],
)
def test_saturation_follows_the_standard_curve(pressure, percent):
    """At pH 7.40 the curve of Severinghaus 1979 gives these values."""
    assert saturation(pressure) == pytest.approx(percent, abs=0.01)


def test_saturation_uses_severinghaus_own_term_for_ph():
    """56.3 mmHg is 88.87 % at pH 7.40 and 91.08 % at 7.48; 40 mmHg at pH 7.20 is 61.54 %."""
    assert saturation(56.3) == pytest.approx(88.87, abs=0.01)
    assert saturation(56.3, 7.48) == pytest.approx(91.08, abs=0.01)
    assert saturation(40, 7.20) == pytest.approx(61.54, abs=0.01)


def test_bicarbonate_follows_henderson_and_hasselbalch():
    """pH 7.48 with 3.7 kPa gives 20.4 mmol/L, pH 7.391 with 40 mmHg gives 24."""
    assert bicarbonate(7.48, 3.7 * 7.50062) == pytest.approx(20.4, abs=0.05)
    assert bicarbonate(7.391, 40) == pytest.approx(24, abs=0.05)


@given(st.floats(20, 500), st.floats(20, 500), st.floats(6.9, 7.7))
def test_saturation_never_falls_with_more_oxygen(one, two, ph):
    """More oxygen never means less saturation, and none exceeds 100 %."""
    low, high = sorted((one, two))
    assert saturation(low, ph) <= saturation(high, ph) + 1e-9 <= 100 + 1e-9
