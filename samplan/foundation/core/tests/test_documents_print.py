"""The same document as web, Word, PDF and XLSX: the same words, and files that open."""

import io
from collections import Counter
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import docx
import openpyxl
import pdfua
import pytest
from lxml import etree
from pypdf import PdfReader

from samplan.foundation.core.documents.model import Document, Figure, Heading, Quote, paragraph
from samplan.foundation.core.documents.pdf import render_pdf
from samplan.foundation.core.documents.pieces import Column, Row, Source, Table, Text, Value
from samplan.foundation.core.documents.web import render_web
from samplan.foundation.core.documents.word import render_word
from samplan.foundation.core.documents.xlsx import render_xlsx

from .reading import pdf_text, web_text, word_text, words
from .sample_report import ACTIVITY, CHANGES, REPORT, ROUND

NASTY = "<script>alert('x')</script> & #set page(fill: red) $x$ =1+1 \\u{41} \"citat\" {{ x }} [länk](x)"


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(REPORT)


@pytest.fixture(scope="module")
def word_file():
    return render_word(REPORT)


def in_xml(data, name):
    with ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def missing_words(web, paper):
    """Words of the page that the paper lacks, counted: a word said twice must be there twice."""
    return Counter(words(web)) - Counter(words(paper))


def without_repeats(web):
    """What the page says only on screen: the name of the link to what a figure rests on."""
    return web.replace("Se underlaget", "")


def test_every_word_and_number_of_the_page_is_in_the_word_file(word_file):
    web = without_repeats(web_text(render_web(REPORT)))
    assert "Personal" not in web  # the reader reads
    assert len(words(web)) > 400
    assert missing_words(web, word_text(word_file)) == Counter()


def test_every_word_and_number_of_the_page_is_in_the_pdf(pdf):
    web = without_repeats(web_text(render_web(REPORT)))
    assert missing_words(web, pdf_text(pdf)) == Counter()


def test_a_word_left_out_of_the_paper_would_be_noticed(pdf):
    more = replace(REPORT, blocks=(*REPORT.blocks, paragraph("Ordet tranbärsdricka står bara här.")))
    web = without_repeats(web_text(render_web(more)))
    assert "tranbärsdricka" in missing_words(web, pdf_text(pdf))


def test_texts_stand_whole_and_in_order_in_word_and_pdf(word_file, pdf):
    sentence = "I Tallvik har arbetet gått tillbaka sedan kuratorn slutade i mars."
    assert sentence in word_text(word_file)
    assert sentence in " ".join(pdf_text(pdf).split())


@pytest.mark.parametrize("render", [render_pdf, render_word, render_xlsx])
def test_the_same_document_gives_the_same_bytes(render):
    assert render(REPORT) == render(REPORT)


