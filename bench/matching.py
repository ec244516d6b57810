"""Match predicted mentions and relations with gold ones, and count.

A mention is found if a prediction of its type shares a character with it (overlap) or has its very
offsets (exact); each prediction finds one gold mention, the best intersection over union first. A
relation is found if both its ends are; any of a test's other names (`tail_alts`) will do. Types
that a gold document does not annotate (`annotates`) are not counted there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Mention = dict[str, Any]
Document = dict[str, Any]
Pair = tuple[Mention, list[Mention]]


@dataclass
class Count:
    """Counts of one type over documents; `misses` and `false` hold (document, mention)."""

    gold: int = 0
    predicted: int = 0
    exact: int = 0
    overlap: int = 0
    misses: list[tuple[str, Mention]] = field(default_factory=list)
    false: list[tuple[str, Mention]] = field(default_factory=list)

    def figures(self, kind: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of `exact` or `overlap`."""
        hits = getattr(self, kind)
        precision = hits / self.predicted if self.predicted else 0.0
        recall = hits / self.gold if self.gold else 0.0
        both = self.predicted + self.gold
        return precision, recall, 2 * hits / both if both else 0.0


def score(
    golds: Iterable[Document], predictions: dict[str, Document], types: Sequence[str]
) -> dict[str, Count]:
    """Count every type, `rel:` before that of a relation, `:numeric` behind one with a digit."""
    counts = {name: Count() for name in types}
    for gold in golds:
        prediction = predictions.get(gold["id"], {"mentions": [], "relations": []})
        for name in types:
            relation = name.startswith("rel:")
            base, _, extra = name.removeprefix("rel:").partition(":")
            known = gold.get("annotates", {}).get("relations" if relation else "mentions")
            if known is not None and base not in known:
                continue
            select = _relations if relation else _mentions
            _count(counts[name], gold, *select(gold, prediction, base, extra))
    return counts


def _numeric(gold: Document, mention: Mention) -> bool:
    parts = mention.get("spans") or [(mention["start"], mention["end"])]
    return any(c in "0123456789" for a, b in parts for c in gold["text"][a:b])


def _mentions(
    gold: Document, prediction: Document, base: str, extra: str
) -> tuple[list[Pair], list[Pair]]:
    def chosen(mentions: list[Mention]) -> list[Pair]:
        found = {
            (m["start"], m["end"]): m
            for m in mentions
            if m["type"] == base and (not extra or _numeric(gold, m))
        }
        return [(m, []) for m in found.values()]

    return chosen(gold["mentions"]), chosen(prediction["mentions"])


def _relations(
    gold: Document, prediction: Document, base: str, extra: str
) -> tuple[list[Pair], list[Pair]]:
    def chosen(document: Document) -> list[Pair]:
        by_id = {m["id"]: m for m in document["mentions"]}
        found = {}
        for r in document["relations"]:
            head = by_id[r["head"]]
            if r["type"] == base and (not extra or _numeric(gold, head)):
                tails = [by_id[t] for t in (r["tail"], *r.get("tail_alts", ()))]
                found[head["start"], head["end"], tails[0]["start"], tails[0]["end"]] = head, tails
        return list(found.values())

    return chosen(gold), chosen(prediction)


def _parts(mention: Mention) -> list[Sequence[int]]:
    return mention.get("spans") or [(mention["start"], mention["end"])]


def iou(one: Mention, other: Mention) -> float:
    """Intersection over union of two mentions, in characters."""
    first, second = _parts(one), _parts(other)
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in first for c, d in second)
    total = sum(b - a for a, b in (*first, *second)) - shared
    return shared / total


def _same(one: Mention, other: Mention) -> float:
    return float(one["start"] == other["start"] and one["end"] == other["end"])


def _quality(alike: Callable[[Mention, Mention], float], gold: Pair, found: Pair) -> float:
    heads = alike(gold[0], found[0])
    if not heads or not gold[1]:
        return heads
    tails = max(alike(tail, found[1][0]) for tail in gold[1])
    return heads + tails if tails else 0.0


def _matched(
    golds: list[Pair], found: list[Pair], alike: Callable[[Mention, Mention], float]
) -> list[tuple[int, int]]:
    qualities = [
        (-_quality(alike, g, f), i, j) for i, g in enumerate(golds) for j, f in enumerate(found)
    ]
    pairs: list[tuple[int, int]] = []
    for quality, i, j in sorted(qualities):
        if quality < 0 and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _count(count: Count, gold: Document, golds: list[Pair], found: list[Pair]) -> None:
    golds.sort(key=lambda pair: (pair[0]["start"], pair[0]["end"]))
    found.sort(key=lambda pair: (pair[0]["start"], pair[0]["end"]))
    pairs = _matched(golds, found, iou)
    count.gold += len(golds)
    count.predicted += len(found)
    count.exact += len(_matched(golds, found, _same))
    count.overlap += len(pairs)
    hit, right = {i for i, _ in pairs}, {j for _, j in pairs}
    count.misses += [(gold["id"], g[0]) for i, g in enumerate(golds) if i not in hit]
    count.false += [(gold["id"], f[0]) for j, f in enumerate(found) if j not in right]


def kinds(
    counts: dict[str, Count], golds: Iterable[Document], predictions: dict[str, Document]
) -> Counter[tuple[str, str]]:
    """Say of each miss what was predicted there, and of each false hit what the gold has there."""
    by_id = {gold["id"]: gold for gold in golds}
    told: Counter[tuple[str, str]] = Counter()
    for name, count in counts.items():
        for key, mention in count.misses:
            others = predictions[key]["mentions"] if key in predictions else []
            told[name, f"missed; {_there(others, mention, 'read as')}"] += 1
        for key, mention in count.false:
            told[name, f"false hit; {_there(by_id[key]['mentions'], mention, 'gold has')}"] += 1
    return told


def _there(mentions: list[Mention], place: Mention, verb: str) -> str:
    types = [m["type"] for m in mentions if m["start"] < place["end"] and place["start"] < m["end"]]
    if place["type"] in types:
        return f"{verb} it once, counted with another"
    return f"{verb} {types[0]}" if types else f"{verb} nothing"


def uneven(count: Count, golds: Iterable[Document]) -> int:
    """Count the false hits whose very words the gold marks elsewhere in the same document."""
    by_id = {gold["id"]: gold for gold in golds}
    total = 0
    for key, mention in count.false:
        gold = by_id[key]
        words = gold["text"][mention["start"] : mention["end"]].lower()
        total += any(
            m["type"] == mention["type"] and gold["text"][m["start"] : m["end"]].lower() == words
            for m in gold["mentions"]
        )
    return total
