"""The pages of the checks: one each and an index, from the registry, their examples run."""

from pathlib import Path

from epicrisis.audit.families import families
from epicrisis.audit.registry import checks
from epicrisis.diagnostics import Look
from epicrisis.diagnostics.explain import NO_EXAMPLE, sheet
from layout import MADE, fenced, table

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference" / "checks"
INTRODUCTION = """\
`epicrisis audit FILE` reports doubtful places; it never changes anything. An `error` misleads the
reader, of two statements under a `warning` both cannot be right, a `note` is worth asking the
author. Codes are stable; `epicrisis explain CODE` prints what stands here. How to choose checks and
formats: [commands](../cli.md#epicrisis-audit) and [settings](../audit-settings.md)."""


def check_pages() -> dict[Path, str]:
    """Give the page of every check, and the index."""
    pages = {FOLDER / f"{code}.md": check_page(code) for code in checks()}
    return {FOLDER / "README.md": index(), **pages}


def strays() -> list[Path]:
    """Give the pages of checks that there are no more."""
    return sorted(set(FOLDER.glob("*.md")) - set(check_pages()))


def index() -> str:
    """List the checks by family."""
    known = checks()
    parts = ["# Checks of the audit", MADE, INTRODUCTION]
    for family in families(known):
        rows = [
            (f"[`{code}`]({code}.md)", check.severity, check.title)
            for code, check in known.items()
            if code.startswith(family.code)
        ]
        parts += [
            f"## {family.code}: {family.name}",
            f"{family.line[0].upper()}{family.line[1:]}. {family.why}".strip(),
            table(("code", "severity", "what is wrong"), rows),
        ]
    return "\n\n".join(parts) + "\n"


def check_page(code: str) -> str:
    """Describe one check: what it asks and why, a text on which it fires, and one it lets pass."""
    one = sheet(code)
    check, family = one.check, one.family
    link = f"[{family.code}](README.md#{family.code.lower()}-{anchor(family.name)})"
    parts = [
        f"# {code}: {check.title}",
        MADE,
        f"Severity: **{check.severity}**. Family: {link}, {family.line}.",
    ]
    parts += ["## What it asks", check.asks] if check.asks else []
    parts += ["## Why it matters", one.why, "## It fires on"]
    if one.fires:
        parts += [fenced(one.fires.text), "and says", fenced(one.fired(Look()).rstrip())]
    else:
        parts += [NO_EXAMPLE]
    parts += ["## It keeps still on", fenced(one.quiet.text)] if one.quiet else []
    if check.references:
        parts += ["## Sources", "\n".join(f"- {source}" for source in check.references)]
    return "\n\n".join(parts) + "\n"


def anchor(heading: str) -> str:
    """Give the name under which a heading is linked to."""
    return heading.lower().replace(" ", "-")


def main() -> None:
    """Write the pages of the checks alone, which is quick."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page, text in check_pages().items():
        page.write_text(text, encoding="utf-8")
    for page in strays():
        page.unlink()


if __name__ == "__main__":
    main()
