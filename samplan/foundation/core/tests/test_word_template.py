"""A Word file in a county's own template: their styles, page, head and foot; our text, all of it."""

import io
import zipfile
from collections import Counter

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from PIL import Image

from samplan.foundation.core.documents.web import render_web
from samplan.foundation.core.documents.word import render_word
from samplan.foundation.core.documents.word_template import BadTemplate, read_template

from .reading import web_text, word_text
from .sample_report import REPORT
from .test_documents_print import missing_words, without_repeats

RED = RGBColor(0xA0, 0x10, 0x20)


def saved(template):
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def county_template():
    """Made here: red headings that build on a style of the county's own, a logotype, a foot with a page number."""
    made = docx.Document()
    own = made.styles.add_style("Länets rubrik", WD_STYLE_TYPE.PARAGRAPH)
    own.font.name, own.font.size = "Georgia", Pt(31)
    heading = made.styles["Heading 1"]
    heading.base_style, heading.font.color.rgb, heading.font.size = own, RED, None
    page = made.sections[0]
    page.left_margin = page.right_margin = Cm(2.5)
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    logotype = io.BytesIO()
    Image.new("RGB", (40, 20), (160, 16, 32)).save(logotype, "PNG")
    head = page.header.paragraphs[0]
    head.add_run("Region Prov")
    head.add_run().add_picture(io.BytesIO(logotype.getvalue()))
    page.footer.paragraphs[0].text = "Region Prov, Box 1"
    made.add_paragraph("Det här är mallens egen text och ska inte med.")
    return made


@pytest.fixture(scope="module")
def dressed():
    return docx.Document(io.BytesIO(render_word(REPORT, read_template(saved(county_template())))))


@pytest.fixture(scope="module")
def file():
    return render_word(REPORT, read_template(saved(county_template())))


def test_every_word_is_there_and_none_of_the_templates_own_text(file):
    """The planted bug: with the template as the file to write in, its own text stands first and this fails."""
    web = without_repeats(web_text(render_web(REPORT)))
    assert missing_words(web, word_text(file)) == Counter()
    assert "mallens egen text" not in word_text(file)


def test_headings_look_as_the_county_wants_and_are_still_headings(dressed):
    heading = next(p for p in dressed.paragraphs if p.style.name == "Heading 1")
    assert heading.style.font.color.rgb == RED
    assert heading.style.base_style.font.name == "Georgia"
    assert heading.style.base_style.font.size == Pt(31)
    assert heading._p.pPr.pStyle.val == "Heading1"


def test_head_foot_and_page_are_the_templates_and_what_ours_said_stands_first_in_the_text(dressed, file):
    page = dressed.sections[0]
    assert page.header.paragraphs[0].text.startswith("Region Prov")
    pictures = [rel for rel in page.header.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.IMAGE]
    assert len(pictures) == 1
    assert pictures[0].target_part.blob.startswith(b"\x89PNG")
    assert page.footer.paragraphs[0].text == "Region Prov, Box 1"
    assert round(page.left_margin.cm, 1) == 2.5
    first = [p.text for p in dressed.paragraphs[:8]]
    assert any(REPORT.diary_number in text for text in first)


def test_tables_fill_the_templates_page_and_no_more(dressed):
    room = read_template(saved(county_template())).text_width
    widths = [sum(int(c.get(qn("w:w"))) for c in t._tbl.tblGrid) for t in dressed.tables]
    assert widths
    assert all(0.9 * room < width <= room + 20 for width in widths)


def test_every_style_that_the_text_uses_is_defined_once(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        from lxml import etree

        styles = etree.fromstring(archive.read("word/styles.xml"))
        text = etree.fromstring(archive.read("word/document.xml"))
    ids = [style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))]
    assert len(ids) == len(set(ids))
    used = {each.get(qn("w:val")) for tag in ("pStyle", "rStyle", "tblStyle") for each in text.iter(qn(f"w:{tag}"))}
    based = {each.get(qn("w:val")) for each in styles.iter(qn("w:basedOn"))}
    assert used | based <= set(ids)
    numbered = [s for s in styles.iter(qn("w:style")) if s.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None]
    assert {s.get(qn("w:styleId")) for s in numbered} == {"ListBullet"}


