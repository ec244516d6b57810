"""One page of a report: its text beside the timeline, the data and the findings of the audit.

The page is one file. It fetches nothing and its security policy forbids everything but its own
style sheet and its own small script, named by their hashes; every word of the report is escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from epicrisis.model import Course, Document, Finding, summary
from epicrisis.plots.frame import dated, tooltip
from epicrisis.plots.highlights import Highlights, counted, marks_of, marks_of_findings
from epicrisis.plots.notes import who
from epicrisis.plots.page_text import PageText
from epicrisis.plots.shell import shell
from epicrisis.plots.svg import Markup, joined, tag
from epicrisis.plots.timeline import timeline

FIGURE_WIDTH = 620.0
_NAMES = {
    "result": "results",
    "treatment": "treatment",
    "sign": "signs",
    "disease": "diagnoses",
    "image": "imaging, tissue",
    "care": "care",
    "outcome": "outcome",
}


def page(document: Document, courses: Iterable[Course], findings: Iterable[Finding] = ()) -> str:
    """Make the page of a document and of the courses that it reports.

    Text, timeline and list are linked by `data-event`, which holds the ids of the events; those of
    a second patient begin with `p2-`, of a third with `p3-`.
    """
    listed, doubts = tuple(courses), tuple(findings)
    prefixes = ["" if number == 1 else f"p{number}-" for number in range(1, len(listed) + 1)]
    patients = list(zip(prefixes, listed, strict=True))
    marks = [m for prefix, course in patients for m in marks_of(document, course, prefix)]
    marks += marks_of_findings(document, doubts)
    said = dict(_said(patients, doubts))
    text = PageText(document, Highlights(document, marks), said).html()
    aside = joined(
        [
            *(_patient(document, course, prefix, doubts) for prefix, course in patients),
            _findings(doubts),
        ]
    )
    main = tag(
        "main",
        tag("article", _legend(listed), text, id="text", lang="en"),
        tag("aside", aside, id="course", aria_label="Timeline, data and findings"),
    )
    return _whole(document, listed, doubts, main)


def _said(
    patients: Sequence[tuple[str, Course]], findings: Sequence[Finding]
) -> Iterator[tuple[str, str]]:
    for prefix, course in patients:
        for row in summary(course):
            if not row.event:
                yield prefix + row.what, f"{row.what}: {row.value}"
        for event in course.events:
            yield prefix + event.id, tooltip(event).rpartition(" · “")[0]
    for number, finding in enumerate(findings, start=1):
        yield f"!{number}", f"{finding.code}: {finding.message}"


def _legend(courses: Sequence[Course]) -> Markup:
    counts = counted(courses)
    chips = [
        tag("li", tag("mark", f"{name}", class_=f"k-{kind}"), f" {counts[kind]}")
        for kind, name in _NAMES.items()
        if counts[kind]
    ]
    return tag("ul", *chips, class_="legend", aria_label="Kinds of data") if chips else Markup("")


def _patient(
    document: Document, course: Course, prefix: str, findings: Sequence[Finding]
) -> Markup:
    """Give one patient's figure and list; cited patients and further ones are folded."""
    has_days = any(dated(event) for event in course.events)
    about = [finding for finding in findings if finding.course in ("", course.id)]
    parts = [tag("summary", _patient_name(course))]
    if has_days or course.cited is None:
        figure = timeline(course, document, about, width=FIGURE_WIDTH, prefix=prefix)
        parts.append(tag("figure", Markup(figure)))
    parts.append(_list(course, prefix))
    is_open = {"open": ""} if not prefix else {}
    return tag("details", *parts, class_="patient", **is_open)


def _patient_name(course: Course) -> str:
    if course.cited is None:
        return who(course).partition(": ")[0]
    number = "" if course.cited.reference is None else f" [{course.cited.reference}]"
    return f"Cited: {course.cited.text}{number}"


def _list(course: Course, prefix: str) -> Markup:
    head = tag("tr", *(tag("th", name, scope="col") for name in ("When", "What", "Value")))
    rows = [
        tag(
            "tr",
            tag("td", row.when),
            tag("td", row.what),
            tag("td", row.value),
            data_event=prefix + (row.event or row.what),
            tabindex="0",
        )
        for row in summary(course)
    ]
    caption = tag("caption", f"{len(rows)} data")
    return tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="data")


def _findings(findings: Sequence[Finding]) -> Markup:
    if not findings:
        return Markup("")
    items = [
        tag(
            "li",
            tag("b", finding.code),
            " ",
            tag("span", finding.severity, class_="severity"),
            tag("p", finding.message),
            tag("p", f"Probable reading: {finding.suggestion}") if finding.suggestion else "",
            tag("p", f"Dismissed by {finding.decided_by or 'a reader'}")
            if finding.status == "dismissed"
            else "",
            data_finding=str(number),
            tabindex="0",
            class_=f"s-{finding.severity} {finding.status}",
        )
        for number, finding in enumerate(findings, start=1)
    ]
    heading = tag("h2", f"Findings of the audit ({len(findings)})", id="findings")
    return tag("section", heading, tag("ol", *items), class_="findings")


def _header(document: Document, courses: Sequence[Course], findings: Sequence[Finding]) -> Markup:
    count = sum(len(summary(course)) for course in courses)
    links = [tag("a", "text", href="#text"), tag("a", "timeline and data", href="#course")]
    if findings:
        plural = "" if len(findings) == 1 else "s"
        links.append(tag("a", f"{len(findings)} finding{plural}", href="#findings"))
    warnings = [tag("p", warning, class_="warning") for warning in document.warnings]
    return tag(
        "header",
        tag("b", document.name),
        tag("span", f"{count} data, {len(courses)} patient{'' if len(courses) == 1 else 's'}"),
        tag("nav", *links),
        *warnings,
    )


def _whole(
    document: Document, courses: Sequence[Course], findings: Sequence[Finding], main: Markup
) -> str:
    return shell(
        document.citation.title or document.name,
        _header(document, courses, findings),
        main,
        tag("output", Markup(" "), id="said", aria_live="polite"),
        script=files("epicrisis.plots").joinpath("data", "page.js").read_text("utf-8"),
    )
