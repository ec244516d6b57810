"""A snapshot: many courses as typed Parquet tables that DuckDB, pandas, polars and R read.

Tables and columns are listed in `TABLES`; `manifest.json` beside them holds the hash and the number
of rows of each. Nothing in a snapshot depends on when or where it was made: the same courses in
the same order give the same bytes, with the same version of pyarrow.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from epicrisis.errors import MissingExtraError
from epicrisis.exports.snapshot_rows import ROWS, Report
from epicrisis.exports.snapshot_tables import TABLES
from epicrisis.model import COURSE_VERSION, Course, Document, Finding
from epicrisis.model.fingerprints import Fingerprint

KIND: Final = "epicrisis.snapshot"
VERSION: Final = "1"
MANIFEST: Final = "manifest.json"
GROUP = 20_000  # rows held in memory before they are written


def write_snapshot(
    items: Iterable[tuple[Document, Sequence[Course], Sequence[Finding]]],
    folder: Path,
    *,
    version: str,
) -> Mapping[str, int]:
    """Write the tables and their manifest; files of an earlier snapshot there are replaced.

    The manifest is written last, so a folder with a manifest is whole. Documents are read one by
    one, and no more than `GROUP` rows of each table are held.

    Args:
        items: Documents with their courses and what the audit says of them.
        folder: Where to; made where it is not there.
        version: Version of epicrisis.

    Returns:
        Rows written, by table.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    library = _pyarrow()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    writers = {name: _Writer(library, folder, name) for name in TABLES}
    texts, data = sha256(), Fingerprint()
    try:
        for document, courses, findings in items:
            texts.update(document.id.encode())
            for course in courses:
                data.add(course)
            report = Report(document, courses, findings)
            for name, writer in writers.items():
                writer.add(ROWS[name](report))
    finally:
        for writer in writers.values():
            writer.close()
    for writer in writers.values():
        writer.publish()
    manifest = _manifest(library, folder, writers, version, texts.hexdigest(), str(data))
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    return MappingProxyType({name: writer.rows for name, writer in writers.items()})


def _pyarrow() -> Any:
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise MissingExtraError("a snapshot", "pyarrow", "parquet") from error


class _Writer:
    """Writes one table, a group of rows at a time, under a name of its own until it is whole."""

    def __init__(self, library: Any, folder: Path, name: str) -> None:
        self._arrow = library
        self._path = folder / f"{name}.parquet"
        self._partial = folder / f"{name}.parquet.part"
        self._schema = _schema(library, name)
        self._held: list[dict[str, Any]] = []
        self._file = library.parquet.ParquetWriter(
            self._partial, self._schema, compression="zstd", version="2.6"
        )
        self.rows = 0

    def add(self, rows: Iterator[dict[str, Any]]) -> None:
        for row in rows:
            self._held.append(row)
            if len(self._held) >= GROUP:
                self._flush()

    def close(self) -> None:
        self._flush()
        self._file.close()

    def publish(self) -> None:
        self._partial.replace(self._path)

    def _flush(self) -> None:
        if self._held:
            batch = self._arrow.Table.from_pylist(self._held, schema=self._schema)
            self._file.write_table(batch)
            self.rows += len(self._held)
            self._held.clear()


def _schema(library: Any, name: str) -> Any:
    kinds = {
        "text": library.string(),
        "number": library.float64(),
        "whole": library.int64(),
        "yes or no": library.bool_(),
        "texts": library.list_(library.string()),
    }
    return library.schema(
        [
            library.field(column.name, kinds[column.kind], nullable=column.nullable)
            for column in TABLES[name]
        ]
    )


def _manifest(
    library: Any,
    folder: Path,
    writers: Mapping[str, _Writer],
    version: str,
    texts: str,
    data: str,
) -> str:
    tables = {
        name: {
            "file": f"{name}.parquet",
            "rows": writer.rows,
            "sha256": sha256((folder / f"{name}.parquet").read_bytes()).hexdigest(),
            "columns": {column.name: column.kind for column in TABLES[name]},
        }
        for name, writer in writers.items()
    }
    about = {
        "kind": KIND,
        "version": VERSION,
        "epicrisis": version,
        "pyarrow": library.__version__,
        "course_version": COURSE_VERSION,
        "documents_sha256": texts,
        "data": data,
        "tables": tables,
    }
    return json.dumps(about, indent=2) + "\n"
