"""Running the command line as a person does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from epicrisis.cli.main import main

GOOD = "Case report\n\nA 52-year-old woman was admitted with fever. CRP was 64 mg/L on day 2.\n"


@pytest.fixture
def run_main(monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    """Run the whole command as installed; give its exit code and what it says on standard error."""

    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["epicrisis", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), capsys.readouterr().err

    return call


@pytest.fixture
def good(tmp_path) -> Path:
    """A file that is a small report."""
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path
