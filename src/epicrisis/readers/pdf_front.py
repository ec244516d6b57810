"""What the first page and the file's own information tell of the publication."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from epicrisis.model import Citation
from epicrisis.readers.front import Front, doi_in, is_title
from epicrisis.readers.pdf_paragraphs import Para

_LETTERS = re.compile(r"[^\W_]+")
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_STRONG = (
    re.compile(rf"\(\s?{_YEAR}\s?\)\s?[\d:,.]"),
    re.compile(rf"(?<!\d){_YEAR}\s?(?:[A-Z][a-z]{{2,8}}\.?\s?\d{{0,2}}\s?)?;\s?\d"),
    re.compile(rf"(?:©|[Cc]opyright)\s?(?:©\s?)?(?:The Author\(s\),?\s?)?{_YEAR}"),
    re.compile(rf"[Pp]ublished(?:\sonline)?:?\s[^.;|]{{0,25}}?(?<!\d){_YEAR}(?!\d)"),
)
_JOURNAL = re.compile(
    r"\b(?:journal|contents lists|issn|vol(?:ume)?\b|www\.|https?:)", re.IGNORECASE
)
_SHORTEST: Final = 12


def plain_key(words: str) -> str:
    """Give words in a form that print and file information share: letters and digits alone."""
    return "".join(_LETTERS.findall(words)).casefold()


def title_index(paras: Sequence[Para], told: str, body: float) -> int | None:
    """Find the title among the first paragraphs of a document.

    Args:
        paras: Those before the text begins.
        told: The title in the file's information; only believed where it is printed too.
        body: The size of most of the text.
    """
    key = plain_key(told)
    if len(key) >= _SHORTEST:
        for index, para in enumerate(paras):
            words = plain_key(para.words)
            if len(words) >= _SHORTEST and (
                words.startswith(key[:60]) or key.startswith(words[:60])
            ):
                return index
    best: tuple[float, int] | None = None
    for index, para in enumerate(paras):
        words = para.words
        size = para.size
        large = size > 1.12 * body or (para.bold and size > 0.97 * body)
        if not large or not _may_be_title(words):
            continue
        if best is None or size > best[0] * 1.02:
            best = (size, index)
    if best is not None:
        return best[1]
    return next((i for i, para in enumerate(paras) if is_title(para.words)), None)


def _may_be_title(words: str) -> bool:
    listed = words.split()
    if not 3 <= len(listed) <= 60 or not any(word[0].islower() for word in listed[:12]):
        return len(listed) >= 4 and words.isupper() and not _JOURNAL.search(words)
    return not _JOURNAL.search(words) and not words.rstrip().endswith((",", ";"))


def citation(
    front: Front, told: dict[str, str], edge: Iterable[str], head: Iterable[str], pages: int
) -> Citation:
    """Put together what is known.

    Args:
        front: What the words of the front matter gave.
        told: The file's information, by key.
        edge: Running heads and feet of the first pages.
        head: The other lines of the first page.
        pages: How many pages there are.
    """
    lines = [told.get("Subject", ""), *edge, *head]
    doi = next((found for line in lines if (found := doi_in(line))), "")
    authors = front.authors
    if not authors and len(told.get("Author", "")) > 5 and pages:
        author = told["Author"]
        authors = tuple(p.strip() for p in re.split(r"[;,]", author) if " " in p.strip())
    base = front.citation()
    return base.model_copy(
        update={"doi": doi or base.doi, "year": _year(lines) or base.year, "authors": authors}
    )


def _year(lines: Sequence[str]) -> int | None:
    """The year that most signs of a year of publication name, or None where they are even."""
    for pattern in _STRONG:
        years: Counter[int] = Counter()
        for line in lines:
            for found in pattern.finditer(line[:2000]):
                years[int(found["year"])] += 1
        common = years.most_common(2)
        if common and (len(common) == 1 or common[0][1] > common[1][1]):
            return common[0][0]
    return None
