"""Pages that are pictures of text: known by having an image and no letters, read by an engine.

An engine is whatever is installed: the extra `epicrisis[ocr]` (RapidOCR, which brings its models),
else the program tesseract. Nothing is fetched.
"""

import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Final, NamedTuple, Protocol

from epicrisis.readers.pdf_engine import Image
from epicrisis.readers.pdf_words import Piece, Strip

MOST_SCANNED: Final = 100  # pages of one document that are recognised; each takes a second or more
SCALE: Final = 200 / 72  # pixels a point
_FEWEST: Final = 20  # letters; a page with fewer, under a picture, is a scan
_COVERED: Final = 0.5
_SECONDS: Final = 60
HOW: Final = (
    "Install the extra `epicrisis[ocr]` (or the program tesseract), "
    "or run the file through a program that adds the text"
)


class Seen(NamedTuple):
    """Words that an engine saw, in pixels from the top left."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


class Engine(Protocol):
    """What recognises the letters in a picture."""

    name: str

    def see(self, image: Image) -> list[Seen]:
        """Give the lines or words in a picture."""
        ...


class RapidOcr:
    """The extra `epicrisis[ocr]`."""

    name = "RapidOCR"

    def __init__(self) -> None:
        from rapidocr_onnxruntime import RapidOCR

        self._engine: Any = RapidOCR()

    def see(self, image: Image) -> list[Seen]:
        """Give the lines in a picture."""
        import numpy

        flat = numpy.frombuffer(image.data, dtype=numpy.uint8)
        grey = flat.reshape(image.height, image.row)[:, : image.width]
        found, _ = self._engine(numpy.stack([grey] * 3, axis=-1))
        lines = []
        for corners, words, *_ in found or []:
            across, down = [c[0] for c in corners], [c[1] for c in corners]
            lines.append(Seen(str(words), min(across), min(down), max(across), max(down)))
        return lines


class Tesseract:
    """The program of that name, where it is installed."""

    name = "tesseract"

    def see(self, image: Image) -> list[Seen]:
        """Give the words in a picture."""
        head = f"P5 {image.width} {image.height} 255\n".encode()
        rows = (
            image.data[start : start + image.width]
            for start in range(0, image.row * image.height, image.row)
        )
        command = ["tesseract", "stdin", "stdout", "--dpi", "200", "tsv"]
        done = subprocess.run(
            command, input=head + b"".join(rows), capture_output=True, timeout=_SECONDS, check=False
        )
        return words_of_tsv(done.stdout.decode("utf-8", "replace"))


def words_of_tsv(table: str) -> list[Seen]:
    """Read the words out of tesseract's table."""
    found = []
    for line in table.splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) == 12 and fields[11].strip():
            left, top, width, height = (float(value) for value in fields[6:10])
            found.append(Seen(fields[11].strip(), left, top, left + width, top + height))
    return found


def engine() -> Engine | None:
    """Give the engine that is installed, or None."""
    if find_spec("rapidocr_onnxruntime") is not None:
        return RapidOcr()
    return Tesseract() if shutil.which("tesseract") else None


def is_scan(text: str, picture: float) -> bool:
    """Say whether a page is a picture of text: covered by an image, and almost without letters."""
    return picture > _COVERED and sum(letter.isalnum() for letter in text) < _FEWEST


def strips_of(seen: Sequence[Seen]) -> list[Strip]:
    """Make strips of what was seen; words on one line that touch become one."""
    lines: list[list[Piece]] = []
    for line in sorted(seen, key=lambda s: (round((s.top + s.bottom) / 20), s.left)):
        found = list(_pieces(line))
        last = lines[-1][-1] if lines else None
        if last and found and _beside(last, found[0]):
            lines[-1].extend(found)
        elif found:
            lines.append(found)
    return [Strip(_levelled(pieces)) for pieces in lines]


def _pieces(line: Seen) -> list[Piece]:
    """The words of a line, each with its share of the width."""
    step = (line.right - line.left) / max(1, len(line.words)) / SCALE
    found = []
    position = 0
    for word in line.words.split():
        start = line.words.index(word, position)
        position = start + len(word)
        left = line.left / SCALE + start * step
        box = (left, line.top / SCALE, left + len(word) * step, line.bottom / SCALE)
        found.append(Piece(word, box, 0))
    return found


def _beside(last: Piece, piece: Piece) -> bool:
    overlap = min(last.bottom, piece.bottom) - max(last.top, piece.top)
    gap = piece.left - last.right
    return overlap > 0.5 * min(last.size, piece.size) and -2 < gap < 0.9 * last.size


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """Give the pieces of a line one height: an engine's boxes follow the ink."""
    top, bottom = min(p.top for p in pieces), max(p.bottom for p in pieces)
    for piece in pieces:
        piece.top, piece.bottom = top, bottom
    pieces[0].spaced = False
    return pieces


def warnings_of(scanned: Sequence[int], reader: Engine | None) -> list[str]:
    """Say which pages are scans, and what was or can be done about it."""
    if not scanned:
        return []
    listed = ", ".join(str(number) for number in scanned[:20]) + (", ..." * (len(scanned) > 20))
    if reader is None:
        return [f"pages without text, only a picture of it (a scan): {listed}. {HOW}."]
    found = [f"pages read from their picture by {reader.name}, letters may be wrong: {listed}"]
    if len(scanned) > MOST_SCANNED:
        found.append(f"only the first {MOST_SCANNED} scanned pages were read")
    return found