def test_the_pdf_is_tagged_and_named(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "sv-SE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == REPORT.title
    assert reader.metadata.author == REPORT.sender
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def structure(element, found):
    element = element.get_object()
    found.append((element.get("/S"), element.get("/Alt")))
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and "/S" in child:
            structure(child, found)
    return found


def test_the_pdf_has_headings_tables_notes_and_described_figures(pdf):
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    kids = root["/K"]
    found = []
    for kid in kids if isinstance(kids, list) else [kids]:
        structure(kid, found)
    kinds = Counter(kind for kind, _ in found)
    assert kinds["/H1"] >= 4
    assert kinds["/H2"] == 2
    assert kinds["/Table"] == 2 + 5  # its own, and the numbers behind five charts
    assert kinds["/TH"] > 10
    figures = [alt for kind, alt in found if kind == "/Figure"]
    assert len(figures) == 5
    assert any("ja 6, delvis 7, nej 2" in alt for alt in figures)
    assert any("Sex rutor är fyllda." in alt for alt in figures)


def test_pdfua_finds_nothing(pdf, tmp_path):
    path = tmp_path / "rapport.pdf"
    path.write_bytes(pdf)
    report = pdfua.validate(str(path))
    assert [(finding.rule_id, finding.message) for finding in report.findings] == []


def test_the_pdf_uses_only_our_font(pdf):
    fonts = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert fonts
    assert all(name.startswith("Inter-") for name in fonts)


def test_the_pdf_has_bookmarks_for_the_headings(pdf):
    titles = [item.title for item in flat(PdfReader(io.BytesIO(pdf)).outline)]
    assert any("Att hitta rätt" in title for title in titles)
    assert any("Vilka som svarade" in title for title in titles)


def flat(outline):
    for item in outline:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_word_file_opens_with_real_headings_and_properties(word_file):
    document = docx.Document(io.BytesIO(word_file))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert ("Heading 2", "3.4\u2002Att hitta rätt") in headings
    assert ("Heading 1", "Bilaga 1\u2002Vilka som svarade") in headings
    assert document.core_properties.title == REPORT.title
    assert document.core_properties.language == "sv-SE"
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Region Norrlunda och 16 kommuner\tDnr RN/2026-127"
    assert "Årsrapport 2026 · Norrlunda" in section.footer.paragraphs[0].text
    assert "PAGE" in etree.tostring(section.footer._element).decode()


def test_word_tables_repeat_their_header_row_and_pictures_have_text(word_file):
    document = docx.Document(io.BytesIO(word_file))
    for table in document.tables:
        assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
        assert not any(row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows[1:])
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == 5
    assert all(described)
    assert "ja 6, delvis 7, nej 2" in described[0]


def test_the_contents_field_can_be_renewed_and_its_links_lead_somewhere(word_file):
    body = in_xml(word_file, "word/document.xml")
    codes = [node.text.strip() for node in body.iter(f"{W}instrText")]
    assert 'TOC \\o "1-2" \\h \\z \\u' in codes
    kinds = Counter(node.get(f"{W}fldCharType") for node in body.iter(f"{W}fldChar"))
    assert kinds["begin"] == kinds["separate"] == kinds["end"]
    bookmarks = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
    links = {node.get(f"{W}anchor") for node in body.iter(f"{W}hyperlink")} - {None}
    assert links
    assert links <= bookmarks
    ids = [node.get(f"{W}id") for node in body.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_each_source_is_one_footnote_in_word_however_often_it_is_named(word_file):
    notes = {node.get(f"{W}id") for node in in_xml(word_file, "word/footnotes.xml")}
    assert notes == {"-1", "0", "1", "2", "3"}
    body = in_xml(word_file, "word/document.xml")
    referred = [node.get(f"{W}id") for node in body.iter(f"{W}footnoteReference")]
    assert sorted(referred) == ["1", "2", "3"]
    assert sum("NOTEREF" in node.text for node in body.iter(f"{W}instrText")) == 3


def test_every_style_and_relation_in_the_word_file_exists(word_file):
    styles = {node.get(f"{W}styleId") for node in in_xml(word_file, "word/styles.xml").iter(f"{W}style")}
    used = set()
    with ZipFile(io.BytesIO(word_file)) as archive:
        names = set(archive.namelist())
        for name in names:
            if name.endswith(".xml"):
                tree = etree.fromstring(archive.read(name))
                for tag in ("pStyle", "rStyle", "tblStyle"):
                    used |= {node.get(f"{W}val") for node in tree.iter(f"{W}{tag}")}
            if name == "word/_rels/document.xml.rels":
                relations = etree.fromstring(archive.read(name))
    assert used <= styles
    for relation in relations:
        if relation.get("TargetMode") != "External":
            assert f"word/{relation.get('Target')}" in names
    assert not any("thumbnail" in name or "customXml" in name for name in names)


def test_the_embedded_fonts_come_back_when_the_key_is_applied(word_file):
    from samplan.foundation.core.fonts import FOLDER

    font = in_xml(word_file, "word/fontTable.xml").find(f"{W}font/{W}embedRegular")
    key = bytes.fromhex(font.get(f"{W}fontKey").strip("{}").replace("-", ""))[::-1]
    with ZipFile(io.BytesIO(word_file)) as archive:
        hidden = archive.read("word/fonts/font1.odttf")
    plain = bytes(byte ^ key[at % 16] for at, byte in enumerate(hidden[:32])) + hidden[32:]
    assert plain == (FOLDER / "Inter-Regular.ttf").read_bytes()


def nasty_document():
    table = Table(NASTY, (Column(NASTY), Column("Tal", True)), (Row((Value(NASTY), Value("1", 1))),))
    return Document(
        title=NASTY,
        date=date(2026, 1, 1),
        sender=NASTY,
        blocks=(
            Heading(1, NASTY, "1"),
            paragraph(
                Text(NASTY, source=Source(NASTY, url="javascript:alert(1)")), Text("x", link="javascript:alert(2)")
            ),
            Quote(f"{NASTY}\n😀 \u200d \x0b 中文 привет ☃", "Ekby 👍🏽"),
            Figure(NASTY, replace(CHANGES, title=NASTY)),
            table,
        ),
    )


def test_what_people_write_is_never_markup():
    html = render_web(nasty_document())
    assert "<script" not in html
    assert "javascript:" not in html
    assert html.count("&lt;script&gt;") > 5
    plain = " ".join(pdf_text(render_pdf(nasty_document())).split())
    assert "#set page(fill: red) $x$" in plain
    assert "#set page(fill: red) $x$" in word_text(render_word(nasty_document()))
    assert b"javascript:" not in render_pdf(nasty_document())


def test_letters_that_the_font_lacks_do_not_stop_the_printing():
    text = pdf_text(render_pdf(nasty_document()))
    assert "\ufffd" in text
    assert "привет" in text
    assert "😀" in word_text(render_word(nasty_document()))


def test_the_workbook_holds_tables_as_numbers_and_quotes_as_text():
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(REPORT)))
    assert book.sheetnames[:3] == ["Innehåll", "Tabell 1", "Tabell 2"]
    talks = list(book["Tabell 1"].iter_rows(values_only=True))
    assert talks[0] == ("Kommun", "2025", "2026", "Inom en vecka")
    assert talks[1] == ("Forsby", 61, 187, "75 %")
    assert talks[2][1] == "gäller inte"
    assert talks[6] == ("Samtliga", 73, 1260, "74 %")
    texts = list(book["Texter"].iter_rows(values_only=True))
    assert texts[1][:2] == ("3.4 Att hitta rätt", "Ekby kommun")
    assert "första veckan" in texts[1][2]
    assert list(book["Figur 1"].iter_rows(values_only=True))[1] == ("Ja", 2, 6)


