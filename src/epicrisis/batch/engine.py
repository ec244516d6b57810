"""What results depend on besides the files: this program as it is, and what it reads by."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Final

import epicrisis.model

ROOMS: Final = (
    "assembly",
    "audit",
    "batch",
    "errors.py",
    "exports",
    "measures",
    "mentions",
    "model",
    "pipeline.py",
    "readers",
    "segmentation",
    "synthesis",
    "vocab",
)
_PACKAGES: Final = (
    "ahocorasick-rs",
    "charset-normalizer",
    "lxml",
    "pyarrow",
    "pydantic",
    "pypdfium2",
    "rapidocr-onnxruntime",
    "selectolax",
)
_GROUPS: Final = ("epicrisis.readers", "epicrisis.checks")


@cache
def engine() -> str:
    """Give a short mark that changes whenever the same file might give another result.

    It covers the code and the packaged data of the rooms that find something, the versions of the
    libraries that parse, and what plug-ins are installed.
    """
    mark = blake2b(digest_size=8)
    package = Path(epicrisis.model.__file__).parent.parent
    for room in ROOMS:
        place = package / room
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                mark.update(file.relative_to(package).as_posix().encode() + b"\0")
                mark.update(file.read_bytes())
    for name in _PACKAGES:
        mark.update(f"{name} {_version(name)}\n".encode())
    plugins = [point for group in _GROUPS for point in entry_points(group=group)]
    for text in sorted(f"{p.group} {p.name} {p.value} {_of(p.dist)}" for p in plugins):
        mark.update(text.encode())
    return mark.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _of(distribution: object) -> str:
    return str(getattr(distribution, "version", ""))
