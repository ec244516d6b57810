"""A document cut for the finders of mentions: the one entry of this room."""

from epicrisis.model.documents import Document
from epicrisis.model.passages import Segmentation, Sentence
from epicrisis.segmentation.abbreviations import find_abbreviations
from epicrisis.segmentation.citations import find_marks
from epicrisis.segmentation.patients import assign_patients, find_introductions, find_labels
from epicrisis.segmentation.reading import Reading, read
from epicrisis.segmentation.reports import reports_patient
from epicrisis.segmentation.sections import name_sections
from epicrisis.segmentation.sentences import split_sentences
from epicrisis.segmentation.subjects import Context, judge_subjects
from epicrisis.segmentation.tables import passages_of_tables, table_subjects, told_by_captions


def segment(document: Document) -> Segmentation:
    """Put a document into reading order and say of every sentence whom it speaks of.

    Returns:
        Passages and sentences in the order of the view. A document that reports no human patient
        has `report` False and no patients.
    """
    reading = read(document)
    name_sections(reading)
    text, passages, levels = reading.view.text, reading.passages, reading.levels
    sentences = _sentences(reading)
    labels = find_labels(text, passages, sentences)
    subjects = table_subjects(document)
    tabled = passages_of_tables(text, passages)
    context = Context(
        marks=find_marks(text, document.references),
        mixed=not any(p.section in ("introduction", "discussion") for p in passages),
        series=bool(labels),
        tabled={passage: subjects[table] for passage, table in tabled.items()},
    )
    judge_subjects(text, passages, sentences, context)
    labels = labels or find_introductions(text, sentences)
    patients = assign_patients(text, passages, levels, sentences, labels)
    report = reports_patient(text, sentences)
    return Segmentation(
        view=reading.view,
        passages=passages,
        sentences=sentences,
        abbreviations=find_abbreviations(text, passages, document),
        patients=patients if report else (),
        report=report,
        tables=told_by_captions(subjects, sentences, tabled),
    )


def _sentences(reading: Reading) -> list[Sentence]:
    text = reading.view.text
    return [
        Sentence(start, end, index, passage.section)
        for index, passage in enumerate(reading.passages)
        if passage.kind not in ("cell", "table")
        for start, end in split_sentences(text, passage.start, passage.end)
    ]
