"""What it was that improved, relapsed or resolved: `her renal function`, `resolution of the rash`.

The subject is named where a word of the packaged tables, or a noun that can get better or worse
(`outcome_subjects.tsv`), ends the phrase. Anything else is left out: no subject is better than a
wrong one, and then the outcome is that of the patient.
"""

import re
from functools import cache

from epicrisis.assembly.drafts import Page
from epicrisis.vocab.tables import read_table

_CLAUSE_START = re.compile(r"(?:^|[,;:]\s|\band\s|\bbut\s|\bwhile\s|\bthat\s)(?=[^,;:]*$)")
_ARTICLE = r"(?:(?:the|his|her|their|its|our|a|an|all|both|these|this|any|some)\s)*"
_JOINING = r"(?:because|since|although|though|once|whereas|and|but|yet|so)"  # before a subject
_BEFORE = re.compile(
    rf"(?:{_JOINING}\s)*(?:\w+ly,?\s)?{_ARTICLE}(?P<phrase>[\w'/-]+(?:\s[\w'/-]+){{0,4}}?)"
    r"(?:\s(?:was|were|is|are|has|have|had|been|be|did|do|does|not|never|showed|remained|became|"
    r"\w+ly|also|further|soon|then))*\s?",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"\s(?:of|in)\s{_ARTICLE}", re.IGNORECASE)
_OBJECT = re.compile(rf"(?:(?<=ed)|(?<=ing))\s{_ARTICLE}", re.IGNORECASE)
_WORDS = re.compile(r"[\w'/-]+(?:\s[\w'/-]+){0,4}")
_NO_PART = re.compile(
    r"\b(?:he|she|it|we|they|who|which|that|this|these|there|one|patients?|and|or|but|with|"
    r"without|on|at|as|by|to|after|before|during|despite|for|from|if|when|until|had|was|were|did|"
    r"no|not|a|an)\b",
    re.IGNORECASE,
)
_NAMED = ("finding", "disease", "analyte", "imaging", "biopsy")
_LONGEST = 90  # characters of a clause in which its subject is looked for
_OPENING = 8  # characters of the words that open one, and more


def subject(page: Page, start: int, mention: tuple[int, int], end: int) -> tuple[int, int] | None:
    """Give the place of what an outcome word speaks of, or None where that is not plain.

    Args:
        page: The document.
        start: Where the sentence begins.
        mention: Place of the outcome word.
        end: Where the sentence ends.
    """
    return (
        _behind(page, _BEHIND, mention[1], end)
        or _before(page, start, mention[0])
        or _behind(page, _OBJECT, mention[1], end)
    )


def _behind(page: Page, opening: re.Pattern[str], at: int, end: int) -> tuple[int, int] | None:
    """`improvement of the rash`, `resolution of muscle pain`, `treatment relieved the pain`."""
    opened = opening.match(page.text, at, end)
    words = _WORDS.match(page.text, opened.end(), end) if opened else None
    if words is None:
        return None
    for turn in _NO_PART.finditer(page.text, words.start(), words.end()):
        if turn.start() == words.start():  # `the pain was relieved and hip function recovered`
            return None
        found = _named_within(page, words.start(), turn.start())
        if found or turn[0].lower() != "and":  # `renal and hepatic function` is one subject
            return found
    return _named_within(page, words.start(), words.end())


def _named_within(page: Page, start: int, stop: int) -> tuple[int, int] | None:
    """The longest beginning of a stretch that ends with a name."""
    ends = [place for place in _word_ends(page.text, start, stop) if _names(page, place)]
    return (start, ends[-1]) if ends else None


def _before(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """`the respiratory symptoms gradually improved`."""
    near = max(start, end - _LONGEST - _OPENING)
    opened = [found.end() for found in _CLAUSE_START.finditer(page.text[near:end])]
    low = near + opened[-1] if opened else start
    found = _BEFORE.fullmatch(page.text, low, end) if end - low <= _LONGEST else None
    if found is None or _NO_PART.search(found["phrase"]):
        return None
    place = found.span("phrase")
    return place if _names(page, place[1]) else None


def _names(page: Page, end: int) -> bool:
    """Does a name, or a noun that can get better or worse, end there?"""
    if any(m.end == end for m in page.mentions(max(0, end - 60), end, *_NAMED)):
        return True
    words = page.text[max(0, end - 24) : end].casefold().split()
    return any(_is_head(" ".join(words[-size:])) for size in (1, 3) if len(words) >= size)


def _is_head(word: str) -> bool:
    return word in _heads() or word.removesuffix("s") in _heads()


def _word_ends(text: str, start: int, end: int) -> list[int]:
    return [found.end() for found in re.compile(r"[\w'/-]+").finditer(text, start, end)]


@cache
def _heads() -> frozenset[str]:
    plain = [row["phrase"] for row in read_table("outcome_subjects.tsv")]
    return frozenset(plain) | {word.removesuffix("y") + "ie" for word in plain if word[-1] == "y"}
