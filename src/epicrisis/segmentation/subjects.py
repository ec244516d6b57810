"""Whom each sentence speaks of: the document's patient, other people's, a group, or nobody.

The section says what to expect; cue phrases (`subject_cues.tsv`), citation marks and the sentences
before decide. A report about other people's patients runs on until something brings the reader
back: "our patient", a pronoun where no foreign patient stands between, a new section. The idea of
cues with a reach follows ConText (Harkema et al., J Biomed Inform 2009;42:839-851).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from epicrisis.model.passages import Passage, SectionName, Sentence, Subject
from epicrisis.segmentation.citations import Mark
from epicrisis.segmentation.sections import run_in_heading
from epicrisis.vocab.cues import Cue, CueFinder
from epicrisis.vocab.tables import read_table, split_cell

_AGE = re.compile(r" \d{1,3}\b(?! ?-)")
_COUNTED = re.compile(
    r"\d (?:\w+ ){0,2}$|% (?:of|in) (?:the |all |these |their |affected |reported )?$"
)
_SOMEBODY = re.compile(r"\b(?:an?|one|this) (?:[\w/'-]+ ){0,4}$", re.IGNORECASE)
_LESSON_REACH = 30  # characters between "this case" and "highlights"
_PARTICIPLE_REACH = 6  # characters between "have" and "demonstrated"
_REPORT = frozenset({"case", "results", "abstract"})
_TALK = frozenset({"introduction", "discussion", "conclusion", "methods"})
_NOW = frozenset({"present", "general", "modal"})


class Context(NamedTuple):
    """What is known of a document before its sentences are judged.

    Attributes:
        marks: Its citation marks.
        mixed: The section called `case` holds the whole article, for want of headings.
        series: It tells of several patients of its own, so that "all patients" may be them.
        tabled: Whose data a table holds, for the passages of its caption and footnotes.
    """

    marks: Sequence[Mark]
    mixed: bool
    series: bool
    tabled: Mapping[int, Subject]


class _Signs(NamedTuple):
    """The cues of one sentence, by category."""

    has: frozenset[str]
    lesson: bool = False
    compared: bool = False
    cited: bool = False


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
    for sentence, signs in zip(sentences, _signs(text, sentences, context), strict=True):
        passage = passages[sentence.passage]
        sentence.subject = judge.subject(text, sentence, passage, signs)


def _signs(text: str, sentences: Sequence[Sentence], context: Context) -> Iterator[_Signs]:
    cues = _finder().scan(text)
    cue_starts = [cue.start for cue in cues]
    mark_starts = [mark.start for mark in context.marks]
    low = 0
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        low = bisect_left(cue_starts, start, low)
        high = bisect_left(cue_starts, end, low)
        first = bisect_left(mark_starts, start) if mark_starts else 0
        marks = context.marks[first : bisect_left(mark_starts, end, first)] if mark_starts else ()
        if marks:
            sentence.references = tuple(dict.fromkeys(n for mark in marks for n in mark.numbers))
        yield _weigh(text, cues[low:high], cited=bool(marks))


def _weigh(text: str, cues: Sequence[Cue[tuple[str, ...]]], *, cited: bool) -> _Signs:
    """Put the cues of a sentence together.

    A verb form that follows "have" or "is" is no past tense. "This case highlights" is a lesson
    and tells nothing new of the patient. "As in our case, Smith et al. found" is about theirs.
    """
    has: set[str] = set()
    lesson = compared = False
    before: Cue[tuple[str, ...]] | None = None
    for index, cue in enumerate(cues):
        meaning = cue.meaning
        gap = cue.start - before.end if before is not None else 1000
        if "past" in meaning and before is not None and gap <= _PARTICIPLE_REACH:
            meaning = () if _NOW & set(before.meaning) else meaning
        if "age" in meaning and _AGE.match(text, cue.end):
            has.add("aged")
        if "plural" in meaning and _COUNTED.search(text[max(0, cue.start - 40) : cue.start]):
            has.add("counted")
        if "somebody" in meaning and _SOMEBODY.search(text[max(0, cue.start - 40) : cue.start]):
            has.add("being")
        has.update(meaning)
        if "own" in meaning or "this" in meaning:
            behind = cues[index + 1 :]
            lesson |= any(
                "lesson" in late.meaning and late.start - cue.end < _LESSON_REACH for late in behind
            )
            likened = before is not None and "return" in before.meaning and gap < 4
            compared |= likened and any("author" in late.meaning for late in behind)
        before = cue
    return _Signs(frozenset(has), lesson, compared, cited)


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
            told = section in ("case", "results")
            self._frame = "patient" if told else "general"
            self._introduced = told and not self._context.mixed
        if section in _REPORT:
            label = run_in_heading(text, sentence.start, sentence.end)
            if label is not None:
                told = label.section in ("case", "results")
                self._frame = "patient" if told else "general"
        same_passage = self._passage == sentence.passage
        self._passage = sentence.passage
        if passage.kind in ("title", "heading", "caption", "footnote", "row"):
            return self._apart(sentence, passage, signs)
        if section in ("back", "keywords"):
            return "general"
        if section in _TALK:
            self._frame = self._of_talk(signs, same_passage)
        else:
            self._frame = self._of_report(section, signs)
        return self._frame

    def _named(self, signs: _Signs) -> Subject | None:
        """Whom a sentence speaks of that names the document's own case, else None."""
        if signs.lesson:
            return "general"
        if signs.compared:
            return "cited"
        ours = self._context.series and "label" in signs.has and "author" not in signs.has
        return "patient" if ours or "own" in signs.has else None

    def _apart(self, sentence: Sentence, passage: Passage, signs: _Signs) -> Subject:
        """Titles, headings, captions, footnotes and told tables: they do not move the frame."""
        whose = self._context.tabled.get(sentence.passage, "patient")
        if passage.kind == "footnote" or whose != "patient":
            return whose if sentence.section != "back" else "general"
        if passage.kind == "caption":
            return self._of_caption(signs)
        if sentence.section in _TALK or sentence.section == "back":
            return "general"
        return "cohort" if "cohort" in signs.has and "aged" not in signs.has else "patient"

    def _of_caption(self, signs: _Signs) -> Subject:
        has = signs.has
        if has & {"own", "this", "person"}:
            return "patient"
        if has & {"author", "literature", "study"} or (signs.cited and "cohort" in has):
            return "cited"
        many = "cohort" in has or "counted" in signs.has
        return "cohort" if many and not self._context.series else "patient"

    def _of_report(self, section: SectionName, signs: _Signs) -> Subject:
        """A sentence of the case, or of an abstract that tells the case among other things."""
        mixed = section == "abstract" or self._context.mixed
        subject = self._named(signs)
        if subject is None and _introduces(signs):
            subject = "patient"
        if subject is None:
            subject = self._by_cues(signs)
        if subject is None:
            subject = self._by_tense(section, signs) if mixed else _by_content(signs)
        self._introduced |= subject == "patient"
        return subject

    def _by_cues(self, signs: _Signs) -> Subject | None:
        has = signs.has
        foreign = _foreign(signs, far=False)
        ours = self._context.series and self._introduced and self._frame == "patient"
        if "group" in has and "past" in has and ours and not signs.cited:
            return "patient"
        if has & {"person", "this"}:
            away = self._frame in ("cited", "cohort") and foreign is not None
            return self._frame if away else "patient"
        return foreign

    def _by_tense(self, section: SectionName, signs: _Signs) -> Subject:
        """A sentence without a cue, where the story is told among general remarks."""
        has = signs.has
        if not self._introduced:
            return "general"
        if "past" in has:
            return self._frame if self._frame == "cited" else "patient"
        if has & {"modal", "general"} or (section == "abstract" and "present" in has):
            return "general"
        return self._frame

    def _of_talk(self, signs: _Signs, same_passage: bool) -> Subject:
        """A sentence of introduction or discussion: nobody's, unless it says otherwise."""
        subject = self._named(signs) or _foreign(signs, far=True)
        if subject is not None:
            return subject
        has = signs.has
        if "aged" in signs.has:
            return "cited"
        if signs.cited:
            return self._frame if self._frame == "cited" else "general"
        away = same_passage and self._frame in ("cited", "cohort")
        past = "past" in has
        if has & {"person", "this"} and past:
            return self._frame if away else "patient"
        if "we" in has and past and not has & _NOW and not away:
            return "patient"
        if same_passage and self._frame == "patient" and past and not has & {"modal", "general"}:
            return "patient"
        return self._frame if away and past else "general"


def _introduces(signs: _Signs) -> bool:
    """Whether a sentence brings in a person, and not from another paper."""
    has = signs.has
    person = "aged" in has or ("being" in has and "past" in has)
    return person and not has & {"author", "literature", "by"}


def _foreign(signs: _Signs, *, far: bool) -> Subject | None:
    """Whose else it is, where the sentence says so.

    Args:
        signs: The cues of the sentence.
        far: Outside the case, where weaker cues do: "studies", "another case", "described by".
    """
    has = signs.has
    if "person" in has and not ("author" in has and signs.cited and far):
        return None
    told = signs.cited or "verb" in has if far else "verb" in has and "by" not in has
    if "author" in has and told:
        return "cited"
    if "literature" in has or (far and has & {"elsewhere", "by"}):
        return "cited"
    if "cohort" in has or "counted" in signs.has or (far and "study" in has):
        return "cohort"
    return None


def _by_content(signs: _Signs) -> Subject:
    """A sentence of the case without a cue: the patient's, unless it states something timeless."""
    timeless = bool(signs.has & {"modal", "general"}) and "past" not in signs.has
    return "general" if timeless and (signs.cited or "study" in signs.has) else "patient"
