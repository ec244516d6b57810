"""Whom each sentence speaks of: the document's patient, other people's, a group, or nobody.

The section says what to expect; cue phrases (`subject_cues.tsv`), citation marks and the sentences
before decide. A report about other people's patients runs on until something brings the reader
back: "our patient", a pronoun where no foreign patient stands between, a new section. The idea of
cues with a reach follows ConText (Harkema et al., J Biomed Inform 2009;42:839-851).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from epicrisis.model.passages import Passage, SectionName, Sentence, Subject
from epicrisis.segmentation.citations import Mark
from epicrisis.segmentation.sections import run_in_heading
from epicrisis.vocab.cues import Cue, CueFinder
from epicrisis.vocab.tables import read_table, split_cell

_AGED = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"[ -](?:and[ -]a[ -]half[ -])?(?:years?|yrs?|months?|weeks?|days?)[ -]?(?:old|aged)\b"
    r"|\b(?:aged?|age of) \d{1,3}\b|\b\d{1,3} ?(?:y/o|yo|y\.o\.)"
)
_GROUP = re.compile(
    r"\bn ?= ?\d|\b\d+ (?:\w+ ){0,2}(?:patients|cases|subjects|individuals)\b|% of \w"
)
_LESSON_REACH = 30  # characters between "this case" and "highlights"
_OWN_GROUP = frozenset({"case", "results", "abstract"})
_TALK = frozenset({"introduction", "discussion", "conclusion", "methods"})


class Context(NamedTuple):
    """What is known of a document before its sentences are judged.

    `mixed` is true where the section called `case` holds the whole article, for want of headings;
    `tables` gives whose data each table holds.
    """

    marks: Sequence[Mark]
    mixed: bool
    tables: Sequence[Subject]


class _Signs(NamedTuple):
    """The cues of one sentence, by category."""

    has: frozenset[str]
    lesson: bool
    cited: bool
    aged: bool
    group: bool
    author_after: bool


@cache
def _finder() -> CueFinder[tuple[str, ...]]:
    return CueFinder(
        (row["phrase"], split_cell(row["categories"])) for row in read_table("subject_cues.tsv")
    )


def judge_subjects(
    text: str, passages: Sequence[Passage], sentences: Sequence[Sentence], context: Context
) -> None:
    """Set subject and references of every sentence, in place; linear in the text."""
    judge = _Judge(context)
    signs = _signs(text, sentences, context.marks)
    for sentence, sign in zip(sentences, signs, strict=True):
        passage = passages[sentence.passage]
        sentence.subject = judge.subject(text, sentence, passage, sign)


def _signs(text: str, sentences: Sequence[Sentence], marks: Sequence[Mark]) -> Iterator[_Signs]:
    cues = _finder().scan(text)
    aged = [found.start() for found in _AGED.finditer(text)]
    groups = [found.start() for found in _GROUP.finditer(text)]
    places = [cue.start for cue in cues], [mark.start for mark in marks], aged, groups
    at = [0, 0, 0, 0]
    for sentence in sentences:
        spans = []
        for kind, starts in enumerate(places):
            low = at[kind]
            while low < len(starts) and starts[low] < sentence.start:
                low += 1
            high = low
            while high < len(starts) and starts[high] < sentence.end:
                high += 1
            at[kind] = high
            spans.append((low, high))
        own = cues[slice(*spans[0])]
        cited = marks[slice(*spans[1])]
        sentence.references = tuple(dict.fromkeys(n for mark in cited for n in mark.numbers))
        yield _weigh(
            own, cited=bool(cited), aged=spans[2][0] < spans[2][1], group=spans[3][0] < spans[3][1]
        )


def _weigh(cues: Sequence[Cue[tuple[str, ...]]], *, cited: bool, aged: bool, group: bool) -> _Signs:
    has = frozenset(category for cue in cues for category in cue.meaning)
    lesson = author_after = False
    for index, cue in enumerate(cues):
        if "own" in cue.meaning or "this" in cue.meaning:
            behind = cues[index + 1 :]
            lesson = lesson or any(
                "lesson" in next_cue.meaning and next_cue.start - cue.end < _LESSON_REACH
                for next_cue in behind
            )
            before = cues[index - 1] if index else None
            if before is not None and "return" in before.meaning and cue.start - before.end < 4:
                author_after = author_after or any("author" in late.meaning for late in behind)
    return _Signs(has, lesson, cited, aged, group, author_after)


class _Judge:
    """Reads sentence after sentence and remembers of whom the last one spoke."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._frame: Subject = "general"
        self._section: SectionName | None = None
        self._passage = -1
        self._introduced = False

    def subject(self, text: str, sentence: Sentence, passage: Passage, signs: _Signs) -> Subject:
        """Judge the next sentence."""
        section = sentence.section
        if section != self._section:
            self._section = section
            self._frame = "patient" if section in ("case", "results") else "general"
            self._introduced = section in ("case", "results") and not self._context.mixed
        label = run_in_heading(text, sentence.start, sentence.end)
        if label is not None and section in _OWN_GROUP:
            self._frame = "patient" if label.section in ("case", "results") else "general"
        frame = self._decide(section, passage, signs, self._passage == sentence.passage)
        self._passage = sentence.passage
        if passage.kind not in ("title", "heading", "caption", "footnote"):
            self._frame = frame
        return frame

    def _decide(
        self, section: SectionName, passage: Passage, signs: _Signs, same_passage: bool
    ) -> Subject:
        if section in ("back", "keywords"):
            return "general"
        if passage.kind == "footnote":
            return "patient"
        if section == "caption":
            return _of_caption(signs)
        if section == "title" or passage.kind == "heading":
            return _of_title(section, signs)
        if section in _TALK:
            return self._of_talk(signs, same_passage)
        return self._of_report(section, signs)

    def _of_report(self, section: SectionName, signs: _Signs) -> Subject:
        """A sentence of the case, or of an abstract that tells the case among other things."""
        mixed = section == "abstract" or self._context.mixed
        own = _speaks_of_own(signs)
        if own is not None:
            self._introduced = self._introduced or own == "patient"
            return own
        has = signs.has
        if signs.aged and not (has & {"author", "literature"} or signs.group):
            self._introduced = True
            return "patient"
        foreign = _foreign(signs)
        if "person" in has or "this" in has:
            if self._frame in ("cited", "cohort") and foreign is not None:
                return self._frame
            self._introduced = True
            return "patient"
        if foreign is not None:
            return foreign
        if mixed:
            return self._of_mixed(signs)
        general = "modal" in has or "general" in has
        if general and not has & {"past"}:
            return "general" if "cohort" in has or signs.cited else "patient"
        return "patient"

    def _of_mixed(self, signs: _Signs) -> Subject:
        has = signs.has
        if not self._introduced:
            return "general"
        if "past" in has:
            return "patient" if self._frame in ("patient", "general") else self._frame
        if has & {"modal", "general", "present"}:
            return "general"
        return self._frame

    def _of_talk(self, signs: _Signs, same_passage: bool) -> Subject:
        """A sentence of introduction or discussion: nobody's, unless it says otherwise."""
        own = _speaks_of_own(signs)
        if own is not None:
            return own
        foreign = _foreign(signs)
        if foreign is not None:
            return foreign
        has = signs.has
        if signs.aged or signs.cited:
            return "cited" if signs.aged or self._frame == "cited" else "general"
        away = same_passage and self._frame in ("cited", "cohort")
        if has & {"person", "this"} and "past" in has:
            return self._frame if away else "patient"
        if same_passage and self._frame == "patient" and "past" in has:
            return "general" if has & {"modal", "general"} else "patient"
        return self._frame if away and "past" in has else "general"


def _speaks_of_own(signs: _Signs) -> Subject | None:
    """Patient or lesson where the sentence names the document's own case, else None."""
    if signs.lesson:
        return "general"
    if signs.author_after:
        return "cited"
    if "own" in signs.has:
        return "patient"
    return None


def _foreign(signs: _Signs) -> Subject | None:
    """Whose else it is, where the sentence says so."""
    has = signs.has
    person = "person" in has
    if "author" in has and (has & {"verb"} or signs.cited) and not (person and not signs.cited):
        return "cited"
    if "literature" in has and not person:
        return "cited"
    if ("cohort" in has or signs.group) and not person:
        return "cohort"
    return None


def _of_caption(signs: _Signs) -> Subject:
    has = signs.has
    if has & {"own", "this", "person"}:
        return "patient"
    if has & {"author", "literature"} or (signs.cited and "cohort" in has):
        return "cited"
    return "cohort" if has & {"cohort"} or signs.group else "patient"


def _of_title(section: SectionName, signs: _Signs) -> Subject:
    if section in _TALK:
        return "general"
    return "cohort" if signs.has & {"cohort"} and not signs.aged else "patient"
