"""When what has no phrase of its own happened: as the frame or the caption it stands under says."""

import re
from math import inf

from epicrisis.assembly.clauses import had_been
from epicrisis.assembly.clock import ORDER, SUPPOSED, TOLD
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.frames import OPENING, UNDERTAKEN, Frame, begins_something
from epicrisis.assembly.story import Story
from epicrisis.model import TimeExpression

_AFTERWARDS = 7.0  # days in which a sentence without time follows a dated one
_BASELINE = frozenset({"measurement", "phenotypic_feature", "imaging", "biopsy", "disease"})
_DONE = re.compile(
    r"\b(?:previously|history\sof|status\spost|s/p|in\sthe\spast)\b"
    r"(?:(?!\band\s(?:was|took|[a-z]+ed)\b)[^,;.]){0,60}\Z",
    re.IGNORECASE,
)


def place_in_frame(story: Story, draft: Draft, node: int, frame: Frame) -> None:
    """No phrase of its own: as the frame says, and before the next frame."""
    source = ("frame", draft.start)
    historical = draft.fields.get("status") == "historical"
    if historical or (frame.opening and _of_the_past(story.page, draft)):
        story.network.constrain(story.clock.zero, node, -inf, 0, source=source, weight=TOLD)
        return
    sentence = story.page.sentences[draft.sentence] if draft.sentence is not None else None
    if sentence and had_been(story.page.text, draft, sentence.start):
        since = frame
        while since.before and not (since.dated or since.opening):
            since = since.before
        story.network.constrain(node, since.moment, 0, inf, source=source, weight=TOLD)
        return
    high = inf
    if frame.opening and draft.kind in _BASELINE:
        high = OPENING[1]
    elif frame.dated and draft.kind in _BASELINE and _near(story.page, draft, frame):
        high = _AFTERWARDS
    story.network.constrain(frame.moment, node, 0, high, source=source, weight=TOLD)
    if draft.kind == "treatment" and frame.dated and _begun_near(story.page, draft, frame):
        story.network.constrain(frame.moment, node, 0, UNDERTAKEN, source=source, weight=SUPPOSED)
    if high == inf and frame.following is not None:
        if frame.following.undertaken and draft.kind != "treatment":
            return
        then = frame.following.moment
        story.network.constrain(node, then, 0, inf, source=source, weight=ORDER)


def frame_of_table(story: Story, draft: Draft) -> Frame | None:
    """A table without times belongs to the sentence of the case that first names it."""
    assert draft.table is not None
    label = story.page.document.tables[draft.table[0]].label
    if not label:
        return None
    pattern = re.compile(re.escape(label).replace(r"\ ", r"\s") + r"\b", re.IGNORECASE)
    for index, frame in story.frame_of.items():
        sentence = story.page.sentences[index]
        if sentence.section != "abstract" and pattern.search(
            story.page.text, sentence.start, sentence.end
        ):
            return frame
    return None


def time_of_caption(page: Page, draft: Draft) -> TimeExpression | None:
    """`Table 1. Findings on admission` dates the columns that bear no time of their own."""
    assert draft.table is not None
    caption = page.document.tables[draft.table[0]].caption
    if caption is None:
        return None
    view = page.segmentation.view
    start, end = view.position(caption[0]), view.position(caption[1] - 1)
    if start is None or end is None:
        return None
    times = [t for t in page.times(start, end + 1) if t.relation in ("at", "day")]
    return times[0] if len(times) == 1 else None


def _of_the_past(page: Page, draft: Draft) -> bool:
    """`A man who previously underwent cystectomy`: told at the opening, done before."""
    if draft.kind not in ("treatment", "procedure"):
        return False
    return _DONE.search(page.text, max(0, draft.start - 80), draft.start) is not None


def _begun_near(page: Page, draft: Draft, frame: Frame) -> bool:
    """`Prednisolone was started`, right behind what the print dates."""
    if draft.sentence is None or frame.opening or not _near(page, draft, frame):
        return False
    return draft.fields.get("status") == "given" and begins_something(page, draft.sentence)


def _near(page: Page, draft: Draft, frame: Frame) -> bool:
    if draft.sentence is None or not frame.sentences:
        return False
    same = page.sentences[draft.sentence].passage == frame.passage
    return same and draft.sentence - frame.sentences[0] <= 2
