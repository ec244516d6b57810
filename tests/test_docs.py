"""The documentation says what the program does."""

import doctest
import importlib
import pkgutil
import re
import shutil
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


@pytest.fixture
def desk(tmp_path, monkeypatch, examples):
    """An empty folder with the examples in it, as a reader of the page would have it."""
    shutil.copytree(examples, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


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


@pytest.mark.slow
def test_pages_say_what_the_program_says():
    """`make docs` would change nothing: reference pages and printed output are those of today."""
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
