"""What became of each file of a shard, as a table beside the others."""

from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, Final

from epicrisis.batch.records import Failure, Kind, SourceFile
from epicrisis.model import Course, Document

FILES: Final = (
    ("path", "string", False, "path of the file below the folder that was read"),
    ("bytes", "int64", False, "its size"),
    ("document_id", "string", True, "a document in it; a file of several has several rows"),
    ("document", "string", True, "the name of that document"),
    ("patients", "int64", True, "courses found in it; missing where it gave nothing"),
    ("failure", "string", True, "unreadable, error, timeout, memory or crash"),
    ("reason", "string", True, "why it gave nothing"),
)


def write_files(rows: list[dict[str, Any]], folder: Path) -> str:
    """Write the table `files` and give its hash."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    fields = [arrow.field(name, getattr(arrow, kind)(), nullable=null) for name, kind, null, _ in FILES]
    table = arrow.Table.from_pylist(rows, schema=arrow.schema(fields))
    path = folder / "files.parquet"
    parquet.write_table(table, path, compression="zstd", version="2.6")
    return sha256(path.read_bytes()).hexdigest()


def called(file: SourceFile) -> str:
    """Give the name of a file's document: that of the file without its ending."""
    name = PurePosixPath(file.path)
    return name.stem or name.name


class Ledger:
    """What became of each file so far."""

    def __init__(self) -> None:
        self.documents = self.cases = self.without_patient = 0
        self.failures: list[Failure] = []
        self.rows: list[dict[str, Any]] = []

    def keep(self, file: SourceFile, document: Document, courses: Sequence[Course]) -> None:
        """Note a document that was read."""
        self.documents += 1
        self.cases += len(courses)
        self.without_patient += not courses
        self._row(file, document=document, patients=len(courses))

    def fail(
        self, file: SourceFile, kind: Kind, reason: str, document: Document | None = None
    ) -> None:
        """Note a file, or a document of one, that gave nothing."""
        name = document.name if document and document.name != called(file) else ""
        self.failures.append(Failure(path=file.path, document=name, kind=kind, reason=reason))
        self._row(file, document=document, kind=kind, reason=reason)

    def _row(
        self,
        file: SourceFile,
        document: Document | None = None,
        patients: int | None = None,
        kind: str | None = None,
        reason: str | None = None,
    ) -> None:
        about = {"document_id": document.id, "document": document.name} if document else {}
        size = {"path": file.path, "bytes": file.size, "document_id": None, "document": None}
        row = {**size, **about, "patients": patients, "failure": kind, "reason": reason}
        self.rows.append(row)
