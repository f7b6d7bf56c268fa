"""A county's own Word template: its styles, page, head and foot are taken over; what is written in it is not.

What it says goes by the names of styles, which Word keeps in English whatever language it speaks. A style that the template
lacks keeps Samplan's measures, in the template's font and colour.
"""

import io
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from .word_parts import child

_DOTX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MOST_PARTS, _MOST_BYTES = 2_000, 60_000_000  # unpacked
_NARROW = 2_500  # twentieths of a point: a left margin that notes do not fit beside the text in
_BEFORE_NUMBERING = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_LEAST_WIDTH = 5_600  # of text, in twentieths of a point: about ten centimetres
WANTED = ("Normal", "Title", "heading 1", "heading 2", "heading 3", "List Bullet", "Quote", "caption", "toc 1")


class BadTemplate(Exception):
    """`reason` is one of broken, macros, large, outside, narrow."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class WordTemplate:
    """A template that has been looked through and can be used."""

    package: WordDocument
    styles: dict[str, Any] = field(default_factory=dict)  # by name in lower case

    @property
    def lacks(self) -> list[str]:
        """Styles that matter for the look, and that it has none of."""
        return [name for name in WANTED if name.lower() not in self.styles]

    @property
    def text_width(self) -> int:
        """In twentieths of a point."""
        page = self.package.sections[-1]
        sizes = (page.page_width, page.left_margin, page.right_margin)
        if any(size is None for size in sizes):
            return 7_830
        width, left, right = (size.twips for size in sizes)  # type: ignore[union-attr]
        return int(width - left - right)


def read_template(data: bytes) -> WordTemplate:
    """Raises BadTemplate. Nothing in it is carried out, and nothing is fetched from elsewhere."""
    package = _opened(data)
    by_name = {}
    for style in package.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            by_name[name.get(qn("w:val"), "").lower()] = style
    template = WordTemplate(package, by_name)
    if template.text_width < _LEAST_WIDTH:
        raise BadTemplate("narrow")
    for part in _framing(package):
        if any(relation.is_external and not relation.reltype.endswith("/hyperlink") for relation in part.rels.values()):
            raise BadTemplate("outside")
    return template


def _opened(data: bytes) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
                raise BadTemplate("large")
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise BadTemplate("macros")
            kinds = packed.read("[Content_Types].xml")
            if b"macroEnabled" in kinds:
                raise BadTemplate("macros")
            if _DOTX in kinds:
                data = _as_document(packed)
        return docx.Document(io.BytesIO(data))
    except BadTemplate:
        raise
    except Exception as error:  # a file made by anybody: the library says what is wrong with it in many ways
        raise BadTemplate("broken") from error


def _as_document(packed: zipfile.ZipFile) -> bytes:
    """A .dotx is a .docx that calls itself something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in packed.infolist():
            held = packed.read(part)
            new.writestr(part, held.replace(_DOTX, _DOCX) if part.filename == "[Content_Types].xml" else held)
    return out.getvalue()


def wear(word_document: WordDocument, template: WordTemplate) -> None:
    """Dresses a document that already has Samplan's styles, page, head and foot."""
    _take_styles(word_document, template)
    _take_theme(word_document, template)
    _take_page(word_document, template)
    for kind in ("header", "footer"):
        _take_frame(word_document, template, kind)


def _take_styles(word_document: WordDocument, template: WordTemplate) -> None:
    """Ours keep their ids: the text is written with those. What a taken style builds on comes along under a name of its own."""
    own = word_document.styles.element
    ours = {_name(style): style for style in own.iter(qn("w:style"))}
    ids = {_id(style): _id(ours[name]) for name, style in template.styles.items() if name in ours}
    _take_defaults(own, template.package.styles.element)
    brought: dict[str, Any] = {}
    for name, style in ours.items():
        theirs = template.styles.get(name)
        if theirs is None or theirs.get(qn("w:type")) != style.get(qn("w:type")):
            _plain(style)
        else:
            own.replace(style, _renamed(theirs, _id(style), ids, template, brought, keeps=style))
    own.extend(brought.values())
    left = template.package.sections[-1].left_margin
    if left is not None and left.twips < _NARROW:
        for frame in list(own.iter(qn("w:framePr"))):
            frame.getparent().remove(frame)


def _take_defaults(own: Any, theirs: Any) -> None:
    defaults, wanted = own.find(qn("w:docDefaults")), theirs.find(qn("w:docDefaults"))
    if wanted is None:
        return
    language = next((each.get(qn("w:val")) for each in own.iter(qn("w:lang"))), "sv-SE")
    taken = deepcopy(wanted)
    for each in taken.iter(qn("w:lang")):
        each.set(qn("w:val"), language)
    if defaults is None:
        own.insert(0, taken)
    else:
        own.replace(defaults, taken)