def test_the_same_document_gives_the_same_bytes(file):
    assert render_word(REPORT, read_template(saved(county_template()))) == file


def test_a_dotx_is_a_template_too():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(county_template()))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, data.replace(b"document.main+xml", b"template.main+xml"))
    assert read_template(out.getvalue()).lacks == ["toc 1"]


def with_part(name, data=b"x"):
    out = io.BytesIO(saved(county_template()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def narrow():
    made = county_template()
    made.sections[0].left_margin = made.sections[0].right_margin = Cm(7)
    return saved(made)


def from_outside():
    made = county_template()
    part = made.sections[0].header.part
    part.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.IMAGE, "https://example.org/logga.png")
    return saved(made)


def an_object_from_outside():
    made = county_template()
    made.sections[0].header.part.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.OLE_OBJECT, "file://server/x.xlsx")
    return saved(made)


def macro_kind():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(county_template()))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            usual, other = (
                b"openxmlformats-officedocument.wordprocessingml.document.main",
                b"ms-word.document.macroEnabled.main",
            )
            new.writestr(part, old.read(part).replace(usual, other))
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"Hej", "broken"),
        (lambda: with_part("word/vbaProject.bin"), "macros"),
        (lambda: with_part("word/media/bomb.png", bytes(70_000_000)), "large"),
        (narrow, "narrow"),
        (from_outside, "outside"),
        (an_object_from_outside, "outside"),
        (macro_kind, "macros"),
    ],
)
def test_what_can_not_be_used_is_refused_with_why(make, reason):
    with pytest.raises(BadTemplate) as refusal:
        read_template(make())
    assert refusal.value.reason == reason


def test_a_template_without_our_styles_says_so_and_works():
    made = docx.Document()
    for style in list(made.styles.element.iter(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) in ("heading 2", "Quote", "List Bullet"):
            style.getparent().remove(style)
    template = read_template(saved(made))
    assert {"heading 2", "Quote", "List Bullet"} <= set(template.lacks)
    web = without_repeats(web_text(render_web(REPORT)))
    assert missing_words(web, word_text(render_word(REPORT, template))) == Counter()


ORDER = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"]


@pytest.mark.parametrize("has_measures", [True, False])
def test_a_lists_sign_stands_where_word_looks_for_it(has_measures):
    """Strict Word mends, or refuses, a style whose pieces come in another order."""
    made = county_template()
    style = made.styles["List Bullet"]
    style.font.name = "Georgia"
    if has_measures:
        style.paragraph_format.keep_with_next = True
    else:
        style.element.remove(style.element.pPr)
    written = docx.Document(io.BytesIO(render_word(REPORT, read_template(saved(made))))).styles["List Bullet"].element
    names = [each.tag.rpartition("}")[2] for each in written]
    assert names.index("pPr") < names.index("rPr")
    first = [each.tag.rpartition("}")[2] for each in written.pPr][: 2 if has_measures else 1]
    assert first == (["keepNext", "numPr"] if has_measures else ["numPr"])
    assert sorted(first, key=ORDER.index) == first


def test_a_logotype_on_the_first_page_only_comes_along():
    made = county_template()
    page = made.sections[0]
    page.header.paragraphs[0].clear()
    page.different_first_page_header_footer = True
    page.first_page_header.paragraphs[0].text = "Logotyp"
    written = docx.Document(io.BytesIO(render_word(REPORT, read_template(saved(made))))).sections[0]
    assert written.different_first_page_header_footer
    assert written.first_page_header.paragraphs[0].text == "Logotyp"
