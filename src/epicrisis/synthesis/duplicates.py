"""Who may be one patient in two papers: pairs with reasons and a score, and never a decision.

The score adds the weights of Fellegi and Sunter (1969, J Am Stat Assoc 64:1183): for each thing two
reports agree in, the logarithm to base 2 of how much likelier that is for one patient than for
two. How often a value is shared by chance is taken from the courses at hand, so a diagnosis that
all have weighs nothing and a rare number much. What disagrees counts against. A bit halves the
odds of chance; below `LEAST` bits a pair is not worth a look.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log2

from epicrisis.model import Course, Disease, Document, Measurement, Treatment
from epicrisis.model.publications import Work, is_one, work_cited, work_of
from epicrisis.synthesis.cohorts import Told, grouped
from epicrisis.synthesis.printed import bears
from epicrisis.synthesis.sketches import Sketch, resemblance, sketch

LEAST = 8.0  # bits
OWN_ROW = 20.0  # bits of a row that is named "present case"
SAME_TEXT = 0.5  # share of common runs of words from which two texts are one publication
_CROWD = 200  # a value that more courses share tells nothing
_MOST_NUMBERS = 6  # equal numbers that count; those of one table come together
_AGREE = 0.9  # how often one patient's two reports agree in what both say
_NUMBER_BY_CHANCE = 0.01


@dataclass(frozen=True, slots=True)
class Pair:
    """Two courses, or two documents, that may be of one patient or one publication.

    Attributes:
        kind: `document` (one publication twice), `patient`, or `group` (a row that stands for
            several patients, of whom this may be one).
        first: Id of the course, or name of the document.
        second: The other.
        score: Bits of evidence; 100 for one publication twice.
        reasons: What speaks for it, and what against, each with its bits.
    """

    kind: str
    first: str
    second: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    """What two reports of one patient would share."""

    course: Course
    document: Document | None
    work: Work | None
    age: float | None
    sex: str
    ideas: frozenset[str]
    results: frozenset[str]
    numbers: frozenset[str]
    doses: frozenset[str]
    authors: frozenset[str]

    @property
    def group(self) -> bool:
        return bool(self.course.cited and (self.course.cited.patients or 1) > 1)


def duplicates(
    items: Iterable[Told],
    *,
    decided: Iterable[tuple[str, str]] = (),
    least: float = LEAST,
) -> list[Pair]:
    """Propose pairs, the likeliest first.

    Args:
        items: Documents with their courses, together or one by one.
        decided: Pairs of ids that a person has decided already, either way; they are left out.
        least: Bits below which a pair is not shown.
    """
    listed = grouped(items)
    known = {frozenset(pair) for pair in decided}
    twins = list(_same_documents([document for document, _ in listed]))
    same = {frozenset((a.id, b.id)) for a, b, _ in twins}
    pairs = []
    for a, b, reason in twins:
        first, second = _labels(a, b)
        if frozenset((first, second)) not in known:
            pairs.append(Pair("document", first, second, 100.0, (reason,)))
    people = [_person(document, course) for document, found in listed for course in found]
    pairs += [p for _, found in listed for p in _own_rows(found) if _ids(p) not in known]
    shares = _Shares(people)
    for one, other in _candidates(people):
        ids = frozenset((one.course.id, other.course.id))
        if ids in known or frozenset((one.course.document, other.course.document)) in same:
            continue
        pair = shares.weigh(one, other)
        if pair.score >= least:
            pairs.append(pair)
    return sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second))


def _ids(pair: Pair) -> frozenset[str]:
    return frozenset((pair.first, pair.second))


def _own_rows(courses: Sequence[Course]) -> Iterator[Pair]:
    """Give the row of a literature table that is the paper's own patient: "present case"."""
    own = [course for course in courses if course.cited is None]
    for course in courses:
        if course.cited and len(own) == 1 and bears(course.cited.text, "own"):
            words = f"the row is named “{course.cited.text}”"
            yield Pair("patient", own[0].id, course.id, OWN_ROW, (f"+{OWN_ROW:.1f} {words}",))


def _same_documents(documents: Sequence[Document]) -> Iterator[tuple[Document, Document, str]]:
    """Give pairs of documents that are one publication: by identifier, by text, or by title."""
    sketches: dict[str, Sketch] = {document.id: sketch(document.text) for document in documents}
    blocks: dict[object, list[Document]] = defaultdict(list)
    for document in documents:
        citation = document.citation
        for value in (citation.doi.lower(), citation.pmid, citation.pmcid):
            if value:
                blocks[value].append(document)
        for hashed in sketches[document.id].lowest:
            blocks[hashed].append(document)
        blocks[" ".join(citation.title.casefold().split())].append(document)
    seen: set[frozenset[str]] = set()
    for key, found in blocks.items():
        for first, second in combinations(found[:_CROWD], 2) if key else ():
            pair = frozenset((first.id + first.name, second.id + second.name))
            if pair in seen:
                continue
            reason = _one_publication(first, second, sketches)
            if reason:
                seen.add(pair)
                yield first, second, reason


def _labels(first: Document, second: Document) -> tuple[str, str]:
    """The names of two documents, with their formats where the names are one."""
    if first.name != second.name:
        return first.name, second.name
    return f"{first.name} ({first.format})", f"{second.name} ({second.format})"


