"""XML of any kind, parsed with every door locked.

No DTD, no network, no entity is expanded, no huge nodes. Named characters that a DTD would have
declared are known by their HTML names.
"""

import re
from contextlib import suppress
from html.entities import html5
from typing import Final

from lxml import etree

from epicrisis.errors import UnreadableDocumentError
from epicrisis.readers.decoding import check_tags, decode
from epicrisis.readers.inline import Element, tag_of, words_in

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_DECLARED = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")
_ENCODING = re.compile(rb"^\s*<\?xml[^<>]{0,100}encoding\s?=\s?[\"']([\w.-]{2,30})[\"']")
_HALF = re.compile(
    rb"&#(?:x0{0,8}d[89a-f][0-9a-f]{2}|0{0,8}(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d"
    rb"|573[0-3]\d|5734[0-3]));?",
    re.IGNORECASE,
)
_HALF_BYTES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_XML_NAMES: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def parse(data: bytes, name: str, warnings: list[str], what: str = "JATS XML") -> Element:
    """Parse; where that fails, keep what can be read, with a warning that says what is wrong.

    Args:
        data: The file.
        name: What to call it in messages.
        warnings: Takes what a person should know.
        what: What was expected, in words for a person.

    Raises:
        DocumentTooLargeError: It has too many tags.
        UnreadableDocumentError: No word can be read.
    """
    check_tags(data.count(b"<"), name)
    known = _NAMED.sub(_numbered, data)
    root: Element | None = None
    try:
        root = _root(known, recover=False)
        if root is not None:
            return root
        trouble, encoding = "there is no element in it", False
    except etree.XMLSyntaxError as error:
        trouble = _say(error)
        encoding = "encod" in str(error).lower() or "invalid char" in str(error).lower()
    if encoding:
        text, told = decode(data, name)
        with suppress(etree.XMLSyntaxError):
            root = _root(_DECLARED.sub("", text).encode(), recover=False)
        if root is not None:
            warnings += told or [f"the declared encoding is wrong ({trouble}); read as UTF-8"]
            return root
    recovered: Element | None = None
    with suppress(etree.XMLSyntaxError):
        recovered = _root(_whole(known), recover=True)
    if recovered is None or not any(map(str.strip, words_in(recovered))):
        raise UnreadableDocumentError(
            f"{name}: expected {what}, but {trouble}, and nothing before it can be read. "
            "Get the file again, or convert it to plain text."
        )
    warnings.append(f"broken XML: {trouble}; what follows may be incomplete")
    return recovered


def _whole(data: bytes) -> bytes:
    """Replace half characters, spelled out or in bytes: a forgiving parser lets them through."""
    declared = _ENCODING.match(data)
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8"):
        data = _HALF_BYTES.sub(b"\xef\xbf\xbd", data)
    return _HALF.sub(b"&#xFFFD;", data)


def _root(data: bytes, *, recover: bool) -> Element | None:
    parser = etree.XMLParser(
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    return etree.fromstring(data, parser)


def _say(error: etree.XMLSyntaxError) -> str:
    words = str(error.msg or error).split(", line")[0].rstrip(".")
    line, column = error.position
    return f"line {line}, column {column}: {words}"


def _numbered(found: re.Match[bytes]) -> bytes:
    if found[1] in _XML_NAMES:
        return found[0]
    letters = html5.get(found[1].decode() + ";")
    return "".join(f"&#{ord(letter)};" for letter in letters).encode() if letters else found[0]


def strip_namespaces(article: Element) -> None:
    """Let every element be called by its bare name."""
    for item in article.iter():
        if isinstance(item.tag, str) and item.tag.startswith("{"):
            item.tag = item.tag.rpartition("}")[2]


def no_article(name: str, root: Element, what: str = "a JATS article") -> UnreadableDocumentError:
    """Give the error for XML that is something else."""
    return UnreadableDocumentError(
        f"{name}: expected {what}, found XML whose root is <{tag_of(root)}>. "
        "Convert it to JATS, HTML or plain text."
    )


def entities_left_out(article: Element) -> list[str]:
    """Give a warning where entities that a file declares itself were not expanded."""
    unknown = sum(1 for _ in article.iter(etree.Entity))
    return [f"{unknown} entities that the file declares itself were left out"] if unknown else []
