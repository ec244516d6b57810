"""Whatever is repeated for how long, reading takes time in proportion to the text."""

import time

import pytest

import epicrisis

OPENING = "Case report\n\nA 45-year-old woman was admitted with fever. CRP was 45 mg/L. "
SIZE = 30_000  # characters; each of these took from a quarter of a minute to hours


@pytest.mark.parametrize("piece", [".", "1/", "12, ", "CRP 12, ", "and improved "])
def test_a_piece_said_thousands_of_times_is_read_in_seconds(piece):
    """Hostile and damaged texts cost what others of their length cost, many times over at most."""
    document = epicrisis.read_document((OPENING + piece * (SIZE // len(piece))).encode())
    begin = time.perf_counter()
    courses = epicrisis.extract(document)
    epicrisis.audit(document, courses)

    assert time.perf_counter() - begin < 8
