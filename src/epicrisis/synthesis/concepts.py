"""A concept with everything below it, as the codes that courses carry.

HPO and MONDO overlap: what one files below a concept, the other may hold under the same name
elsewhere. A name of one that is the preferred name in the other leads from one to the other.
"""

from collections.abc import Iterator

from epicrisis.errors import UnknownNameError
from epicrisis.vocab.ontologies import descendants, iter_names, label_of, term


def concept_codes(name: str) -> frozenset[str]:
    """Give the codes of a concept, of all narrower ones, and of those of the same name.

    Args:
        name: A name in any spelling that HPO, MONDO or the packaged tables hold, or a code.

    Raises:
        UnknownNameError: No term has that name or code.

    >>> "MONDO:0015264" in concept_codes("interstitial lung disease")  # organizing pneumonia
    True
    """
    codes = {name.strip()} if label_of(name.strip()) else _named(name)
    found = codes | {below for code in codes for below in descendants(code)}
    return frozenset(found | set(_namesakes(found)))


def _named(name: str) -> set[str]:
    wanted = " ".join(name.split()).lower()
    found, near = set(), []
    for known, kind, id in iter_names():
        folded = known.removeprefix("=").lower()
        if folded == wanted:
            found.add(term(id, kind).code)
        elif wanted[:6] in folded:
            near.append(folded)
    codes = {code for code in found if code}
    if not codes:
        raise UnknownNameError("finding or disease", name, sorted(near, key=len)[:10])
    return codes


def _namesakes(codes: set[str]) -> Iterator[str]:
    """The terms whose preferred name is a name of one of these."""
    names = {name.removeprefix("=").lower() for code in codes for name in _names(code)}
    for known, _, id in iter_names():
        if ":" in id and known.lower() in names and label_of(id).lower() == known.lower():
            yield id


def _names(code: str) -> tuple[str, ...]:
    try:
        return term(code).names
    except UnknownNameError:  # a curated row may carry a code that is not packed
        return ()
