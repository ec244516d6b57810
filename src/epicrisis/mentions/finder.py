"""All mentions of a document, typed and asserted."""

from bisect import bisect_right

from epicrisis.mentions.assertion import assert_mentions
from epicrisis.mentions.clock import clock_times
from epicrisis.mentions.concepts import concepts
from epicrisis.mentions.demographics import demographics
from epicrisis.mentions.doses import doses
from epicrisis.mentions.quantities import quantities
from epicrisis.mentions.results import qualities, results
from epicrisis.mentions.roles import assign_roles
from epicrisis.mentions.therapies import therapies
from epicrisis.mentions.time_expressions import time_expressions
from epicrisis.model import Document, Mention, Reading, Segmentation
from epicrisis.vocab.linear import Models, packaged

_FENCE = "\0"  # stands for a line end between passages: neither a space nor part of a word


def find(
    document: Document, segmentation: Segmentation, *, models: Models | None = None
) -> Reading:
    """Find everything in a segmented document that may become a datum.

    Numbers inside names, ages and times are not quantities; every other number is kept, whatever
    it may turn out to count.

    Args:
        document: What is read.
        segmentation: Its readable text, sentence by sentence.
        models: Models that say what a candidate is; the packaged ones by default.
    """
    text = segmentation.view.text
    fenced = text.replace("\n", _FENCE)
    clocks = clock_times(fenced)
    named = _outside(concepts(text, segmentation.abbreviations), clocks)
    people = demographics(fenced)
    times = time_expressions(fenced)
    amounts = [*doses(fenced), *therapies(fenced, named)]
    worded = [(m.start, m.end) for m in amounts]
    taken = sorted(
        [(m.start, m.end) for m in named]
        + worded
        + clocks
        + [(m.start, m.end) for m in people]
        + [(t.start, t.end) for t in times]
    )
    mentions: list[Mention] = [
        *named,
        *people,
        *_outside([*results(fenced), *qualities(fenced)], worded),
        *amounts,
        *quantities(fenced, _apart(taken)),
    ]
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    assert_mentions(text, [(s.start, s.end) for s in segmentation.sentences], _assertable(mentions))
    assign_roles(text, mentions, times, packaged() if models is None else models)
    return Reading(document, segmentation, mentions, times)


def _assertable(mentions: list[Mention]) -> list[Mention]:
    return [
        mention
        for mention in mentions
        if mention.kind not in ("quantity", "quality", "dose", "therapy", "age", "sex")
    ]


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge overlapping spans, so that a lookup by start finds whether a place is inside any."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _outside(mentions: list[Mention], spans: list[tuple[int, int]]) -> list[Mention]:
    """The mentions that touch none of the spans: the `high` of `high-dose` is no result."""
    apart = _apart(sorted(spans))
    ends = [end for _, end in apart]

    def free(mention: Mention) -> bool:
        index = bisect_right(ends, mention.start)  # the first span that ends behind its start
        return index == len(apart) or apart[index][0] >= mention.end

    return [mention for mention in mentions if free(mention)]
