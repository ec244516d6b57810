"""A figure as a file for print: SVG as it is, PDF with its words as text, PNG at a resolution.

PDF and PNG are made by Typst (the extra `figures`), one wheel without anything else to install. It
draws the SVG as a browser does, embeds the fonts and keeps the words as text that can be searched.
"""

import re
import struct
from html import unescape
from importlib import import_module
from zlib import crc32

from epicrisis.errors import MissingExtraError, UnknownNameError
from epicrisis.plots.svg import Markup

FORMS = ("svg", "png", "pdf")
DOTS = 300  # an inch
_SOURCE = b"""#set document(title: sys.inputs.title, date: none)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: eval(sys.inputs.width), alt: sys.inputs.alt)
"""
_SIZE = re.compile(r'\swidth="([\d.]+mm)"')


def rendered(figure: Markup, form: str, *, dots: float = DOTS) -> bytes:
    """Give a figure as the content of a file.

    Args:
        figure: The SVG document.
        form: `svg`, `png` or `pdf`, as the ending of a file with or without its dot.
        dots: Dots an inch, for PNG.

    Raises:
        UnknownNameError: No such form.
        MissingExtraError: PNG or PDF is wanted and Typst is not installed.
    """
    ending = form.lower().removeprefix(".")
    if ending not in FORMS:
        raise UnknownNameError("form of a figure", ending, FORMS)
    if ending == "svg":
        return figure.encode()
    try:
        typst = import_module("typst")
    except ModuleNotFoundError:
        raise MissingExtraError(f"a figure as {ending.upper()}", "typst", "figures") from None
    size = _SIZE.search(figure)
    told = {
        "svg": str(figure),
        "width": size[1] if size else "175mm",
        "title": _words(figure, "title"),
        "alt": _words(figure, "desc"),
    }
    made: bytes = typst.compile(_SOURCE, format=ending, ppi=dots, sys_inputs=told)
    return made if ending == "pdf" else _with_dots(made, dots)


def _words(figure: str, element: str) -> str:
    """Give the words of the first element of a name."""
    found = re.search(f"<{element}[^>]*>(.*?)</{element}>", figure, re.DOTALL)
    return unescape(found[1]) if found else ""


def _with_dots(png: bytes, dots: float) -> bytes:
    """Write the resolution into a PNG: the chunk pHYs follows the header, which is 33 bytes."""
    a_metre = round(dots / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", a_metre, a_metre, 1)
    return png[:33] + struct.pack(">I", 9) + chunk + struct.pack(">I", crc32(chunk)) + png[33:]
