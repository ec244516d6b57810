"""Where a datum is stated: the span, the words, and a little context.

An anchor is a W3C Web Annotation TextPositionSelector and TextQuoteSelector in one. Offsets count
Unicode code points of `Document.text` and are half-open, so `text[start:end] == exact` always.
"""

from typing import Self

from pydantic import Field, model_validator

from epicrisis.errors import AnchorMismatchError
from epicrisis.model.base import Noun

CONTEXT = 24  # characters of context kept on either side, enough to tell repeated quotes apart


class Anchor(Noun):
    """A stretch of one document's text, with its words so that it can be checked without trust."""

    document: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    exact: str = Field(min_length=1)
    prefix: str = ""
    suffix: str = ""

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError(
                f"anchor {self.start}-{self.end} spans {self.end - self.start} characters, "
                f"its quote has {len(self.exact)}"
            )
        return self

    @classmethod
    def at(cls, document: str, text: str, start: int, end: int) -> Self:
        """Make the anchor of `text[start:end]`, with context taken from around it."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no text at {start}-{end}")
        return cls.trusted(
            document=document,
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[start - CONTEXT if start > CONTEXT else 0 : start],
            suffix=text[end : end + CONTEXT],
        )

    def verify(self, text: str) -> None:
        """Check the anchor against the text it was made from.

        Raises:
            AnchorMismatchError: The words at the offsets are not the quoted ones.
        """
        found = text[self.start : self.end]
        if found != self.exact:
            raise AnchorMismatchError(self.document, self.start, self.end, self.exact, found)

    def overlaps(self, other: "Anchor") -> bool:
        """Say whether two anchors of one document share a character."""
        return self.document == other.document and self.start < other.end and other.start < self.end
