"""What people type into a search box, for two databases.

Words must all be there, a phrase stands in quotation marks, `-word` must not be there, and `OR`
separates alternatives: what PostgreSQL calls web search. SQLite's FTS5 is told the same in its own
language; every word is quoted for it, so that no character of a query is taken for syntax.
"""

import re

from epicrisis.errors import InputError

_TERM = re.compile(r'-?"[^"]*"?|\S+')


def terms(query: str) -> list[tuple[list[str], list[str]]]:
    """Give the alternatives of a query: words and phrases that must be there, and that must not.

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
            (unwanted if term.startswith("-") else wanted).append(words)
    told = [group for group in groups if group[0]]
    if not told:
        raise InputError(
            f"nothing to look for in {query!r}: give words, or a phrase in quotation marks; "
            "-word leaves out what has that word, OR separates alternatives"
        )
    return told


def full_text(query: str) -> str:
    """Give a query in the language of FTS5.

    Raises:
        InputError: It has no word to look for.
    """
    parts = [
        " NOT ".join([_all(wanted), *(f'"{words}"' for words in unwanted)])
        for wanted, unwanted in terms(query)
    ]
    return " OR ".join(f"({part})" for part in parts)


def _all(words: list[str]) -> str:
    quoted = [f'"{each}"' for each in words]
    return quoted[0] if len(quoted) == 1 else f"({' AND '.join(quoted)})"
