"""What a marked-up file says of itself before its words begin."""

import re

_NAME = re.compile(r"<([A-Za-z][\w:.-]{0,60})")


def first_element(text: str) -> str:
    """Give the name of the first element, in lower case and without prefix, or "".

    Processing instructions, comments and a document type before it are passed over.
    """
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if text.startswith("<?", position):
            close, width = text.find("?>", position), 2
        elif text.startswith("<!--", position):
            close, width = text.find("-->", position), 3
        elif text.startswith("<!", position):
            close, width = _end_of_doctype(text, position), 1
        else:
            found = _NAME.match(text, position)
            return found[1].rpartition(":")[2].lower() if found else ""
        if close < 0:
            return ""
        position = close + width


def _end_of_doctype(text: str, position: int) -> int:
    bracket, close = text.find("[", position), text.find(">", position)
    if 0 <= bracket < close:
        inner = text.find("]", bracket)
        return text.find(">", inner) if inner >= 0 else -1
    return close
