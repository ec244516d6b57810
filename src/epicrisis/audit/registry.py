"""The checks there are: an explicit list, and what installed packages add to it."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType

from epicrisis.audit.across import XRF008, XRF009, XRF010, XRF011
from epicrisis.audit.ambiguous import CIT006, TIM010, UNI005
from epicrisis.audit.anchoring import ANC001
from epicrisis.audit.base import SEVERITIES, Check, Comparison
from epicrisis.audit.blood_gases import PHY002, PHY003
from epicrisis.audit.body import PHY008, PHY009, PHY010
from epicrisis.audit.calendars import TIM011
from epicrisis.audit.care import CAR001, CAR002
from epicrisis.audit.cell_flags import REF005
from epicrisis.audit.changes import XRF004
from epicrisis.audit.citations import CIT001, CIT002, CIT003, CIT004
from epicrisis.audit.counts import NUM001, NUM002
from epicrisis.audit.date_spans import TIM005
from epicrisis.audit.dates import TIM004
from epicrisis.audit.diagnoses import XRF003
from epicrisis.audit.differentials import NUM003
from epicrisis.audit.dose_courses import DOS007
from epicrisis.audit.dose_sums import DOS003, DOS004, DOS005, DOS006
from epicrisis.audit.doses import DOS001, DOS002
from epicrisis.audit.estimates import NUM011
from epicrisis.audit.footnotes import TAB003
from epicrisis.audit.heavy_doses import DOS008
from epicrisis.audit.kinds_of_unit import UNI002, UNI003
from epicrisis.audit.lifetimes import TIM002, TIM003
from epicrisis.audit.listing import CIT005, OCR001
from epicrisis.audit.literature_rows import XRF012
from epicrisis.audit.lives import PHY012
from epicrisis.audit.numbering import XRF014
from epicrisis.audit.other_ranges import REF004
from epicrisis.audit.oxygenation import PHY005
from epicrisis.audit.parts import PHY013
from epicrisis.audit.plausibility import PHY004, UNI001
from epicrisis.audit.pressures import PHY001
from epicrisis.audit.ranges import REF001, REF002
from epicrisis.audit.reports import Reports
from epicrisis.audit.scales import NUM010
from epicrisis.audit.series import XRF013
from epicrisis.audit.sexes import XRF002
from epicrisis.audit.sizes import UNI006
from epicrisis.audit.slips import XRF007
from epicrisis.audit.small_samples import NUM005, NUM006, NUM007
from epicrisis.audit.spelled import NUM012
from epicrisis.audit.statements import XRF001
from epicrisis.audit.stays import TIM007, TIM008
from epicrisis.audit.subgroups import NUM008
from epicrisis.audit.table_shape import TAB004, TAB005, TAB006, UNI004
from epicrisis.audit.table_sums import NUM009, TAB007
from epicrisis.audit.table_times import TIM009
from epicrisis.audit.tables import TAB001, TAB002
from epicrisis.audit.timeline import TIM001
from epicrisis.audit.told_twice import PHY007, TIM006, XRF005, XRF006
from epicrisis.audit.unexplained import PHY014
from epicrisis.audit.usual_ranges import REF003
from epicrisis.audit.vitals import NUM004, PHY006
from epicrisis.audit.volumes import PHY011
from epicrisis.errors import UnknownNameError
from epicrisis.model import Course, Document, Finding
from epicrisis.model.findings import Severity

GROUP = "epicrisis.checks"
BUILT_IN: tuple[Check, ...] = (
    ANC001,
    CAR001,
    CAR002,
    CIT001,
    CIT002,
    CIT003,
    CIT004,
    CIT005,
    CIT006,
    DOS001,
    DOS002,
    DOS003,
    DOS004,
    DOS005,
    DOS006,
    DOS007,
    DOS008,
    NUM001,
    NUM002,
    NUM003,
    NUM004,
    NUM005,
    NUM006,
    NUM007,
    NUM008,
    NUM009,
    NUM010,
    NUM011,
    NUM012,
    OCR001,
    PHY001,
    PHY002,
    PHY003,
    PHY004,
    PHY005,
    PHY006,
    PHY007,
    PHY008,
    PHY009,
    PHY010,
    PHY011,
    PHY012,
    PHY013,
    PHY014,
    REF001,
    REF002,
    REF003,
    REF004,
    REF005,
    TAB001,
    TAB002,
    TAB003,
    TAB004,
    TAB005,
    TAB006,
    TAB007,
    TIM001,
    TIM002,
    TIM003,
    TIM004,
    TIM005,
    TIM006,
    TIM007,
    TIM008,
    TIM009,
    TIM010,
    TIM011,
    UNI001,
    UNI002,
    UNI003,
    UNI004,
    UNI005,
    UNI006,
    XRF001,
    XRF002,
    XRF003,
    XRF004,
    XRF005,
    XRF006,
    XRF007,
    XRF008,
    XRF009,
    XRF010,
    XRF011,
    XRF012,
    XRF013,
    XRF014,
)
# The checks there are, and those that are asked where nobody chooses.
_USUAL: list[tuple[object, tuple[list[Check], int]]] = [(None, ([], 0))]
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}  # 0 is the gravest


@cache
def checks() -> MappingProxyType[str, Check]:
    """All checks by code: the built-in ones, then those of entry points `epicrisis.checks`.

    A built-in check keeps its code against a plug-in of the same code.
    """
    known: dict[str, Check] = {check.code: check for check in BUILT_IN}
    for point in entry_points(group=GROUP):
        check: Check = point.load()
        known.setdefault(check.code, check)
    return MappingProxyType(dict(sorted(known.items())))


def audit(
    document: Document,
    courses: Sequence[Course],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_severity: Severity | None = None,
    beside: Reports | None = None,
) -> list[Finding]:
    """Ask every check about a document and its courses; neither is changed.

    Args:
        document: The source.
        courses: What was extracted from it; checks that read the text alone work without.
        select: Codes or families (`DOS`) to ask; all when empty.
        ignore: Codes or families to leave out; wins over `select`.
        min_severity: Least severity to give, by default `note`, and `info` of what is selected. A
            check of severity `info` is not asked where that would not be given.
        beside: Other reports; a patient cited from one of them is compared with it. `related` of
            such a finding holds anchors of that other document.

    Returns:
        The findings in the order of the text, one for each cause: findings of one family that
        underline the same words are one, the gravest; what a check says twice in the same words
        is one finding. The other places are in `related`.

    Raises:
        UnknownNameError: A selected or ignored code is neither a check nor a family, or there is
            no such severity.
    """
    asked, least = _asked(select, ignore, min_severity)
    found: list[Finding] = []
    for check in asked:
        found.extend(check.run(document, courses))
    if beside:
        found += _compared(asked, document, courses, beside)
    return [finding for finding in _merged(found) if _RANK[finding.severity] <= least]


def compare(
    document: Document,
    courses: Sequence[Course],
    beside: Reports,
    found: Sequence[Finding] = (),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_severity: Severity | None = None,
) -> list[Finding]:
    """Compare the patients that a document cites with their own reports, and nothing else.

    Args:
        document: The source.
        courses: Its cited patients.
        beside: Other reports.
        found: What `audit` found without them; the findings are joined to these.
        select: As `audit` was asked.
        ignore: As `audit` was asked.
        min_severity: As `audit` was asked.

    Returns:
        All findings in the order of the text, as `audit` with `beside` gives them.

    Raises:
        UnknownNameError: As for `audit`.
    """
    asked, least = _asked(select, ignore, min_severity)
    more = [*found, *_compared(asked, document, courses, beside)]
    return [finding for finding in _merged(more) if _RANK[finding.severity] <= least]


def compares(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> bool:
    """Say whether any check is asked that compares with other reports."""
    return any(isinstance(check, Comparison) for check in _asked(select, ignore, None)[0])


def _compared(
    asked: Sequence[Check], document: Document, courses: Sequence[Course], beside: Reports
) -> list[Finding]:
    pairs = list(beside.cited_in(document, courses))
    return [
        finding
        for check in asked
        if isinstance(check, Comparison)
        for finding in check.compare(document, pairs)
    ]


def _asked(
    select: Iterable[str], ignore: Iterable[str], min_severity: Severity | None
) -> tuple[list[Check], int]:
    """The checks to ask, and the rank of the least severity to give."""
    if select == () and ignore == () and min_severity is None:
        known = checks()
        of, usual = _USUAL[0]
        if of is not known:
            usual = _chosen(select, ignore, min_severity)
            _USUAL[0] = known, usual
        return usual
    return _chosen(select, ignore, min_severity)


def _chosen(
    select: Iterable[str], ignore: Iterable[str], min_severity: Severity | None
) -> tuple[list[Check], int]:
    min_severity = min_severity or ("info" if select else "note")
    if min_severity not in _RANK:
        raise UnknownNameError("severity", min_severity, SEVERITIES)
    wanted = codes(select) or set(checks())
    wanted -= codes(ignore)
    least = _RANK[min_severity]
    asked = [
        check
        for code, check in checks().items()
        if code in wanted and (check.severity != "info" or least == _RANK["info"])
    ]
    return asked, least


def codes(names: Iterable[str]) -> set[str]:
    """Give the codes that some codes and families stand for.

    Raises:
        UnknownNameError: A name is neither a check nor a family.
    """
    known = checks()
    found: set[str] = set()
    for name in (names,) if isinstance(names, str) else names:
        matching = {code for code in known if name in (code, code[:3])}
        if not matching:
            raise UnknownNameError("check", name, [*known, *{code[:3] for code in known}])
        found |= matching
    return found


def _merged(found: list[Finding]) -> list[Finding]:
    """Join findings of one cause, and order by place.

    One cause is one family at the same words, or one check that says the same of another place.
    """
    said: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(found, key=_place):
        said.setdefault((finding.code, finding.message), []).append(finding)
    kept: dict[str, list[Finding]] = {}
    for finding in sorted((_join(*same) for same in said.values()), key=_place):
        family = kept.setdefault(finding.code[:3], [])
        if family and family[-1].anchors[0].overlaps(finding.anchors[0]):
            both = (family.pop(), finding)
            finding = _join(*sorted(both, key=lambda one: _RANK[one.severity]))
        family.append(finding)
    return sorted((finding for family in kept.values() for finding in family), key=_place)


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.anchors[0].start, finding.anchors[0].end, finding.code


def _join(kept: Finding, *others: Finding) -> Finding:
    """Give the first finding with the places and events of the others."""
    if not others:
        return kept
    places = dict.fromkeys(kept.related)
    events = dict.fromkeys(kept.events)
    for other in others:
        apart = () if kept.anchors[0].overlaps(other.anchors[0]) else other.anchors
        places.update(dict.fromkeys((*apart, *other.related)))
        events.update(dict.fromkeys(other.events))
    return kept.model_copy(
        update={
            "related": tuple(anchor for anchor in places if anchor not in kept.anchors),
            "events": tuple(events),
            "course": next((one.course for one in (kept, *others) if one.course), ""),
            "suggestion": next((one.suggestion for one in (kept, *others) if one.suggestion), None),
        }
    )
