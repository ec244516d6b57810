"""What coverage-guided fuzzing found stays found, and a minute of it runs where atheris is."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from fuzz import READERS, one

FOUND = sorted((Path(__file__).parent / "regressions").glob("*.bin"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_once_is_read_or_refused(path):
    """No other exception, and sound spans."""
    one(path.name.split("-")[0], path.read_bytes())


@pytest.mark.parametrize("reader", READERS)
def test_the_fuzzer_begins_with_files_that_are_read(reader):
    """A seed that no reader knows leads nowhere."""
    fuzz_seeds = pytest.importorskip("fuzz_seeds")
    found = list(fuzz_seeds.seeds(reader))

    assert found
    for data in found:
        one(reader, data)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_minute_of_fuzzing_finds_nothing(root, tmp_path):
    """All readers in turn, led by coverage."""
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed (Linux only)")
    command = [sys.executable, root / "tools" / "fuzz.py", "all", "--seconds", "60"]
    done = subprocess.run(
        [*command, "--findings", tmp_path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
