"""Which of a series' patients each sentence is about.

Several patients are told apart by labels ("Case 1", "Patient B", "The second patient") in
headings and at the beginning of paragraphs and sentences, or, where the article says how many it
reports, by one sentence each that introduces a person by age.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from epicrisis.model.passages import Passage, Sentence
from epicrisis.segmentation.ages import AGED
from epicrisis.vocab.numbers import COUNT_WORD, RANK_WORD, counted, ordinal
from epicrisis.vocab.persons import person

_ROMAN = {"I": 1, "V": 5, "X": 10}
_LABEL = re.compile(
    r"\b(?:(?i:case|patient|proband|observation)(?i: report| presentation| description)?"
    r"(?i: no\.?| number| nr\.?| #| n°)? ?"
    rf"(\d{{1,2}}|[IVX]{{1,4}}|[A-H]|(?i:{COUNT_WORD}))(?![\w%/]|[.,]\d|-\d)"
    r"(?! (?:years?|months?|weeks?|days?|mg|with|of|in)\b)"
    rf"|(?i:the )?(?i:({RANK_WORD})) (?:patient|case|Patient|Case)\b"
    r"(?! (?:of|report|reported|described|published|in|to|series)\b))"
)
_OPENING = re.compile(r"(?:In |As for |Regarding |Our )?(?:the )?", re.IGNORECASE)
_STATED = re.compile(
    rf"\b(?:(?!one){COUNT_WORD}|[2-9])\b (?:[\w-]+ ){{0,4}}"
    rf"(?:{person('patient', 'human', 'sex', 'birth', number='many')}|case reports)\b"
    r"|\bcase series\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r"(?:An?|Another|This|The|Our|In) ")
_SOMEBODY = re.compile(r"(?:An?|Another) ")
_CONTINUES = re.compile(rf"(?:He|She|His|Her|The (?:patient|{person('human', number='one')}))\b")
_FIGURES = re.compile(
    r"\bfig(?:ure|s|ures)?\.?\s?((?:\d{1,2}[a-h]?(?:\s?(?:,|-|\u2013|and|&)\s?[a-h]?(?![a-z]))*)+)",
    re.I,
)
_FIGURE_NUMBER = re.compile(r"\d+")
_TOLD_IN_ORDER = ("case", "results", "abstract")
_TOLD = frozenset(_TOLD_IN_ORDER)


class Label(NamedTuple):
    """A label of a patient: its place in the view, the patient, and the kind of its passage."""

    start: int
    patient: str
    passage: int


def find_labels(
    text: str, passages: Sequence[Passage], sentences: Sequence[Sentence]
) -> list[Label]:
    """Find the labels that tell a series' patients apart, in the order of the view.

    Empty where there are none, or of one patient only.
    """
    labels = list(_written(text, passages, sentences))
    return labels if len({label.patient for label in labels}) > 1 else []


def find_introductions(text: str, sentences: Sequence[Sentence]) -> list[Label]:
    """Find the sentences that introduce one patient each.

    That is so where the article says it has several, and where people of different ages are
    introduced one after the other (`A 33-year-old man ... A 21-year-old woman ...`). The subjects
    of the sentences must be known. Empty unless two are introduced.
    """
    stated = any(
        _STATED.search(text, sentence.start, sentence.end)
        for sentence in sentences
        if sentence.subject == "patient" and sentence.section != "case"
    )
    if not stated:
        return _one_by_one(text, sentences)
    labels: list[Label] = []
    for sentence in sentences:
        if sentence.section != "case" or sentence.subject != "patient":
            continue
        if not _INTRODUCES.match(text, sentence.start, sentence.end):
            continue
        if AGED.search(text, sentence.start, min(sentence.end, sentence.start + 80)):
            labels.append(Label(sentence.start, str(len(labels) + 1), sentence.passage))
    return labels if len(labels) > 1 else []


def _one_by_one(text: str, sentences: Sequence[Sentence]) -> list[Label]:
    """The people of different ages whom one section introduces, and another one in step with it."""
    found: dict[str, list[Label]] = {section: [] for section in _TOLD_IN_ORDER}
    ages: dict[str, set[str]] = {section: set() for section in _TOLD_IN_ORDER}
    for sentence in sentences:
        begun = _SOMEBODY.match(text, sentence.start, sentence.end)
        aged = AGED.match(text, begun.end(), sentence.end) if begun else None
        if aged and sentence.subject == "patient" and sentence.section in found:
            labels = found[sentence.section]
            labels.append(Label(sentence.start, str(len(labels) + 1), sentence.passage))
            ages[sentence.section].add(aged[0].lower())
    series = [found[section] for section in _TOLD_IN_ORDER if len(ages[section]) > 1]
    return sorted(label for labels in series if len(labels) == len(series[0]) for label in labels)


def assign_patients(
    text: str,
    passages: Sequence[Passage],
    levels: Sequence[int],
    sentences: Sequence[Sentence],
    labels: Sequence[Label],
) -> tuple[str, ...]:
    """Set the patient of every sentence, in place, and give the ids of all patients."""
    if not labels:
        return ("1",)
    known = tuple(sorted({label.patient for label in labels}, key=int))
    walk = _Walk(passages, levels, {label.start: label.patient for label in labels}, known)
    for sentence in sentences:
        sentence.patient = walk.patient(text, sentence)
    _give_captions(text, passages, sentences)
    return known


def _give_captions(text: str, passages: Sequence[Passage], sentences: Sequence[Sentence]) -> None:
    """A figure is of the patient whose story alone points at it."""
    pointing: dict[str, set[str]] = {}
    for sentence in sentences:
        if sentence.patient and sentence.section in _TOLD:
            for found in _FIGURES.finditer(text, sentence.start, sentence.end):
                for number in _FIGURE_NUMBER.findall(found[1]):
                    pointing.setdefault(number, set()).add(sentence.patient)
    for sentence in sentences:
        passage = passages[sentence.passage]
        if passage.kind != "caption" or sentence.patient:
            continue
        label = _FIGURES.match(text, passage.start, passage.end)
        number = _FIGURE_NUMBER.match(label[1]) if label else None
        whose = pointing.get(number[0], set()) if number else set()
        if len(whose) == 1:
            (sentence.patient,) = whose


def _number(found: re.Match[str]) -> str:
    printed = found[1] or found[2]
    if printed.isdigit():
        return str(int(printed))
    if set(printed) <= _ROMAN.keys():
        return str(_roman(printed))
    word = printed.lower()
    if len(word) == 1:
        return str(ord(word) - ord("a") + 1)
    return str(ordinal(word) or counted(word))


def _roman(printed: str) -> int:
    """The value of a Roman number: what stands before a greater sign is taken from it."""
    signs = [_ROMAN[sign] for sign in printed]
    return sum(
        -sign if sign < after else sign for sign, after in zip(signs, [*signs[1:], 0], strict=True)
    )


def _at_start(text: str, start: int, end: int) -> re.Match[str] | None:
    opening = _OPENING.match(text, start, end)
    if opening and opening.end() > start and (found := _LABEL.match(text, opening.end(), end)):
        return found
    return _LABEL.match(text, start, end)


def _written(
    text: str, passages: Sequence[Passage], sentences: Sequence[Sentence]
) -> Iterator[Label]:
    for sentence in sentences:
        kind = passages[sentence.passage].kind
        if sentence.section not in _TOLD or kind in ("caption", "footnote", "title"):
            continue
        found = _at_start(text, sentence.start, sentence.end)
        if found is not None and _number(found) != "0":
            yield Label(sentence.start, _number(found), sentence.passage)


class _Walk:
    """Goes through the sentences and knows whose story is being told."""

    def __init__(
        self,
        passages: Sequence[Passage],
        levels: Sequence[int],
        labels: dict[int, str],
        known: tuple[str, ...],
    ) -> None:
        self._passages, self._levels = passages, levels
        self._labels, self._known = labels, known
        self._section = ""
        self._passage = -1
        self._current = ""
        self._level = 0

    def patient(self, text: str, sentence: Sentence) -> str:
        passage = self._passages[sentence.passage]
        if sentence.section != self._section:
            self._section, self._current, self._level = sentence.section, "", 0
        same_passage, self._passage = sentence.passage == self._passage, sentence.passage
        label = self._labels.get(sentence.start)
        heading = passage.kind == "heading"
        if label is not None:
            self._current = label
            self._level = self._levels[sentence.passage] if heading else self._level
        elif heading and self._levels[sentence.passage] < self._level:
            self._current = ""
        if sentence.subject != "patient":
            return ""
        named = {_number(found) for found in _LABEL.finditer(text, sentence.start, sentence.end)}
        named.intersection_update(self._known)
        if len(named) > 1:
            return ""
        if sentence.section in _TOLD:
            return named.pop() if named else self._current
        if named:
            self._current = named.pop()
        elif not (same_passage and _CONTINUES.match(text, sentence.start)):
            self._current = ""
        return self._current
