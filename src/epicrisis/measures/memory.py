"""Remembering what was computed from a noun, so that many readers share one computation.

Nouns are frozen, so what follows from one stays true. They are told apart by identity: comparing
two documents by value costs as much as reading them. A memory is small and forgets everything at
once when it is full; what it holds keeps its nouns alive until then.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from epicrisis.model.base import Noun

N = TypeVar("N", bound=Noun)
T = TypeVar("T")


def _last(function: Callable[[N], T]) -> Callable[[N], T]:
    """The memory of one noun, which a large share of all questions is asked about."""
    memory: list[tuple[N | None, T | None]] = [(None, None)]

    @wraps(function)
    def answer(noun: N) -> T:
        known, found = memory[0]
        if known is noun:
            return cast(T, found)
        fresh = function(noun)
        memory[0] = (noun, fresh)
        return fresh

    return answer


def remembered(most: int) -> Callable[[Callable[[N], T]], Callable[[N], T]]:
    """Let a function of one noun remember its answers for the last few nouns.

    The answer is shared between callers, who must not change it.

    Args:
        most: How many nouns are remembered.
    """

    def decorate(function: Callable[[N], T]) -> Callable[[N], T]:
        if most == 1:
            return _last(function)
        answers: dict[int, tuple[N, T]] = {}

        @wraps(function)
        def answer(noun: N) -> T:
            known = answers.get(id(noun))
            if known is not None and known[0] is noun:
                return known[1]
            found = function(noun)
            if len(answers) >= most:
                answers.clear()
            answers[id(noun)] = (noun, found)
            return found

        return answer

    return decorate
