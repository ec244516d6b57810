"""`epicrisis report`: everything that a set of reports tells, in one page or Word document."""

import sys
from pathlib import Path

import click

from epicrisis import __version__
from epicrisis.audit.registry import checks
from epicrisis.cli.decided import DECIDED, read_decided
from epicrisis.cli.inputs import searched, write
from epicrisis.cli.sources import files_or_library, judge, source
from epicrisis.report import FORMS, Choices, compile_report
from epicrisis.segmentation import segment
from epicrisis.synthesis.expressions import parse
from epicrisis.synthesis.gathering import gather


def _known_form(context: click.Context, param: click.Parameter, said: Path | None) -> Path | None:
    """Refuse a file that cannot be written before anything is read."""
    if said is not None and said.suffix.lower().removeprefix(".") not in FORMS:
        words = f"{said} does not end in {' or '.join(f'.{form}' for form in FORMS)}"
        raise click.BadParameter(words, context, param)
    return said


@click.command("report")
@files_or_library
@click.option("--question", default="", help="What is asked, in your own words.")
@click.option("--title", default="", help="What stands above it.")
@click.option(
    "--where", "conditions", multiple=True, metavar="EXPR", help="Keep who meets this; see `cases`."
)
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="EXPR",
    default=("died",),
    show_default=True,
    help="What shares and times are given of.",
)
@click.option(
    "--from",
    "origin",
    metavar="EVENT",
    default="admission",
    show_default=True,
    help="What times to an event are counted from.",
)
@click.option(
    "--analyte",
    "analytes",
    multiple=True,
    metavar="NAME",
    help="Examination to show over time; by default the three that most patients have twice.",
)
@click.option(
    "--align",
    metavar="EVENT",
    default="admission",
    show_default=True,
    help="What the days of examinations are counted from.",
)
@click.option(
    "--drug", default="", help="Whose doses to show; by default those printed of most patients."
)
@click.option(
    "--together", is_flag=True, help="Pool case reports, series and literature tables together."
)
@click.option("--own/--all", "own", default=False, help="Leave out cited patients, or keep them.")
@DECIDED
@searched
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_known_form,
    help="File to write, .html or .docx; by default HTML to standard output.",
)
def command(
    files: tuple[Path, ...],
    place: str | None,
    question: str,
    title: str,
    conditions: tuple[str, ...],
    own: bool,
    decided: Path | None,
    identified: int | None,
    screened: int | None,
    sought: int | None,
    output: Path | None,
    **said: object,
) -> None:
    """Write one report of what FILES or a library tell: a page to read and print, or a Word file.

    Question, flow of reports and patients, evidence table, each patient's time, examinations,
    treatment, shares and times of events with their warnings, findings of the audit that touch
    what is included, methods, references. The page is one file that asks for nothing outside.
    """
    for text in conditions:
        parse(text)  # a slip of the pen is told before many files are read
    batch = source(files, place)
    found = gather(
        batch, conditions=conditions, decided=read_decided(decided), own=own, judge=judge(batch)
    )
    report = compile_report(
        found.cohort,
        question=question,
        title=title,
        choices=Choices(**said),  # type: ignore[arg-type]
        findings=found.findings,
        flow=found.flow(batch.unreadable, identified=identified, screened=screened, sought=sought),
        courses=found.courses,
        abbreviations={d.id: segment(d).abbreviations for d in found.documents},
        version=__version__,
        checks=len(checks()),
    )
    write(report.rendered(output.suffix if output else "html"), output)
    sys.exit(batch.exit_code())
