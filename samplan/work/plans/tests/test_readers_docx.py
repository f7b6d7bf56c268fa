"""What a Word file says: headings, computed numbers, tables, changes, boxes, notes."""

import io

import docx as python_docx

from samplan.work.plans.recognition.readers import docx

from .document_making import package, paragraph, word

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="Rubrik 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="heading 2"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="Vår mellanrubrik"/><w:basedOn w:val="Rubrik2"/></w:style>
<w:style w:type="paragraph" w:styleId="Numrerad"><w:name w:val="heading 3"/>
  <w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkt2"><w:name w:val="List Bullet 2"/>
  <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Stark"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""


def level(number, style, text, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


LINKED = level(2, "decimal", "%1:%3", more='<w:pStyle w:val="Numrerad"/>')
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="10">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}'
    f"{level(2, 'lowerLetter', '%3)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="11">{level(0, "bullet", "·")}{level(1, "bullet", "o")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="12">{level(0, "upperRoman", "Del %1")}{LINKED}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="10"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="11"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="10"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="7"><w:abstractNumId w:val="12"/></w:num>'
)


def styled(text, style, more=""):
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def listed(text, num, depth=0):
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


def read(body, **parts):
    document = docx.read(word(body, styles=STYLES, numbering=NUMBERING, **parts), "plan.docx")
    return [line for line in document.lines if line.text]


def texts(body, **parts):
    return [line.text for line in read(body, **parts)]


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else paragraph(text)}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_headings_are_known_by_swedish_names_base_styles_and_outline_levels():
    lines = read(
        styled("Ett", "Rubrik1")
        + styled("Två", "Rubrik2")
        + styled("Tre", "Egen")
        + paragraph("Fyra", '<w:outlineLvl w:val="2"/>')
        + styled("Brödtext", "Rubrik2", '<w:outlineLvl w:val="9"/>')
    )
    assert [line.heading for line in lines] == [1, 2, 2, 3, None]
    assert [line.text for line in lines] == ["# Ett", "## Två", "## Tre", "### Fyra", "Brödtext"]


def test_a_title_stands_above_the_headings():
    lines = read(styled("Planen", "Titel") + styled("Inledning", "Rubrik1") + styled("Syfte", "Rubrik2"))
    assert [line.text for line in lines] == ["# Planen", "## Inledning", "### Syfte"]


def test_numbers_are_computed_over_levels_and_go_on_after_other_text():
    lines = read(
        listed("a", 1)
        + listed("b", 1, 1)
        + listed("c", 1, 1)
        + listed("d", 1, 2)
        + paragraph("Emellan.")
        + listed("e", 1)
        + listed("f", 1, 1)
    )
    assert [line.text for line in lines] == ["1. a", "  1.1 b", "  1.2 c", "    a) d", "Emellan.", "2. e", "  2.1 f"]
    assert [line.ordinal for line in lines] == ["1.", "1.1", "1.2", "a)", None, "2.", "2.1"]
    assert [line.bullet for line in lines] == [1, 2, 2, 3, None, 1, 2]


def test_a_list_may_start_anew_at_a_given_number():
    assert texts(listed("a", 1) + listed("b", 3) + listed("c", 3)) == ["1. a", "5. b", "6. c"]


def test_numbered_headings_keep_their_number_apart():
    lines = read(listed("Delen", 7) + styled("Området", "Numrerad") + styled("Nästa område", "Numrerad"))
    assert [(line.heading, line.ordinal, line.text) for line in lines] == [
        (None, "Del I", "Del I Delen"),
        (3, "I:1", "### I:1 Området"),
        (3, "I:2", "### I:2 Nästa område"),
    ]


def test_bullets_have_depth_by_level_and_by_style():
    lines = read(listed("a", 2) + listed("b", 2, 1) + styled("c", "Punkt2") + paragraph("• d") + paragraph("– e"))
    assert [(line.bullet, line.text) for line in lines] == [
        *((1, "- a"), (2, "  - b"), (2, "  - c"), (1, "- d"), (1, "- e")),
    ]


