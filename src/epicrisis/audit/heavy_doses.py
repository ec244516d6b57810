"""DOS008: doses in grams of drugs whose usual doses no table holds."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.dose_statements import Stated, stated_doses
from epicrisis.audit.passages import one_line
from epicrisis.model import Course, Document
from epicrisis.vocab.drugs import drugs
from epicrisis.vocab.ucum import convert_plain

_MOST = {"kg": 1.0, "m2": 20.0, "": 25.0}  # grams of any drug that is no food and no fluid


@cache
def _heavy() -> frozenset[str]:
    table = files("epicrisis.audit").joinpath("data", "heavy.tsv")
    return frozenset(table.read_text(encoding="utf-8").split("\n")[1:])


def heavy_doses(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for grams where milligrams must be meant, of drugs without a usual dose at hand.

    What is given by the gram has a list of its own: sugars, salts, albumin, charcoal and the like.
    """
    for dose in stated_doses(document):
        if dose.unit.base != "g" or dose.tally or dose.low < _MOST[dose.basis]:
            continue
        known = drugs().get(dose.drug)
        if known is None or known.doses or dose.drug in _heavy():
            continue
        printed = one_line(document.text[dose.start : dose.end])
        yield Remark(
            f"{known.label.capitalize()} {printed}: hardly any drug is given by so many grams.",
            (dose.start, dose.end),
            suggestion=_lighter(dose, printed),
        )


def _lighter(dose: Stated, printed: str) -> str | None:
    """The same number in milligrams, where that is a dose as drugs have them."""
    at = printed.find("g")
    return f"{printed[:at]}m{printed[at:]}" if convert_plain(dose.low, "mg", "g") < 1 else None


DOS008 = Rule(
    "DOS008",
    "Grams of a drug that is given by the milligram",
    "warning",
    ("heavy.tsv of the audit: what is given by the gram",),
    heavy_doses,
    Examples(
        fires=(
            Example("Polymyxin B 25 g/kg daily was given."),
            Example("He took latamoxef 500 g daily."),
        ),
        still=(
            Example("Polymyxin B 2.5 mg/kg daily was given."),
            Example("He was given dextrose 50 g and mannitol 1 g/kg."),
            Example("He took latamoxef 2 g daily, a total of latamoxef 40 g."),
        ),
    ),
)
