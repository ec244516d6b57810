"""What audit makes of the findings of many checks."""

from epicrisis.audit import Example, audit, build
from epicrisis.audit import registry as audit_registry
from epicrisis.audit.base import Examples, Remark, Rule
from epicrisis.model import Finding


def rule(code, severity, *places, message="m"):
    def ask(document, courses):
        yield from (Remark(message, place, events=(code,)) for place in places)

    return Rule(code, "t", severity, (), ask, Examples((), ()))


def found(monkeypatch, *rules: Rule) -> list[Finding]:
    known = {one.code: one for one in rules}
    monkeypatch.setattr(audit_registry, "checks", lambda: known)
    document, courses = build(Example("Ferritin was 900 ng/mL on admission."))
    return audit(document, courses)


def test_one_family_at_one_place_is_one_finding(monkeypatch):
    """The gravest stays, and it takes over the events of the other."""
    note, error = rule("ABC001", "note", (0, 8)), rule("ABC002", "error", (4, 12))
    (finding,) = found(monkeypatch, note, error)
    assert (finding.code, finding.severity) == ("ABC002", "error")
    assert set(finding.events) == {"ABC001", "ABC002"}


def test_other_families_stay_apart(monkeypatch):
    """Two families may both have something to say of the same words."""
    findings = found(monkeypatch, rule("ABC001", "note", (0, 8)), rule("XYZ001", "note", (0, 8)))
    assert [finding.code for finding in findings] == ["ABC001", "XYZ001"]


def test_what_is_said_twice_is_one_finding_with_both_places(monkeypatch):
    """The second place of the same message stands among the related ones."""
    (finding,) = found(monkeypatch, rule("ABC001", "note", (0, 8), (13, 16)))
    assert finding.anchors[0].exact == "Ferritin"
    assert [anchor.exact for anchor in finding.related] == ["900"]


def test_audit_changes_neither_document_nor_course():
    """What went in compares equal afterwards."""
    text = "IVIG 0.4 mg/kg daily was given."
    document, courses = build(Example(text, ({"kind": "treatment", "quote": "IVIG 0.4 mg/kg"},)))
    before = document.model_copy(deep=True), [one.model_copy(deep=True) for one in courses]
    (finding,) = audit(document, courses, ignore=["CAR"])
    assert finding.events == ("e0",)
    assert (document, courses) == before
