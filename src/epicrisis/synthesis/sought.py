"""From the name a person writes to the events of a course that bear it.

A name is looked up in the packaged tables, by any of its printed forms; what no table holds is
still found where a course prints it so. A name that is neither is an error with the nearest known
ones, because a slip of the pen must not look like "reported of nobody".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from epicrisis.errors import InputError
from epicrisis.model import AnyEvent, Course
from epicrisis.vocab.analytes import analytes
from epicrisis.vocab.broader import Idea, idea, idea_of
from epicrisis.vocab.concepts import label
from epicrisis.vocab.drugs import classes_of, drug_classes
from epicrisis.vocab.lexicon import CURATED, Concept, lexicon, names_of

KINDS = {
    "drug": ("drug", "drug_class"),
    "analyte": ("analyte",),
    "antibody": ("analyte",),
    "procedure": ("procedure",),
    "disease": ("disease", "finding"),
}
KIND_OF_EVENT = {
    "treatment": "drug",
    "measurement": "analyte",
    "procedure": "procedure",
    "disease": "disease",
    "phenotypic_feature": "disease",
}


class Scope:
    """What the courses at hand print: names by kind, gathered when a name is not in the tables."""

    def __init__(
        self, courses: Iterable[Course] = (), events: Callable[[], Iterable[AnyEvent]] | None = None
    ) -> None:
        """Take the names of courses, or of the events that a function gives when it is called."""
        self._events = events or (lambda: (event for c in courses for event in c.events))
        self._printed: dict[str, dict[str, str]] | None = None

    def names(self, kind: str) -> dict[str, str]:
        """Give the names of a kind that are printed in the courses, folded, with their print."""
        if self._printed is None:
            self._printed = {}
            for event in self._events():
                known = KIND_OF_EVENT.get(event.kind, "")
                for name in sorted(_names(event)) if known else ():
                    self._printed.setdefault(known, {}).setdefault(name.casefold(), name)
        return self._printed.get("analyte" if kind == "antibody" else kind, {})


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    Attributes:
        label: Its preferred name.
        finds: Tells whether an event is of this, or of a kind of this.
        excludes: Tells whether an event that is stated absent denies this too.
        id: The key of its table, where there is one alone.
    """

    label: str
    finds: Callable[[AnyEvent], bool]
    excludes: Callable[[AnyEvent], bool]
    id: str = ""


class UnknownConceptError(InputError):
    """A name that no table holds and no course prints."""


def seek(kind: str, name: str, scope: Scope) -> Sought:
    """Look a name up.

    Raises:
        UnknownConceptError: Nothing bears the name; the message gives the nearest names.
    """
    found = [concept for concept in lexicon().lookup(name) if concept.kind in KINDS[kind]]
    if kind == "disease":
        return _disease(name, scope)
    if not found and name.casefold() not in scope.names(kind):
        raise UnknownConceptError(_unknown(kind, name, scope))
    if kind == "drug":
        return _drug(name, found)
    return _plain(name, found, "procedure" if kind == "procedure" else "analyte")


def _disease(name: str, scope: Scope) -> Sought:
    sought = idea(name)
    if sought is None:
        if name.casefold() not in scope.names("disease"):
            raise UnknownConceptError(_unknown("disease", name, scope))
        sought = Idea(frozenset({name.casefold()}), frozenset(), frozenset())
    wanted, folded = sought, name.casefold()

    def finds(event: AnyEvent) -> bool:
        return event.text.casefold() == folded or _idea(event).is_kind_of(wanted)

    def excludes(event: AnyEvent) -> bool:
        return event.text.casefold() == folded or wanted.is_kind_of(_idea(event))

    return Sought(name, finds, excludes)


def gainsaying(present: Iterable[AnyEvent], absent: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Give what is present and a kind of something that is said to be absent.

    A report that affirms a kind of what it denies denies no other kind: a denial at another time,
    or of a relative's illness read wrongly, must not rule out more.
    """
    denied = set(map(_idea, absent))
    return [e for e in present if any(_idea(e).is_kind_of(idea) for idea in denied)]


def _idea(event: AnyEvent) -> Idea:
    concept = event.concept
    return idea_of(concept.id, concept.label) if concept else idea_of("", event.text)


def _drug(name: str, found: list[Concept]) -> Sought:
    ids = {concept.id for concept in found}
    members = {m for id in ids if id in drug_classes() for m in drug_classes()[id].members}
    folded = name.casefold()

    def finds(event: AnyEvent) -> bool:
        agent = getattr(event, "agent", "")
        kin = {agent} | classes_of(agent) if agent else set()
        return folded in _folded(event) or not ids.isdisjoint(kin) or agent in members

    def excludes(event: AnyEvent) -> bool:
        agent = getattr(event, "agent", "")
        above = ids.union(*(classes_of(id) for id in ids))
        return folded in _folded(event) or agent in above

    return Sought(_label(found, name), finds, excludes, _only(ids))


def _plain(name: str, found: list[Concept], field: str) -> Sought:
    ids, folded = {concept.id for concept in found}, name.casefold()

    def finds(event: AnyEvent) -> bool:
        return getattr(event, field, "") in ids or (not ids and folded in _folded(event))

    return Sought(_label(found, name), finds, finds, _only(ids))


def _label(found: list[Concept], name: str) -> str:
    return label(*found[0]) if len(found) == 1 else name


def _only(ids: set[str]) -> str:
    return next(iter(ids)) if len(ids) == 1 else ""


def _names(event: AnyEvent) -> set[str]:
    return {event.text, *([event.concept.label] if event.concept else [])}


def _folded(event: AnyEvent) -> set[str]:
    return {name.casefold() for name in _names(event)}


@cache
def _curated(kind: str) -> tuple[str, ...]:
    """Names of the curated tables, for suggestions: the large ones would only lead astray."""
    if kind in ("analyte", "antibody"):
        wanted = "antibody" if kind == "antibody" else ""
        return tuple(
            name
            for found in analytes().values()
            if not wanted or found.kind == wanted
            for name in (found.label, *found.names)
        )
    kinds = KINDS[kind]
    return tuple(n for table in CURATED for n, concept in names_of(table) if concept.kind in kinds)


def similar(kind: str, name: str, scope: Scope) -> list[str]:
    """Give the names of a kind that are most like a name, the likest first."""
    known = {n.casefold(): n for n in (*_curated(kind), *scope.names(kind).values())}
    return [known[n] for n in get_close_matches(name.casefold(), known, n=4, cutoff=0.6)]


def _unknown(kind: str, name: str, scope: Scope) -> str:
    here = scope.names(kind)
    near = similar(kind, name, scope)
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    listed = sorted(here.values(), key=str.casefold)[:12]
    some = f" Among those of these reports: {', '.join(listed)}." if listed and not near else ""
    what = {"disease": "finding or disease", "analyte": "examination"}.get(kind, kind)
    return f"no {what} is named {name!r}.{hint}{some}"
