"""What the room writes down: files to read, shards of them, and what became of each."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from epicrisis.model import Noun

Kind = Literal["unreadable", "error", "timeout", "memory", "crash"]
QUARANTINED: Final = frozenset({"error", "timeout", "memory", "crash"})
TABLES: Final = ("documents", "courses", "facts", "places", "findings", "files")


class SourceFile(NamedTuple):
    """A file to read.

    Attributes:
        path: What it is called in results: its path below the folder that is read.
        location: Where it is opened: a path or a URL.
        size: Bytes.
        stamp: Changes when the content does: the time of its last change, or a store's own tag.
    """

    path: str
    location: str
    size: int
    stamp: str


class Shard(NamedTuple):
    """Files that are worked off together and whose rows go into the same parts.

    Attributes:
        name: Follows from the paths of the files, and is the name of the parts.
        stamp: Follows from the files as they are, the program and the settings; a part that was
            made under another stamp is made anew.
    """

    name: str
    stamp: str
    files: tuple[SourceFile, ...]


class Failure(Noun):
    """A file that gave nothing, or a document of it, and why.

    Attributes:
        path: The file.
        place: Where in the file, if it holds several documents.
        kind: `unreadable` when it was refused with a reason; else it is in quarantine: `error` of
            ours, `timeout`, `memory`, or `crash` of the process that read it.
        reason: In words for a person.
    """

    path: str
    place: str = ""
    kind: Kind
    reason: str


class Spot(NamedTuple):
    """How far a process is with a shard.

    Attributes:
        file: Number of the file in its shard, from 0.
        document: Number of the document in its file, from 0.
        reading: Whether the document is still being read, and not yet examined.
    """

    file: int
    document: int
    reading: bool


class Part(Noun):
    """One table's part of one shard."""

    rows: int
    bytes: int
    sha256: str


class Outcome(Noun):
    """What working off a shard gave."""

    documents: int = 0
    cases: int = 0
    without_patient: int = 0
    failures: tuple[Failure, ...] = ()
    parts: Mapping[str, Part] = {}


class ShardRecord(Noun):
    """A finished shard. Its being there is what makes the parts of the shard count.

    Attributes:
        library: For shards that went into a case library: what tells that library from others.
        versions: How many versions that library held at least when the shard was in it.
    """

    name: str
    stamp: str
    files: int
    outcome: Outcome
    library: str = ""
    versions: int = 0
