"""Characters as they are to be matched: one spelling of each dash, space and quotation mark.

Every change here keeps the length of the text, so offsets stay what they are.
"""

import re

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"

_SPELLINGS: dict[str, str] = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D},
    "\u03bc": "\u00b5",  # Greek mu, printed for micro
    "\u2215": "/",
    "\u2044": "/",
    "\u3001": ",",
    "\u3002": ".",
    "\u223c": "~",
    "\u301c": "~",
    "\u2266": "\u2264",
    "\u2267": "\u2265",
    "\u2a7d": "\u2264",
    "\u2a7e": "\u2265",
    "\u0130": "I",  # the one letter whose lower case is two characters
    # Letters that a pattern without regard to case takes for plain ones, and a table does not.
    "\u0131": "i",
    "\u017f": "s",
    "\u212a": "K",
}
_ASCII = {ord(plain): spelled for plain, spelled in _SPELLINGS.items() if plain.isascii()}
_UNUSUAL = re.compile(r"[^ -_a-~\n]")
_DECIMAL_DOT = re.compile(r"(?<=\d)\u00b7(?=\d)")


def normalize(text: str) -> str:
    """Spell every dash, space, quotation mark and micro sign one way; the length stays.

    Line ends become spaces. A raised dot between digits becomes a full stop.
    """
    if text.isascii():
        return text.translate(_ASCII)
    if "\u00b7" in text:
        text = _DECIMAL_DOT.sub(".", text)
    for character in set(_UNUSUAL.findall(text)):
        plain = _SPELLINGS.get(character)
        if plain is not None:
            text = text.replace(character, plain)
    return text.replace("\n", " ")
