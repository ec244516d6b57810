"""Shares of patients from many papers, pooled: which papers, which method, and why not another.

Case reports, series and cohorts are selected in different ways and are therefore never pooled
together unless that is asked for. The default is the binomial-normal model; where it cannot be
fitted, because every paper holds one patient or nobody had the event, all patients are taken
together with an exact interval, and the result says so. A paper that does not tell the counts is
listed as missing and never counted as "no".
"""

from collections.abc import Sequence
from math import isnan
from pathlib import Path

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks, tables
from epicrisis.synthesis.estimates.binomial import Proportion, proportion
from epicrisis.synthesis.estimates.effects import back, effects
from epicrisis.synthesis.estimates.glmm import (
    NODES,
    binomial_normal,
    one_risk,
)
from epicrisis.synthesis.estimates.inverse_variance import mean_effect
from epicrisis.synthesis.estimates.options import Options
from epicrisis.synthesis.estimates.pooled import MissingStudy, Pooled, Pooling, StudyShare
from epicrisis.synthesis.plain import Interval

KINDS = ("case", "series", "cohort")
UNSTATED = "unstated"
TOGETHER = "all"
FEW = 5  # studies below which the variance between them is known badly
_DIFFERING = 0.1  # p-value below which papers are said to differ
_LEAST = 3  # studies with two patients or more below which it is not known at all


def pool(
    studies: Sequence[str],
    events: Sequence[float | None],
    patients: Sequence[float | None],
    kinds: Sequence[str | None] | None = None,
    options: Options | None = None,
) -> Pooling:
    """Pool the shares of patients with an event over papers.

    Args:
        studies: A name for each paper.
        events: Patients with the event; `None` where the paper does not say.
        patients: Patients of whom it is known; `None` where the paper does not say.
        kinds: `case`, `series` or `cohort` for each paper. Where it is not told, a paper of one
            patient is a case report and any other `unstated`.
        options: How; the default if none are given.

    Raises:
        InputError: A count cannot be, or the lists differ in length.
        UnknownNameError: No such method, estimator, interval or kind.

    >>> pooled = pool(["A", "B", "C"], [1, 0, 1], [1, 1, 1])
    >>> pooled.groups[0].method, round(pooled.groups[0].interval.high, 2)
    ('crude', 0.99)
    """
    how = options or Options()
    how.check()
    told = list(kinds) if kinds is not None else [None] * len(studies)
    if not len(studies) == len(events) == len(patients) == len(told):
        raise InputError("studies, events, patients and kinds differ in length")
    shares: list[StudyShare] = []
    missing: list[MissingStudy] = []
    for name, x, n, kind in zip(studies, events, patients, told, strict=True):
        found = _study(str(name), x, n, kind or "", how)
        if isinstance(found, StudyShare):
            shares.append(found)
        else:
            missing.append(found)
    groups = tuple(_group(kind, mine, missing, how) for kind, mine in _by_kind(shares, how))
    return Pooling(groups, tuple(missing), _general_notes(shares, told, how))


def _study(
    name: str, x: float | None, n: float | None, kind: str, how: Options
) -> StudyShare | MissingStudy:
    if kind:
        checks.one_of("type of paper", kind, KINDS)
    if n is None or isnan(n):
        return MissingStudy(name, kind or UNSTATED, "number of patients not reported")
    if x is None or isnan(x):
        return MissingStudy(name, kind or UNSTATED, "number of events not reported")
    if n == 0:
        return MissingStudy(name, kind or UNSTATED, "no patient of whom it is known")
    if not (0 <= x <= n and x == int(x) and n == int(n)):
        raise InputError(f"study {name!r}: {x:g} events among {n:g} patients")
    share = proportion(int(x), int(n), method=how.shares, level=how.level)
    return StudyShare(name, kind or ("case" if n == 1 else UNSTATED), share)


def _by_kind(shares: list[StudyShare], how: Options) -> list[tuple[str, list[StudyShare]]]:
    if how.together:
        return [(TOGETHER, shares)] if shares else []
    order = (*KINDS, UNSTATED)
    grouped = [(kind, [s for s in shares if s.kind == kind]) for kind in order]
    return [(kind, mine) for kind, mine in grouped if mine]


def _group(kind: str, mine: list[StudyShare], missing: list[MissingStudy], how: Options) -> Pooled:
    x = [s.share.events for s in mine]
    n = [s.share.patients for s in mine]
    crude = proportion(sum(x), sum(n), level=how.level)
    absent = tuple(m for m in missing if kind in (TOGETHER, m.kind))
    because = _unfit(x, n, how.method)
    method = "crude" if because else how.method
    given = (tuple(mine), absent, _notes(x, n, method))
    if method == "glmm":
        try:
            return _by_model(kind, x, n, crude, given, how)
        except InputError as error:
            because, method = str(error), "crude"
            given = (tuple(mine), absent, _notes(x, n, method))
    if method == "crude":
        return _together(kind, x, n, crude, given, because)
    return _by_variance(kind, x, n, crude, given, how)


Given = tuple[tuple[StudyShare, ...], tuple[MissingStudy, ...], tuple[str, ...]]


