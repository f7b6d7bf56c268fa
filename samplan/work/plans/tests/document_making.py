"""Documents written by the tests: one list of blocks as Word, ODT, PDF and Markdown, and odd files by hand."""

import io
import json
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

import docx
import typst


@dataclass(frozen=True)
class Part:
    """heading, text, bullet, number or table."""

    kind: str
    text: str = ""
    level: int = 1
    rows: tuple[tuple[str, ...], ...] = ()


def as_markdown(parts: list[Part]) -> bytes:
    written, previous, number = [], None, 0
    for part in parts:
        number = number + 1 if part.kind == "number" else 0
        listed = part.kind in ("bullet", "number")
        if previous is not None and not (listed and previous.kind in ("bullet", "number")):
            written.append("")
        if part.kind == "table":
            lines = [f"| {' | '.join(row)} |" for row in part.rows]
            written += [lines[0], "|" + " --- |" * len(part.rows[0]), *lines[1:]]
        else:
            marks = {
                "heading": "#" * part.level + " ",
                "bullet": "  " * (part.level - 1) + "- ",
                "number": f"{number}. ",
            }
            written.append(marks.get(part.kind, "") + part.text)
        previous = part
    return "\n".join(written).encode()


def as_docx(parts: list[Part]) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Sidhuvud som inte hör till texten"
    for part in parts:
        if part.kind == "table":
            table = document.add_table(rows=0, cols=len(part.rows[0]))
            for number, row in enumerate(part.rows):
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.paragraphs[0].add_run(text).bold = number == 0
        elif part.kind == "heading":
            document.add_heading(part.text, part.level)
        else:
            style = {"bullet": "List Bullet", "number": "List Number", "text": "Normal"}[part.kind]
            suffix = f" {part.level}" if part.kind == "bullet" and part.level > 1 else ""
            document.add_paragraph(part.text, style=style + suffix)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_odt(parts: list[Part]) -> bytes:
    body, open_lists = "", []
    for part in parts:
        wanted = [part.kind] * part.level if part.kind in ("bullet", "number") else []
        while open_lists and (len(open_lists) > len(wanted) or open_lists[-1] != wanted[0]):
            body += "</text:list-item></text:list>"
            open_lists.pop()
        if open_lists and len(open_lists) == len(wanted):
            body += "</text:list-item><text:list-item>"
        while len(open_lists) < len(wanted):
            style = "" if open_lists else f' text:style-name="L_{part.kind}"'
            body += f"<text:list{style}><text:list-item>"
            open_lists.append(part.kind)
        body += _odt_part(part)
    body += "</text:list-item></text:list>" * len(open_lists)
    return odt(body)


def _odt_part(part: Part) -> str:
    if part.kind == "heading":
        return f'<text:h text:outline-level="{part.level}">{escape(part.text)}</text:h>'
    if part.kind == "table":
        rows = ""
        for number, row in enumerate(part.rows):
            cells = "".join(f"<table:table-cell><text:p>{escape(text)}</text:p></table:table-cell>" for text in row)
            line = f"<table:table-row>{cells}</table:table-row>"
            rows += line if number else f"<table:table-header-rows>{line}</table:table-header-rows>"
        return f"<table:table>{rows}</table:table>"
    return f"<text:p>{escape(part.text)}</text:p>"


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODT_NAMES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("style", "style"), ("text", "text"), ("table", "table")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("manifest", "manifest")),
    )
)
_ODT_LISTS = (
    '<text:list-style style:name="L_bullet"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>'
    '<text:list-style style:name="L_number">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    "</text:list-style>"
)


def odt(
    body: str, *, styles: str = "", outline: str = "", before: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """An ODT file around the body; `before` stands before the root element, `more` are other parts."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_ODT_NAMES}>'
        f"<office:automatic-styles>{_ODT_LISTS}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    common = f"<office:document-styles {_ODT_NAMES}><office:styles>{outline}</office:styles></office:document-styles>"
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "styles.xml": common.encode(),
        **(more or {}),
    }
    return package(parts)


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OTHER = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(body: str, *, before: str = "", **parts: str) -> bytes:
    """A Word file around the body; `styles`, `numbering`, `footnotes` are the insides of the other parts."""
    files = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f"{before}<w:document {W} {_OTHER}><w:body>{body}</w:body></w:document>".encode(),
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {W}>{inside}</w:{name}>".encode()
    return package(files)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


_TYPST = """
#set page(paper: "a4", margin: 2.5cm, header: text(8pt)["Sidhuvud"], numbering: "1 (1)")
#set text(font: "Open Sans", size: 11pt, lang: "sv", hyphenate: true)
#show heading.where(level: 1): set text(20pt)
#show heading.where(level: 2): set text(16pt)
#show heading.where(level: 3): set text(13pt)
"""


def as_pdf(parts: list[Part], *, settings: str = "") -> bytes:
    return pdf("\n".join(_typst_part(part) for part in parts), settings=settings)


def _typst_part(part: Part) -> str:
    text = "#h(3em)".join(f"#{json.dumps(piece, ensure_ascii=False)};" for piece in part.text.split("\t"))
    if part.kind == "heading":
        return f"\n{'=' * part.level} {text}\n"
    if part.kind == "table":
        first, *rest = part.rows
        head = ", ".join(f"[*#{json.dumps(cell, ensure_ascii=False)}*]" for cell in first)
        cells = ", ".join(f"[#{json.dumps(cell, ensure_ascii=False)}]" for row in rest for cell in row)
        return f"\n#table(columns: (1fr,) * {len(first)}, table.header({head}), {cells})\n"
    marks = {"bullet": "  " * (part.level - 1) + "- ", "number": "+ "}
    return f"{marks[part.kind]}{text}" if part.kind in marks else f"\n{text}\n"


def pdf(body: str, *, settings: str = "") -> bytes:
    return typst.compile(f"{_TYPST}{settings}\n{body}".encode())
