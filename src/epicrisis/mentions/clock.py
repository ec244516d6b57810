"""Times of day: numbers that measure nothing, and a `PM` that is no polymyositis."""

import re

_CLOCK = re.compile(
    r"(?<![\w:.,/-])(?:"
    r"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d){0,2}\s?[ap](?:\.\s?m\.|m\b)"
    r"|(?:0\d|[2-9]|1\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:\s?(?:h|hrs?|hours)\b)?(?![\d:/])"
    r"|(?:[01]?\d|2[0-4])\so['’]clock\b)",
    re.IGNORECASE,
)


def clock_times(text: str) -> list[tuple[int, int]]:
    """Give the spans of the times of day in a text, in order.

    A titre of one to something (`1:20`) is none without a.m. or p.m. behind it.

    >>> text = "seen at 8 PM, scanned at 14:30, ANA 1:40"
    >>> [text[start:end] for start, end in clock_times(text)]
    ['8 PM', '14:30']
    """
    return [match.span() for match in _CLOCK.finditer(text)]
