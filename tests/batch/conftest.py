"""Folders of reports, some of them poison, and the command run on them as a person does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import epicrisis

PLUGIN = Path(__file__).with_name("poison.py")
REPORT = """Case report

A {age}-year-old {who} was admitted with fever and cough. On day {day} ferritin was {value} ng/mL
(reference 15-150) and CRP {crp} mg/L. Prednisolone 40 mg daily was given for {day} days. She had no
rash. The {who} recovered and was discharged on day {last}.
"""


def report(number: int) -> str:
    """An invented report; each number gives another."""
    who = "woman" if number % 2 else "man"
    return REPORT.format(
        age=20 + number % 60, who=who, day=1 + number % 9, value=300 + 7 * number,
        crp=5 + number % 200, last=12 + number % 20,
    )  # fmt: skip


@pytest.fixture
def reports(tmp_path) -> Path:
    """A folder of forty reports in folders."""
    folder = tmp_path / "reports"
    for number in range(40):
        file = folder / f"ward-{number % 3}" / f"report-{number:03}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(report(number), encoding="utf-8")
    return folder


@pytest.fixture
def poison(tmp_path, monkeypatch) -> Callable[[Path, str], None]:
    """Have processes find a reader for poison, and write such files: see `poison.py`."""
    place = tmp_path / "plugin"
    about = place / "poison-1.0.dist-info"
    about.mkdir(parents=True)
    (place / "poison.py").write_text(PLUGIN.read_text(encoding="utf-8"), encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[epicrisis.readers]\npoison = poison:Poison\n")
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(place), before]))

    def write(path: Path, kind: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"POISON {kind}\n", encoding="utf-8")

    return write


@pytest.fixture
def command() -> Callable[..., subprocess.Popen[str]]:
    """Start `epicrisis` in a process of its own, with this package."""

    def start(*arguments: object) -> subprocess.Popen[str]:
        source = str(Path(epicrisis.__file__).parent.parent)
        paths = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
        return subprocess.Popen(
            [sys.executable, "-m", "epicrisis", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    return start


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """Give every file below a folder with its content."""

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return files
