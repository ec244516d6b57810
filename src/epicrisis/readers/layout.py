"""What each piece of a page is: title, heading, paragraph, caption, table, note, reference.

Text and Markdown files share this; Markdown only knows more signs. The decisions follow the page
from top to bottom and remember where they are: in the front matter, in the body, under a heading
that opens the reference list, or behind the article among what a web page adds to it.
"""

import re
from typing import Final, Literal

from epicrisis.model import Block, Citation
from epicrisis.model.documents import BlockKind
from epicrisis.readers.bibliography import Bibliography
from epicrisis.readers.chunks import Chunk, chunks, ends_sentence
from epicrisis.readers.continuations import mark_continuations
from epicrisis.readers.drafts import Draft
from epicrisis.readers.front import Front, is_prose, is_title, is_wordy
from epicrisis.readers.lines import bare
from epicrisis.readers.names import listed, numbering_depth, role_of
from epicrisis.readers.tabular import Gathered, Tables

Mode = Literal["front", "body", "references", "keywords", "labels", "chrome"]
_KEYWORDS = re.compile(r"(?:key\s?words?|index terms)\s?[:—–-]\s?\S", re.IGNORECASE)
_BOLD = re.compile(r"(?:\*\*|__)[^*_\n]{2,120}(?:\*\*|__):?$")
_FURNITURE = re.compile(
    r"(?:\d{1,4}|[Pp]age\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?|[-*_](?:\s?[-*_]){2,60}"
    r"|!\[[^\[\]\n]{0,300}\]\([^()\n]{0,600}\))$"
)
_HEADING_WORDS: Final = 9
_HEADING_LENGTH: Final = 80
_AHEAD: Final = 14  # chunks of front matter before the first heading, at most
_SMALL: Final = listed("a an and as at by for from in of on or the to with without vs")


def lay_out(text: str, *, markdown: bool) -> Draft:
    """Give the blocks, tables, references and citation of a text; repairs are not looked for.

    Args:
        text: The document's text.
        markdown: Whether `#`, `|`, `-` and stars are markup.
    """
    page = _Page(text, chunks(text, markdown=markdown))
    page.read()
    return Draft(
        text=text,
        citation=page.citation(),
        blocks=mark_continuations(text, page.blocks),
        tables=[gathered.table for gathered in page.gathered],
        references=page.bibliography.references,
        warnings=page.tables.warnings,
    )


