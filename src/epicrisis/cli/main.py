"""The command `epicrisis` and its subcommands, each loaded only when it is called."""

import sys
from importlib import import_module
from typing import Any

import click

from epicrisis import __version__
from epicrisis.errors import EpicrisisError, UnknownNameError

# Name of each command, the module that holds it, and its line in the overview.
COMMANDS = {
    "read": ("epicrisis.cli.read", "Read reports and give their patients' courses."),
    "show": ("epicrisis.cli.show", "Make one page: text, highlighted data, timeline, findings."),
    "timeline": ("epicrisis.cli.timeline", "Draw a patient's timeline as SVG."),
    "cases": ("epicrisis.cli.cases", "Find and count the patients of many reports."),
    "table": ("epicrisis.cli.table", "Make an evidence table, one row a patient."),
    "pool": ("epicrisis.cli.pool", "Pool shares of patients over papers."),
    "duration": ("epicrisis.cli.duration", "Fit durations whose two ends are intervals."),
    "survival": ("epicrisis.cli.survival", "Estimate times to an event."),
    "trajectory": ("epicrisis.cli.trajectory", "Lay results over one another at an event."),
    "regimens": ("epicrisis.cli.regimens", "Give lines of therapy and pathways."),
    "duplicates": (
        "epicrisis.cli.duplicates",
        "Propose reports and patients that may be one and the same.",
    ),
    "methods": (
        "epicrisis.cli.methods",
        "Write a review's paragraph on methods, and its flow diagram.",
    ),
    "report": ("epicrisis.cli.report", "Write one report of many: tables, figures, estimates."),
    "snapshot": ("epicrisis.cli.snapshot", "Write many reports as Parquet tables."),
    "run": ("epicrisis.cli.run", "Write a folder of many reports as Parquet tables, resumably."),
    "audit": ("epicrisis.cli.audit", "Say what in a report is doubtful, and where."),
    "checklist": (
        "epicrisis.cli.checklist",
        "Fill in CARE, JBI or Murad with the words that answer.",
    ),
    "add": ("epicrisis.cli.add", "Read reports into a case library."),
    "search": ("epicrisis.cli.search", "Search a library by words and by concepts."),
    "history": ("epicrisis.cli.history", "Tell a case's versions and the decisions on it."),
    "decide": ("epicrisis.cli.decide", "Accept, dismiss or change one datum or finding of a case."),
    "check": ("epicrisis.cli.check", "See whether a library is whole; nothing is changed."),
    "explain": ("epicrisis.cli.explain", "Say what a check of the audit asks, and why."),
}


class _Commands(click.Group):
    """Subcommands by name, imported when called, so that `--help` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(str(UnknownNameError("command", args[0], COMMANDS)), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            listed = error.ctx.command.params if error.ctx else []
            known = sorted(name for p in listed if isinstance(p, click.Option) for name in p.opts)
            message = f"{error.message} Known: {', '.join(known)}."
            raise click.NoSuchOption(
                error.option_name, message, error.possibilities, error.ctx
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="epicrisis")
def cli() -> None:
    """Turn published case reports into computable patient courses.

    Every datum keeps the characters that state it. Files may be PDF, DOCX, plain text, Markdown,
    HTML, JATS XML, PubMed XML or BioC, packed or not, and folders of them; the format is told by
    the content. This is a research tool, not a medical device.
    """


def main() -> None:
    """Run the command line; a foreseen error is one line and exit code 2, never a traceback."""
    try:
        cli.main(standalone_mode=True)
    except EpicrisisError as error:
        click.echo(f"epicrisis: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
