"""Makes the Word, ODT, PDF and text files of this folder from the texts in sources/.

Run it by hand after changing a source: python samplan/work/plans/tests/documents/make.py
The files are committed, so that the tests read what people send: files, not what a test has just written.
"""

import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import typst
from docx import Document as new_docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FOLDER = Path(__file__).parent
MAKES = {
    "numbered-goals": ("docx", "odt", "pdf", "txt"),
    "focus-areas": ("docx", "odt", "pdf", "txt"),
    "two-columns": ("pdf",),
    "typography": ("pdf",),
    "actor-column": ("docx",),
    "landscape-annex": ("docx",),
    "assignment": ("docx",),
    "outline-levels": ("odt",),
}
TWO_COLUMNS = {"two-columns"}


@dataclass
class Block:
    kind: str  # cover, title, toc, heading, text, items, numbers, table, landscape, pagebreak
    text: str = ""
    level: int = 0
    items: list[tuple[int, str]] = field(default_factory=list)  # (depth, text)
    rows: list[list[str]] = field(default_factory=list)


def blocks_of(source: str) -> list[Block]:
    blocks: list[Block] = []
    for line in source.splitlines():
        found = _block(line)
        last = blocks[-1] if blocks else None
        if last and found.kind in ("items", "numbers", "table") and last.kind == found.kind:
            last.items += found.items
            last.rows += found.rows
        else:
            blocks.append(found)
    return blocks


