"""Times to an event from a table of patients: all curves and tests that its columns allow.

| column | what it holds |
| --- | --- |
| `time` | when the event happened or the patient was last seen |
| `event` | 1 if it was the event, 0 if not |
| `start` | when the patient came under observation, if later than 0 |
| `group` | groups to be compared |
| `lower`, `upper` | the event lay after the one, not after the other; empty `upper`: never seen |
| `treated_from` | when a treatment began during the follow-up; empty if never |
| `patient`, `study` | who it is, and the paper |
"""

from collections import Counter
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks, tables
from epicrisis.synthesis.estimates.cox import PENALTIES, TIES, CoxModel, cox
from epicrisis.synthesis.estimates.kaplan_meier import INTERVALS, Curve, kaplan_meier
from epicrisis.synthesis.estimates.log_rank import METHODS as TESTS
from epicrisis.synthesis.estimates.log_rank import LogRank, log_rank
from epicrisis.synthesis.estimates.regimens import Regimens, compare_regimens
from epicrisis.synthesis.estimates.turnbull import IntervalCurve, turnbull
from epicrisis.synthesis.plain import Result

PATIENTS = (
    tables.number("time"),
    tables.choice("event", ("0", "1")),
    tables.number("start"),
    tables.text("group"),
    tables.number("lower"),
    tables.number("upper"),
    tables.number("treated_from"),
    tables.text("patient"),
    tables.text("study"),
)


@dataclass(frozen=True, slots=True)
class MissingPatient(Result):
    """A row that gives nothing, and why."""

    patient: str
    reason: str


@dataclass(frozen=True, slots=True)
class SurvivalOptions(Result):
    """How to estimate.

    Attributes:
        interval: Limits of the curves: `log-log`, `log` or `plain`.
        test: Log-rank test: `asymptotic`, `exact` or `permutation`.
        penalty: Of the Cox model: `firth` or `none`.
        ties: Of the Cox model: `efron` or `breslow`.
        landmark: Time of the landmark comparison of regimens, if one is wanted.
        level: Confidence as a proportion.
    """

    interval: str = "log-log"
    test: str = "asymptotic"
    penalty: str = "firth"
    ties: str = "efron"
    landmark: float | None = None
    level: float = 0.95

    def check(self) -> None:
        """Refuse what is not known.

        Raises:
            InputError: The level is none.
            UnknownNameError: No such interval, test, penalty or way with ties.
        """
        checks.one_of("interval of a survival curve", self.interval, INTERVALS)
        checks.one_of("log-rank test", self.test, TESTS)
        checks.one_of("penalty", self.penalty, PENALTIES)
        checks.one_of("way with ties", self.ties, TIES)
        checks.level_of(self.level)


