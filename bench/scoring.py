"""Score extracted facts against the gold of examples/gold: what was found, and what was made up.

A gold datum is found by a row of the flat table that stands where the gold's quote stands (white
space and cell borders do not count) and says the same: the number, the dose, present or absent.
Each row finds one datum. A second row for something already found is a repetition and no mistake; a
row for something the gold does not have is one, for what the gold lists completely (numbers and
treatments). The day is right if it lies in the row's interval, and the interval is of use.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from epicrisis.model import Document, Fact
from epicrisis.vocab.units import match_unit

NUMBERS = {"laboratory", "vital", "lung_function", "antibody", "other_measurement"}
FINDINGS = {"finding", "diagnosis", "laboratory", "imaging", "biopsy", "outcome", "antibody"}
NOT_GIVEN = {"planned", "considered", "not_given"}

Span = tuple[int, int]
Gold = dict[str, Any]


@dataclass
class Score:
    """Counts by name: `numeric` found, `numeric.all` to be found, `numeric.extra` made up."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def tell(self, name: str, found: bool, label: str = "") -> None:
        """Count one datum."""
        self.counts[f"{name}.all"] += 1
        self.counts[name] += found
        if not found and label:
            self.misses.append(f"{name}: {label}")

    def add(self, other: "Score") -> None:
        """Add another document's counts."""
        self.counts.update(other.counts)
        self.misses += other.misses

    def recall(self, name: str) -> float:
        """Share found; 1 where there was nothing to be found."""
        every = self.counts[f"{name}.all"]
        return self.counts[name] / every if every else 1.0

    def precision(self, name: str) -> float:
        """Share of rows that are not made up."""
        rows = self.counts[name] + self.counts[f"{name}.extra"]
        return self.counts[name] / rows if rows else 1.0


class Places:
    """Where quotes stand in a document, whatever its line ends and cell borders are."""

    def __init__(self, text: str) -> None:
        self.offsets = [i for i, c in enumerate(text) if not self.blank(c)]
        self.letters = "".join(text[i] for i in self.offsets)

    @staticmethod
    def blank(character: str) -> bool:
        """Say whether a character is white space or a cell border."""
        return character.isspace() or character == "|"

    def spans(self, quote: str) -> list[Span]:
        """Give every place of a quote."""
        letters = "".join(c for c in re.sub(r"</?su[bp]>", "", quote) if not self.blank(c))
        whole = "".join(c for c in quote if not self.blank(c))
        for wanted in dict.fromkeys((whole, letters)):
            found = [m.start() for m in re.finditer(re.escape(wanted), self.letters)]
            if found:
                return [(self.offsets[i], self.offsets[i + len(wanted) - 1] + 1) for i in found]
        return []

    def between(self, first: str, last: str) -> Iterator[Span]:
        """Give the stretch from some first words to some last words."""
        for start, _ in self.spans(first)[:1]:
            ends = [end for _, end in self.spans(last) if end > start]
            if ends:
                yield start, ends[0]


def touches(row: Fact, spans: Iterable[Span]) -> bool:
    """Say whether a row's evidence shares a character with one of the spans."""
    return any(row.start < end and start < row.end for start, end in spans)


def score(document: Document, facts: list[Fact], gold_file: Path) -> Score:
    """Score the facts of one document against its gold."""
    gold: Gold = json.loads(gold_file.read_text(encoding="utf-8"))
    places, result = Places(document.text), Score()
    own = [row for row in facts if not row.cited]
    foreign = [s for f in gold["foreign"] for s in places.between(f["from"], f["to"])]
    pardoned = [s for quote in gold["also_true"] for s in places.spans(quote)]
    result.counts["leaked"] = sum(touches(row, foreign) for row in own)
    result.counts["unanchored"] = sum(document.text[r.start : r.end] != r.quote for r in facts)
    for number, patient in enumerate(gold["patients"], 1):
        rows = [row for row in own if row.patient == str(number)]
        score_person(patient, rows, result)
        score_numbers(patient, rows, places, pardoned, result)
        score_treatments(patient, rows, places, result)
        score_findings(patient, rows, places, result)
    return result


def score_person(patient: Gold, rows: list[Fact], result: Score) -> None:
    """Score age, sex and whether the patient lives."""
    ages = [row.value / 12 if row.ucum == "mo" else row.value for row in rows if row.kind == "age"]
    result.tell("age", any(abs(a - patient["age_years"]) < 0.1 for a in ages), str(ages))
    sexes = {row.value for row in rows if row.kind == "sex"}
    result.tell("sex", sexes == {patient["sex"]}, str(sexes))
    status = {row.value for row in rows if row.kind == "outcome"} & {"alive", "dead"}
    result.tell("outcome", status <= {patient["outcome"]["status"]}, str(status))


