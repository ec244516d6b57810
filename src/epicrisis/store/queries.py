"""What people type into a search box, for two databases.

Words must all be there, a phrase stands in quotation marks, `-word` must not be there, and `OR`
separates alternatives: what PostgreSQL calls web search. SQLite's FTS5 is told the same in its own
language; every word is quoted for it, so that no character of a query is taken for syntax.
"""

import re

from epicrisis.errors import InputError

_TERM = re.compile(r'-?"[^"]*"?|\S+')


def full_text(query: str) -> str:
    """Give a query in the language of FTS5.

    Raises:
        InputError: It has no word to look for.
    """
    groups: list[tuple[list[str], list[str]]] = [([], [])]
    for term in _TERM.findall(query):
        if term.upper() == "OR":
            groups.append(([], []))
            continue
        wanted, unwanted = groups[-1]
        words = term.lstrip("-").replace('"', " ").strip()
        if any(character.isalnum() for character in words):
            (unwanted if term.startswith("-") else wanted).append(f'"{words}"')
    told = [
        " NOT ".join([" AND ".join(wanted) if len(wanted) == 1 else _all(wanted), *unwanted])
        for wanted, unwanted in groups
        if wanted
    ]
    if not told:
        raise InputError(
            f"nothing to look for in {query!r}: give words, or a phrase in quotation marks; "
            "-word leaves out what has that word, OR separates alternatives"
        )
    return " OR ".join(f"({part})" for part in told)


def _all(words: list[str]) -> str:
    return "(" + " AND ".join(words) + ")"