def _block(line: str) -> Block:
    if line.startswith("%"):
        kind, _, text = line[1:].partition(" ")
        return Block(kind, text)
    if heading := re.match(r"(#+) (.*)", line):
        return Block("heading", heading[2], level=len(heading[1]))
    if item := re.match(r"( *)- (.*)", line):
        return Block("items", items=[(1 + len(item[1]) // 2, item[2])])
    if number := re.match(r"\d+\. (.*)", line):
        return Block("numbers", items=[(1, number[1])])
    if line.startswith("|"):
        return Block("table", rows=[[cell.strip() for cell in line[1:].rstrip(" |").split(" | ")]])
    return Block("text", line)


def _full_rows(block: Block) -> list[list[str]]:
    """The rows with their empty last cells put back: a source line may end early."""
    width = len(block.rows[0])
    return [row if row[0].startswith("=") else row + [""] * (width - len(row)) for row in block.rows]


def _contents(blocks: list[Block]) -> list[tuple[int, str, int]]:
    """Level, heading and a made-up page for a list of contents."""
    headings = [b for b in blocks if b.kind == "heading" and b.level < 4]
    return [(b.level, b.text, 3 + place // 5) for place, b in enumerate(headings)]


def _title(blocks: list[Block]) -> str:
    return next(b.text for b in blocks if b.kind == "title")


# Word


def write_docx(blocks: list[Block], path: Path) -> None:
    document = new_docx()
    document.core_properties.author = ""
    document.core_properties.title = _title(blocks)
    for level in (1, 2, 3):
        document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
    document.sections[0].header.paragraphs[0].text = _title(blocks)
    _docx_page_number(document.sections[0].footer.paragraphs[0])
    for block in blocks:
        _docx_block(document, block, blocks)
    document.save(path)


def _docx_block(document, block: Block, blocks: list[Block]) -> None:
    simple = {"cover": "Normal", "title": "Title", "text": "Normal"}
    if block.kind in simple:
        document.add_paragraph(block.text, style=simple[block.kind])
    elif block.kind == "heading":
        document.add_heading(block.text, block.level)
    elif block.kind == "toc":
        document.add_page_break()
        document.add_paragraph("Innehåll")
        for level, text, page in _contents(blocks):
            document.add_paragraph(f"{text}\t{page}", style=f"toc {level}")
        document.add_page_break()
    elif block.kind in ("items", "numbers"):
        base = "List Bullet" if block.kind == "items" else "List Number"
        for depth, text in block.items:
            document.add_paragraph(text, style=base if depth == 1 else f"{base} {depth}")
    elif block.kind == "table":
        _docx_table(document, _full_rows(block))
    elif block.kind == "landscape":
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _docx_table(document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for place, row in enumerate(rows):
        cells = table.rows[place].cells
        if row[0].startswith("="):
            cells[0].merge(cells[-1]).text = row[0][1:].strip()
            continue
        for cell, text in zip(cells, row, strict=True):
            if text == "^":
                table.cell(place - 1, 0).merge(cell)
            else:
                cell.text, *more = text.split(" // ")
                for paragraph in more:
                    cell.add_paragraph(paragraph)


def _docx_page_number(paragraph) -> None:
    paragraph.add_run("Sida ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)


# OpenDocument

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("manifest", "manifest"),
    )
)
MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {NAMES} manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def write_odt(blocks: list[Block], path: Path) -> None:
    body = "".join(_odt_block(block, blocks) for block in blocks)
    root = f'<?xml version="1.0" encoding="UTF-8"?><office:document-{{0}} {NAMES} office:version="1.3">'
    content = f"{root}<office:body><office:text>{body}</office:text></office:body></office:document-{{0}}>"
    styles = (
        f'{root}<office:styles><style:style style:name="Title" style:family="paragraph"/></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="Page"/></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"<style:header>{_odt_text(_title(blocks))}</style:header>"
        "<style:footer><text:p>Sida <text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-{0}>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        _put(archive, "content.xml", content.replace("{0}", "content"))
        _put(archive, "styles.xml", styles.replace("{0}", "styles"))
        _put(archive, "META-INF/manifest.xml", MANIFEST)


def _put(archive: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    archive.writestr(zipfile.ZipInfo(name), text, compress_type=how)


def _odt_text(text: str, style: str = "Standard") -> str:
    inner = escape(text).replace("\t", "<text:tab/>")
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _odt_block(block: Block, blocks: list[Block]) -> str:
    if block.kind == "heading":
        level = block.level
        name = f"Heading_20_{level}"
        return f'<text:h text:style-name="{name}" text:outline-level="{level}">{escape(block.text)}</text:h>'
    if block.kind == "title":
        return _odt_text(block.text, "Title")
    if block.kind == "items":
        return _odt_list(block.items, 1)
    if block.kind == "toc":
        lines = "".join(_odt_text(f"{text}\t{page}") for _, text, page in _contents(blocks))
        index = f"<text:index-title>{_odt_text('Innehåll')}</text:index-title>{lines}"
        return f"<text:table-of-content><text:index-body>{index}</text:index-body></text:table-of-content>"
    return _odt_text(block.text)


def _odt_list(items: list[tuple[int, str]], depth: int) -> str:
    """A list; what is deeper than `depth` becomes a list inside the item before it."""
    made, place = [], 0
    while place < len(items):
        end = place + 1
        while end < len(items) and items[end][0] > depth:
            end += 1
        inner = items[place + 1 : end]
        deeper = _odt_list(inner, depth + 1) if inner else ""
        made.append(f"<text:list-item>{_odt_text(items[place][1])}{deeper}</text:list-item>")
        place = end
    return f"<text:list>{''.join(made)}</text:list>"


# PDF


def write_pdf(blocks: list[Block], path: Path, *, columns: int = 1) -> None:
    head = (
        f"#set document(title: {_string(_title(blocks))}, date: none)\n"
        f'#set text(lang: "sv", size: {12 if columns > 1 else 10.5}pt, hyphenate: {"true" if columns > 1 else "false"})\n'
        f"#set par(justify: {'true' if columns > 1 else 'false'})\n"
        f'#set page(paper: "a4", columns: {columns}, header: text(8pt)[#{_string(_title(blocks))}], '
        'footer: context text(8pt)[Sida #counter(page).display("1 (1)", both: true)])\n'
        "#show heading.where(level: 1): set text(20pt)\n#show heading.where(level: 2): set text(15pt)\n"
        "#show heading.where(level: 3): set text(13pt)\n#show heading.where(level: 4): set text(11.5pt)\n"
    )
    body = "\n\n".join(_typst_block(block, columns) for block in blocks)
    path.write_bytes(typst.compile((head + body).encode(), ignore_system_fonts=True))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _typst_block(block: Block, columns: int) -> str:
    text = _string(block.text)
    if block.kind == "title":
        title = f'#text(28pt, weight: "bold", hyphenate: false)[#{text}]'
        wide = f'#place(top, scope: "parent", float: true)[#set par(justify: false); {title}]'
        return wide if columns > 1 else title
    if block.kind == "heading":
        return f"#heading(level: {block.level})[#{text}]"
    if block.kind == "toc":
        return "#pagebreak()\n#outline(title: [Innehåll], depth: 3)\n#pagebreak()"
    if block.kind == "items":
        return f"#list({', '.join(f'[#{_string(item)}]' for _, item in block.items)})"
    if block.kind == "table":
        head, *rows = ([f"[#{_string(cell)}]" for cell in row] for row in _full_rows(block))
        cells = [f"table.header({', '.join(head)})", *(cell for row in rows for cell in row)]
        widths = ", ".join(["2fr", *["1.4fr"] * (len(head) - 1)])
        return f"#table(columns: ({widths}), inset: 9pt, {', '.join(cells)})"
    return "#pagebreak()" if block.kind == "pagebreak" else f"#{text}"


# Text, as a word processor saves it


def write_txt(blocks: list[Block], path: Path) -> None:
    parts = []
    for block in blocks:
        if block.kind == "items":
            parts.append("\n".join(f"• {text}" for _, text in block.items))
        elif block.kind == "toc":
            lines = (f"{text}\t{page}" for _, text, page in _contents(blocks))
            parts.append("\n".join(["Innehåll", *lines]))
        else:
            parts.append(block.text)
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    writers = {"docx": write_docx, "odt": write_odt, "txt": write_txt}
    for name, kinds in MAKES.items():
        blocks = blocks_of(next((FOLDER / "sources").glob(f"{name}.*")).read_text(encoding="utf-8"))
        for kind in kinds:
            path = FOLDER / f"{name}.{kind}"
            if kind == "pdf":
                write_pdf(blocks, path, columns=2 if name in TWO_COLUMNS else 1)
            else:
                writers[kind](blocks, path)


if __name__ == "__main__":
    main()
