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
  + LibraryError                  a case library cannot do what was asked; what it holds stays
    - LibraryNotFoundError        there is no library where one was to be opened
    - NotALibraryError            what is there is something else
    - LibraryVersionError         a newer epicrisis made it, or an older one and it is read only
    - LibraryDamagedError         what is stored cannot be read back
    - LibraryLockedError          others were writing for longer than we wait
    - LibraryReadOnlyError        it may be read but not written
    - LibraryFullError            the disk, or the room given to the library, is full
    - LibraryUnreachableError     the database server does not answer or does not let us in
  + BatchError                    work on many files cannot go on; what is finished stays

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


class LibraryError(EpicrisisError):
    """A case library cannot do what was asked. What it held before, it still holds.

    Attributes:
        place: The library: a path, or a URL without its password.
        reason: What was found, and what was expected.
        remedy: What a person can do about it.
    """

    code = "library"

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        super().__init__(place, reason, remedy)
        self.place, self.reason, self.remedy = place, reason, remedy

    def __str__(self) -> str:
        return f"library {self.place}: {self.reason}. {self.remedy}"


class LibraryNotFoundError(LibraryError):
    """There is no library where one was to be opened."""

    code = "library-not-found"


class NotALibraryError(LibraryError):
    """What stands where a library was expected is something else; it is left as it is."""

    code = "not-a-library"


class LibraryVersionError(LibraryError):
    """A newer epicrisis made the library, or an older one and it was opened to read only."""

    code = "library-version"


class LibraryDamagedError(LibraryError):
    """What is stored cannot be read back as it was written."""

    code = "library-damaged"


class LibraryLockedError(LibraryError):
    """Other programs were writing for longer than this one waits; nothing was written."""

    code = "library-locked"


class LibraryReadOnlyError(LibraryError):
    """The library may be read but not written."""

    code = "library-read-only"


class LibraryFullError(LibraryError):
    """There is no room left to write; what was being added was taken back whole."""

    code = "library-full"


class LibraryUnreachableError(LibraryError):
    """The database server does not answer or refuses us, or its driver is not installed."""

    code = "library-unreachable"


class BatchError(EpicrisisError):
    """Work on many files cannot go on: a disk is full, or processes cannot be started.

    What is finished stays; the same command goes on from there.
    """

    code = "batch"

    def __str__(self) -> str:
        return f"{super().__str__()}. What is finished stays: run the same command again."
