"""What stands around the text of a Word file: styles, page, head and foot, properties."""

from copy import deepcopy
from datetime import UTC, datetime, time
from pathlib import Path

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from .model import Document
from .word_parts import add_field, clean, embed_fonts
from .word_template import WordTemplate, wear
from .words import word

_DATA = Path(__file__).with_name("data")
_LOCALE = {"sv": "sv-SE", "en": "en-GB"}
# Left over in python-docx's own template.
_UNUSED = ("/stylesWithEffects", "/customXml", "/thumbnail", "/webSettings")


def dress(word_document: WordDocument, document: Document, template: WordTemplate | None = None) -> None:
    _set_styles(word_document, document)
    _set_page(word_document)
    _set_head_and_foot(word_document, document)
    _set_properties(word_document, document)
    if template:
        wear(word_document, template)
    else:
        embed_fonts(word_document)
    for relations in (word_document.part.rels, word_document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNUSED)]:
            del relations[key]


def point(count: float) -> Length:
    return Pt(count)


def _set_styles(word_document: WordDocument, document: Document) -> None:
    locale = _LOCALE[document.language]
    numbering = word_document.part.numbering_part.element
    for element, name in ((word_document.styles.element, "word_styles.xml"), (numbering, "word_numbering.xml")):
        wanted = parse_xml((_DATA / name).read_bytes())
        for old in list(element):
            element.remove(old)
        element.extend(deepcopy(child) for child in wanted)
    for language in word_document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    settings = word_document.settings.element
    changes = (("themeFontLang", locale), ("decimalSymbol", ","), ("listSeparator", ";"))
    for tag, value in changes:
        settings.find(qn(f"w:{tag}")).set(qn("w:val"), value)
    for compat in settings.iter(qn("w:compatSetting")):
        if compat.get(qn("w:name")) == "compatibilityMode":
            compat.set(qn("w:val"), "15")


def _set_page(word_document: WordDocument) -> None:
    """A4 with a margin column to the left; the same measures as the PDF."""
    page = word_document.sections[0]
    page.page_width, page.page_height = Pt(595.3), Pt(841.9)
    page.left_margin, page.right_margin = Pt(141), Pt(63)
    page.top_margin, page.bottom_margin = Pt(88), Pt(69)
    page.header_distance, page.footer_distance = Pt(36), Pt(30)


def _set_head_and_foot(word_document: WordDocument, document: Document) -> None:
    page = word_document.sections[0]
    head = page.header.paragraphs[0]
    head.style = word_document.styles["Header"]
    head.text = clean(document.sender)
    if document.diary_number:
        head.add_run(f"\t{word('diary_number', document.language)} {clean(document.diary_number)}")
    foot = page.footer.paragraphs[0]
    foot.style = word_document.styles["Footer"]
    foot.text = f"{clean(document.foot or document.title)}\t{clean(document.marking)}\t"
    add_field(foot, "PAGE", "1", style="page number")


def _set_properties(word_document: WordDocument, document: Document) -> None:
    properties = word_document.core_properties
    moment = datetime.combine(document.date, time(12), tzinfo=UTC)
    properties.title = clean(document.title)[:255]
    properties.subject = clean(document.subtitle)[:255]
    properties.author = properties.last_modified_by = clean(document.sender)[:255]
    properties.comments = properties.keywords = ""
    properties.language = _LOCALE[document.language]
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.revision = 1