def test_a_paragraph_taken_out_of_its_list_is_a_paragraph():
    taken_out = styled("Fritt", "Punkt2", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert [(line.bullet, line.text) for line in read(taken_out)] == [(None, "Fritt")]


def test_bold_lines_are_bold_and_half_bold_lines_are_not():
    half = '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Aktör: </w:t></w:r><w:r><w:t>regionen</w:t></w:r></w:p>'
    whole = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Att följa upp</w:t></w:r></w:p>"
    by_style = '<w:p><w:r><w:rPr><w:rStyle w:val="Stark"/></w:rPr><w:t>Mål</w:t></w:r></w:p>'
    off = '<w:p><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>Inte fet</w:t></w:r></w:p>'
    assert [line.bold for line in read(half + whole + by_style + off)] == [False, True, True, False]


def test_line_breaks_part_a_paragraph_without_a_blank_line():
    broken = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Mål</w:t><w:br/></w:r><w:r><w:t>Fler mår bra.</w:t></w:r></w:p>"
    document = docx.read(word(paragraph("Före") + broken), "plan.docx")
    assert [(line.text, line.bold) for line in document.lines] == [
        *(("Före", False), ("", False), ("Mål", True), ("Fler mår bra.", False)),
    ]


def test_tables_stand_in_their_place_with_merged_cells_repeated():
    spanned, start, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    lines = read(
        paragraph("Före")
        + table(
            row(cell("Mål"), cell("Aktivitet"), cell("Ansvarig"), properties="<w:tblHeader/>"),
            row(cell("Trygghet", start), cell("Ring alla"), cell("Regionen")),
            row(cell("", goes_on), cell("Gemensamt för alla", spanned)),
        )
        + paragraph("Efter")
    )
    assert [line.text for line in lines] == [
        "Före",
        "| Mål | Aktivitet | Ansvarig |",
        "| Trygghet | Ring alla | Regionen |",
        "| Trygghet | Gemensamt för alla | Gemensamt för alla |",
        "Efter",
    ]
    assert [line.header_row for line in lines] == [False, True, False, False, False]
    assert [line.table for line in lines] == [None, 1, 1, 1, None]
    assert lines[3].cells == ("Trygghet", "Gemensamt för alla", "Gemensamt för alla")


def test_columns_that_only_edges_make_are_no_columns():
    wide = '<w:gridSpan w:val="3"/>'
    lines = read(table(row(cell("a", wide), cell("b")), row(cell("c", wide), cell("d"))))
    assert [line.cells for line in lines] == [("a", "b"), ("c", "d")]


def test_a_bold_first_row_is_a_header_row():
    document = python_docx.Document()
    made = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("Aktivitet", "Aktör", "Ring alla", "Regionen")):
        run = made.cell(place // 2, place % 2).paragraphs[0].add_run(text)
        run.bold = place < 2
    stream = io.BytesIO()
    document.save(stream)
    lines = docx.read(stream.getvalue(), "plan.docx").lines
    assert [line.header_row for line in lines] == [True, False]


def test_paragraphs_of_a_cell_are_kept_apart_in_the_cell_and_joined_in_the_text():
    several = paragraph("Flera saker:") + listed("ett", 2) + listed("två", 2)
    (line,) = read(table(row(cell(several), cell("Regionen"))))
    assert line.cells == ("Flera saker:\n- ett\n- två", "Regionen")
    assert line.text == "| Flera saker: - ett - två | Regionen |"


def test_a_table_in_a_table_follows_it_and_a_frame_of_one_cell_is_no_table():
    inner = table(row(cell("x"), cell("y")))
    outer = table(row(cell("a"), cell(paragraph("b") + inner + paragraph(""))))
    frame = table(row(cell(styled("Ruta", "Rubrik2") + listed("punkt", 2))))
    assert texts(outer + frame) == ["| a | b |", "| x | y |", "## Ruta", "- punkt"]


def test_deleted_text_is_left_out_and_inserted_text_is_kept():
    changed = (
        "<w:p><w:r><w:t>Planen </w:t></w:r><w:del><w:r><w:delText>gällde</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>gäller</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Början </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>och slut</w:t></w:r></w:p>"
    )
    gone = table(row(cell("a"), cell("b")), row(cell("c"), cell("d"), properties="<w:del/>"))
    assert texts(changed + gone) == ["Planen gäller", "Början och slut", "| a | b |"]


def test_text_boxes_follow_their_paragraph_once():
    box = f"<w:txbxContent>{paragraph('I rutan')}</w:txbxContent>"
    drawing = (
        f"<w:p><w:r><w:t>Utanför</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(drawing + paragraph("Efter")) == ["Utanför", "I rutan", "Efter"]


def test_footnotes_come_last():
    noted = '<w:p><w:r><w:t>Ett påstående</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r></w:p>'
    notes = f'<w:footnote w:id="2">{paragraph("Källan till det.")}</w:footnote>'
    assert texts(noted + paragraph("Mer."), footnotes=notes) == [
        *("Ett påstående.", "Mer.", "Fotnot 1: Källan till det."),
    ]


def field(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_the_table_of_contents_is_left_out_and_links_keep_their_text():
    contents = (
        f"<w:p>{field('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{field('separate')}"
        f"<w:r><w:t>Inledning 3</w:t></w:r></w:p>{paragraph('Mål 4')}<w:p>{field('end')}</w:p>"
    )
    by_style = styled("Aktiviteter\t5", "TOC1")
    link = "<w:p><w:r><w:t>Se </w:t></w:r><w:hyperlink><w:r><w:t>webbplatsen</w:t></w:r></w:hyperlink></w:p>"
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('Innehåll')}</w:sdtContent></w:sdt>"
    )
    assert texts(contents + by_style + control + link) == ["Se webbplatsen"]


def test_a_field_that_never_ends_swallows_nothing():
    assert texts(f"<w:p>{field('begin')}<w:r><w:instrText>TOC</w:instrText></w:r></w:p>{paragraph('Texten')}") == [
        "Texten"
    ]


def test_hidden_text_and_headers_are_left_out_and_odd_characters_are_plain():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Dolt</w:t></w:r><w:r><w:t>Synligt</w:t></w:r></w:p>"
    odd = (
        "<w:p><w:r><w:t>e\ufb03ektiv\u00a0a\u030attio</w:t><w:noBreakHyphen/><w:t>nio sam\u00adverkan</w:t></w:r></w:p>"
    )
    assert texts(hidden + odd) == ["Synligt", "effiektiv åttio-nio samverkan"]


def test_word_files_in_the_strict_dialect_are_read():
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{usual.decode()}"><w:body>{paragraph("Strikt")}</w:body></w:document>'
    data = package({"word/document.xml": body.encode().replace(usual, strict)})
    assert docx.read(data, "plan.docx").text == "Strikt"