def _renamed(
    theirs: Any, own_id: str, ids: dict[str, str], template: WordTemplate, brought: dict[str, Any], keeps: Any = None
) -> Any:
    style = deepcopy(theirs)
    style.set(qn("w:styleId"), own_id)
    for tag in ("link", "next", "rsid", "numPr"):
        for each in list(style.iter(qn(f"w:{tag}"))):
            each.getparent().remove(each)
    if keeps is not None:
        _keep_sign(style, keeps)
    based = style.find(qn("w:basedOn"))
    if based is not None:
        based.set(qn("w:val"), _based(based.get(qn("w:val")), ids, template, brought))
    return style


def _keep_sign(style: Any, ours: Any) -> None:
    """The sign before a list's rows is ours: it lies in another part of the file. Word reads the pieces of a style in a fixed order."""
    numbered = ours.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbered is None:
        return
    properties = style.find(qn("w:pPr"))
    if properties is None:
        properties = child("pPr")
        letters = style.find(qn("w:rPr"))
        if letters is None:
            style.append(properties)
        else:
            letters.addprevious(properties)
    before = [each for each in properties if etree.QName(each).localname in _BEFORE_NUMBERING]
    properties.insert(len(before), deepcopy(numbered))


def _based(their_id: str, ids: dict[str, str], template: WordTemplate, brought: dict[str, Any]) -> str:
    """The id here of a style that another builds on; it is brought along when it has none."""
    if their_id not in ids:
        found = next((style for style in template.styles.values() if _id(style) == their_id), None)
        if found is None:
            return "Normal"
        ids[their_id] = f"Mall{len(ids)}"
        brought[their_id] = _renamed(found, ids[their_id], ids, template, brought)
    return ids[their_id]


def _plain(style: Any) -> None:
    """Its measures stay, in the template's letters and colour."""
    for tag in ("rFonts", "color"):
        for each in list(style.iter(qn(f"w:{tag}"))):
            each.getparent().remove(each)


def _take_theme(word_document: WordDocument, template: WordTemplate) -> None:
    theirs, ours = _related(template.package.part, "/theme"), _related(word_document.part, "/theme")
    if theirs is not None and ours is not None:
        ours._blob = theirs.blob


def _take_page(word_document: WordDocument, template: WordTemplate) -> None:
    page, wanted = word_document.sections[0], template.package.sections[-1]
    for name in (
        "orientation", "page_width", "page_height", "left_margin", "right_margin", "top_margin", "bottom_margin",
        "header_distance", "footer_distance", "gutter",
    ):  # fmt: skip
        value = getattr(wanted, name)
        if value is not None:
            setattr(page, name, value)


def _framing(package: WordDocument) -> list[Any]:
    """The parts of the last section's heads and feet that say something. Those of even pages are not taken over."""
    page = package.sections[-1]
    found = []
    for kind in ("header", "footer"):
        for part in (getattr(page, kind), getattr(page, f"first_page_{kind}")):
            if not part.is_linked_to_previous and _says(part._element):
                found.append(part.part)
    return found


def _says(element: Any) -> bool:
    shown = ("t", "drawing", "pict", "fldChar", "fldSimple")
    return any(next(element.iter(qn(f"w:{tag}")), None) is not None for tag in shown)


def _take_frame(word_document: WordDocument, template: WordTemplate, kind: str) -> None:
    wanted, page = template.package.sections[-1], word_document.sections[0]
    first = wanted.different_first_page_header_footer
    for which in (kind, f"first_page_{kind}") if first else (kind,):
        theirs = getattr(wanted, which)
        if not theirs.is_linked_to_previous and _says(theirs._element):
            _fill(getattr(page, which), theirs, word_document)
    page.different_first_page_header_footer = first


def _fill(own: Any, theirs: Any, word_document: WordDocument) -> None:
    """The content of a head or foot, with its pictures; styles that are not here are let go."""
    own.is_linked_to_previous = False
    element = own._element
    for old in list(element):
        element.remove(old)
    known = {_id(style) for style in word_document.styles.element.iter(qn("w:style"))}
    for block in theirs._element:
        copy = parse_xml(etree.tostring(block))
        for tag in ("pStyle", "rStyle", "tblStyle"):
            for each in list(copy.iter(qn(f"w:{tag}"))):
                if each.get(qn("w:val")) not in known:
                    each.getparent().remove(each)
        element.append(copy)
    _bring_relations(own.part, theirs.part, word_document)


def _bring_relations(own: Any, theirs: Any, word_document: WordDocument) -> None:
    for key, relation in theirs.rels.items():
        if relation.is_external:
            own.rels.add_relationship(relation.reltype, relation.target_ref, key, is_external=True)
            continue
        held = relation.target_part
        number = len(list(word_document.part.package.iter_parts()))
        name = PackURI(f"/word/mall/del{number}.{held.partname.ext}")
        part = Part(name, held.content_type, held.blob, word_document.part.package)
        own.rels.add_relationship(relation.reltype, part, key)


def _related(part: Any, ending: str) -> Any:
    return next((rel.target_part for rel in part.rels.values() if rel.reltype.endswith(ending)), None)


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(qn("w:val"), "")).lower() if name is not None else ""


def _id(style: Any) -> str:
    return str(style.get(qn("w:styleId")))
