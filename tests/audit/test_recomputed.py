"""Printed p-values against recomputed ones, with published numbers."""

import pytest

from epicrisis.audit import Example, audit, build
from epicrisis.audit.small_samples import chi_square, fisher


@pytest.mark.parametrize(
    ("a", "n", "b", "m", "exact", "square"),
    [
        (6, 7, 2, 11, 0.0128, 0.0050),  # plasma exchange, emphysema: published 0.013
        (5, 8, 0, 5, 0.0754, 0.0242),  # plasma exchange, alive: published 0.04
        (7, 31, 9, 17, 0.0541, 0.0328),  # immunoglobulin, dead: published 0.033
        (3, 5, 0, 6, 0.0606, 0.0261),
    ],
)
def test_tests_of_two_shares_give_published_values(a, n, b, m, exact, square):
    """Fisher two-sided and chi-square without correction."""
    assert fisher(a, n, b, m) == pytest.approx(exact, abs=5e-4)
    assert chi_square(a, n, b, m) == pytest.approx(square, abs=5e-4)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Emphysema was seen in 6/7 versus 2/11 of them (p=0.013).", set()),
        ("Survival was 5/8 versus 0/5 without it (p=0.04).", {"NUM006"}),
        ("Deaths were 7/31 versus 9/17 (p=0.033).", set()),
        ("Deaths were 7/31 versus 9/17 (p=0.033, log-rank).", set()),
        ("Rapid disease was seen in 88.57% (31/30) and infection in 37.14% (13/35).", {"NUM001"}),
        ("The response rate was 71.43% (25/35).", set()),
    ],
)
def test_published_statements_are_confirmed_or_flagged(text, codes):
    """Statements of published series, as their abstracts print them."""
    assert {finding.code for finding in audit(*build(Example(text)))} == codes
