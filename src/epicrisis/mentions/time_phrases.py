"""The words to the left of a unit of time: "for at least the past three consecutive" weeks.

Reading starts at the unit and walks left while the words belong to the language of time; one
anchored match then sorts them. So the cost of a unit does not depend on the text around it.
"""

import re
from dataclasses import dataclass

from epicrisis.mentions.time_amounts import NUMBERS, Amount, bound_class, read_numbers
from epicrisis.mentions.time_words import ALL_UNITS, BOUND, SPACE
from epicrisis.vocab.numbers import ORDINAL, ordinal

WINDOW = 72
"""Characters looked at to the left of a unit."""

LASTING = {"for", "during", "over", "throughout", "through", "lasting", "lasted", "of", "between"}
"""Prepositions before a stretch of time."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|[^\w\s]|\w+")
_PREPOSITIONS = (
    "for|after|at|on|in|within|during|over|since|from|by|until|till|through|throughout|lasting"
    "|lasted|of|following|between|every|upon"
)
_DEIXIS = (
    r"past|last|previous|preceding|prior|next|following|subsequent|coming|ensuing|same|first"
    rf"|initial|final|further|additional|another|every{SPACE}other|alternate|every|each|per|pr\.?|/"
)
_MIDDLE = (
    r"consecutive|more|further|additional|full|whole|hospital|gestational|completed|calendar"
    r"|successive|post[- ]?operative|post-?op|postpartum|post-?transplant(?:ation)?|long"
    r"|postnatal|extra"
)
_LEFT = re.compile(
    rf"""(?:(?<![\w.+])|(?=/))
    (?:(?P<preposition>{_PREPOSITIONS}){SPACE})?
    (?:(?:an?|the|a{SPACE}total){SPACE}(?:period|course|duration|total|interval){SPACE}of{SPACE})?
    (?:(?P<bound>{BOUND})\s{{0,2}})?
    (?:(?P<times>once|twice|thrice|{NUMBERS}{SPACE}times)(?:{SPACE}(?:in|daily))?(?:{SPACE}|(?=/)))?
    (?:(?P<article>the|an?|his|her|their|this|that|these|those){SPACE})?
    (?:(?P<deixis>{_DEIXIS})(?:{SPACE}|[-/]|(?<=/)))?
    (?:(?P<inner>{BOUND})\s{{0,2}})?
    (?:(?P<ordinal>(?:{ORDINAL}\s?(?:[-–]|{SPACE}(?:and|to){SPACE})\s?)?{ORDINAL})(?=\W|\Z)
      |(?P<number>{NUMBERS})(?=\W|\Z))?
    (?:\s?[-–]?\s?(?P<middle>(?:{_MIDDLE})(?:\s(?:{_MIDDLE}))?))?
    (?P<joint>[\s–-]{{0,2}})\Z""",
    re.I | re.X,
)
_LETTERS_OR_SIGN = re.compile(r"[a-z]{2,}|[½¼¾~∼≈<>≥≤]")
_VOCABULARY = {
    word
    for source in (_PREPOSITIONS, _DEIXIS, _MIDDLE, BOUND, NUMBERS, ORDINAL)
    for word in _LETTERS_OR_SIGN.findall(source.replace(SPACE, " ").replace(r"\s", " "))
} | set(
    re.findall(
        r"\w+",
        "a an the his her their this that these those to or and of period course duration total"
        " interval once twice thrice times op postoperative postop posttransplant",
    )
)


@dataclass(slots=True)
class Phrase:
    """A unit of time and the words of time before it.

    Attributes:
        start: Offset of the first of them.
        end: Offset behind the unit.
        word: The unit as printed, in lower case.
        unit: Days in the unit.
        plural: The unit is in the plural.
        amount: How many, or None where no number is printed.
        order: The ordinal number printed, if any ("third" day); the first of two.
        order_high: The last of two ordinals, else as `order`.
        preposition: "for", "after", ... or "".
        article: "the", "a", "that", ... or "".
        deixis: "past", "next", "every", ... or "".
        middle: "consecutive", "postoperative", ... or "".
        times: How often in that time ("twice" a day), or None.
        bare: The unit stands directly behind a hyphen or slash without a number ("mg/day").
        hyphen: The number is tied to the unit by a hyphen ("10-day").
    """

    start: int
    end: int
    word: str
    unit: float
    plural: bool
    amount: Amount | None = None
    order: int | None = None
    order_high: int | None = None
    preposition: str = ""
    article: str = ""
    deixis: str = ""
    middle: str = ""
    times: Amount | None = None
    bare: bool = False
    hyphen: bool = False


def read_phrase(text: str, floor: int, start: int, end: int, word: str) -> Phrase | None:
    """Read the phrase whose unit is `text[start:end]`.

    Args:
        text: the view.
        floor: nothing before this offset is looked at.
        start: where the unit begins.
        end: where the unit ends.
        word: the unit in lower case.

    Returns:
        The phrase, or None where the unit stands inside another construction ("mg/day").
    """
    phrase = Phrase(start, end, word, ALL_UNITS[word], word.endswith("s"))
    left = _leftmost(text, max(floor, start - WINDOW), start)
    while left < start:
        found = _LEFT.search(text, left, start)
        if found is None:
            break
        if _fill(phrase, found):
            break
        left = _after_first_word(text, found.start("number"), start)
    if phrase.deixis == "/" and not text[phrase.start - 1 : phrase.start].isalpha():
        return None if phrase.times is None else phrase
    phrase.bare = phrase.start == start and start > floor and text[start - 1] in "-–"
    return phrase


def _leftmost(text: str, floor: int, start: int) -> int:
    """Walk left from the unit over the words of time; return where they begin."""
    left = start
    for token in reversed(list(_TOKEN.finditer(text, floor, start))):
        word = token[0].lower()
        if not (word[0].isdigit() or word in _VOCABULARY or word in "-–,.~/"):
            break
        if word == "." and text[token.start() - 1 : token.start()] != "r":
            break
        left = token.start()
    return left


def _after_first_word(text: str, position: int, start: int) -> int:
    """The next place to try, where a list of numbers turned out to be none."""
    while position < start and not text[position].isspace() and text[position] != "-":
        position += 1
    return min(position + 1, start)


def _fill(phrase: Phrase, found: re.Match[str]) -> bool:
    """Take over what the match says; False where its numbers do not belong together."""
    number = found["number"]
    bound = bound_class(found["inner"]) or bound_class(found["bound"])
    if number:
        amount = read_numbers(number, bound)
        if amount is None:
            return False
        phrase.amount = amount
    if found["ordinal"]:
        parts = [ordinal(part) for part in re.findall(ORDINAL, found["ordinal"], re.I)]
        phrase.order, phrase.order_high = parts[0], parts[-1]
    if found["times"]:
        phrase.times = _times(found["times"])
    phrase.preposition = (found["preposition"] or "").lower()
    phrase.article = (found["article"] or "").lower()
    phrase.deixis = " ".join((found["deixis"] or "").lower().replace("pr.", "per").split())
    phrase.middle = (found["middle"] or "").lower()
    phrase.hyphen = bool(number) and "-" in found["joint"].replace("–", "-")
    phrase.start = found.start() + len(found[0]) - len(found[0].lstrip())
    _article_as_number(phrase, bound)
    return True


def _times(words: str) -> Amount | None:
    """ "once", "twice", "thrice" or "three times" as an amount."""
    fixed = {"once": 1.0, "twice": 2.0, "thrice": 3.0}.get(words.lower())
    if fixed is not None:
        return Amount(fixed, fixed)
    return read_numbers(words[: -len("times")].rstrip())


def _article_as_number(phrase: Phrase, bound: str) -> None:
    """ "a month" is one month; "first 3 days" has no ordinal, "first day" has."""
    if phrase.deixis == "first" and phrase.amount is None and not phrase.plural:
        phrase.deixis, phrase.order, phrase.order_high = "", 1, 1
    plain = phrase.amount is None and phrase.order is None and not phrase.deixis
    if plain and phrase.article in ("a", "an") and not phrase.plural:
        phrase.amount = Amount(1, 1, bound=bound)
