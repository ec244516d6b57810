"""A small linear classifier over named features: the averaged perceptron.

Freund & Schapire, Machine Learning 1999;37:277-296; averaging as in Collins, EMNLP 2002. A model is
a table of features to whole weights, one a label, so that a verdict can be explained by the
features that made it.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

Features = list[str]
Weights = dict[str, list[int]]

MARGIN = 3.0  # a right label must lead by this much in training
EPOCHS = 12
SCALE = 100  # weights are kept in hundredths
RARE = 2  # a feature must occur this often to be learnt
ROUNDS = 4  # models, each of another order of the examples, whose mean is taken


class Perceptron:
    """Chooses one of several labels by the sum of its features' weights."""

    __slots__ = ("labels", "weights")

    def __init__(self, labels: Sequence[str], weights: Weights) -> None:
        self.labels = tuple(labels)
        self.weights = weights

    def scores(self, features: Iterable[str]) -> list[int]:
        """Give the score of each label, in hundredths, in the order of `labels`."""
        weights = self.weights
        rows = [weights[name] for name in features if name in weights]
        if not rows:
            return [0] * len(self.labels)
        return list(map(sum, zip(*rows, strict=True)))

    def decide(self, features: Iterable[str]) -> str:
        """Give the label with the greatest score; the first of equals."""
        scores = self.scores(features)
        return self.labels[scores.index(max(scores))]

    def lead(self, features: Iterable[str], label: str) -> int:
        """Give by how much a label's score exceeds the best of the others, in hundredths."""
        scores = self.scores(features)
        at = self.labels.index(label)
        return scores[at] - max(score for i, score in enumerate(scores) if i != at)


Models = Mapping[str, Perceptron]  # by task
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,·]\d+)*|[^\s\w]|_")


def shapes(text: str) -> list[str]:
    """Cut a text into the tokens that features are made of: lower-cased, any number as `9`.

    >>> shapes("CRP was 4.5 mg/L")
    ['crp', 'was', '9', 'mg', '/', 'l']
    """
    return ["9" if token[0].isdigit() else token.lower() for token in _TOKEN.findall(text)]


@cache
def packaged() -> Models:
    """The trained models that come with the program; `tools/train.py` makes them."""
    models = json.loads(_packed("models.json.gz"))
    return {task: Perceptron(m["labels"], m["weights"]) for task, m in models.items()}


def trained_on() -> frozenset[str]:
    """Ids of the documents that the packaged models have seen."""
    return frozenset(json.loads(_packed("models_trained_on.json.gz")))


def _packed(name: str) -> bytes:
    return gzip.decompress((files("epicrisis.vocab") / "data" / name).read_bytes())


def write_models(models: Models) -> bytes:
    """Pack models as `packaged` reads them; the same models always give the same bytes."""
    plain = {
        task: {"labels": model.labels, "weights": dict(sorted(model.weights.items()))}
        for task, model in sorted(models.items())
    }
    return pack(plain)


def pack(content: object) -> bytes:
    """Write something as compressed JSON, always the same bytes for the same content."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), 9, mtime=0)


def train(examples: Sequence[tuple[Features, str]]) -> Perceptron:
    """Learn a model from examples, features and the right label of each.

    The same examples give the same model.
    """
    counts = Counter(name for features, _ in examples for name in set(features))
    labels = sorted({label for _, label in examples})
    if len(labels) < 2:
        return Perceptron(labels or ["other"], {})
    place = {label: index for index, label in enumerate(labels)}
    data = [([f for f in dict.fromkeys(x) if counts[f] >= RARE], place[y]) for x, y in examples]
    names = sorted({name for features, _ in data for name in features})
    means = [_learnt(data, names, len(labels), seed) for seed in range(ROUNDS)]
    weights: Weights = {}
    for name in names:
        row = [round(SCALE * sum(m) / ROUNDS) for m in zip(*(w[name] for w in means), strict=True)]
        if any(abs(value) >= SCALE // 20 for value in row):
            weights[name] = row
    return Perceptron(labels, weights)


def _learnt(
    data: Sequence[tuple[Features, int]], names: Sequence[str], size: int, seed: int
) -> dict[str, list[float]]:
    """The mean weights over all steps of one run."""
    weights = {name: [0.0] * size for name in names}
    sums = {name: [0.0] * size for name in names}
    step, order, data = 1, random.Random(seed), list(data)
    for _ in range(EPOCHS):
        order.shuffle(data)
        for features, right in data:
            wrong = _violator(features, right, weights, size)
            if wrong is not None:
                for name in features:
                    weights[name][right] += 1
                    weights[name][wrong] -= 1
                    sums[name][right] += step
                    sums[name][wrong] -= step
            step += 1
    return {
        name: [w - s / step for w, s in zip(row, sums[name], strict=True)]
        for name, row in weights.items()
    }


def _violator(
    features: Features, right: int, weights: Mapping[str, list[float]], size: int
) -> int | None:
    """The label that comes too close to the right one, if any."""
    scores = [sum(weights[name][i] for name in features) for i in range(size)]
    rival = max((i for i in range(size) if i != right), key=scores.__getitem__)
    return rival if scores[right] - scores[rival] < MARGIN else None
