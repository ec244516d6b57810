"""What a cohort can be asked beyond counting: each method gives a frozen result that prints itself.

The work is done where it is named; it is loaded when it is first asked for, because the estimates
need numpy and scipy and nothing else does.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from epicrisis.model import Finding
    from epicrisis.synthesis.cohorts import Cohort
    from epicrisis.synthesis.estimates import Options, SurvivalOptions
    from epicrisis.synthesis.evidence import EvidenceTable
    from epicrisis.synthesis.results import (
        CohortDuration,
        CohortRegimens,
        CohortShare,
        CohortSurvival,
        CohortTrajectory,
        Swimmer,
    )


class Analyses:
    """The analyses of a cohort.

    Patients of case reports, of series and of literature tables are kept apart in each of them,
    unless `together` is asked for.
    """

    __slots__ = ()

    def evidence_table(
        self,
        findings: Iterable["Finding"] = (),
        *,
        drug: str = "",
        columns: Sequence[str] | None = None,
        abbreviations: Mapping[str, Mapping[str, str]] | None = None,
        title: str = "",
    ) -> "EvidenceTable":
        """Give the evidence table, one row a course.

        Args:
            findings: What the audit says of the courses.
            drug: The drug whose dose and schedule have columns; by default the one that most of
                these patients were given with a printed dose.
            columns: Names of columns, as `epicrisis table --list-columns` lists them.
            abbreviations: Short forms with what they stand for, by document.
            title: What stands above the table.

        Raises:
            UnknownNameError: There is no such column.
        """
        from epicrisis.synthesis.evidence import evidence_table

        cohort = _cohort(self)
        return evidence_table(
            cohort.courses,
            findings,
            drug=drug,
            columns=columns,
            documents=cohort.documents.values(),
            abbreviations=abbreviations,
            title=title,
            same=[(case[0].id, other.id) for case in cohort.cases for other in case[1:]],
        )

    def proportion(
        self,
        question: str,
        by: str = "",
        *,
        threshold: float = 0.5,
        options: "Options | None" = None,
    ) -> "CohortShare":
        """Pool the share of patients of whom something is so.

        Args:
            question: A condition, `has("fever") and age >= 60`, or a word: `improved`, `death`.
            by: A question whose answers part the patients, such as `sex`.
            threshold: The share; how many unpublished patients would lift or sink the limit to it?
            options: How to pool; `together` among them.

        Raises:
            ExpressionError: A condition cannot be read, or a name in it is not known.
            InputError: Nothing bears a name, `by` is a number, or a choice cannot be.
        """
        from epicrisis.synthesis.proportions import share

        return share(_cohort(self), question, by, threshold=threshold, options=options)

    def survival(
        self,
        event: str = "death",
        origin: str = "admission",
        *,
        group: str = "",
        treatment: str = "",
        landmark: float | None = None,
        entry: str = "",
        silent_untreated: bool = False,
        together: bool = False,
        options: "SurvivalOptions | None" = None,
    ) -> "CohortSurvival":
        """Estimate the time to an event, from courses whose days are known or bounded.

        Args:
            event: What ends the time: `death`, `relapse`, `first rituximab`, or a condition.
            origin: What days are counted from: `admission`, `onset`, `first IVIG`, a condition.
            group: A question on what was so from the beginning, `sex` or `age >= 60`. What was
                given later is taken for `treatment`.
            treatment: Whose beginning parts untreated from treated time.
            landmark: Day from which treatments are compared by what had been given until then.
            entry: From when patients were followed, if later than the origin.
            silent_untreated: Take who is not reported on for untreated.
            together: Put case reports, series and literature tables together.
            options: Limits, tests and penalties.

        Raises:
            ExpressionError: A condition cannot be read, or a name in it is not known.
            InputError: Nothing bears a name, groups are made by what became known later, or
                choices do not go together.
        """
        from epicrisis.synthesis.survivals import survival

        return survival(
            _cohort(self),
            event,
            origin,
            group=group,
            treatment=treatment,
            landmark=landmark,
            entry=entry,
            silent_untreated=silent_untreated,
            together=together,
            options=options,
        )

    def trajectory(
        self,
        analyte: str,
        align: str = "admission",
        *,
        in_multiples_of_limit: bool = False,
        windows: Sequence[tuple[float, float]] | None = None,
        together: bool = False,
    ) -> "CohortTrajectory":
        """Lay the results of one examination over one another.

        Args:
            analyte: The examination, by any name.
            align: What days are counted from, as the `origin` of `survival`.
            in_multiples_of_limit: Divide by the upper limit of normal printed with each result.
            windows: First day, and day before which it ends, of each window of the summary.
            together: Put case reports, series and literature tables together.

        Raises:
            InputError: Nothing bears a name, or a window ends before it begins.
        """
        from epicrisis.synthesis.trajectories import WINDOWS, trajectory

        return trajectory(
            _cohort(self),
            analyte,
            align,
            in_multiples_of_limit=in_multiples_of_limit,
            windows=WINDOWS if windows is None else windows,
            together=together,
        )

    def duration(
        self,
        first: str,
        second: str,
        *,
        distribution: str = "lognormal",
        level: float = 0.95,
        together: bool = False,
    ) -> "CohortDuration":
        """Fit how long it takes from one moment to another, both known within bounds.

        Args:
            first: From when, as the `origin` of `survival`.
            second: Until when.
            distribution: `lognormal`, `gamma` or `weibull`.
            level: Confidence as a proportion.
            together: Put case reports, series and literature tables together.

        Raises:
            UnknownNameError: No such distribution.
            InputError: Nothing bears a name, or the level is none.
        """
        from epicrisis.synthesis.lengths import lengths

        return lengths(
            _cohort(self), first, second, distribution=distribution, level=level, together=together
        )

    def regimens(
        self,
        *drugs: str,
        origin: str = "presentation",
        within: float = 7.0,
        together: bool = False,
    ) -> "CohortRegimens":
        """Find lines of therapy and pathways.

        Args:
            drugs: Drugs or classes to look for; all that were given if none is named.
            origin: What days are counted from, as in `survival`.
            within: Days after the beginning of a line in which a further drug belongs to it.
            together: Put case reports, series and literature tables together.

        Raises:
            InputError: Nothing bears a name.
        """
        from epicrisis.synthesis.regimens import regimens

        return regimens(_cohort(self), *drugs, origin=origin, within=within, together=together)

    def swimmer(self, *drugs: str, origin: str = "presentation") -> "Swimmer":
        """Give the rows of a swimmer plot.

        Args:
            drugs: Drugs or classes to show; all that were given if none is named.
            origin: What days are counted from, as in `survival`.

        Raises:
            InputError: Nothing bears a name.
        """
        from epicrisis.synthesis.swimmers import swimmer

        return swimmer(_cohort(self), *drugs, origin=origin)


def _cohort(asked: Analyses) -> "Cohort":
    return cast("Cohort", asked)
