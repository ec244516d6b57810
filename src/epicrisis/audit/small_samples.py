"""NUM005 to NUM007: absolute counts, p-values, and what a small number of patients cannot give."""

import re
from collections.abc import Iterator, Sequence
from math import comb, erfc, sqrt

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.passages import NUMBER, number, one_line, search, search_numbers, sentence_of
from epicrisis.model import Course, Document
from epicrisis.vocab.persons import person

_PER_VOLUME = r"(?:cells\s*)?/\s*(?:[µμu]l|mm\s?\(?3\)?|mm³|mcl|cu\s?mm)"
_ABSOLUTE = re.compile(
    rf"(?<![\d.,])(?P<share>\d{{1,2}}(?:\.\d+)?)\s*%\s*\(\s*(?P<count>{NUMBER})\s*(?P<unit>{_PER_VOLUME})",
    re.I,
)
_WHOLE = re.compile(rf"(?<![\d.,])(?P<count>{NUMBER})\s*(?P<unit>{_PER_VOLUME})", re.I)
_WHITE = re.compile(r"\b(?:wbc|white|leu[ck]ocyt)", re.I)
_ROUGH = 0.15  # share by which a rounded percentage may miss the count


def absolutes(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Take the printed share of the white cells printed before it."""
    text = document.text
    for found in search_numbers(document, _ABSOLUTE, "%", "wbc|white|leuk|leuc"):
        low, _ = sentence_of(document, *found.span())
        wholes = list(_WHOLE.finditer(text, low, found.start()))
        if len(wholes) != 1 or not _WHITE.search(text, low, wholes[0].start()):
            continue
        total, count = number(wholes[0]["count"]), number(found["count"])
        share = number(found["share"])
        if not total or not count or not share or count > total * 50:
            continue
        expected = total * share / 100
        slack = total * 0.5 * 10 ** -len(found["share"].partition(".")[2]) / 100
        if abs(count - expected) > slack + _ROUGH * expected:
            yield Remark(
                f"{found['share']} % of {wholes[0]['count']} is {expected:.0f}, printed "
                f"{found['count']}.",
                found.span(),
                related=(wholes[0].span(),),
                suggestion=f"{expected:.0f}",
            )


_PART = (
    r"(?<![\d.,/–-])(?P<a{0}>\d{{1,4}})\s*(?:/|of|out\s+of)\s*(?:the\s+|all\s+)?"
    r"(?P<n{0}>\d{{1,4}})(?![\d./])"
)
_P = r"\bp(?:[\s-]*value)?\s*(?P<sign>=|<|>|≤|of)\s*(?P<p>0?[.·]\d{1,6})"
_COMPARED = re.compile(
    rf"{_PART.format(1)}[^.;/\d]{{0,60}}?(?:\(?\d{{1,3}}(?:[.·]\d+)?\s*%\)?)?[^.;/\d]{{0,60}}?\b(?:vs\.?|versus|against|"
    rf"compared\s+(?:with|to)|and|but|whereas|while)\s[^;/\d]{{0,80}}?{_PART.format(2)}"
    rf"[^.;/\d]{{0,60}}?(?:\(?\d{{1,3}}(?:[.·]\d+)?\s*%\)?)?[^.;/\d]{{0,60}}?{_P}",
    re.I,
)
_OTHER_TEST = re.compile(
    r"log[\s-]?rank|kaplan|surviv\w+\s+(?:curve|analysis)|mcnemar|adjust|regression|hazard|trend|bayes|"
    r"mann|wilcoxon|t[\s-]test",
    re.I,
)


def fisher(a: int, n: int, b: int, m: int) -> float:
    """Give the two-sided p of Fisher's exact test of a of n against b of m."""
    every = comb(n + m, a + b)
    own = comb(n, a) * comb(m, b)
    low, high = max(0, a + b - m), min(n, a + b)
    weights = (comb(n, k) * comb(m, a + b - k) for k in range(low, high + 1))
    return min(1.0, sum(weight for weight in weights if weight <= own * (1 + 1e-9)) / every)


def chi_square(a: int, n: int, b: int, m: int, *, yates: bool = False) -> float:
    """Give the p of the chi-square test of a of n against b of m, with or without correction."""
    total, hit = n + m, a + b
    if not 0 < hit < total:
        return 1.0
    apart = float(abs(a * (m - b) - b * (n - a)))
    if yates:
        apart = max(0.0, apart - total / 2)
    square = total * apart**2 / (n * m * hit * (total - hit))
    return erfc(sqrt(square / 2))


def p_values(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Recompute the p of two printed shares by Fisher and by chi-square."""
    for found in search_numbers(document, _COMPARED, "p", "vs|versus|against|compared|and|but|wh"):
        a, n, b, m = (int(found[name]) for name in ("a1", "n1", "a2", "n2"))
        printed = number(found["p"].replace("·", "."))
        if printed is None or not 0 <= a <= n or not 0 <= b <= m or not n * m or n + m > 4000:
            continue
        if _OTHER_TEST.search(document.text, *sentence_of(document, *found.span())):
            continue
        tests = {
            "Fisher, two-sided": fisher(a, n, b, m),
            "chi-square": chi_square(a, n, b, m),
            "chi-square with Yates": chi_square(a, n, b, m, yates=True),
        }
        if any(_agrees(found, printed, p) for p in tests.values()):
            continue
        words = ", ".join(f"{name} {p:.3g}" for name, p in tests.items())
        turned = all((p < 0.05) != (printed < 0.05) for p in tests.values())
        exact = (tests["Fisher, two-sided"] < 0.05) != (printed < 0.05)
        yield Remark(
            f"{a}/{n} against {b}/{m} gives p by {words}; printed {found['sign']} {found['p']}.",
            found.span(),
            severity="warning" if turned or exact else "note",
        )


def _agrees(found: re.Match[str], printed: float, p: float) -> bool:
    """Whether a computed p rounds to the printed one, or lies on its side."""
    if found["sign"] in "<≤":
        return p <= printed * 1.05
    if found["sign"] == ">":
        return p >= printed * 0.95
    digits = len(re.split("[.·]", found["p"])[1])
    near = printed > 0 and abs(p / printed - 1) < 0.05  # a p of 0.000 is a rounded one
    return near or abs(p - printed) <= 10**-digits


_PEOPLE = person("patient", "human", "sex", number="many")
_SHARE_OF = re.compile(
    r"(?<![\d.,–-])(?P<share>\d{1,2}(?:\.\d{1,2})?)\s*%\s+of\s+(?:the\s+|our\s+|these\s+|all\s+)?(?P<n>\d{1,2})\s+"
    rf"(?:\w+\s+){{0,2}}?(?:{_PEOPLE}|eyes|families)\b",
    re.I,
)
_MEAN_OF = re.compile(
    r"\b(?:mean|average)\s+(?:number|count)\s+of\s+[a-z -]{2,40}?(?:was|were|of|:|=)\s*"
    r"(?P<mean>\d{1,3}\.\d{1,2})(?!\d)"
    r"[^.;()\d]{0,30}(?:\(\s*n\s*=\s*(?P<n>\d{1,3})\s*\)"
    r"|\b(?:in|of|among|for)\s+(?:the\s+|our\s+|these\s+|all\s+)?(?P<m>\d{1,3})\s+(?:\w+\s+)?"
    rf"{_PEOPLE}\b)",
    re.I,
)


def granular(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find percentages and means of counts that no whole number of so few patients gives."""
    for found in search_numbers(document, _SHARE_OF, "%", " of "):
        total, share = int(found["n"]), float(found["share"])
        digits = len(found["share"].partition(".")[2])
        if total and not _reachable(share, 100 / total, digits, total):
            nearest = round(share * total / 100)
            yield Remark(
                f"No whole number of {total} is {found['share']} %; {nearest} of {total} is "
                f"{100 * nearest / total:.1f} %.",
                found.span(),
            )
    for found in search(document, _MEAN_OF, "mean|average", "n"):
        total, mean = int(found["n"] or found["m"]), float(found["mean"])
        digits = len(found["mean"].partition(".")[2])
        if total and not _reachable(mean, 1 / total, digits, None):
            yield Remark(
                f"No sum of {total} whole numbers has the mean {found['mean']}: "
                f"{one_line(found[0])!r}.",
                found.span(),
            )


def _reachable(printed: float, step: float, digits: int, most: int | None) -> bool:
    """Whether a whole number of steps rounds, up or down, to the printed number."""
    nearest = round(printed / step)
    near = [
        k for k in (nearest - 1, nearest, nearest + 1) if k >= 0 and (most is None or k <= most)
    ]
    return any(abs(k * step - printed) < 10**-digits + 1e-9 for k in near)


NUM005 = Rule(
    "NUM005",
    "An absolute count does not follow from its share",
    "warning",
    (),
    absolutes,
    Examples(
        fires=(Example("WBC and neutrophils fell to 3,290/µL and 1% (330/µL), respectively."),),
        still=(Example("WBC and neutrophils fell to 3,290/µL and 1% (33/µL), respectively."),),
    ),
)
NUM006 = Rule(
    "NUM006",
    "A p-value does not follow from the printed counts",
    "warning",
    ("Nuijten et al. 2016, Behav Res Methods 48:1205 (recomputing printed statistics)",),
    p_values,
    Examples(
        fires=(Example("Survival was 5/8 versus 0/5 without exchange (p = 0.04)."),),
        still=(
            Example("Emphysema was seen in 6/7 versus 2/11 (p = 0.013)."),
            Example("Deaths were 7/31 versus 9/17 (p = 0.033)."),
        ),
    ),
)
NUM007 = Rule(
    "NUM007",
    "A percentage or a mean that so few patients cannot give",
    "warning",
    ("Brown & Heathers 2017, Soc Psychol Personal Sci 8:363, doi:10.1177/1948550616673876",),
    granular,
    Examples(
        fires=(
            Example("Fever was present in 37% of 5 patients."),
            Example("The mean number of episodes was 2.35 (n = 9)."),
            Example("The mean number of relapses was 2.35 in 9 patients."),
        ),
        still=(
            Example("Fever was present in 67% of 6 patients."),
            Example("The mean number of episodes was 2.33 (n = 9)."),
        ),
    ),
)
