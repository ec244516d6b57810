"""The documentation says what the program does."""

import doctest
import importlib
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import epicrisis
import epicrisis.model
import make_docs

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = sorted(
    m.name
    for m in pkgutil.walk_packages(epicrisis.__path__, "epicrisis.")
    if not m.name.endswith("__main__")
)
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^]]+\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def label(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    return [m[2] for m in FENCE.finditer(page.read_text(encoding="utf-8")) if m[1] == language]


def sessions() -> list[object]:
    return [
        pytest.param(page, block, id=f"{label(page)}-{number}")
        for page in PAGES
        for number, block in enumerate(blocks(page, "console"), 1)
    ]


@pytest.fixture
def desk(tmp_path, monkeypatch, examples):
    """An empty folder with the examples in it, as a reader of the page would have it."""
    shutil.copytree(examples, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(line)
    assert words[0] == "epicrisis", f"only epicrisis is run from the pages, not {words[0]}"
    program = "from epicrisis.cli.main import main; main()"
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", program, *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def session(block: str) -> list[tuple[str, str]]:
    """Cut a console block into commands and the output printed below each."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def flat(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


@pytest.mark.parametrize(("page", "block"), sessions())
def test_console_blocks_show_what_the_commands_print(page, block, desk):
    """Each command succeeds and prints what the page shows; a line of dots stands for any lines."""
    for line, shown in session(block):
        result = run(line, desk)
        printed = "\n".join(flat(result.stdout))
        wanted = "(?s:.*?)".join(
            re.escape(p.strip("\n")) for p in "\n".join(flat(shown)).split("...")
        )

        assert result.returncode in ({0, 1} if " audit " in line else {0}), result.stdout
        assert re.fullmatch(wanted, printed), f"{line}\n--- shown\n{shown}\n--- printed\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_python_blocks_are_true(page, desk):
    """The Python of a page runs in order and gives what is shown."""
    text = "\n".join(blocks(page, "python"))
    test = doctest.DocTestParser().get_doctest(text, {}, label(page), str(page), 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append)

    assert "".join(report) == ""


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_links_lead_somewhere(page):
    """A link to a file of the repository finds the file."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_are_true(name):
    """The examples in a module's docstrings give what they show."""
    result = doctest.testmod(importlib.import_module(name), optionflags=OPTIONS)

    assert result.failed == 0


def test_generated_pages_are_up_to_date():
    """`make docs` would change nothing."""
    assert [label(page) for page in make_docs.stale()] == []


def test_every_noun_is_in_the_glossary():
    """Whoever meets a word of the model can look it up."""
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    entries = set(re.findall(r"^\*\*`(\w+)`\*\*", glossary, re.MULTILINE))
    nouns = {
        name for name in epicrisis.model.__all__ if isinstance(getattr(epicrisis.model, name), type)
    }

    assert nouns - entries == set()
    assert entries - set(epicrisis.model.__all__) == set()
