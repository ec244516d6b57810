"""Short forms are those the document defines."""

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
