"""The measures there are: an explicit list, and what installed packages add to it."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType

from epicrisis.errors import UnknownNameError
from epicrisis.measures.base import Derived, Measure
from epicrisis.measures.exposure import (
    IMPLIED_BODY_WEIGHT,
    IVIG_COURSE_DOSE,
    PREDNISOLONE_PER_DAY,
)
from epicrisis.measures.follow_up import FOLLOW_UP_DAYS
from epicrisis.measures.gas_exchange import PF_RATIO
from epicrisis.measures.limits import CONVERTED, TIMES_TYPICAL_LIMIT, TIMES_UPPER_LIMIT
from epicrisis.measures.lung_function import CHANGE_OF_DLCO, CHANGE_OF_FVC
from epicrisis.model import Course

GROUP = "epicrisis.measures"
BUILT_IN: tuple[Measure, ...] = (
    TIMES_UPPER_LIMIT,
    TIMES_TYPICAL_LIMIT,
    CONVERTED,
    PF_RATIO,
    PREDNISOLONE_PER_DAY,
    IVIG_COURSE_DOSE,
    IMPLIED_BODY_WEIGHT,
    FOLLOW_UP_DAYS,
    CHANGE_OF_FVC,
    CHANGE_OF_DLCO,
)
ON_REQUEST = frozenset({TIMES_TYPICAL_LIMIT.name})  # computed only when named


@cache
def measures() -> MappingProxyType[str, Measure]:
    """All measures by name: the built-in ones, then those of entry points `epicrisis.measures`.

    A built-in measure keeps its name against a plug-in of the same name.
    """
    known: dict[str, Measure] = {measure.name: measure for measure in BUILT_IN}
    for point in entry_points(group=GROUP):
        measure: Measure = point.load()
        known.setdefault(measure.name, measure)
    return MappingProxyType(known)


def measure(course: Course, names: Iterable[str] | None = None) -> list[Derived]:
    """Compute derived values of a course.

    Args:
        course: The course; it is not changed.
        names: Measures to compute, in this order. By default all but those that fall back on
            limits the report does not print.

    Raises:
        UnknownNameError: No measure has one of the names.
    """
    known = measures()
    chosen = [name for name in known if name not in ON_REQUEST] if names is None else list(names)
    for name in chosen:
        if name not in known:
            raise UnknownNameError("measure", name, known)
    return [value for name in chosen for value in known[name].compute(course)]
