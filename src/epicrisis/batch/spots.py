"""How far a process is with its job, in a file of a few bytes that outlives the process.

Told by message, this would wake the process that minds several times for each document; so it is
written where that process looks when it wants to know.
"""

from pathlib import Path
from struct import Struct, error
from time import monotonic
from typing import Final

from epicrisis.batch.records import Spot

_FORM: Final = Struct("<qq?d")
_NAME: Final = "spot"


class SpotFile:
    """The file in the folder of a job, as the process that works writes it."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / _NAME).open("wb", buffering=0)

    def write(self, spot: Spot) -> None:
        """Say how far it is, and since when."""
        self._file.seek(0)
        self._file.write(_FORM.pack(*spot, monotonic()))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def read_spot(folder: Path) -> tuple[Spot, float] | None:
    """Give how far the job of a folder is and since when, None where it has not begun.

    Times are those of the clock that all processes of a machine share.
    """
    try:
        file, document, reading, since = _FORM.unpack((folder / _NAME).read_bytes())
    except (OSError, error):
        return None
    return Spot(file, document, reading), since
