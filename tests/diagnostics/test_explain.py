"""Every check can be explained, in the terminal and on its page."""

import pytest

import check_pages
from epicrisis.audit import checks
from epicrisis.audit.families import FAMILIES, families, family, why
from epicrisis.diagnostics import Look, explain
from epicrisis.errors import UnknownNameError


def explained(*names: str) -> str:
    return "".join(explain(names, Look(80)))


@pytest.mark.parametrize("code", checks())
def test_a_check_is_explained_with_an_example_that_is_run(code):
    """What it asks, why it matters, where it fires with the finding, where it keeps still."""
    text, check = explained(code), checks()[code]
    parts = ["What it asks", "Why it matters", "It fires on"]

    assert text.startswith(f"{code}: {check.title}\n{check.severity}, of the family {code[:3]}")
    assert [text.index(f"\n{part}\n") for part in parts] == sorted(
        text.index(f"\n{part}\n") for part in parts
    )
    if check.examples.fires:
        assert f" {code}: " in text.partition("It fires on")[2]
        assert "^" in text
    assert all(source.split()[0] in text for source in check.references)
    assert "\x1b" not in text


def test_without_a_name_all_checks_are_listed_by_family():
    """Nothing is left out, and each family says what it is about."""
    text = explained()

    assert all(f"  {code}  {check.severity}" in text for code, check in checks().items())
    assert all(f"{one.code}  {one.name}: {one.line}\n" in text for one in families(checks()))


def test_a_family_lists_its_checks():
    """DOS stands for the checks of doses, in capitals or not."""
    text = explained("dos")

    assert "DOS001" in text
    assert "NUM001" not in text


def test_an_unknown_code_names_the_nearest():
    """Who mistypes a code is told which was meant, before anything is printed."""
    with pytest.raises(UnknownNameError, match=r"Did you mean DOS001.* Known: "):
        next(explain(["NUM001", "DSO001"], Look()))


def test_every_family_and_check_says_why():
    """A table of families with a name, a line and a reason; rows are of families that there are."""
    from epicrisis.audit import families as module

    assert len({one.code for one in FAMILIES}) == len(FAMILIES)
    assert all(one.name and one.line and one.why for one in FAMILIES)
    assert all(why(code) for code in checks())
    assert {code[:3] for code in module._reasons()} <= {one.code for one in FAMILIES}
    assert family("ZZZ001").name == "ZZZ"


def test_the_pages_of_the_checks_are_those_of_today():
    """`make docs` would change nothing, and no page is left of a check that is gone."""
    stale = [
        page.name
        for page, text in check_pages.check_pages().items()
        if not page.is_file() or page.read_text(encoding="utf-8") != text
    ]

    assert stale == []
    assert check_pages.strays() == []
