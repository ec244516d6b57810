"""A web page as a small tree of elements, without what is not the article.

The page is parsed as browsers do. What comes out are plain elements named as JATS names them, so
that tables and words are rendered by the same code; scripts, styles, forms, navigation and hidden
parts are gone, and no markup survives in the words.
"""

import re
from typing import Final

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from epicrisis.readers.inline import Element
from epicrisis.readers.names import listed
from epicrisis.readers.trees import Pen, legal

_GONE: Final = listed(
    "script style noscript template nav footer aside form button input select textarea "
    "iframe svg canvas audio video object embed link meta head dialog menu img picture "
    "source map"
)
_KEPT: Final = listed(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption sup "
    "sub br hr figure figcaption blockquote pre section article main header div body math "
    "tex-math"
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|cookie\S*|share|sharing"
    r"|social\S*|banner|advert\S*|ads?|toolbar|pagination|skip\S*|modal|popup|newsletter|metrics"
    r"|related|recommend\S*|hidden|sr-only|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_DEEPEST: Final = 150  # elements within elements; deeper ones hang on the last one allowed
_TOO_DEEP: Final = 3000  # open tags that are not closed: more is an attack on the parser
_OPEN_OR_CLOSE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,12})(?=[\s>/])")
_SELF_CLOSING: Final = listed(
    "p li dt dd td th tr thead tbody tfoot option br hr img input meta link col area base "
    "embed source track wbr param body html head"
)


def nesting(markup: str) -> int:
    """Estimate how deeply elements nest, without parsing: tags that need closing and are not."""
    depth = deepest = 0
    for closing, name in _OPEN_OR_CLOSE.findall(markup):
        if name.lower() in _SELF_CLOSING:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def too_deep(markup: str) -> bool:
    """Say whether a page nests so deeply that parsing it would take for ever."""
    return nesting(markup) > _TOO_DEEP


def article_tree(page: LexborHTMLParser) -> Element:
    """Give the part of a page that holds the article."""
    root = etree.Element("body")
    body = page.body
    if body is None:
        return root
    start = next(
        (
            found
            for selector in ("article", "main", "[role=main]")
            for found in (page.css_first(selector),)
            if found is not None and 2 * len(found.text()) > len(body.text())
        ),
        body,
    )
    _copy(start, root)
    return root


def _copy(start: LexborNode, root: Element) -> None:
    """Copy a subtree without recursion: pages may nest deeper than the stack is high."""
    stack: list[tuple[LexborNode, Pen, int]] = []
    if start.child is not None:
        stack.append((start.child, Pen(root), 1))
    while stack:
        node, pen, depth = stack.pop()
        if node.next is not None:
            stack.append((node.next, pen, depth))
        if node.is_text_node:
            pen.write(node.text_content or "")
        elif node.is_element_node and not _is_gone(node):
            inner = pen
            if depth < _DEEPEST:
                tag = node.tag or ""
                inner = pen.add(tag if tag in _KEPT else "span")
                _copy_attributes(node, inner.element)
            if node.child is not None:
                stack.append((node.child, inner, depth + 1))


def _copy_attributes(node: LexborNode, child: Element) -> None:
    for name in ("colspan", "rowspan", "class", "id"):
        value = node.attributes.get(name)
        if value:
            child.set(name, legal(value))


def _is_gone(node: LexborNode) -> bool:
    if node.tag in _GONE:
        return True
    told = node.attributes
    if not told:
        return False
    if "hidden" in told or told.get("aria-hidden") == "true" or told.get("role") in _ROLES:
        return True
    if "none" in (told.get("style") or "") and "display" in (told.get("style") or ""):
        return True
    if node.tag in ("td", "th", "tr", "table", "p", "sup", "sub", "span", "body", "article"):
        return False
    names = f"{told.get('class') or ''} {told.get('id') or ''}"
    return len(names) < 200 and _FURNITURE.search(names) is not None
