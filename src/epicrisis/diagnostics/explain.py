"""What a check is about: what it asks, why, on what it fires and on what it keeps still."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from textwrap import wrap

from epicrisis.audit.base import Check, Example
from epicrisis.audit.examples import beside, build
from epicrisis.audit.families import Family, families, family, why
from epicrisis.audit.registry import audit, checks, codes
from epicrisis.diagnostics.base import Audited, Look
from epicrisis.diagnostics.places import Lines
from epicrisis.diagnostics.text import excerpt
from epicrisis.diagnostics.visible import printed

_INDENT = "  "
NO_EXAMPLE = "No short text shows it; the tests build what it fires on."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A check with its reasons and one example of either kind; None where there is none.

    `quiet` is left out where it is the same print as `fires`: the difference is in the course.
    """

    check: Check
    family: Family
    why: str
    fires: Example | None
    quiet: Example | None

    def fired(self, look: Look) -> str:
        """Run the firing example and give its finding as `epicrisis audit` prints it."""
        if self.fires is None:
            return ""
        document, courses = build(self.fires)
        others = beside(self.fires)
        found = audit(
            document, courses, select=[self.check.code], min_severity="info", beside=others
        )
        names = others.names if others else {}
        audited, lines = Audited("example", document, tuple(found), names), Lines(document.text)
        return "\n".join(excerpt(audited, finding, lines, look) for finding in found)


def sheet(code: str) -> Sheet:
    """Give the sheet of a check.

    Raises:
        KeyError: There is no such check; `codes` asks politely.
    """
    check = checks()[code]
    fires = next(iter(check.examples.fires), None)
    quiet = next((one for one in check.examples.still if not fires or one.text != fires.text), None)
    return Sheet(check, family(code), why(code), fires, quiet)


def explain(names: Iterable[str], look: Look) -> Iterator[str]:
    """Explain checks and list families, in the order asked for; without names, list them all.

    Raises:
        UnknownNameError: A name is neither a check nor a family.
    """
    asked = [name.upper() for part in names for name in part.replace(",", " ").split()]
    for name in asked:
        codes([name])
    for number, name in enumerate(asked):
        gap = "\n" if number else ""
        yield gap + ("".join(_page(sheet(name), look)) if name in checks() else _listed(name, look))
    if not asked:
        known = [one.code for one in families(checks())]
        yield "\n".join(_listed(one, look) for one in known)
        yield f"\nMore of one of them: {look.paint('code', f'epicrisis explain {known[0]}001')}\n"


def _listed(name: str, look: Look) -> str:
    one = family(name)
    lines = [f"{look.paint('code', one.code)}  {look.paint('heading', one.name)}: {one.line}\n"]
    for code in sorted(codes([name])):
        check = checks()[code]
        severity = look.paint(check.severity, f"{check.severity:<7}")
        lines.append(f"{_INDENT}{look.paint('code', code)}  {severity}  {check.title}\n")
    return "".join(lines)


def _page(one: Sheet, look: Look) -> Iterator[str]:
    check = one.check
    title = f"{look.paint('code', check.code)}: {look.paint('heading', check.title)}"
    severity = look.paint(check.severity, check.severity)
    yield f"{title}\n{severity}, of the family {one.family.code}, {one.family.line}\n"
    yield _part("What it asks", check.asks, look) if check.asks else ""
    yield _part("Why it matters", one.why, look)
    yield _heading("It fires on", look)
    if one.fires and "\n" in one.fires.text.strip("\n"):
        yield example(one.fires) + "\n"
    narrow = replace(look, width=look.width - len(_INDENT))
    yield _indented(one.fired(narrow).rstrip("\n") or NO_EXAMPLE)
    if one.quiet:
        yield _heading("It keeps still on", look) + example(one.quiet)
    if check.references:
        yield _heading("Sources", look)
        yield from (_indented(_filled(f"- {source}", look)) for source in check.references)


def _part(title: str, text: str, look: Look) -> str:
    return _heading(title, look) + _indented(_filled(text, look))


def _heading(title: str, look: Look) -> str:
    return f"\n{look.paint('heading', title)}\n"


def example(one: Example) -> str:
    """Give the text of an example, set in."""
    return _indented(printed(one.text.strip("\n")))


def _filled(text: str, look: Look) -> str:
    return "\n".join(
        line
        for paragraph in text.split("\n\n")
        for line in wrap(paragraph, min(look.width, 100) - len(_INDENT), break_long_words=False)
    )


def _indented(text: str) -> str:
    return "".join(f"{_INDENT}{line}\n" if line else "\n" for line in text.split("\n"))
