"""What Word documents are written of: runs, comments, pictures, and the parts of the package.

All is written by hand after ECMA-376 (Office Open XML), so that equal content gives equal bytes.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{_OFFICE}" xmlns:a="{_DRAWING}/main" '
    f'xmlns:pic="{_DRAWING}/picture" xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
)
_DATE = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 1500  # characters of one comment
_EMU = 36000  # units of a drawing in a millimetre


def plain(words: str) -> str:
    """Give text as it may stand in a part, escaped, also inside an attribute."""
    return escape(_FORBIDDEN.sub("\ufffd", words))


def run(
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    raised: bool = False,
    colour: str = "",
) -> str:
    """Give words in one look."""
    styles = "<w:b/>" * bold + "<w:i/>" * italic
    styles += f'<w:color w:val="{colour}"/>' if colour else ""
    styles += '<w:vertAlign w:val="superscript"/>' * raised
    text = escape(_FORBIDDEN.sub("\ufffd", words), quote=False)
    return f'<w:r><w:rPr>{styles}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(runs: str, style: str = "", extra: str = "") -> str:
    """Give a paragraph of a style; `extra` are further properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{extra}</w:pPr>{runs}</w:p>"


class Comments:
    """Gathers the comments while the words they belong to are written."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def around(self, quotes: Sequence[str], runs: str) -> str:
        """Put a comment with sentences around words."""
        if not quotes:
            return runs
        number = len(self.written)
        words = " · ".join(f"“{quote}”" for quote in dict.fromkeys(quotes))
        words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        self.written.append(
            f'<w:comment w:id="{number}" w:author="epicrisis" w:initials="e">'
            f"<w:p>{run(words)}</w:p></w:comment>"
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    def part(self) -> str:
        """Give the part that holds them."""
        return f'<w:comments xmlns:w="{MAIN}">{"".join(self.written)}</w:comments>'


def picture(number: int, width: float, height: float, said: str) -> str:
    """Give the run that shows the picture `media/image{number}.png`, in millimetres."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    name = f'id="{number}" name="Figure {number}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr {name} descr="{plain(said)}"/><a:graphic>'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr {name}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="i{number}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
        f"</w:drawing></w:r>"
    )


def style(
    id: str, size: int, extra: str = "", *, before: int = 0, after: int = 40, of: str = ""
) -> str:
    """Give the definition of a style of paragraphs.

    Args:
        id: Its name.
        size: Of its letters, in half points.
        extra: Further properties of its runs.
        before: Room above a paragraph, in twentieths of a point.
        after: Room below.
        of: Further properties of its paragraphs.
    """
    kind = ' w:default="1"' if id == "Normal" else ""
    name = f"heading {id[-1]}" if id.startswith("Heading") else id
    based = "" if id == "Normal" else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{id}"><w:name w:val="{name}"/>{based}'
        f'<w:pPr>{of}<w:spacing w:before="{before}" w:after="{after}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>{extra}'
        f'<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


def package(body: str, styles: str, comments: Comments, pictures: Sequence[bytes] = ()) -> bytes:
    """Put the file together.

    Args:
        body: What stands inside the element `w:body`.
        styles: Definitions of styles.
        comments: What was gathered while the body was written.
        pictures: PNG files, the first of which is number 1.
    """
    shown = [
        (f"i{number}", "image", f"media/image{number}.png")
        for number in range(1, len(pictures) + 1)
    ]
    held = (("r1", "styles", "styles.xml"), ("r2", "comments", "comments.xml"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(*held, *shown),
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN}">{styles}</w:styles>',
        "word/comments.xml": comments.part(),
    }
    for number, content in enumerate(pictures, start=1):
        parts[f"word/media/image{number}.png"] = content
    return _zipped(parts)


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            said = content if isinstance(content, bytes) else (_HEAD + content).encode()
            archive.writestr(info, said)
    return out.getvalue()


def _relations(*targets: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id, kind, target in targets
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("comments", "comments"),
        )
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )
