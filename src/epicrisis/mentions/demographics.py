"""Age, sex and ethnicity where a patient is introduced: `a 62-year-old Japanese man`."""

import re
from collections.abc import Iterator
from functools import cache

from epicrisis.model import AgeMention, Mention
from epicrisis.vocab.cues import Landmarks, matches_at
from epicrisis.vocab.numbers import BELOW_HUNDRED, NUMBER_WORDS, cardinal
from epicrisis.vocab.persons import person, person_sexes, person_words
from epicrisis.vocab.tables import read_table, split_cell

_DAYS = {"a": 365.25, "mo": 30.44, "wk": 7.0, "d": 1.0}
_UNITS = {"y": "a", "m": "mo", "w": "wk", "d": "d"}


_NUMBER = rf"\d{{1,3}}(?:\.\d)?|{BELOW_HUNDRED}"
_UNIT = r"y(?:ears?|rs?|\.?o|)|months?|mo|mths?|weeks?|wks?|days?"
_SOMEBODY = (
    r"(?:[\s-](?!(?:an?|and|the|of|in|for|with|later|after|before|follow-?up|history)\b)[a-z-]+){0,2}"
    rf"[\s-]{person('human', 'sex', number='one')}\b"
)
_AGE = re.compile(
    rf"(?<![\w.])(?P<n>{_NUMBER})(?:\s?(?:-|to)\s?(?P<n2>\d{{1,3}}))?(?P<half>\sand\s(?:a\s)?half)?"
    rf"\s?-?\s?(?P<u>{_UNIT})\.?"
    rf"(?:[\s-]?(?:and\s)?\d{{1,2}}[\s-](?:months?|days?))?"
    rf"\s?-?\s?(?:old\b|of\sage\b|/o\b|o\b)"
    # "a 50 year male": behind an article, and the person at once
    rf"|(?:(?<=\ba\s)|(?<=\ban\s))(?P<n7>\d{{1,3}})[\s-]years?(?={_SOMEBODY})"
    rf"|\b(?:aged|age\sof|age:?|age\sis|age\swas)\s(?P<n3>{_NUMBER})"
    rf"(?:\s?(?P<u3>years?|yrs?|months?|weeks?|days?))?(?:\sold)?(?![\w.]*\d)(?!\s?h(?:ours?|rs?)?\b)"
    rf"|\((?P<n4>\d{{1,2}})[\s-]?(?:y|yo|years?|yrs?)?(?:/|,\s?)(?P<s4>[MF]|male|female)\)"
    r"|\bin\s(?:his|her|their)\s(?:early\s|mid-?\s?|late\s)?(?P<n6>[2-9]0)s\b"
    rf"|(?<![\w.])(?P<n5>\d{{2}})[\s-]?(?:y/?o\b|yo\b)(?:\s(?P<s5>[MF]\b))?",
    re.IGNORECASE,
)
_DECADE = ("in his", "in her", "in their")
# Where an age may begin: a number in digits with the beginning of what follows in an age, ...
_FIGURES = re.compile(
    r"\d(?<![\w.]\d)(?=\d{0,2}(?:\.\d)?\s?-?\s?(?:[ymwd]|(?:to\s?)?\d|and\s))", re.IGNORECASE
)
_BRACKETED = re.compile(r"\(\d")  # ... one in brackets, ...
_AGE_WORDS = Landmarks(["age", *_DECADE, *NUMBER_WORDS])  # ... or a word
_LATER_AGE = re.compile(
    r"\b(?:at|since|until|before|by|from)\s(?:the\s|approximately\s|about\s|around\s)?$",
    re.IGNORECASE,
)
_OF_RELATIVE = re.compile(
    rf"\b{person('companion')}\b"
    r"(?:\s\([^).;]*|\s(?:is|was)\s(?:an?\s)?|,\s(?:an?\s)?)$",
    re.IGNORECASE,
)
_BORN_TO = re.compile(
    r"\b(?:born|delivered)\b[^.;]{0,160}?\bto\s(?:an?|the|his|her)\s(?:(?:healthy|otherwise|previously)\s)*$",
    re.IGNORECASE,
)
_REACH = 48  # characters behind an age in which its noun stands


