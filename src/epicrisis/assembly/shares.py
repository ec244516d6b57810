"""Lists of names and lists of values: `WBC, Hb and platelets were 12, 9.8 and 150`."""

import re
from collections.abc import Sequence

from epicrisis.assembly.drafts import Page
from epicrisis.assembly.values import fits, precedes_range
from epicrisis.model import Mention, QuantityMention

_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LIST = re.compile(r"^\s*(?:,|/|and|or|,\s?and|as\swell\sas)\s*$")
_NAMES = re.compile(
    r"^\s*(?:(?:levels?|counts?|concentrations?|values?|cells?|serum|plasma|blood|total|free|"
    r"the|his|her|titers?)\s*)*(?:,|/|and|or|,\s?and|as\swell\sas)\s*(?:(?:serum|plasma|blood|"
    r"total|free|the|his|her)\s*)*$",
    re.IGNORECASE,
)
_REACH = 90  # characters between the last name of a list and the first value


def shares(
    page: Page, names: Sequence[Mention], values: Sequence[QuantityMention]
) -> dict[int, Mention]:
    """Give the name of each value (by `id`) that stands in a list with as many names before it.

    With "respectively" behind the values the last names are taken even where more precede them.
    """
    pairs: dict[int, Mention] = {}
    for run in _runs(page, values):
        before = _listed_names(page, names, values, run[0])
        told = "respectively" in page.text[run[-1].end : run[-1].end + 40]
        if len(before) != len(run) and not (told and len(before) > len(run)):
            continue
        chosen = before[-len(run) :]
        if all(
            fits(name.concept("analyte"), value.ucum, value.dimension)
            for name, value in zip(chosen, run, strict=True)
        ):
            pairs |= {id(value): name for name, value in zip(chosen, run, strict=True)}
    return pairs


def _runs(page: Page, values: Sequence[QuantityMention]) -> list[list[QuantityMention]]:
    runs: list[list[QuantityMention]] = []
    for value in values:
        if precedes_range(page, value) or _bracketed(page, value):
            continue
        if runs and _LIST.match(_BRACKET.sub(" ", page.text[runs[-1][-1].end : value.start])):
            runs[-1].append(value)
        else:
            runs.append([value])
    return [run for run in runs if len(run) > 1]


def _bracketed(page: Page, value: QuantityMention) -> bool:
    """A number inside brackets behind a value (its range, its share) is no item of the list."""
    before = page.text[max(0, value.start - 30) : value.start]
    opened = before.rfind("(")
    return opened > before.rfind(")") and bool(re.search(r"\d[^(]*$", before[:opened]))


def _listed_names(
    page: Page,
    names: Sequence[Mention],
    values: Sequence[QuantityMention],
    first: QuantityMention,
) -> list[Mention]:
    """The unbroken list of names that ends closest before the first value."""
    earlier = max((v.end for v in values if v.end <= first.start), default=0)
    listed: list[Mention] = []
    for name in reversed([n for n in names if earlier <= n.start and n.end <= first.start]):
        if not listed:
            if first.start - name.end > _REACH:
                break
            listed.append(name)
            continue
        gap = page.text[name.end : listed[-1].start]
        if name.id == listed[-1].id and gap.strip() in ("(", "["):
            listed[-1] = name  # the short form in brackets behind its name
            continue
        if not _NAMES.match(_BRACKET.sub(" ", gap)):
            break
        listed.append(name)
    return listed[::-1]