@dataclass(frozen=True, slots=True)
class Survival(Result):
    """Everything that a table of patients says about the time to an event.

    Attributes:
        curves: One for each group, where times are known to the moment.
        interval_curves: One for each group, where intervals are known.
        log_rank: The test between groups, if there are several.
        cox: Hazard ratios of the groups against the first, if there are several.
        regimens: The treated against the untreated, if the table tells when treatment began.
        missing: Rows that gave nothing.
        notes: What a reader must know.
    """

    curves: tuple[Curve, ...]
    interval_curves: tuple[IntervalCurve, ...]
    log_rank: LogRank | None
    cox: CoxModel | None
    regimens: Regimens | None
    missing: tuple[MissingPatient, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A row that can be used: intervals where the table has them, else an exit and its event.

    Attributes:
        name: Who.
        group: Group to be compared with others.
        time: When the event happened or the patient was last seen.
        event: 1 if it was the event, 0 if not.
        start: When the patient came under observation.
        lower: The event lay after this, or at it if `upper` is the same.
        upper: And not after this; infinity if it was never seen.
        treated: When a treatment began; `None` if it never did.
    """

    name: str
    group: str
    time: float
    event: float
    start: float
    lower: float
    upper: float
    treated: float | None = None


def survival_table(path: Path, options: SurvivalOptions | None = None) -> Survival:
    """Estimate times to an event from a table of patients.

    Raises:
        InputError: The table cannot be read, a cell cannot be, or columns do not go together.
        UnknownNameError: A column or an option is not known.
    """
    how = options or SurvivalOptions()
    how.check()
    table = tables.read_table(path, PATIENTS)
    intervals = _check_columns(table, how)
    patients: list[PatientRow] = []
    missing: list[MissingPatient] = []
    for entry in range(len(table)):
        found = _patient(table, entry, intervals)
        if isinstance(found, PatientRow):
            patients.append(found)
        else:
            missing.append(found)
    made = estimate(patients, how, intervals=intervals)
    regimens = _regimens(patients, how) if patients and "treated_from" in table else None
    notes = (*_notes(table), *made.notes)
    return replace(made, regimens=regimens, missing=tuple(missing), notes=notes)


def estimate(patients: list[PatientRow], how: SurvivalOptions, *, intervals: bool) -> Survival:
    """Give curves, and tests between groups, of patients whose times are known.

    Args:
        patients: The patients; none gives no curve.
        how: The options, checked.
        intervals: Whether `lower` and `upper` count, and not `time` and `event`.
    """
    if not patients:
        note = "no patient has a time: there is nothing to estimate"
        return Survival((), (), None, None, None, (), (note,))
    groups = sorted({p.group for p in patients})
    if intervals:
        kept = tuple(_interval_curve(g, patients) for g in groups)
        untested = "groups with intervals are not tested against one another"
        notes = (untested,) if len(groups) > 1 else ()
        return Survival((), kept, None, None, None, (), notes)
    curves = tuple(_curve(g, patients, how) for g in groups)
    if len(groups) < 2:
        return Survival(curves, (), None, None, None, (), ())
    test, model, more = _between(patients, groups, how)
    return Survival(curves, (), test, model, None, (), more)


def _check_columns(table: tables.Table, how: SurvivalOptions) -> bool:
    """Say whether the table holds intervals; refuse columns that do not go together."""
    intervals = "lower" in table or "upper" in table
    if intervals and not ("lower" in table and "upper" in table):
        raise InputError(f"{table.name}: has one of the columns lower and upper; both are needed")
    if not intervals and not ("time" in table and "event" in table):
        known = ", ".join(column.name for column in PATIENTS)
        raise InputError(
            f"{table.name}: expected the columns time and event, or lower and upper; known: {known}"
        )
    for column in ("start", "treated_from"):
        if intervals and column in table:
            raise InputError(f"{table.name}: {column} does not go with lower and upper")
    if "treated_from" in table and "start" in table:
        raise InputError(f"{table.name}: start does not go with treated_from")
    if how.landmark is not None and "treated_from" not in table:
        raise InputError(f"{table.name}: a landmark needs the column treated_from")
    return intervals


def _patient(table: tables.Table, entry: int, intervals: bool) -> PatientRow | MissingPatient:
    def cell(column: str) -> float | None:
        value = table.columns[column][entry] if column in table else None
        return None if value is None else float(value)

    name = table.texts("patient")[entry] if "patient" in table else ""
    name = name or f"row {table.lines[entry]}"
    group = table.texts("group")[entry] if "group" in table else ""
    if "group" in table and not group:
        return MissingPatient(name, "group not reported")
    time, event, start = cell("time"), cell("event"), cell("start")
    low, high = cell("lower"), cell("upper")
    if low is None and high is None:
        if time is None:
            return MissingPatient(name, "no time reported")
        if event is None:
            return MissingPatient(name, "not reported whether the event happened")
        low, high = time, time if event else inf
    low, high = (0.0 if low is None else low), (inf if high is None else high)
    if low > high:
        raise table.wrong(entry, "lower", f"expected at most upper, found {low:g} above {high:g}")
    if intervals:
        return PatientRow(name, group, low, 0.0, 0.0, low, high, None)
    treated = cell("treated_from")
    _check_times(table, entry, time or 0.0, start, treated)
    return PatientRow(name, group, time or 0.0, event or 0.0, start or 0.0, low, high, treated)


def _check_times(
    table: tables.Table, entry: int, time: float, start: float | None, treated: float | None
) -> None:
    if start is not None and start >= time:
        raise table.wrong(entry, "start", f"expected a time before {time:g}, found {start:g}")
    if treated is not None and treated > time:
        raise table.wrong(
            entry, "treated_from", f"expected a time within the follow-up of {time:g}"
        )


def _curve(group: str, patients: list[PatientRow], how: SurvivalOptions) -> Curve:
    mine = [p for p in patients if p.group == group]
    late = any(p.start > 0 for p in mine)
    return kaplan_meier(
        [p.time for p in mine],
        [p.event for p in mine],
        start=[p.start for p in mine] if late else None,
        interval=how.interval,
        level=how.level,
        label=group,
        ids=[p.name for p in mine],
    )


def _interval_curve(group: str, patients: list[PatientRow]) -> IntervalCurve:
    mine = [p for p in patients if p.group == group]
    return turnbull(
        [p.lower for p in mine],
        [p.upper for p in mine],
        label=group,
        ids=[p.name for p in mine],
    )


def _between(
    patients: list[PatientRow], groups: list[str], how: SurvivalOptions
) -> tuple[LogRank | None, CoxModel | None, tuple[str, ...]]:
    """Test the groups against one another; a test that cannot be done becomes a note."""
    time, event = [p.time for p in patients], [p.event for p in patients]
    late = any(p.start > 0 for p in patients)
    start = [p.start for p in patients] if late else None
    member = [p.group for p in patients]
    test = log_rank(time, event, member, start=start, method=how.test)
    if test.degrees == 0:
        return None, None, ("the groups share no time at risk with an event: no comparison",)
    columns = [[float(g == other) for other in groups[1:]] for g in member]
    names = [f"{other} vs {groups[0]}" for other in groups[1:]]
    try:
        model = cox(
            time,
            event,
            columns,
            names=names,
            start=start,
            penalty=how.penalty,
            ties=how.ties,
            level=how.level,
        )
    except InputError as error:
        return test, None, (f"no hazard ratio: {error}",)
    return test, model, ()


def _regimens(patients: list[PatientRow], how: SurvivalOptions) -> Regimens:
    return compare_regimens(
        [p.time for p in patients],
        [p.event for p in patients],
        [p.treated for p in patients],
        landmark=how.landmark,
        ids=[p.name for p in patients],
        level=how.level,
    )


def _notes(table: tables.Table) -> tuple[str, ...]:
    papers = Counter(name for name in table.texts("study") if name)
    if papers and max(papers.values()) > 1:
        return (f"patients of one paper are taken for independent ({len(papers)} papers)",)
    return ()
