"""`epicrisis history`: how a case came to be what it is."""

from collections.abc import Iterator

import click

from epicrisis.cli.library import JSON_LINES, LIBRARY
from epicrisis.diagnostics.base import counted
from epicrisis.store import Attachment, Change, History, Version, open_library


@click.command("history")
@click.argument("case")
@LIBRARY
@JSON_LINES
def command(case: str, place: str, jsonl: bool) -> None:
    """Tell the versions of CASE, what each changed, and what people decided."""
    with open_library(place, readonly=True) as library:
        history = library.history(case)
    click.echo(history.model_dump_json() if jsonl else "\n".join(_lines(history)))


def _lines(history: History) -> Iterator[str]:
    versions = counted(len(history.versions), "version")
    yield f"{history.case}: {versions}, {counted(len(history.decisions), 'decision')}"
    for version in history.versions:
        yield _version(version)
        yield from (f"    {_change(change)}" for change in version.changes)
    for held in history.decisions:
        yield _decision(held)


def _version(version: Version) -> str:
    held = counted(version.events, "event") if version.present else "not found"
    made = f"{version.run.program} ({version.run.engine})"
    return f"version {version.number}  {version.added_at}  {made}  {held}"


def _change(change: Change) -> str:
    if not change.before:
        return f"+ {change.what}: {change.after}"
    if not change.after:
        return f"- {change.what}: {change.before}"
    return f"~ {change.what}: {change.before} -> {change.after}"


def _decision(held: Attachment) -> str:
    ruling, made = held.ruling, held.ruling.decision
    change = f" {made.field} to {made.value}" if made.verdict == "changed" else ""
    quote = " ".join(made.anchor.exact.split())
    reason = f" ({made.reason})" if made.reason else ""
    stands = f"stands no longer: {held.reason}" if held.how == "lost" else f"stands by {held.how}"
    return (
        f"decision {ruling.number}  {made.decided_at}  {made.decided_by} on version "
        f"{ruling.version}: {made.verdict} {ruling.id}{change}, {quote!r}{reason}; {stands}"
    )
