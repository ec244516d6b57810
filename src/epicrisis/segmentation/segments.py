"""A document cut for the finders of mentions: the one entry of this room."""

from epicrisis.model.documents import Document
from epicrisis.model.passages import Segmentation, Sentence, Subject
from epicrisis.segmentation.abbreviations import find_abbreviations
from epicrisis.segmentation.citations import find_marks
from epicrisis.segmentation.reading import read
from epicrisis.segmentation.sections import name_sections
from epicrisis.segmentation.sentences import split_sentences
from epicrisis.segmentation.subjects import Context, judge_subjects


def segment(document: Document) -> Segmentation:
    """Put a document into reading order and say of every sentence whom it speaks of.

    Returns:
        Passages and sentences in the order of the view. A document that reports no human patient
        has `report` False and no patients.
    """
    reading = read(document)
    name_sections(reading)
    text, passages = reading.view.text, reading.passages
    sentences = [
        Sentence(start, end, index, passage.section)
        for index, passage in enumerate(passages)
        if passage.kind not in ("cell", "table")
        for start, end in split_sentences(text, passage.start, passage.end)
    ]
    tables: list[Subject] = ["patient"] * len(document.tables)
    mixed = not any(p.section in ("introduction", "discussion") for p in passages)
    judge_subjects(
        text, passages, sentences, Context(find_marks(text, document.references), mixed, tables)
    )
    return Segmentation(
        view=reading.view,
        passages=passages,
        sentences=sentences,
        abbreviations=find_abbreviations(text, passages, document),
    )
