"""Findings for programs: JSON, JSON lines and SARIF say the same of the same places."""

import json
import re
from urllib.parse import unquote, urlparse

import pytest

from epicrisis.audit import build, checks
from epicrisis.audit.registry import audit
from epicrisis.diagnostics import Audited, Unread
from epicrisis.diagnostics import sarif as sarif_module

TEXT = "First 💊 line.\nIVIG 2 mg/kg was given.\n\nLater it was 2 g/kg\nin all.\n"


@pytest.fixture
def one(audited):
    """A report with one finding and a counterpart of two lines."""
    return audited(TEXT, "2 mg/kg", "2 g/kg\nin all", suggestion="2 g/kg", path="a b/é:1.txt")


def test_jsonl_has_a_line_a_finding_that_scorers_read(written, one, audited):
    """Offsets give the quote, further places are pairs, and a clean file gives no line."""
    (line,) = written("jsonl", one, audited("Nothing."), Unread("x", "y")).splitlines()
    row = json.loads(line)

    assert TEXT[row["start"] : row["end"]] == row["quote"] == "2 mg/kg"
    assert (row["line"], row["column"]) == (2, 6)
    assert [TEXT[start:end] for start, end in row["related"]] == ["2 g/kg\nin all"]
    assert row["document"] == "note"
    assert {"code", "severity", "message", "suggestion", "status"} <= row.keys()


def test_jsonl_is_one_line_a_finding_whatever_the_words(written, audited):
    """Separators that some programs take for line ends are escaped."""
    text = written("jsonl", audited("a\u2028b\x85c\u2029d", "a\u2028b\x85c\u2029d"))

    assert len(text.splitlines()) == 1
    assert json.loads(text)["quote"] == "a\u2028b\x85c\u2029d"


def test_json_is_one_object_with_documents_findings_and_quotes(written, one, audited):
    """Who reads the whole learns what was read, what was not, and every quote with its place."""
    whole = json.loads(written("json", one, audited("Nothing."), Unread("x.pdf", "no text")))
    (finding,) = whole["findings"]
    (quote,), (related,) = finding["quotes"], finding["related"]

    assert (whole["kind"], whole["tool"]) == ("epicrisis-audit", "epicrisis")
    assert whole["version"]
    assert [found["findings"] for found in whole["documents"]] == [1, 0]
    assert whole["unread"] == [{"path": "x.pdf", "reason": "no text"}]
    assert whole["summary"]["error"] == 1
    assert TEXT[quote["start"] : quote["end"]] == quote["quote"]
    assert (related["line"], related["end_line"], related["end_column"]) == (4, 5, 7)


def sarif_of(written, *outcomes):
    log = json.loads(written("sarif", *outcomes))
    (run,) = log["runs"]
    return log, run


