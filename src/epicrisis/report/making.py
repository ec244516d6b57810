"""How it was made: the paragraph on methods, how numbers were estimated, and what was chosen."""

from collections.abc import Sequence

from epicrisis.report.material import Material
from epicrisis.report.parts import Block, Grid, Section, Words
from epicrisis.synthesis.dosed import main_drug
from epicrisis.synthesis.methods import methods
from epicrisis.synthesis.sheets import Sheet

_SHARES = """
    Shares: patients of single reports, of series and those cited from other papers are {kinds}.
    The papers of each are pooled by a binomial-normal model with a random effect of the paper where
    enough of them hold several patients for it; elsewhere the patients are counted together with
    exact limits (Clopper and Pearson 1934), and the reason stands below the table. Who is not
    reported on is in no denominator; the share is given for both extremes."""
_TIMES = """
    Times: where every day is known the curve is Kaplan and Meier's, with limits after Greenwood and
    exact ones for few patients; where some days are known within bounds only it is Turnbull's, and
    medians are given with all events at the earliest and at the latest of their days. No share,
    time or difference in this report is an effect of a treatment."""


def making(material: Material, examinations: Sequence[str]) -> Section:
    """Write the paragraph on methods with its versions, and what was chosen.

    Args:
        material: What the report is made from.
        examinations: Names of those that are shown.
    """
    blocks: list[Block] = []
    if material.flow is None:
        blocks.append(Words("How the reports were read and selected was not handed in."))
    else:
        paragraphs = methods(
            material.flow,
            list(material.cohort.documents.values()),
            material.courses,
            material.findings,
            version=material.version,
            checks=material.checks,
        )
        blocks += [Words(part) for part in paragraphs.strip().split("\n\n")]
    kinds = (
        "put together because that was asked" if material.choices.together else "never put together"
    )
    if len(material.cohort):
        blocks += [Words(" ".join(part.format(kinds=kinds).split())) for part in (_SHARES, _TIMES)]
    blocks.append(
        Grid(Sheet("", ("Chosen for this report", ""), tuple(_chosen(material, examinations))))
    )
    return Section("methods", "Methods", tuple(blocks))


def _chosen(material: Material, examinations: Sequence[str]) -> list[tuple[str, str]]:
    choices = material.choices
    told = ", ".join(examinations) or "none"
    if not choices.analytes:
        told += " (those that most patients have at two times)"
    main = None if choices.drug else main_drug(material.cohort.cases)
    by_itself = str(main) if main else "none; nobody has a printed dose"
    return [
        ("events", "; ".join(choices.events)),
        ("times to them counted from", choices.origin),
        ("examinations", told),
        ("their days counted from", choices.align),
        ("doses of", choices.drug or by_itself),
        ("epicrisis", material.version or "version not told"),
    ]
