"""Markdown that the generated pages are laid out with."""

MADE = "<!-- Written by `make docs`; edit the source it names instead. -->"


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Lay out a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in r) + " |" for r in lines
    )


def fenced(text: str) -> str:
    """Fence a text that may hold tabs and fences of its own."""
    return f"````text\n{text.strip(chr(10))}\n````"
