"""Write the pages of docs/ that follow from the code: `make docs`.

`pages()` gives every generated page as it should be; a test compares it with what is checked in.
A page that is written by hand but holds a generated part has it between two comment lines.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from inspect import cleandoc, isclass
from pathlib import Path

import click

import epicrisis.errors
import synthesis_pages
from check_pages import check_pages, strays
from console import rendered
from courses import NAMES, examples, shares
from epicrisis.cli.main import cli as command_line
from epicrisis.diagnostics import settings_file
from epicrisis.measures.registry import ON_REQUEST, measures
from epicrisis.model import COLUMNS, Fact
from layout import MADE, fenced, table
from scoring import Score

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "epicrisis"
DOCS = ROOT / "docs"
OPEN = ("errors", "model")


def pages() -> dict[Path, str]:
    """Give every generated page: path and text."""
    reference = DOCS / "reference"
    architecture = DOCS / "explanation" / "architecture.md"
    return {
        reference / "cli.md": cli(),
        reference / "facts.md": facts(),
        reference / "packaged-data.md": packaged_data(),
        reference / "errors.md": errors(),
        reference / "audit-settings.md": audit_settings(),
        **check_pages(),
        reference / "measures.md": derived_values(),
        reference / "conditions.md": page(synthesis_pages.conditions(), ("question", "meaning")),
        reference / "evidence-table.md": page(
            synthesis_pages.columns(), ("column", "heading", "what it holds", "by default")
        ),
        reference / "snapshot.md": page(
            synthesis_pages.snapshot(), ("table", "column", "type", "meaning")
        ),
        architecture: with_part(architecture, "rooms", room_table()),
        **{page: rendered(page.read_text(encoding="utf-8")) for page in tutorials()},
        ROOT / "README.md": rendered(with_part(ROOT / "README.md", "accuracy", accuracy())),
    }


def tutorials() -> list[Path]:
    """Give the pages that show what commands print."""
    return sorted((DOCS / "tutorial").glob("*.md"))


def with_part(page: Path, part: str, text: str) -> str:
    """Put a generated part between its two marks in a page written by hand."""
    start, end = f"<!-- {part}: written by `make docs` -->", f"<!-- end of {part} -->"
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    return pattern.sub(lambda _: f"{start}\n{text}\n{end}", page.read_text(encoding="utf-8"))


# ---- the examples


def accuracy() -> str:
    """Score the example reports, one a line."""
    rows, total = [], Score()
    for name, result in examples():
        total.add(result)
        rows.append((f"`{name}`", *shares(result)))
    header = ("report", *NAMES, "made up", "leaked")
    return table(header, [*rows, ("all", *shares(total))])


# ---- the rooms


def room_table() -> str:
    """Draw the import contract of pyproject.toml: a room a line, in the order of the contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    importers = {
        module.removeprefix("epicrisis."): contract["allowed_importers"]
        for contract in contracts
        for module in contract.get("protected_modules", ())
        if module.startswith("epicrisis.")
    }
    rows = []
    for room in (*OPEN, *importers):
        free = {"errors": "", "testing": "everything"}.get(room)
        seen = [other for other, allowed in importers.items() if f"epicrisis.{room}" in allowed]
        names = free if free is not None else ", ".join(f"`{name}`" for name in seen)
        rows.append((f"`{room}`", purpose(room), names or "–"))
    return table(("room", "what it is for", "may also import"), rows)


def purpose(room: str) -> str:
    """Give the first line of a room's docstring."""
    folder = SOURCE / room
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(doc.partition("\n\n")[0].split()).rstrip(".")


# ---- the reference pages


def cli() -> str:
    """Describe every command by its own help."""
    root = command_line.make_context("epicrisis", [], resilient_parsing=True, terminal_width=88)
    parts = ["# Commands", MADE, help_block(root)]
    for name in command_line.list_commands(root):
        command = command_line.get_command(root, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=root, terminal_width=88)
            parts += [f"## epicrisis {name}", help_block(context)]
    return "\n\n".join(parts) + "\n"


def help_block(context: click.Context) -> str:
    """Fence a command's help as it is printed."""
    return f"```text\n{context.command.get_help(context)}\n```"


def facts() -> str:
    """Describe the columns of the flat table; what each means stands in tools/facts.tsv."""
    lines = (ROOT / "tools" / "facts.tsv").read_text(encoding="utf-8").splitlines()
    meaning = dict(line.split("\t") for line in lines if line)
    if tuple(meaning) != COLUMNS:
        raise SystemExit("tools/facts.tsv and epicrisis.model.COLUMNS name other columns")
    rows = [(f"`{name}`", kind(name), meaning[name]) for name in COLUMNS]
    parts = ["# The flat table of facts", MADE, FACTS, table(("column", "type", "meaning"), rows)]
    return "\n\n".join(parts) + "\n"


