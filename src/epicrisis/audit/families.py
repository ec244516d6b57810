"""The families of checks: what they have in common, and why it matters to a reader."""

from collections.abc import Iterable
from csv import QUOTE_NONE, DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Family:
    """Checks of one kind, named by the first three letters of their codes."""

    code: str
    name: str
    line: str
    why: str = ""


FAMILIES: tuple[Family, ...] = (
    Family(
        "DOS",
        "Doses",
        "doses against what is usual for the drug",
        "Where no trial exists, doses are taken from case reports as they are printed.",
    ),
    Family(
        "UNI",
        "Units",
        "values against what is possible in their unit",
        "A value in the wrong unit is a wrong value as soon as somebody converts it.",
    ),
    Family(
        "REF",
        "Reference ranges",
        "values, and the words for them, against the printed range",
        "The range decides whether a result counts as abnormal.",
    ),
    Family(
        "XRF",
        "Cross-references",
        "one statement against another of the same thing",
        "Two statements that differ give two readers different data.",
    ),
    Family(
        "TIM",
        "Time",
        "dates, durations and ages against one another",
        "What came first decides what may have been the cause.",
    ),
    Family(
        "PHY",
        "Physiology",
        "values against what bodies do",
        "A value that no body can have is a misprint, and it rules averages and plots.",
    ),
    Family(
        "NUM",
        "Numbers",
        "counts, sums and percentages, computed anew",
        "Numbers that contradict one another cannot be pooled.",
    ),
    Family(
        "TAB",
        "Tables",
        "rows, columns, labels and footnotes",
        "A slipped row is wrong everywhere and looks right cell by cell.",
    ),
    Family(
        "CIT",
        "Citations",
        "citations against the reference list",
        "A reader who follows a wrong number finds a paper that does not say it.",
    ),
    Family(
        "OCR",
        "Recognition",
        "characters that a scanner misread",
        "A misread digit is as good as a misprinted one.",
    ),
    Family(
        "CAR",
        "Reporting",
        "what the CARE guideline asks for and the report leaves out",
        "What is not reported cannot be reviewed.",
    ),
    Family(
        "TXT",
        "Text",
        "stretches of text that were damaged or lost",
        "What is lost in print is lost to the reader.",
    ),
    Family(
        "ANC",
        "Evidence",
        "quotes against the text they point into",
        "A datum whose quote does not stand in the text cannot be checked.",
    ),
)


def family(code: str) -> Family:
    """Give the family of a check; one that only a plug-in knows bears its code as its name."""
    return _known().get(code[:3], Family(code[:3], code[:3], "checks of an installed package"))


def families(codes: Iterable[str]) -> list[Family]:
    """Give the families of some checks, in the order of the table."""
    found = {family(code) for code in codes}
    order = list(FAMILIES)
    known = [one for one in order if one in found]
    return [*known, *sorted(found - set(order), key=lambda one: one.code)]


def why(code: str) -> str:
    """Say why the answer of a check matters."""
    return _reasons().get(code) or family(code).why


@cache
def _known() -> dict[str, Family]:
    return {one.code: one for one in FAMILIES}


@cache
def _reasons() -> dict[str, str]:
    table = files("epicrisis.audit").joinpath("data", "why.tsv")
    with table.open(encoding="utf-8") as lines:
        rows = DictReader(lines, delimiter="\t", quoting=QUOTE_NONE)
        return {row["code"]: row["why"] for row in rows}
