"""The order of the rooms is a law, and the law is enforced."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINTER = Path(sys.executable).with_name("lint-imports")
OPEN_TO_ALL = {"errors", "model"}
HEAVY = {
    "aiohttp",
    "alembic",
    "distributed",
    "duckdb",
    "fastapi",
    "fsspec",
    "lxml",
    "matplotlib",
    "numpy",
    "pandas",
    "polars",
    "psycopg",
    "pyarrow",
    "scipy",
    "selectolax",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "xlsxwriter",
}

HELP = """
import sys

sys.argv = ["epicrisis", "--help"]
try:
    from epicrisis.cli.main import main

    main()
except SystemExit:
    pass
"""

# Where an import is planted, and what is imported.
PLANTED = [
    ("vocab", "epicrisis.readers"),
    ("readers", "epicrisis.segmentation"),
    ("segmentation", "epicrisis.mentions"),
    ("mentions", "epicrisis.assembly"),
    ("assembly", "epicrisis.pipeline"),
    ("model", "epicrisis.vocab"),
    ("measures", "epicrisis.audit"),
    ("audit", "epicrisis.synthesis"),
    ("synthesis", "epicrisis.plots"),
    ("plots", "epicrisis.exports"),
    ("exports", "epicrisis.report"),
    ("exports", "epicrisis.cli"),
    ("exports", "epicrisis.testing"),
    ("mentions", "epicrisis"),
    ("plots", "rich"),
    ("audit", "lxml"),
    ("audit", "ahocorasick_rs"),
    ("exports", "numpy"),
    ("store", "epicrisis.vocab"),
    ("synthesis", "epicrisis.store"),
    ("synthesis", "sqlalchemy"),
    ("store", "click"),
    ("exports", "epicrisis.batch"),
    ("batch", "epicrisis.audit"),
    ("batch", "rich"),
]


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def rooms() -> set[str]:
    folders = (p for p in (ROOT / "src" / "epicrisis").iterdir() if p.name[0] not in "._")
    return {p.stem for p in folders if p.suffix in {"", ".py"}} - {"py"}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    return subprocess.run(
        [str(LINTER), "--no-logo", "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts."""
    ignored = shutil.ignore_patterns("__pycache__", "*.gz")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_rooms_keep_their_contracts(copy):
    """The linter passes on the package as it is."""
    result = lint(copy)

    assert result.returncode == 0, result.stdout + result.stderr


def test_planted_imports_are_caught(copy):
    """Each kind of forbidden import breaks a contract and is named in the answer."""
    for number, (room, imported) in enumerate(PLANTED):
        planted = copy / "src" / "epicrisis" / room / f"planted_{number}.py"
        planted.write_text(f'"""Planted."""\n\nimport {imported}\n', encoding="utf-8")
    result = lint(copy)
    missed = [
        (room, imported)
        for number, (room, imported) in enumerate(PLANTED)
        if not re.search(rf"epicrisis\.{room}\.planted_{number} -> {imported}\b", result.stdout)
    ]

    assert result.returncode != 0
    assert missed == []


def test_every_room_has_a_contract():
    """A new room is not open to all by default."""
    protected = {m for c in contracts() for m in c.get("protected_modules", ())}
    bare = {room for room in rooms() if f"epicrisis.{room}" not in protected}

    assert bare - {"__init__", "__main__", "__pycache__"} <= OPEN_TO_ALL


@pytest.mark.parametrize(
    "program",
    [
        "import epicrisis",
        "import epicrisis.model, epicrisis.errors",
        HELP,
    ],
    ids=["package", "model", "help"],
)
def test_starting_loads_nothing_heavy(program):
    """A fresh process that only asks for help pays for no parser, array or web library."""
    report = "\nimport sys; print('loaded:', *sorted({m.split('.')[0] for m in sys.modules}))"
    result = subprocess.run(
        [sys.executable, "-c", program + report], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.rpartition("loaded:")[2].split())

    assert loaded & HEAVY == set()
    assert "epicrisis" in loaded
