"""The rules of the house that no linter knows; CONTRIBUTING.md states them for people."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "epicrisis"
MODULES = sorted(SOURCE.rglob("*.py"))
DATA = sorted(p for p in SOURCE.rglob("data/*") if p.suffix in {".tsv", ".gz", ".json", ".csv"})
MOST_LINES = 400
MOST_FUNCTION_LINES = 60
RUN = 8  # words in a row that count as copied
BINARY = {".gz", ".bin", ".sqlite", ".png", ".pdf", ".docx", ".xlsx", ".parquet"}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def project_files() -> list[Path]:
    """Every file that is, or would be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git work tree")
    files = (ROOT / line for line in listed.stdout.split("\0") if line)
    return [file for file in files if file.is_file()]


def project_texts() -> Iterator[tuple[Path, str]]:
    for file in project_files():
        if file.suffix not in BINARY:
            yield file, file.read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word) for word in text.lower().split())
    return [word for word in stripped if word]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    listed = words(text)
    for run in zip(*(listed[shift:] for shift in range(RUN)), strict=False):
        if len(set(run)) > RUN // 2:  # a row of crosses is nobody's sentence
            yield run


def public(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_stays_below_the_ceiling(path):
    """A file that has grown past the ceiling holds two ideas."""
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_stay_below_the_ceiling(path):
    """A function can be read on one screen."""
    functions = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {
        f.name: n for f in functions if (n := f.end_lineno - f.lineno + 1) > MOST_FUNCTION_LINES
    }

    assert long == {}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_public_names_have_docstrings(path):
    """Every module, class and function that others may use says what it is."""
    module = tree(path)
    bare = [
        node.name
        for node in public(module.body)
        if not ast.get_docstring(node) and not is_overload(node)
    ]

    assert bare == []
    assert ast.get_docstring(module) or not module.body


def is_overload(node: Definition) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)


@pytest.mark.parametrize(
    "path", [p for p in MODULES if "cli" not in p.relative_to(SOURCE).parts], ids=name
)
def test_only_the_command_line_prints(path):
    """A library that prints cannot be used inside another program."""
    printed = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert printed == []


def test_no_dump_rooms():
    """A helper lives with the noun it serves."""
    dumps = {"utils", "util", "helpers", "misc", "common"}

    assert [name(p) for p in MODULES if p.stem in dumps or p.parent.name in dumps] == []


def test_nothing_is_left_for_later():
    """What is not done is not promised in the code."""
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
    left = [name(p) for p in MODULES if marks.search(p.read_text(encoding="utf-8"))]

    assert left == []


@pytest.mark.parametrize("path", DATA, ids=name)
def test_packaged_data_says_where_it_comes_from(path):
    """Each packaged table has a row with origin, version and licence in the README beside it."""
    readme = path.with_name("README.md").read_text(encoding="utf-8")
    rows = [line for line in readme.splitlines() if line.startswith("|")]

    assert any(f"`{path.name}`" in row for row in rows)


def test_the_lock_pins_versions_and_nothing_else():
    """Exact versions, and no word on where a package is to be had."""
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line)]

    assert odd == []


def test_nothing_is_copied_from_the_reports_beside_the_repository(shared):
    """Rules, tests and examples are general: no eight words in a row come from those reports."""
    reports = sorted((shared / "seeds").glob("*.txt"))
    theirs = {run for report in reports for run in runs(report.read_text(encoding="utf-8"))}
    stems = {report.stem for report in reports}
    copied = {
        name(file): " ".join(run)
        for file, text in project_texts()
        for run in runs(text)
        if run in theirs
    }
    named = [name(file) for file, text in project_texts() if any(stem in text for stem in stems)]

    assert copied == {}
    assert named == []
