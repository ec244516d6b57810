"""A small linear classifier over named features, as multinomial logistic regression learns it.

A model is a table of features to whole weights, one a label, so that a verdict can be explained by
the features that made it. `tools/logistic.py` learns the weights.
"""

import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from struct import Struct

Features = list[str]
Weights = dict[str, list[int]]

SCALE = 100  # weights are kept in hundredths of a natural logarithm of odds
_ZERO = 1 << 31  # what stands for nought in a lane


class LinearModel:
    """Chooses one of several labels by the sum of its features' weights.

    The weights of a feature are kept side by side in one integer, a lane of 32 bits for each label,
    so that one addition adds up the scores of all labels.
    """

    __slots__ = ("_bias", "_lanes", "_rows", "labels")

    def __init__(self, labels: Sequence[str], weights: Mapping[str, Sequence[int]]) -> None:
        self.labels = tuple(labels)
        self._lanes = Struct(f"<{len(self.labels)}I")
        self._bias = _in_lanes([_ZERO] * len(self.labels))  # so that no lane borrows from the next
        self._rows = {name: _in_lanes(row) for name, row in weights.items()}

    @property
    def weights(self) -> Weights:
        """The weights of each feature, one a label, in hundredths."""
        return {name: self._lane_values(row) for name, row in self._rows.items()}

    def _lane_values(self, row: int) -> list[int]:
        lanes = (row + self._bias).to_bytes(self._lanes.size, "little")
        return [value - _ZERO for value in self._lanes.unpack(lanes)]

    def scores(self, features: Iterable[str]) -> list[int]:
        """Give the score of each label, in hundredths, in the order of `labels`."""
        return self._lane_values(sum(filter(None, map(self._rows.get, features))))

    def decide(self, features: Iterable[str]) -> str:
        """Give the label with the greatest score; the first of equals."""
        scores = self.scores(features)
        return self.labels[scores.index(max(scores))]

    def lead(self, features: Iterable[str], label: str) -> int:
        """Give by how much a label's score exceeds the best of the others, in hundredths."""
        scores = self.scores(features)
        at = self.labels.index(label)
        return scores[at] - max(score for i, score in enumerate(scores) if i != at)


def _in_lanes(row: Sequence[int]) -> int:
    return sum(value << (32 * lane) for lane, value in enumerate(row))


Models = Mapping[str, LinearModel]  # by task
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,·]\d+)*|[^\s\w]|_")
_ASCII_TOKEN = re.compile(r"[a-z]+|[0-9]+(?:[.,][0-9]+)*|[^\sa-z0-9]")  # the same, but faster
_ASCII_DIGIT = re.compile(r"[0-9]")


def shapes(text: str) -> list[str]:
    """Cut a text into the tokens that features are made of: lower-cased, any number as `9`.

    >>> shapes("CRP was 4.5 mg/L")
    ['crp', 'was', '9', 'mg', '/', 'l']
    """
    if not text.isascii():
        return ["9" if token[0].isdigit() else token.lower() for token in _TOKEN.findall(text)]
    tokens = _ASCII_TOKEN.findall(text.lower())
    if _ASCII_DIGIT.search(text):
        return ["9" if token[0].isdigit() else token for token in tokens]
    return tokens


@cache
def packaged() -> Models:
    """The trained models that come with the program; `tools/train.py` makes them."""
    models = json.loads(_packed("models.json.gz"))
    return {task: LinearModel(m["labels"], m["weights"]) for task, m in models.items()}


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
