"""NUM: counts, shares and sums recomputed."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import digits_in, number, one_line, passages, search_numbers
from epicrisis.model import Course, Document
from epicrisis.vocab.persons import person

_SHARE = r"(?P<share>\d{1,3}(?:[.,·]\d+)?)\s*%"
_FRACTION = (
    r"(?<![\d.,/–-])(?P<part>\d{1,6})\s*(?:/|of|out\s+of)\s*(?:the\s+|all\s+)?(?P<whole>\d{1,6})"
)
_FRACTION_FIRST = re.compile(
    rf"{_FRACTION}(?![\d/.,]*\d)(?:\s+(?!and\b|or\b|with\b)[a-z][\w-]*){{0,3}}\s*[(\[,]\s*{_SHARE}\s*[)\];,]",
    re.I,
)
_SHARE_FIRST = re.compile(rf"(?<![\d.,–-]){_SHARE}\s*[(\[]\s*{_FRACTION}\s*[)\],;]", re.I)
_LEAST = 3  # smaller wholes are ratios of something else


def shares(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Recompute every percentage that stands beside its count and total."""
    for pattern in (_FRACTION_FIRST, _SHARE_FIRST):
        for found in search_numbers(document, pattern, "%"):
            part, whole = int(found["part"]), int(found["whole"])
            printed = number(found["share"].replace("·", "."))
            if printed is None or not whole > 0:
                continue
            if part > whole:
                if printed <= 100 and whole >= _LEAST:
                    yield Remark(f"{part} of {whole} is more than all of them.", found.span())
                continue
            digits = len("".join(re.split(r"[.,·]", found["share"])[1:]))
            share = 100 * part / whole
            if abs(share - printed) > max(1.01 * 10**-digits, 0.11):
                yield Remark(
                    f"{part} of {whole} is {share:.1f} %, printed {found['share']} %.",
                    found.span(),
                    suggestion=f"{share:.{digits}f} %",
                )


_GROUP = re.compile(r"\(\s*n\s*=\s*(\d{1,5})\s*\)", re.I)
_TOTAL = re.compile(
    r"(?<![\d.,/=–-])(?P<total>\d{1,5})\s+(?:[A-Za-z][\w/-]*\s+){0,3}"
    rf"{person('patient', 'human', 'sex', number='many')}\b"
    r"(?P<between>[^.;:()\[\]]{0,60}(?:\([^()]{0,12}\)\s*)?)"
    r"(?P<list>\[[^\[\]]{10,400}\])"
)
_SEXES = re.compile(
    r"(?<![\d.,/=–-])(?P<total>\d{1,5})\s+(?:[A-Za-z][\w-]*\s+){0,2}"
    rf"{person('patient', 'human', number='many')}\s*"
    r"(?:[(\[]|,|:|—|–)\s*(?:including\s+|comprising\s+|of\s+whom\s+|there\s+were\s+)?"
    r"(?P<one>\d{1,5})\s+(?:were\s+)?(?P<sex>men|males?|boys|women|females?|girls)\b\s*(?:,|and|/|;)\s*"
    r"(?:and\s+)?(?P<two>\d{1,5})\s+(?:were\s+)?(?P<other>men|males?|boys|women|females?|girls)\b"
    r"\s*(?P<end>[)\],.;]|with\b|who\b|aged\b)",
    re.I,
)
_FIRST = frozenset("mwfbgMWFBG \n\t")  # what the words for the sexes begin with, or more space
_BY_SEX = re.compile(r"\s+(?:were\s+)?(?:men|males?|wom|female|boy|girl)", re.I)


def subgroups(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Add up groups that are listed behind their total."""
    for found in search_numbers(document, _TOTAL, "[", "="):
        parts = [int(part) for part in _GROUP.findall(found["list"])]
        if len(parts) >= 3:
            yield from _sum(found, int(found["total"]), parts, _twice(found["list"]))
    for found in _sexes(document):
        if found["sex"].lower()[0] != found["other"].lower()[0]:
            yield from _sum(found, int(found["total"]), [int(found["one"]), int(found["two"])])


def _sexes(document: Document) -> Iterator[re.Match[str]]:
    text = document.text
    for span in passages(document):
        counted = (end for _, end in digits_in(document, span) if text[end + 1 : end + 2] in _FIRST)
        if any(_BY_SEX.match(text, end) for end in counted):
            yield from _SEXES.finditer(text, *span)


def _twice(listed: str) -> str:
    """Name the label that stands twice in a list of groups, if one does."""
    labels = [
        one_line(label).strip(" ,;[").removeprefix("and ").removeprefix("or ").lower()
        for label in _GROUP.split(listed)[:-1:2]
    ]
    seen: set[str] = set()
    for label in labels:
        if label and label in seen:
            return f" {label.upper()} is listed twice."
        seen.add(label)
    return ""


def _sum(found: re.Match[str], total: int, parts: list[int], twice: str = "") -> Iterator[Remark]:
    if sum(parts) == total and not twice:
        return
    terms = " + ".join(str(part) for part in parts)
    yield Remark(
        f"The groups are {terms} = {sum(parts)}, the total is printed as {total}: "
        f"{one_line(found[0])!r}.{twice}",
        found.span(),
    )


NUM001 = Rule(
    "NUM001",
    "A percentage does not follow from its count and total",
    "warning",
    ("Nuijten et al. 2016, Behav Res Methods 48:1205 (recomputing printed statistics)",),
    shares,
    Examples(
        fires=(
            Example("Fever was seen in 13 of 24 patients (78%) at first visit."),
            Example("Relapse occurred in 40% (3/12) of the group."),
            Example("Lung disease was found in 88.57% (31/30) of them."),
        ),
        still=(
            Example("Fever was seen in 13 of 24 patients (54%) and 2/3 (66%) relapsed."),
            Example("Visual acuity was 20/40 and ejection fraction (55%) was kept."),
        ),
    ),
)
NUM002 = Rule(
    "NUM002",
    "Groups do not add up to their total",
    "warning",
    (),
    subgroups,
    Examples(
        fires=(
            Example("In a series of 30 patients (12 men and 15 women) two died."),
            Example("We saw 30 patients, 12 males and 15 females, in one year."),
            Example("Survival of 12 patients with DM [A alone (n=3), B (n=4) or C (n=6)] was 60%."),
        ),
        still=(
            Example("In a series of 30 patients (12 men and 18 women) two died."),
            Example("Of 12 patients [A alone (n=3), B (n=4) or C (n=5)], one relapsed."),
        ),
    ),
)