class _Page:
    """The chunks of one text on their way to blocks."""

    def __init__(self, text: str, found: list[Chunk]) -> None:
        self.text, self.chunks = text, found
        self.blocks: list[Block] = []
        self.tables = Tables(text, found)
        self.gathered: list[Gathered] = []
        self.bibliography = Bibliography(text)
        self.front = Front()
        self.mode: Mode = "front"
        self.level = 1

    def read(self) -> None:
        index = 0
        while index < len(self.chunks):
            gathered = None if self.mode in ("references", "chrome") else self.tables.at(index)
            if gathered:
                self.gathered.append(gathered)
                self.blocks += gathered.blocks
                index = gathered.following
                continue
            self.chunk(index)
            index += 1

    def chunk(self, index: int) -> None:
        chunk = self.chunks[index]
        words = chunk.words
        if chunk.form == "caption":
            self.add(chunk, "caption")
        elif chunk.form in ("heading", "named"):
            self.heading(index)
        elif self.one_line(chunk) and _FURNITURE.match(self.words(chunk)):
            self.add(chunk, "boilerplate")
        elif self.mode == "front":
            self.head(index)
        elif self.mode == "labels" and not is_prose(self.words(chunk)):
            self.add(chunk, "front_matter")
            self.front.note_labelled(self.words(chunk))
        elif self.mode == "keywords" and len(words) < 1000:
            self.keywords(chunk)
            self.mode = "body"
        elif self.mode == "references":
            self.blocks += self.bibliography.take(chunk)
        elif self.mode == "chrome":
            self.add(chunk, "boilerplate")
        else:
            self.mode = "body"
            self.body(index)

    def heading(self, index: int) -> None:
        """A line with `#`, or one worded like the name of a section."""
        chunk = self.chunks[index]
        role = role_of(chunk.words)
        opening = self.mode == "front" and not self.front.title
        if role == "chrome":
            self.add(chunk, "boilerplate")
            self.mode = "front" if self.mode == "front" else "chrome"
        elif role == "front" and self.mode in ("front", "labels", "body", "keywords"):
            self.add(chunk, "front_matter")
            self.mode = "labels"
        elif opening and (role == "article_type" or self.is_article_type(index, role)):
            self.add(chunk, "front_matter")
            self.front.article_type = self.front.article_type or chunk.words.strip(" .:")
        elif opening and not role:
            self.add(chunk, "title")
            self.front.title = chunk.words
        elif role == "article_type" and chunk.form == "named":
            self.plain(index)
        elif self.mode == "front" and not role and self.front.is_authors(self.raw(chunk)):
            self.add(chunk, "front_matter")
        else:
            self.add(chunk, "heading", self.depth(chunk))
            modes: dict[str, Mode] = {"references": "references", "keywords": "keywords"}
            self.mode = modes.get(role, "body")

    def is_article_type(self, index: int, role: str) -> bool:
        """`Case Report` above the title is what the paper is; above its text it is a heading."""
        if role != "heading" or "case" not in self.chunks[index].words.lower():
            return False
        behind = self.chunks[index + 1 : index + 2]
        return bool(behind) and not is_prose(self.words(behind[0]))

    def depth(self, chunk: Chunk) -> int:
        if chunk.level:
            self.level = chunk.level
            return chunk.level
        return max(numbering_depth(chunk.words), self.level)

    def head(self, index: int) -> None:
        """A plain piece before the body has begun."""
        chunk = self.chunks[index]
        words = self.words(chunk)
        if _KEYWORDS.match(chunk.words):
            self.keywords(chunk)
        elif is_prose(words):
            self.mode = "body"
            self.body(index)
        elif not self.front.title and index + 1 < len(self.chunks) and is_title(words):
            self.add(chunk, "title")
            self.front.title = " ".join(words.split())
        elif not is_wordy(words) and (
            self.front.note(self.raw(chunk)) or self.heading_ahead(index)
        ):
            self.add(chunk, "front_matter")
        else:
            self.mode = "body"
            self.body(index)

    def heading_ahead(self, index: int) -> bool:
        """Say whether a heading comes before any prose does."""
        for chunk in self.chunks[index + 1 : index + _AHEAD]:
            if chunk.form in ("heading", "named"):
                return bool(self.front.title)
            if is_prose(self.words(chunk)):
                return False
        return False

    def body(self, index: int) -> None:
        chunk = self.chunks[index]
        if _KEYWORDS.match(chunk.words):
            self.keywords(chunk)
        elif chunk.form == "item":
            self.add(chunk, "list_item")
        else:
            self.plain(index)

    def plain(self, index: int) -> None:
        chunk = self.chunks[index]
        raw = self.text[chunk.start : min(chunk.end, chunk.start + 200)]
        if self.one_line(chunk) and _BOLD.match(raw):
            self.add(chunk, "heading", self.level + 1)
        elif self.stands_alone(index):
            self.add(chunk, "heading", max(self.level + 1, numbering_depth(chunk.words)))
        else:
            self.add(chunk, "paragraph")

    def stands_alone(self, index: int) -> bool:
        """Say whether a line between blank lines is worded like a heading."""
        chunk = self.chunks[index]
        words = chunk.words
        listed = words.split()
        if not self.one_line(chunk) or len(words) > _HEADING_LENGTH or not words[:1].isupper():
            return False
        if len(listed) > _HEADING_WORDS or words[-1] in ".,;!?)-" or not words[-1].isalnum():
            return False
        if index and not self.closed(self.chunks[index - 1]):
            return False
        behind = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        if behind is None or behind.form not in ("plain", "item") or behind.words[:1].islower():
            return False
        titled = all(word[0].isupper() or word.lower() in _SMALL for word in listed)
        return (titled or len(listed) <= 3) and is_prose(self.words(behind))

    def closed(self, chunk: Chunk) -> bool:
        """Say whether nothing of a chunk can go on behind the next one."""
        if chunk.form != "plain":
            return True
        return ends_sentence(bare(self.text[max(chunk.start, chunk.end - 40) : chunk.end]))

    def keywords(self, chunk: Chunk) -> None:
        self.add(chunk, "keywords")
        self.front.take_keywords(self.words(chunk))

    def raw(self, chunk: Chunk) -> str:
        return self.text[chunk.start : min(chunk.end, chunk.start + 2000)]

    def words(self, chunk: Chunk) -> str:
        return bare(self.raw(chunk))

    def one_line(self, chunk: Chunk) -> bool:
        return len(chunk.lines) == 1

    def add(self, chunk: Chunk, kind: BlockKind, level: int = 0) -> None:
        if chunk.end > chunk.start:
            self.blocks.append(Block(kind=kind, start=chunk.start, end=chunk.end, level=level))

    def citation(self) -> Citation:
        return self.front.citation()