def _one_publication(first: Document, second: Document, made: Mapping[str, Sketch]) -> str:
    one, other = first.citation, second.citation
    for name, a, b in (("DOI", one.doi, other.doi), ("PubMed id", one.pmid, other.pmid)):
        if a and a.lower() == b.lower():
            return f"the same {name}, {a}"
    if first.id == second.id:
        return "their texts are the same to the letter"
    shared = resemblance(made[first.id], made[second.id])
    if shared >= SAME_TEXT:
        return f"{shared:.0%} of their runs of words are the same"
    return ""


def _person(document: Document, course: Course) -> _Person:
    who = course.individual
    ideas, results, numbers, doses = set(), set(), set(), set()
    for event in course.events:
        if isinstance(event, Disease) and event.status == "present":
            ideas.add(event.concept.label if event.concept else event.text.casefold())
        elif isinstance(event, Measurement):
            name = event.analyte or event.text.casefold()
            if event.interpretation in ("positive", "negative"):
                results.add(f"{name} {event.interpretation}")
            if event.quantity and _telling(event.quantity.value):
                numbers.add(f"{name} {event.quantity}")
        elif isinstance(event, Treatment) and event.dose:
            doses.add(f"{event.agent or event.text.casefold()} {event.dose}")
    return _Person(
        course,
        document,
        work_cited(document, course) if course.cited else work_of(document),
        who.age.years if who.age else None,
        who.sex.value if who.sex else "",
        frozenset(ideas),
        frozenset(results),
        frozenset(numbers),
        frozenset(doses),
        frozenset() if course.cited else frozenset(map(str.casefold, document.citation.authors)),
    )


def _telling(value: float) -> bool:
    """Say whether a number is more than a round one: two digits that are not zeros, or more."""
    return len(f"{abs(value):.10g}".replace(".", "").strip("0")) > 1


def _candidates(people: Sequence[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Give pairs from two documents that share something rare enough; linear but for these."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in _keys(person):
            blocks[key].append(place)
    seen: set[tuple[int, int]] = set()
    for places in blocks.values():
        if len(places) > _CROWD:
            continue
        for one, other in combinations(places, 2):
            if (one, other) not in seen:
                seen.add((one, other))
                if people[one].course.document != people[other].course.document:
                    yield people[one], people[other]


def _keys(person: _Person) -> Iterator[object]:
    if person.age is not None:
        for years in {round(person.age), round(person.age) + 1}:
            yield "age", years, person.sex
    for number in person.numbers:
        yield "number", number
    if person.work:
        yield "work", person.work.author
    for author in person.authors:
        yield "author", author


@dataclass(slots=True)
class _Shares:
    """How often each thing is said among the courses at hand: what chance would give."""

    people: Sequence[_Person]
    _counts: dict[str, Counter[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("ideas", "results", "doses"):
            counted = Counter(value for p in self.people for value in getattr(p, name))
            self._counts[name] = counted

    def weigh(self, first: _Person, second: _Person) -> Pair:
        """Add up what speaks for one patient, and what against."""
        parts = [
            *self._publications(first, second),
            *self._age_and_sex(first, second),
            *self._common("ideas", "diagnosis", first, second),
            *self._common("results", "result", first, second),
            *self._common("doses", "dose", first, second),
            *_equal_numbers(first, second),
        ]
        score = sum(bits for bits, _ in parts)
        reasons = tuple(f"{bits:+.1f} {words}" for bits, words in sorted(parts, reverse=True))
        kind = "group" if first.group or second.group else "patient"
        return Pair(kind, first.course.id, second.course.id, round(score, 1), reasons)

    def _publications(self, first: _Person, second: _Person) -> Iterator[tuple[float, str]]:
        if first.work and second.work and (first.course.cited or second.course.cited):
            how = is_one(first.work, second.work)
            if how:
                yield 10.0, f"both are of {first.work}: {how}"
        shared = first.authors & second.authors
        if shared:
            yield log2(1 + len(shared)) * 2, f"{len(shared)} authors in common"

    def _age_and_sex(self, first: _Person, second: _Person) -> Iterator[tuple[float, str]]:
        if first.sex and second.sex:
            same = first.sex == second.sex
            yield (log2(0.99 / 0.5), f"both {first.sex}") if same else (
                log2(0.01 / 0.5), f"{first.sex} and {second.sex}"
            )  # fmt: skip
        if first.age is not None and second.age is not None:
            apart = abs(first.age - second.age)
            words = f"aged {first.age:g} and {second.age:g}"
            yield _age_bits(apart), words

    def _common(
        self, name: str, word: str, first: _Person, second: _Person
    ) -> Iterator[tuple[float, str]]:
        """The rarest thing in common counts whole, further ones ever less: they go together."""
        shared = getattr(first, name) & getattr(second, name)
        chance = {v: (self._counts[name][v] + 1) / (len(self.people) + 2) for v in shared}
        for place, value in enumerate(sorted(shared, key=lambda v: (chance[v], v))):
            bits = log2(_AGREE / min(chance[value], _AGREE))
            if bits > 0:
                yield bits / (1 + place) ** 2, f"{word} in common: {value}"


def _age_bits(apart: float) -> float:
    """Ages: one year apart may be a birthday, more may be a later paper, and soon it is no one."""
    if apart < 0.5:
        return log2(0.85 / 0.025)
    return log2(0.1 / 0.05) if apart <= 1 else log2(0.04 / 0.5) if apart <= 5 else log2(0.01 / 0.9)


def _equal_numbers(first: _Person, second: _Person) -> Iterator[tuple[float, str]]:
    shared = sorted(first.numbers & second.numbers)
    bits = log2(_AGREE / _NUMBER_BY_CHANCE)
    for place, number in enumerate(shared[:_MOST_NUMBERS]):
        yield bits / (1 + place), f"the same result: {number}"
