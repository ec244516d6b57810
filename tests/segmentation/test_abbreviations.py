"""Short forms are those the document defines."""

from epicrisis.model import Block, Cell, Document, Edit, Footnote, Table
from epicrisis.segmentation import segment
from epicrisis.segmentation.abbreviations import long_form
from epicrisis.testing import DocumentBuilder


def test_bracketed_definitions_work_both_ways() -> None:
    """A short form in brackets behind its words, and words in brackets behind a short form."""
    words = (
        "He had velmora storage disease (VSD) and a raised Krebs von der Lungen-6 (KL-6). "
        "TTE (transthoracic echocardiography) was normal (see Figure). It (the scan) was repeated."
    )
    found = segment(DocumentBuilder().paragraph(words).build()).abbreviations
    assert found == {
        "VSD": "velmora storage disease",
        "KL-6": "Krebs von der Lungen-6",
        "TTE": "transthoracic echocardiography",
    }


def test_lists_below_tables_define_short_forms() -> None:
    """Colons, equals signs and, where the letters agree, commas stand between the two."""
    builder = DocumentBuilder().block(
        "footnote", "LDH: lactate dehydrogenase; CK = creatine kinase"
    )
    builder.block("footnote", "Abbreviations: ESR, erythrocyte sedimentation rate; Hb, rest.")
    found = segment(builder.build()).abbreviations
    assert found["LDH"] == "lactate dehydrogenase"
    assert found["CK"] == "creatine kinase"
    assert found["ESR"] == "erythrocyte sedimentation rate"
    assert "Hb" not in found


def test_long_form_needs_the_first_letter_at_a_word() -> None:
    """Schwartz and Hearst's rule: no match in the middle of the first word."""
    assert long_form("CT", "a computed tomography") == "computed tomography"
    assert long_form("CT", "acute") is None
    assert long_form("XYZ", "nothing of the kind") is None


def test_marks_in_cells_are_looked_up_below_the_table() -> None:
    """A raised letter that the reader took out still joins a cell to its note."""
    text = "MTX<sup>b</sup>\t3 mg\nb: methotrexate"
    note = text.index("methotrexate")
    document = Document(
        id="sha256:0",
        name="made-up",
        format="text",
        text=text,
        blocks=(Block(kind="table", start=0, end=note - 4),),
        tables=(
            Table(
                start=0,
                end=note - 4,
                cells=(Cell(row=0, column=0, start=0, end=3),),
                footnotes=(Footnote(mark="b", start=note, end=len(text)),),
            ),
        ),
        edits=(Edit(start=3, end=15, replacement="", kind="markup"),),
    )
    assert segment(document).abbreviations == {"MTX": "methotrexate"}