def _together(
    kind: str, x: list[int], n: list[int], crude: Proportion, given: Given, because: str
) -> Pooled:
    """Take all patients for one sample, and say so if the papers contradict it."""
    q = p_q = None
    studies, missing, notes = given
    if len(n) > 1 and max(n) > 1:
        q, p_q = one_risk(x, n)
        if p_q < _DIFFERING:
            notes = (*notes, f"the papers differ (p = {p_q:.2g}); the crude interval is too short")
    return Pooled(
        kind,
        "crude",
        because,
        crude.estimate,
        crude.interval,
        None,
        None,
        None,
        q,
        p_q,
        crude,
        studies,
        missing,
        notes,
    )


def _by_model(
    kind: str, x: list[int], n: list[int], crude: Proportion, given: Given, how: Options
) -> Pooled:
    fit = binomial_normal(
        x,
        n,
        nodes=NODES if how.nodes is None else how.nodes,
        interval=how.interval or "wald",
        level=how.level,
    )
    studies, missing, notes = given
    if fit.tau2 == 0:
        notes = (*notes, "no variance between studies was found; see the exact crude interval too")
    return Pooled(
        kind,
        "glmm",
        "",
        back(fit.estimate, "logit", n),
        _shares(fit.interval, "logit", n),
        _shares(fit.prediction, "logit", n),
        fit.tau2,
        None,
        fit.q,
        fit.p_q,
        crude,
        studies,
        missing,
        notes,
    )


def _by_variance(
    kind: str, x: list[int], n: list[int], crude: Proportion, given: Given, how: Options
) -> Pooled:
    y, v = effects(x, n, scale=how.method)
    fit = mean_effect(
        y, v, tau2=how.tau2 or "reml", knapp_hartung=how.knapp_hartung, level=how.level
    )
    return Pooled(
        kind,
        how.method,
        "",
        back(fit.estimate, how.method, n),
        _shares(fit.interval, how.method, n),
        _shares(fit.prediction, how.method, n),
        fit.tau2,
        fit.i2,
        fit.q,
        fit.p_q,
        crude,
        *given,
    )


def _shares(interval: Interval, scale: str, n: list[int]) -> Interval:
    low, high = back(interval.low, scale, n), back(interval.high, scale, n)
    return Interval(low, high, interval.method, interval.level)


def _unfit(x: list[int], n: list[int], method: str) -> str:
    """Say why a method that pools is not used on these counts; empty if it can be."""
    several = sum(patients > 1 for patients in n)
    if method == "crude":
        return ""
    if len(n) == 1:
        return "one study: there is nothing to pool"
    if not several:
        return "every paper holds one patient, so the variance between papers cannot be known"
    if method == "glmm" and sum(x) in (0, sum(n)):
        who = "no patient" if sum(x) == 0 else "every patient"
        return f"{who} had the event, so the mean of the logits is infinite"
    if several < _LEAST:
        return f"only {several} of the papers hold two patients or more; {_LEAST} are needed"
    return ""


def _notes(x: list[int], n: list[int], method: str) -> tuple[str, ...]:
    notes = []
    if method not in ("crude", "glmm"):
        altered = sum(e in (0, p) for e, p in zip(x, n, strict=True))
        if method in ("logit", "raw") and altered:
            notes.append(f"half an event and half a non-event were added to {altered} studies")
        if method == "double-arcsine":
            notes.append("the way back from the double arcsine uses the harmonic mean of the sizes")
    if method != "crude" and len(n) < FEW:
        notes.append(f"the variance between studies rests on {len(n)} studies and is known badly")
    return tuple(notes)


def _general_notes(
    shares: list[StudyShare], told: Sequence[str | None], how: Options
) -> tuple[str, ...]:
    notes = []
    if not shares:
        notes.append("no study reports both events and patients: there is nothing to pool")
    if shares and not all(told):
        notes.append("where no type is told, a paper of one patient counts as a case report")
    if how.together and len({s.kind for s in shares}) > 1:
        notes.append("case reports, series and cohorts are pooled together because that was asked")
    if any(s.kind == "case" for s in shares):
        notes.append("case reports are published because of what happened; no sample of patients")
    return tuple(notes)


PAPERS = (
    tables.text("study", required=True),
    tables.count("events", required=True),
    tables.count("n", required=True),
    tables.choice("type", KINDS),
)


def pool_table(path: Path, options: Options | None = None) -> Pooling:
    """Pool the papers of a table with the columns study, events, n and, optionally, type.

    Raises:
        InputError: The table cannot be read, or a cell cannot be.
        UnknownNameError: A column or an option is not known.
    """
    table = tables.read_table(path, PAPERS)
    studies, events, patients = table.texts("study"), table.numbers("events"), table.numbers("n")
    for entry, (study, x, n) in enumerate(zip(studies, events, patients, strict=True)):
        if not study:
            raise table.wrong(entry, "study", "expected a name, found nothing")
        if x is not None and n is not None and x > n:
            raise table.wrong(entry, "events", f"expected at most n, found {x:g} among {n:g}")
    kinds = table.texts("type") if "type" in table else None
    return pool(studies, events, patients, kinds, options)
