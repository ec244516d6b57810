"""Every check fires on its own examples, keeps still on its look-alikes, and never raises."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.audit import Example, audit, beside, build, checks
from epicrisis.audit.examples import example_document
from epicrisis.audit.families import why
from epicrisis.errors import UnknownNameError

FIRES = [(code, example) for code, check in checks().items() for example in check.examples.fires]
STILL = [(code, example) for code, check in checks().items() for example in check.examples.still]


def found(code: str, example: Example) -> list:
    return audit(*build(example), select=[code], beside=beside(example))


@pytest.mark.parametrize(("code", "example"), FIRES)
def test_check_fires_on_its_examples(code, example):
    """Each example that is to fire gives a finding whose quotes stand in the text."""
    findings = found(code, example)
    assert findings
    for finding in findings:
        assert finding.code == code
        for anchor in (*finding.anchors, *finding.related):
            at_home = anchor.document == finding.anchors[0].document
            anchor.verify(example.text if at_home else example.beside.text)


@pytest.mark.parametrize(("code", "example"), STILL)
def test_check_keeps_still_on_look_alikes(code, example):
    """Each look-alike gives no finding of this check."""
    assert found(code, example) == []


def test_codes_titles_and_examples_are_complete():
    """Each check has a code of its family, a one-line title and look-alikes."""
    for code, check in checks().items():
        assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
        assert check.code == code
        assert check.title
        assert "\n" not in check.title
        assert check.examples.still


def test_select_and_ignore_take_codes_and_families():
    """A family selects all its checks, ignore wins, and an unknown code is an error."""
    text = "IVIG 0.4 mg/kg daily was given. BP was 72/126 mmHg."
    document, courses = build(Example(text))
    assert {f.code for f in audit(document, courses)} == {"DOS001", "PHY001"}
    assert {f.code for f in audit(document, courses, select=["DOS"])} == {"DOS001"}
    assert audit(document, courses, select=["DOS"], ignore=["DOS001"]) == []
    with pytest.raises(UnknownNameError, match="DOS001"):
        audit(document, courses, select=["DSO001"])


def test_findings_come_in_the_order_of_the_text():
    """The first finding is the one that stands first."""
    document, courses = build(Example("BP was 72/126 mmHg. IVIG 0.4 mg/kg daily was given."))
    assert [f.code for f in audit(document, courses)] == ["PHY001", "DOS001"]


@given(st.text(alphabet="0123456789.,-–/%()[]<> \n\tmgkLdaynormalIVGBPSO", max_size=120))
def test_audit_never_raises_on_odd_text(text):
    """Whatever a text holds, the audit answers with findings."""
    document = example_document(text)
    for finding in audit(document, []):
        finding.anchors[0].verify(text)


def test_every_check_has_a_reason_and_fires_on_something():
    """A page without a reason or without an example teaches nothing."""
    for code, check in checks().items():
        assert why(code), code
        assert check.examples.fires, code
