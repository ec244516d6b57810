"""What became of each file of a shard, as a table beside the others."""

from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from epicrisis.batch.records import Failure, Kind, SourceFile
from epicrisis.model import Course, Document

COLUMNS: Final = (
    ("path", "string", False, "path of the file below the folder that was read"),
    ("place", "string", True, "where in it, if it holds several documents"),
    ("bytes", "int64", False, "size of the file"),
    ("document_id", "string", True, "the document that was read there"),
    ("document", "string", True, "its name"),
    ("patients", "int64", True, "courses found in it; missing where it gave nothing"),
    ("failure", "string", True, "unreadable, error, timeout, memory or crash"),
    ("reason", "string", True, "why it gave nothing"),
)


def write_files(rows: list[dict[str, Any]], folder: Path) -> str:
    """Write the table `files` and give its hash."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    fields = [
        arrow.field(name, getattr(arrow, kind)(), nullable=null) for name, kind, null, _ in COLUMNS
    ]
    table = arrow.Table.from_pylist(rows, schema=arrow.schema(fields))
    path = folder / "files.parquet"
    parquet.write_table(table, path, compression="zstd", version="2.6")
    return sha256(path.read_bytes()).hexdigest()


class Ledger:
    """What became of each file so far."""

    def __init__(self) -> None:
        self.documents = self.cases = self.without_patient = 0
        self.failures: list[Failure] = []
        self.rows: list[dict[str, Any]] = []

    def keep(
        self, file: SourceFile, place: str, document: Document, courses: Sequence[Course]
    ) -> None:
        """Note a document that was read."""
        self.documents += 1
        self.cases += len(courses)
        self.without_patient += not courses
        about = {"document_id": document.id, "document": document.name, "patients": len(courses)}
        self._row(file, place, about)

    def fail(self, file: SourceFile, place: str, kind: Kind, reason: str) -> None:
        """Note a file, or a place in it, that gave nothing."""
        place, reason = (
            text.encode("utf-8", "backslashreplace").decode() for text in (place, reason)
        )
        self.failures.append(Failure(path=file.path, place=place, kind=kind, reason=reason))
        self._row(file, place, {"failure": kind, "reason": reason})

    def _row(self, file: SourceFile, place: str, about: dict[str, Any]) -> None:
        row = {**dict.fromkeys(column[0] for column in COLUMNS), **about}
        self.rows.append({**row, "path": file.path, "place": place or None, "bytes": file.size})
