"""How much may come out of a compressed source: a bomb is known by its growth."""

from typing import Final

from epicrisis.errors import DocumentTooLargeError

MOST_GROWTH: Final = 200  # times the packed size; the XML of an archive of articles grows tenfold
FREE: Final = 130_000_000  # bytes that may come out of even the smallest source
STEP: Final = 1 << 20


class Budget:
    """Bytes that may still be unpacked from one source, whatever is packed within what."""

    def __init__(self, packed: int, name: str) -> None:
        self.name = name
        self.left = packed * MOST_GROWTH + FREE

    def spend(self, size: int) -> None:
        """Take bytes off.

        Raises:
            DocumentTooLargeError: More have come out than any honest source holds.
        """
        self.left -= size
        if self.left < 0:
            raise DocumentTooLargeError(
                f"{self.name}: expected an archive of reports, found one that grows to more than "
                f"{MOST_GROWTH} times its size (a bomb?). Unpack it yourself if you trust it."
            )
