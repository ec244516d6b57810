"""Every exception epicrisis raises on purpose, in one tree.

* EpicrisisError                  catch this to catch them all
  + InputError                    something handed to us is wrong; the message says how to mend it
    - UnreadableDocumentError     a file is not what it claims to be, or is no document at all
    - DocumentTooLargeError       a file is beyond the stated bound
    - UnknownNameError            no reader, measure, check or exporter has that name
    - SettingsError               a file of settings has an unknown key or a wrong value
    - UnitError                   a unit is unknown, or two units do not measure the same kind
    - ExpressionError             a condition on patients cannot be read; a caret shows where
    - MissingExtraError           an optional package that this needs is not installed
  + AnchorMismatchError           a quote is not where its anchor says
  + FormatVersionError            a file was written by a newer epicrisis than this one

A doubtful value in a report is not an exception. It is a finding of the audit, because one
impossible age must not lose the other forty facts of the case.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar


class EpicrisisError(Exception):
    """Base class: catch this to catch everything epicrisis raises on purpose."""

    code: ClassVar[str] = "error"


class InputError(EpicrisisError, ValueError):
    """Something handed to us is wrong, and the message says how to put it right."""

    code = "input"


class UnreadableDocumentError(InputError):
    """A file cannot be read as a document: empty, binary, truncated, or not its format."""

    code = "unreadable"


class DocumentTooLargeError(InputError):
    """A file is larger than the bound that the reader was given."""

    code = "too-large"


class SettingsError(InputError):
    """A file of settings has an unknown key or a value of the wrong kind; the message names it."""

    code = "settings"


class UnitError(InputError):
    """A unit is not known, or a conversion between two kinds of quantity was asked for."""

    code = "unit"


class ExpressionError(InputError):
    """A condition on patients that cannot be read: the message shows it with a caret below."""

    code = "expression"

    def __init__(self, text: str, start: int, end: int, reason: str) -> None:
        super().__init__(text, start, end, reason)
        self.text, self.start, self.end, self.reason = text, start, end, reason

    def __str__(self) -> str:
        line = " ".join(self.text.splitlines()) if "\n" in self.text else self.text
        mark = " " * self.start + "^" * max(1, self.end - self.start)
        return f"{self.reason}\n    {line}\n    {mark}"


class MissingExtraError(InputError):
    """A package that only this needs is not installed; the message says how to get it."""

    code = "missing-extra"

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(what, package, extra)
        self.what, self.package, self.extra = what, package, extra

    def __str__(self) -> str:
        return f"{self.what} needs {self.package}: pip install 'epicrisis[{self.extra}]'"


class UnknownNameError(InputError):
    """A name that no registry holds; the message lists the nearest known ones."""

    code = "unknown-name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        super().__init__(kind, name, names)
        self.kind, self.name, self.known = kind, name, names

    def __str__(self) -> str:
        near = get_close_matches(self.name, self.known, n=3)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        return f"no {self.kind} is named {self.name!r}. {hint}Known: {', '.join(self.known)}."


class AnchorMismatchError(EpicrisisError):
    """The text at an anchor's offsets is not the text that the anchor quotes."""

    code = "anchor-mismatch"

    def __init__(self, document: str, start: int, end: int, quoted: str, found: str) -> None:
        super().__init__(document, start, end, quoted, found)
        self.document = document
        self.start, self.end = start, end
        self.quoted, self.found = quoted, found

    def __str__(self) -> str:
        return (
            f"{self.document}, characters {self.start} to {self.end}: "
            f"expected {self.quoted!r}, found {self.found!r}. "
            "The document was probably read again in another way; read and extract it anew."
        )


class FormatVersionError(EpicrisisError):
    """A record carries a format version that this epicrisis does not know."""

    code = "format-version"
