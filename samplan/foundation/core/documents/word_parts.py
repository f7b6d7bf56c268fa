"""The parts of a Word file that python-docx has no words for: footnotes, fields, embedded fonts, language."""

import uuid
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from lxml import etree

from samplan.foundation.core import fonts

_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def child(tag: str, **attributes: Any) -> Any:
    """A WordprocessingML element; attribute names without their prefix."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name.rstrip('_')}"), str(value))
    return element


def clean(text: str) -> str:
    """Without the control characters that XML refuses."""
    return "".join(letter for letter in text if letter in "\t\n" or (ord(letter) >= 32 and not _is_refused(letter)))


def _is_refused(letter: str) -> bool:
    code = ord(letter)
    return 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)


def bookmark(paragraph: Paragraph, name: str) -> None:
    number = int(name[-8:])
    start = child("bookmarkStart", id=number, name=name)
    properties = paragraph._p.find(qn("w:pPr"))
    properties.addnext(start)
    paragraph._p.append(child("bookmarkEnd", id=number))


def place_link(paragraph: Paragraph, name: str, text: str, style: str | None = None) -> None:
    """A link to a place in the same file."""
    run = paragraph.add_run(text, style=style)
    link = child("hyperlink", anchor=name, history=1)
    paragraph._p.append(link)
    link.append(run._r)


def outside_link(paragraph: Paragraph, url: str, text: str, is_bold: bool) -> None:
    run = paragraph.add_run(text, style="Hyperlink")
    run.bold = True if is_bold else None
    link = child("hyperlink", history=1)
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)


class Footnotes:
    """Collects notes and writes them as footnotes.xml when the document is done."""

    def __init__(self) -> None:
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            note = child("footnote", id=number, type=kind)
            paragraph, run = child("p"), child("r")
            run.append(child(kind))
            paragraph.append(run)
            note.append(paragraph)
            self._root.append(note)

    def add(self, number: int, text: str) -> None:
        note = child("footnote", id=number)
        paragraph = child("p")
        properties = child("pPr")
        properties.append(child("pStyle", val="FootnoteText"))
        mark = child("r")
        mark_style = child("rPr")
        mark_style.append(child("rStyle", val="FootnoteReference"))
        mark.append(mark_style)
        mark.append(child("footnoteRef"))
        words = child("r")
        content = child("t")
        content.text = f" {text}"
        content.set(qn("xml:space"), "preserve")
        words.append(content)
        for part in (properties, mark, words):
            paragraph.append(part)
        note.append(paragraph)
        self._root.append(note)

    def reference(self, paragraph: Paragraph, number: int, is_first: bool) -> None:
        """The first mention opens the note; later ones point back to it by a cross-reference field."""
        if is_first:
            run = paragraph.add_run(style="footnote reference")
            begin = child("bookmarkStart", id=10_000 + number, name=f"_RefNote{number}")
            run._r.addprevious(begin)
            run._r.append(child("footnoteReference", id=number))
            run._r.addnext(child("bookmarkEnd", id=10_000 + number))
        else:
            add_field(paragraph, f"NOTEREF _RefNote{number} \\h", str(number), style="footnote reference")

    def attach(self, document: WordDocument) -> None:
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        name = PackURI("/word/footnotes.xml")
        part = Part(name, f"{_WORDML}.footnotes+xml", blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = document.settings.element
        properties = child("footnotePr")
        for number in (-1, 0):
            properties.append(child("footnote", id=number))
        _insert_setting(settings, properties, before=("endnotePr", "compat", "rsids"))


def add_field(paragraph: Paragraph, code: str, shown: str, style: str | None = None) -> None:
    """A field with the value it shows until Word works it out anew."""
    for content in (child("fldChar", fldCharType="begin"), code, child("fldChar", fldCharType="separate"), None):
        run = paragraph.add_run(style=style)
        if content is None:
            run.text = shown
        elif isinstance(content, str):
            instruction = child("instrText")
            instruction.text = f" {content} "
            instruction.set(qn("xml:space"), "preserve")
            run._r.append(instruction)
        else:
            run._r.append(content)
    paragraph.add_run(style=style)._r.append(child("fldChar", fldCharType="end"))


def embed_fonts(document: WordDocument) -> None:
    """Inter goes with the file, so that it looks the same where Inter is not installed; else Word takes Arial."""
    table = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    root = parse_xml(f"<w:fonts {nsdecls('w', 'r')}/>")
    font = child("font", name="Inter")
    font.append(child("altName", val="Arial"))
    font.append(child("charset", val="00"))
    font.append(child("family", val="swiss"))
    font.append(child("pitch", val="variable"))
    root.append(font)
    for number, (tag, style) in enumerate((("embedRegular", "Regular"), ("embedBold", "SemiBold")), start=1):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"https://rsms.me/inter/{style}")
        data = (fonts.FOLDER / f"Inter-{style}.ttf").read_bytes()
        name = PackURI(f"/word/fonts/font{number}.odttf")
        content_type = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
        part = Part(name, content_type, _obfuscated(data, key), document.part.package)
        embedded = child(tag, fontKey=f"{{{str(key).upper()}}}")
        embedded.set(qn("r:id"), table.relate_to(part, RELATIONSHIP_TYPE.FONT))
        font.append(embedded)
    table._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    settings = document.settings.element
    for tag in ("embedTrueTypeFonts", "saveSubsetFonts"):
        _insert_setting(settings, child(tag), before=("bordersDoNotSurroundHeader", "proofState", "defaultTabStop"))


def _obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """The first 32 bytes mixed with the key, as ECMA-376 part 4, 2.8.1 has it."""
    mask = bytes(reversed(key.bytes)) * 2
    return bytes(byte ^ part for byte, part in zip(data[:32], mask, strict=True)) + data[32:]


def _insert_setting(settings: Any, element: Any, before: tuple[str, ...]) -> None:
    """Word reads the settings in a fixed order."""
    for existing in settings:
        if etree.QName(existing).localname in before:
            existing.addprevious(element)
            return
    settings.append(element)