def test_sarif_has_the_shape_of_the_standard(written, one, audited):
    """Required properties are there, and nothing that the schema of 2.1.0 does not know."""
    log, run = sarif_of(written, one, audited("Nothing.", path="/tmp/x.txt"))

    assert log.keys() == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    assert run.keys() == {"tool", "columnKind", "invocations", "artifacts", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    assert run["tool"]["driver"].keys() == {"name", "version", "rules"}
    assert [
        set(artifact) <= {"location", "roles", "properties", "description"}
        for artifact in run["artifacts"]
    ] == [True, True]


def test_sarif_describes_every_check(written, one):
    """A rule for each check: stable id, texts, a level and an address."""
    _, run = sarif_of(written, one)
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == list(checks())
    for rule in rules:
        assert re.fullmatch(r"[A-Za-z0-9²]+", rule["name"])
        assert rule["shortDescription"]["text"].endswith(".")
        assert len(rule["fullDescription"]["text"]) > len(rule["shortDescription"]["text"])
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert urlparse(rule["helpUri"]).scheme
        assert rule["id"] in rule["helpUri"]


def test_sarif_places_lead_to_the_quotes(written, one):
    """Line and column, offset and length say the same, in code points."""
    _, run = sarif_of(written, one)
    (result,) = run["results"]
    (location,) = result["locations"]
    (related,) = result["relatedLocations"]
    lines = TEXT.split("\n")

    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "DOS001"
    for found in (location, related):
        region = found["physicalLocation"]["region"]
        quote = TEXT[region["charOffset"] :][: region["charLength"]]
        first, last = lines[region["startLine"] - 1], lines[region["endLine"] - 1]
        assert region["snippet"]["text"] == quote
        assert first[region["startColumn"] - 1 :].startswith(quote.split("\n")[0])
        assert last[: region["endColumn"] - 1].endswith(quote.split("\n")[-1])
        artifact = found["physicalLocation"]["artifactLocation"]
        assert unquote(artifact["uri"]) == "a b/é:1.txt"
        assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
    assert not urlparse(location["physicalLocation"]["artifactLocation"]["uri"]).scheme
    assert related["message"]["text"] == "2 g/kg in all"


def test_sarif_fingerprints_outlast_other_edits(written, audited):
    """Lines added elsewhere and the next run change none; two findings never share one."""
    text = "Enough words stand around here. IVIG 2 mg/kg was given. Enough words follow it.\n"
    first, again, moved = (
        sarif_of(written, audited(source, "2 mg/kg"))[1]["results"][0]["partialFingerprints"]
        for source in (text, text, "A new first line.\n\n" + text)
    )
    document = audited("a a", "a").document
    twice = audited("a a", "a").findings * 2
    _, run = sarif_of(written, Audited("n", document, twice))
    marks = [result["partialFingerprints"][sarif_module.FINGERPRINT] for result in run["results"]]

    assert first == again == moved
    assert len(set(marks)) == 2


def test_sarif_names_files_that_could_not_be_read(written, one):
    """A run that left something out is no success."""
    _, run = sarif_of(written, one, Unread("scan.pdf", "no text"))
    (invocation,) = run["invocations"]
    (notice,) = invocation["toolExecutionNotifications"]

    assert invocation["executionSuccessful"] is False
    assert notice["message"]["text"] == "no text"
    assert notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "scan.pdf"


def test_sarif_keeps_decisions_and_links_nowhere(written, audited):
    """A dismissed finding is suppressed; brackets of the report make no link."""
    judged = audited(
        "see [this](http://x)",
        "see",
        "[this](http://x)",
        message="[this](http://x)",
        status="dismissed",
        decided_by="A. Reader",
    )
    _, run = sarif_of(written, judged)
    (result,) = run["results"]

    assert result["suppressions"][0]["justification"] == "dismissed by A. Reader"
    assert "](" not in json.dumps(run["results"][0]["message"])
    assert "](" not in result["relatedLocations"][0]["message"]["text"]


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "html", "text"])
def test_all_formats_write_every_example_of_every_check(written, form):
    """Whatever the checks say can be written, with all findings in it."""
    outcomes = []
    for code, check in checks().items():
        for number, example in enumerate((*check.examples.fires, *check.examples.still)):
            document, courses = build(example)
            found = tuple(audit(document, courses))
            outcomes.append(Audited(f"{code}-{number}", document, found))
    text = written(form, *outcomes)

    assert all(code in text for one in outcomes for code in {f.code for f in one.findings})


def test_the_page_of_a_check_is_where_the_project_says(monkeypatch, written, one):
    """With an address for its documentation the help leads there."""

    class Said:
        def get_all(self, name):
            return ["Homepage, https://example.org/", "Documentation, https://example.org/docs/"]

    monkeypatch.setattr(sarif_module, "metadata", lambda name: Said())

    assert sarif_module.help_uri("DOS001") == (
        "https://example.org/docs/reference/checks/DOS001.md"
    )
    assert sarif_of(written, one)[1]["tool"]["driver"]["informationUri"] == "https://example.org"