def score_numbers(
    patient: Gold, rows: list[Fact], places: Places, pardoned: list[Span], result: Score
) -> None:
    """Score measurements with a number, their units and days; abstract and text are one datum."""
    left = [row for row in rows if row.kind in NUMBERS and row.value is not None]
    discharge = discharge_day(patient)
    known: set[tuple[str, object]] = set()
    for item in merged(patient["labs"], places):
        numbers = {float(n) for n in re.findall(r"[\d.]+", str(item["value"]))}
        spans = item["spans"]
        hits = [r for r in left if touches(r, spans) and says(r, numbers)]
        hits.sort(key=lambda r: not day_right(r, item, discharge))
        label = f"{item['analyte']} {item['value']} ({item['when']})"
        result.tell("numeric", bool(hits), label)
        if hits:
            known |= {(r.concept, n) for r in hits for n in numbers}
            left.remove(hits[0])
            result.tell("numeric.unit", unit_right(hits[0], item), f"{label}: {hits[0].unit}")
            if item["day"] is not None or item.get("weeks_after_discharge") is not None:
                days = f"{hits[0].day_earliest} to {hits[0].day_latest}"
                result.tell("numeric.day", day_right(hits[0], item, discharge), f"{label}: {days}")
    for row in left:
        repeated = (row.concept, row.value) in known or touches(row, pardoned)
        if isinstance(row.value, float) and not repeated:
            result.counts["numeric.extra"] += 1
            result.misses.append(f"numeric.extra: {row.concept} {row.value} {row.quote!r}")


def merged(items: list[Gold], places: Places) -> list[Gold]:
    """Put statements of one datum together: equal name and value, and no two different days."""
    data: list[Gold] = []
    for item in sorted(items, key=lambda i: (i["day"] is None, i.get("from_table") is None)):
        spans, when = places.spans(item["quote"]), (item["day"], item.get("weeks_after_discharge"))
        for other in data:
            same = other["analyte"] == item["analyte"] and other["value"] == item["value"]
            if same and (when == (None, None) or when == other["days"]):
                other["spans"] += spans
                break
        else:
            data.append({**item, "spans": spans, "days": when})
    return data


def says(row: Fact, numbers: set[float]) -> bool:
    """Say whether a row's value is (one of) these numbers."""
    return bool({float(n) for n in re.findall(r"[\d.]+\d|\d", str(row.value))} & numbers)


def unit_right(row: Fact, item: Gold) -> bool:
    """Compare units by their codes, or as printed."""
    if item["unit"] is None:
        return True
    wanted = item["unit"].replace("% predicted", "%")
    coded = match_unit(wanted, 0)
    return row.unit == wanted or (coded is not None and row.ucum == coded[1].ucum)


def discharge_day(patient: Gold) -> float | None:
    """Give the day of the discharge, where the gold has one."""
    days = [e["day"] for e in patient["events"] if e["what"].startswith("discharge")]
    return days[0] if days else None


def day_right(row: Fact, item: Gold, discharge: float | None) -> bool:
    """Say whether the true day lies in the row's interval, and the interval is of use."""
    day = item["day"]
    if day is None and item.get("weeks_after_discharge") is not None and discharge is not None:
        day = discharge + 7 * item["weeks_after_discharge"]
    if day is None or row.day_earliest is None or row.day_latest is None:
        return False
    slack = max(1.0, 0.05 * abs(day))
    narrow = row.day_latest - row.day_earliest <= max(31.0, 0.25 * abs(day))
    return narrow and row.day_earliest - slack <= day <= row.day_latest + slack


def score_treatments(patient: Gold, rows: list[Fact], places: Places, result: Score) -> None:
    """Score treatments by place, dose and whether they were given."""
    left = [row for row in rows if row.kind in {"treatment", "procedure"}]
    known: set[tuple[str, bool]] = set()
    for item in patient["treatments"]:
        spans, given = places.spans(item["quote"]), "not given" not in item.get("status", "")
        doses = {item["dose"], item.get("absolute_dose_g")}
        hits = [r for r in left if touches(r, spans) and (r.status not in NOT_GIVEN) == given]
        hits = [r for r in hits if item["dose"] is None or r.value in doses]
        label = f"{item['drug']} {item['dose'] or ''} {item['unit'] or ''}"
        result.tell("treatment", bool(hits), label + ("" if given else " (not given)"))
        if hits:
            known |= {(r.concept.lower(), given) for r in hits}
            left.remove(hits[0])
    named = {
        (item["drug"], "not given" not in item.get("status", "")) for item in patient["treatments"]
    }
    for row in left:
        given, drug = row.status not in NOT_GIVEN, row.concept.lower()
        repeated = any(g == given and (drug in name or name in drug) for name, g in known | named)
        if row.kind == "treatment" and not repeated:
            result.counts["treatment.extra"] += 1
            result.misses.append(f"treatment.extra: {row.concept} {row.status} {row.quote!r}")


def score_findings(patient: Gold, rows: list[Fact], places: Places, result: Score) -> None:
    """Score findings by place and by whether they are present or stated absent."""
    left = [row for row in rows if row.kind in FINDINGS]
    for item in patient["phenotypes"]:
        spans = places.spans(item["quote"])
        hits = [r for r in left if touches(r, spans) and (r.status == "absent") != item["present"]]
        result.tell("finding", bool(hits), ("" if item["present"] else "no ") + item["text"])
        if hits:
            left.remove(hits[0])