@cache
def _words(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    if kind == "sex":
        values, flags = person_sexes("human", "sex", "station"), re.IGNORECASE
    else:
        rows = read_table("ethnicities.tsv")
        values = {word: row["value"] for row in rows for word in split_cell(row["words"])}
        flags = re.NOFLAG
    names = "|".join(re.escape(word) for word in sorted(values, key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b", flags), values


def demographics(text: str) -> list[Mention]:
    """Find ages, and the sex and ethnicity words that stand with them, in order."""
    found: list[Mention] = []
    for match in _ages(text):
        if _LATER_AGE.search(text, max(0, match.start() - 24), match.start()):
            continue  # "at the age of 22" dates something; it does not introduce a person
        age = _age(match)
        if age is None or _OF_RELATIVE.search(text, max(0, match.start() - 40), match.start()):
            continue
        if _BORN_TO.search(text, max(0, match.start() - 200), match.start()):
            continue  # the age of a mother
        found.append(age)
        found += _companions(text, match)
    found = found or _newborns(text)
    found += _lone_sex(text, {mention.start for mention in found if mention.kind == "sex"})
    return sorted(found, key=lambda mention: mention.start)


def _ages(text: str) -> Iterator[re.Match[str]]:
    places = {found.start() for found in _FIGURES.finditer(text)}
    places.update(found.start() for found in _BRACKETED.finditer(text))
    places.update(_AGE_WORDS.starts(text))
    return matches_at(_AGE, text, sorted(places))


def _age(match: re.Match[str]) -> AgeMention | None:
    printed = match["n"] or match["n3"] or match["n4"] or match["n5"] or match["n6"] or match["n7"]
    bounds = cardinal(printed)
    unit = _UNITS.get((match["u"] or match["u3"] or "y")[0].lower(), "a")
    if bounds is None or (years := bounds[0] * _DAYS[unit] / _DAYS["a"]) > 120:
        return None
    value = bounds[0] + (0.5 if match["half"] else 0.0)
    years = value * _DAYS[unit] / _DAYS["a"]
    end = match.end()
    if match["n4"]:
        return AgeMention(
            match.start("n4"), match.end("n4"), "age", value=value, unit="years", years=years
        )
    if match["n6"]:
        start = match.start("n6")
        return AgeMention(start, end, "age", value=value, high=value + 9, unit="years", years=years)
    return AgeMention(
        match.start(),
        end,
        "age",
        value=value,
        high=float(match["n2"]) if match["n2"] else None,
        unit={"a": "years", "mo": "months", "wk": "weeks", "d": "days"}[unit],
        ucum=unit,
        years=years,
    )


_NEWBORN = re.compile(r"\b(?:newborn|neonate)s?\b(?!\s(?:screening|period|unit))", re.IGNORECASE)


def _newborns(text: str) -> list[Mention]:
    """`a newborn boy`: an age of less than 28 days; looked for where no age is printed."""
    match = _NEWBORN.search(text)
    if match is None:
        return []
    age = AgeMention(
        match.start(), match.end(), "age", value=0, high=28, unit="days", ucum="d", years=0
    )
    return [age]


def _companions(text: str, match: re.Match[str]) -> list[Mention]:
    """The sex and the ethnicity in the noun phrase behind an age, or right before it."""
    for group in ("s4", "s5"):
        if match[group]:
            value = "male" if match[group][0].upper() == "M" else "female"
            return [Mention(match.start(group), match.end(group), "sex", id=value)]
    found: list[Mention] = []
    begin = match.end() + text.startswith("o.", match.end() - 1)  # "26 y.o. female"
    stop = min(len(text), begin + _REACH)
    stop = next((i for i in range(begin, stop) if text[i] in ".;"), stop)
    for kind in ("sex", "ethnicity"):
        pattern, values = _words(kind)
        hit = pattern.search(text, begin, stop)
        if hit is None:
            hit = _last(pattern, text, max(0, match.start() - 24), match.start())
        if hit:
            key = hit[0] if hit[0] in values else hit[0].lower()
            found.append(Mention(hit.start(), hit.end(), kind, id=values[key]))
    return found


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    hits = list(pattern.finditer(text, start, end))
    return hits[-1] if hits and "." not in text[hits[-1].end() : end] else None


_SEXED = sorted(
    set(person_sexes("human", "sex")) & set(person_words("human", "sex", number="one")),
    reverse=True,
)
_INTRODUCED = re.compile(
    rf"\b(?:an?|the|this|our|one)\s(?:[\w-]+\s){{0,4}}?(?P<noun>{'|'.join(_SEXED)})\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:an?|the|this|our|one)\s", re.IGNORECASE)
_NOUNS = Landmarks(_SEXED)
_BEFORE_NOUN = 160  # characters before a noun in which its article stands


def _introduced(text: str) -> Iterator[re.Match[str]]:
    nouns = [at for at in _NOUNS.starts(text) if at and text[at - 1].isspace()]
    places = {
        article.start()
        for noun in nouns
        for article in _ARTICLE.finditer(text, max(0, noun - _BEFORE_NOUN), noun)
    }
    return matches_at(_INTRODUCED, text, sorted(places))


def _lone_sex(text: str, known: set[int]) -> list[Mention]:
    """`a previously healthy woman`: a sex without an age beside it."""
    _, values = _words("sex")
    return [
        Mention(m.start("noun"), m.end("noun"), "sex", id=values[m["noun"].lower()])
        for m in _introduced(text)
        if m.start("noun") not in known
    ]