def test_a_long_chart_is_cut_to_fit_the_pages():
    rows = tuple(replace(CHANGES.rows[0], name=f"Kommun {number}") for number in range(70))
    document = Document("Många", date(2026, 1, 1), "R", (Figure("Alla.", replace(CHANGES, rows=rows)),))
    text = pdf_text(render_pdf(document))
    assert all(f"Kommun {number}" in text for number in range(70))
    assert len(docx.Document(io.BytesIO(render_word(document))).inline_shapes) == 3


def test_an_english_document_has_english_words():
    english = replace(REPORT, language="en")
    assert "Figure 1" in web_text(render_web(english))
    assert "9 February 2027" in pdf_text(render_pdf(english))
    assert PdfReader(io.BytesIO(render_pdf(english))).trailer["/Root"]["/Lang"] == "en-GB"
    assert "no answer" in word_text(render_word(english))


def test_an_empty_document_can_be_printed():
    empty = Document("Tom", date(2026, 1, 1), "Region Norrlunda")
    assert "Tom" in pdf_text(render_pdf(empty))
    assert "Tom" in word_text(render_word(empty))
    assert openpyxl.load_workbook(io.BytesIO(render_xlsx(empty))).sheetnames == ["Innehåll"]


def test_the_notes_of_the_pdf_say_source_and_version(pdf):
    text = " ".join(pdf_text(pdf).split())
    assert ROUND.as_note in text
    assert ACTIVITY.as_note in text
