"""The first sections: what was asked, and how reports and patients came to be here."""

import re

from epicrisis.model.studies import study_name
from epicrisis.plots import flow_diagram
from epicrisis.report.material import MOST_IDS, Material, sentence, small
from epicrisis.report.parts import Block, Grid, Items, Numbers, Picture, Section, Words
from epicrisis.synthesis.cohorts import is_group
from epicrisis.synthesis.flow import counted
from epicrisis.synthesis.sheets import Sheet

_MARKS = re.compile(r"^[-•*\s]+|\*+")  # of a list and of emphasis, as Markdown prints them


def question(material: Material) -> Section:
    """Say what was asked, of whom, and what must be known of every number that follows."""
    cohort = material.cohort
    asked = material.question.strip()
    blocks: list[Block] = [
        Words(asked or "No question was put in words: the patients are described.", "lead"),
        Numbers(tuple(_numbers(material))),
    ]
    if cohort.steps:
        rows = tuple(
            (s.text, str(s.tally.yes), str(s.tally.no), str(s.tally.not_reported))
            for s in cohort.steps
        )
        head = ("Patients were kept of whom this holds", "yes", "no", "not reported")
        blocks.append(Grid(Sheet("", head, rows, (1, 2, 3))))
    elif len(cohort):
        blocks.append(Words("No condition was set: every patient of these reports is included."))
    if not len(cohort):
        why = "No patient is left." if cohort.steps else "No patient's course was found."
        blocks.append(Words(f"{why} There is nothing to describe or to estimate."))
        return Section("question", "Question", tuple(blocks))
    general = (
        *map(sentence, material.of_them_all()),
        "What a report does not say is not reported, never no.",
    )
    blocks.append(Items(general, "warnings"))
    apart = material.apart()
    if apart:
        named = "; ".join(f"{one.patient.id} ({one.reason})" for one in apart[:MOST_IDS])
        rest = len(apart) - MOST_IDS
        more = f"; and {rest} more" if rest > 0 else ""
        blocks.append(small(f"In the table alone, and in no figure or number: {named}{more}."))
    return Section("question", "Question", tuple(blocks))


def _numbers(material: Material) -> list[tuple[str, str]]:
    cases = material.cohort.cases
    groups = sum(map(is_group, cases))
    patients = len(cases) - groups
    reports = len({course.document for course in material.cohort.courses})
    events = [event for course in material.cohort.courses for event in course.events]
    places = sum(len(event.anchors) for event in events)
    own = sum(any(course.cited is None for course in case) for case in cases)
    pairs = [(patients, "patient"), (reports, "report"), (len(events), "datum"), (places, "quote")]
    told = [(f"{number:,}", _plural(number, noun)) for number, noun in pairs]
    if own != patients and patients:
        told.insert(1, (f"{patients - own:,}", "of them cited"))
    if groups:
        told.append((f"{groups:,}", f"{_plural(groups, 'group')}, kept apart"))
    return told


def _plural(number: int, noun: str) -> str:
    return "data" if noun == "datum" and number != 1 else counted(number, noun).split(" ", 1)[1]


def flow(material: Material) -> Section:
    """Draw how reports and patients came here, and where the others were left."""
    if material.flow is None:
        words = "How reports and patients came to be here was not counted."
        return Section("flow", "Flow of reports and patients", (Words(words),))
    words = (
        "Reports and patients at each step, after PRISMA-IPD (Stewart and others 2015). What was "
        "found and screened before the files came here is shown only where people told it."
    )
    picture = Picture(flow_diagram(material.flow), words)
    return Section("flow", "Flow of reports and patients", (picture,))


def references(material: Material) -> Section:
    """List the included reports, then the papers whose patients they cite."""
    lines = tuple(_reference(material, number) for number in range(len(material.documents)))
    blocks: list[Block] = [Items(lines, "references")] if lines else [Words("No report.")]
    cited = tuple(dict.fromkeys(_cited(material)))
    if cited:
        blocks.append(Words("Papers whose patients these reports cite, as they print them:"))
        blocks.append(Items(cited, "references"))
    return Section("references", "References of the included reports", tuple(blocks))


def _reference(material: Material, number: int) -> str:
    document = material.documents[number]
    known = document.citation
    if not known.title and not known.authors:
        return f"{study_name(document)} (the file prints no citation)."
    who = ", ".join(known.authors[:6]) + (" et al." if len(known.authors) > 6 else "")
    where = " ".join(part for part in (known.journal, str(known.year or "")) if part)
    marks = [f"DOI {known.doi}" if known.doi else "", known.pmcid, f"File {document.name}"]
    parts = [who, known.title, where, ", ".join(mark for mark in marks if mark)]
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )


def _cited(material: Material) -> list[str]:
    found = []
    for course in material.cohort.courses:
        document = material.cohort.documents.get(course.document)
        if course.cited is None or document is None:
            continue
        for entry in document.references:
            if entry.number == course.cited.reference:
                words = " ".join(_MARKS.sub("", document.text[entry.start : entry.end]).split())
                found.append(f"{study_name(document)}: {words[:400]}")
    return found
