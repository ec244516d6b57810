"""Killed at any moment, written by several at once: nothing is lost or entered twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from epicrisis.store import open_library
from epicrisis.testing import synthetic_case

pytestmark = pytest.mark.slow  # each starts processes of its own

WRITER = Path(__file__).with_name("writer.py")


def writer(place, first, last) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), place, str(first), str(last)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def finished(process) -> list[str]:
    """What a writer said, having ended well."""
    said, trouble = process.communicate(timeout=120)
    assert process.returncode == 0, trouble
    return said.splitlines()


def assert_holds(place, numbers) -> None:
    """The library has these cases once each, whole and equal to what was added."""
    with open_library(place, readonly=True) as library:
        held = {course.id: (document, course) for document, course in library.pairs()}
        assert {case: held[case] for case in held} == {
            course.id: (document, course) for document, course in map(synthetic_case, numbers)
        }
        assert library.counts()["versions"] == len(held)


def test_two_writers_lose_nothing(place):
    """Both make the library, both add, some of it the same; all of it is there once."""
    processes = [writer(place, 0, 8), writer(place, 4, 12)]
    said = [line.split("\t") for process in processes for line in finished(process)]

    assert_holds(place, range(12))
    assert len(said) == 16
    assert sum(status == "unchanged" for _, status in said) == 4


def kill_after_lines(place, lines: int, first: int, last: int) -> int:
    """Kill a writer that has said so many lines; give how many it has said in all."""
    process = writer(place, first, last)
    assert process.stdout
    count = sum(1 for _, line in zip(range(lines), process.stdout, strict=False) if line)
    time.sleep(random.Random(lines).random() / 50)
    process.kill()
    count += sum(1 for line in process.stdout if line.endswith("\n"))
    process.wait()
    process.stdout.close()
    if process.stderr:
        process.stderr.close()
    return count


def test_killed_writer_leaves_a_library_that_goes_on(place):
    """What was said to be kept is there after kill -9, and the next writer ends the work."""
    said = 0
    for lines in (1, 6):
        said = max(said, kill_after_lines(place, lines, 0, 400))
        with open_library(place, readonly=True) as library:
            held = list(library.courses())
        assert len(held) in (said, said + 1)  # the last may be kept but not yet said
        assert held == [synthetic_case(number)[1] for number in range(len(held))]
    finished(writer(place, 0, 12))

    assert_holds(place, range(max(12, len(held))))


@pytest.mark.slow
def test_writer_killed_at_any_time_leaves_a_library(place):
    """The same with twenty moments of death, many of them while the library is being made."""
    chance = random.Random(20)
    for _ in range(20):
        process = writer(place, 0, 60)
        time.sleep(chance.random() * 3)
        process.kill()
        process.communicate()
    finished(writer(place, 0, 60))

    assert_holds(place, range(60))