FACTS = """\
One row a datum, the plainest form of a course: `course.to_facts()`, or
`epicrisis read FILE --to jsonl -o facts.jsonl`. The columns always come in this order; a missing
value is `null` in JSON and empty in CSV, never 0 and never "no"."""


def kind(column: str) -> str:
    """Name a column's type in words."""
    annotation = str(Fact.model_fields[column].annotation)
    words = {"bool": "true or false", "int": "whole number", "float": "number", "str": "text"}
    named = [word for name, word in words.items() if re.search(rf"\b{name}\b", annotation)]
    return " or ".join(named) + (", or missing" if "None" in annotation else "")


def packaged_data() -> str:
    """Put the data folders' own accounts on one page."""
    parts = ["# Packaged data", MADE]
    for readme in sorted(SOURCE.rglob("data/README.md")):
        text = readme.read_text(encoding="utf-8").strip()
        parts.append(re.sub(r"^#", "##", text, flags=re.MULTILINE))
    return "\n\n".join(parts) + "\n"


def errors() -> str:
    """List the tree of exceptions with their stable codes."""
    module = epicrisis.errors
    base = module.EpicrisisError
    classes = [c for c in vars(module).values() if isclass(c) and issubclass(c, base)]
    rows = [
        (f"`{c.__name__}`", f"`{c.code}`", f"`{c.__bases__[0].__name__}`", first_paragraph(c))
        for c in classes
    ]
    head, tree, rest = cleandoc(module.__doc__ or "").split("\n\n", 2)
    listed = table(("error", "code", "a kind of", "meaning"), rows)
    parts = ["# Errors", MADE, head, fenced(tree), rest, listed]
    return "\n\n".join(parts) + "\n"


def first_paragraph(thing: object) -> str:
    """Give the first paragraph of a docstring on one line."""
    return " ".join(cleandoc(thing.__doc__ or "").partition("\n\n")[0].split())


def audit_settings() -> str:
    """Describe the file of settings by the docstring of what reads it, and list its keys."""
    head, example = cleandoc(settings_file.__doc__ or "").split("\n\n", 1)
    example = "\n".join(line.removeprefix("    ") for line in example.split("\n"))
    rows = [(f"`{key}`", *meaning) for key, meaning in settings_file.KEYS.items()]
    parts = ["# Settings of the audit", MADE, head, f"```toml\n{example}\n```"]
    parts += [table(("key", "expected", "meaning"), rows), SETTINGS]
    return "\n\n".join(parts) + "\n"


SETTINGS = """\
The nearest file from the current folder upwards counts, `epicrisis.toml` before `pyproject.toml`;
`--config FILE` names another and `--isolated` reads none. Options of the command line win, and
`--select` also sets aside what the file ignores. An unknown key, a value of the wrong kind and an
unknown code are errors, with exit code 2."""


def page(parts: tuple[str, str, list[tuple[str, ...]], str], header: tuple[str, ...]) -> str:
    """Lay out a page of words, a table, and more words."""
    title, before, rows, after = parts
    listed = [f"# {title}", MADE, before, table(header, rows), after]
    return "\n\n".join(part for part in listed if part) + "\n"


def derived_values() -> str:
    """List the measures with definition and source."""
    parts = ["# Measures", MADE, MEASURES]
    for name, measure in measures().items():
        asked = " Computed only when asked for by name." if name in ON_REQUEST else ""
        parts += [
            f"## `{name}`",
            f"{measure.definition.rstrip('.')}.{asked}",
            f"Source: {measure.source}",
        ]
    return "\n\n".join(parts) + "\n"


MEASURES = """\
Values that no sentence states and that follow from a course. Where an input is missing or its unit
is unknown there is no value; where an input is a range, so is the value."""


def stale() -> Iterator[Path]:
    """Give the pages that are not as they should be."""
    for page, text in pages().items():
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            yield page
    yield from strays()


def main() -> None:
    """Write what is not as it should be."""
    wanted = pages()
    for page in list(stale()):
        if page not in wanted:
            page.unlink()
            print(f"removed {page.relative_to(ROOT)}", file=sys.stderr)
            continue
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(wanted[page], encoding="utf-8")
        print(f"wrote {page.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
