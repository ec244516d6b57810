"""Cut passages of a view into sentences.

One regular expression finds the stops that might end a sentence; a few rules look at the word
before and the word behind. Brackets are kept whole, citation marks stay with the sentence they
follow, and a missing space behind the stop is no hindrance.
"""

import re
from collections.abc import Iterator
from functools import cache

from epicrisis.vocab.tables import read_table

# A stop with what may follow it and still belong to the sentence: quotation marks, brackets, and
# citation marks, as numbers in brackets or raised ones that have lost their place.
_POINT = re.compile(
    r"•|(?P<stop>[.!?](?<![.!?]{2})[.!?]*+)(?P<close>['\"”)\]]*)"
    r"(?P<mark>(?: ?\[\d[\d,;– -]*\])+|(?<=[a-z)\]]\.)\d{1,3}(?:[,-] ?\d{1,3})*(?= [A-Z]))?"
    r"(?P<space> *)(?=[^ .,;:!?)\]])"
)
_WORD = re.compile(r"[^\s(\[]+$")
_LONGEST = 2000  # characters; what runs on for longer is cut where a clause ends
_LONGEST_BRACKET = 600  # characters; an opening bracket farther back was never closed
_MISSPELT = re.compile(r"[A-Z][a-z]+ |[A-Z][A-Za-z]+-|A \d|An? [a-z]|In |CT |MRI ")
_LOWER_START = re.compile(r"[a-z][a-z]{2,}|anti-|p[A-Z]|m?i?RNA")


@cache
def _abbreviations() -> dict[str, str]:
    """Words printed with a stop -> `never` or `sometimes`: whether that stop may end a sentence."""
    return {
        row["word"]: row["role"]
        for row in read_table("sentence_words.tsv")
        if row["role"] != "starts"
    }


@cache
def _starters() -> frozenset[str]:
    """Words that, after a doubtful stop, are taken for the first word of a sentence."""
    rows = read_table("sentence_words.tsv")
    return frozenset(row["word"] for row in rows if row["role"] == "starts")


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the spans of the sentences of `text[start:end]`, without the white space between.

    Every character that is not a space lies in exactly one of them.
    """
    begin = start
    bracketed = text.find("(", start, end) >= 0 or text.find("[", start, end) >= 0
    for point in _POINT.finditer(text, start, end):
        if text[point.start()] == "•":
            after = point.start()
        elif _ends(text, point, begin, end) and not (
            bracketed and _in_brackets(text, begin, point.end("close"))
        ):
            after = point.start("space")
        else:
            continue
        yield from _pieces(text, begin, after)
        begin = after
    yield from _pieces(text, begin, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence whole, or in pieces that are read as fast as other sentences."""
    while end - start > _LONGEST:
        low, high = start + _LONGEST // 2, start + _LONGEST
        ends = (text.rfind(mark, low, high) + len(mark) for mark in ("; ", ", ", " "))
        cut = next((at for at in ends if at > low), high)
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _in_brackets(text: str, begin: int, stop: int) -> bool:
    """Whether a bracket opened in this sentence is open at its stop."""
    begin = max(begin, stop - _LONGEST_BRACKET)
    return text.count("(", begin, stop) > text.count(")", begin, stop) or text.count(
        "[", begin, stop
    ) > text.count("]", begin, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, point: re.Match[str], begin: int, end: int) -> bool:
    """Whether this stop ends a sentence."""
    after = point.end()
    if after >= end:
        return False
    following = text[after]
    spaced = bool(point["space"])
    if point["stop"] != ".":
        return spaced and not following.islower()
    before = _WORD.search(text, max(begin, point.start() - 24), point.start())
    word = before[0].strip("'\"”,;)") if before else ""
    if not spaced and not point["mark"]:
        return _ends_unspaced(text, word, after)
    if following.islower():
        return _ends_before_lower(text, word, after)
    kind = _abbreviations().get(word.lower())
    if kind == "never":
        return False
    if kind == "sometimes" or _is_initial(word):
        return _starter(text, after)
    if following.isdigit():
        named = word[:1].isalpha() and len(word) > 2  # `in GENE12. 24 hours later`
        return (named or not word[-1:].isdigit()) and len(word) > 1
    return True


def _is_initial(word: str) -> bool:
    """A single letter, or letters with stops between: "J", "i.v", "U.S"."""
    return (len(word) == 1 and word.isalpha()) or (
        len(word) > 2 and word[1] == "." and word[0].isalpha()
    )


def _starter(text: str, after: int) -> bool:
    stop = after
    while stop < len(text) and (text[stop].isalnum() or text[stop] == "-"):
        stop += 1
    return text[after:stop] in _starters()


def _ends_unspaced(text: str, word: str, after: int) -> bool:
    """A stop without a space: "rare entity.A 71-year-old", but no address, no "e.g.A"."""
    if len(word) < 3 or "." in word or "/" in word or "@" in word:
        return False
    if not (word[-1].islower() or word[-1] in ")%" or word.isupper()):
        return False
    return word.lower() not in _abbreviations() and _MISSPELT.match(text, after) is not None


def _ends_before_lower(text: str, word: str, after: int) -> bool:
    """A sentence that begins small, after a word that cannot be an abbreviation."""
    if len(word) < 3 or "." in word or not word.replace("-", "").isalpha():
        return False
    return word.lower() not in _abbreviations() and _LOWER_START.match(text, after) is not None
