"""What an ODT file says: outline, lists with numbers, spans, frames, changes, notes."""

from samplan.work.plans.recognition.readers import odt

from .document_making import odt as make

STYLES = (
    '<style:style style:name="P_fet" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="P_arvd" style:family="paragraph" style:parent-style-name="P_fet"/>'
    '<style:style style:name="T_fet" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T_dold" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>'
    '<style:style style:name="P_rubrik" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    '<style:style style:name="Title" style:family="paragraph"/>'
)
OUTLINE = (
    '<text:outline-style style:name="Outline">'
    '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format=""/>'
    "</text:outline-style>"
)


def read(body, **more):
    return [line for line in odt.read(make(body, styles=STYLES, **more), "plan.odt").lines if line.text]


def texts(body, **more):
    return [line.text for line in read(body, **more)]


def p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text, level, more=""):
    return f'<text:h text:outline-level="{level}" {more}>{text}</text:h>'


def items(*inside):
    return "".join(f"<text:list-item>{one}</text:list-item>" for one in inside)


def listing(style, *inside, more=""):
    return f'<text:list text:style-name="{style}" {more}>{items(*inside)}</text:list>'


def nested(*inside):
    return f"<text:list>{items(*inside)}</text:list>"


def cell(text, more=""):
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


COVERED = "<table:covered-table-cell/>"


def test_headings_have_outline_levels_and_computed_numbers():
    body = h("Ett", 1) + h("Ett ett", 2) + h("Onumrerad", 3) + h("Två", 1) + h("Två ett", 2)
    assert texts(body, outline=OUTLINE) == ["# 1. Ett", "## 1.1 Ett ett", "### Onumrerad", "# 2. Två", "## 2.1 Två ett"]
    assert texts(body) == ["# Ett", "## Ett ett", "### Onumrerad", "# Två", "## Två ett"]


def test_a_paragraph_that_wears_a_heading_style_is_a_heading_and_a_title_stands_above():
    assert texts(p("Planen", "Title") + h("Del", 1) + p("Mål", "P_rubrik")) == ["# Planen", "## Del", "### Mål"]


def test_lists_have_depth_and_numbers():
    body = listing("L_bullet", p("a"), p("b") + nested(p("c"))) + p("Emellan.")
    numbers = listing("L_number", p("ett"), p("två") + nested(p("två ett"), p("två två")))
    lines = read(body + numbers)
    assert [line.text for line in lines] == [
        *("- a", "- b", "  - c", "Emellan.", "1. ett", "2. två", "  2.1. två ett", "  2.2. två två"),
    ]
    assert [line.bullet for line in lines] == [1, 1, 2, None, 1, 1, 2, 2]


def test_a_numbered_list_starts_anew_unless_it_says_that_it_goes_on():
    first, again = listing("L_number", p("a"), p("b")), listing("L_number", p("c"))
    on = listing("L_number", p("d"), more='text:continue-numbering="true"')
    assert texts(first + p("x") + again + p("y") + on) == ["1. a", "2. b", "x", "1. c", "y", "2. d"]


def test_a_second_paragraph_of_an_item_has_no_bullet_of_its_own():
    assert texts(listing("L_bullet", p("a") + p("mer om a"), p("b"))) == ["- a", "mer om a", "- b"]


def test_bold_comes_from_the_style_its_parent_or_a_span():
    half = '<text:p><text:span text:style-name="T_fet">Aktör:</text:span> regionen</text:p>'
    whole = '<text:p><text:span text:style-name="T_fet">Aktör</text:span></text:p>'
    assert [line.bold for line in read(p("a", "P_fet") + p("b", "P_arvd") + half + whole)] == [True, True, False, True]


def test_tables_repeat_spanned_and_repeated_cells():
    body = (
        "<table:table><table:table-header-rows>"
        + row(cell("Mål"), cell("Aktivitet"), cell("Ansvarig"))
        + "</table:table-header-rows>"
        + row(cell("Trygghet", 'table:number-rows-spanned="2"'), cell("Samma", 'table:number-columns-repeated="2"'))
        + row(COVERED, cell("Gemensamt", 'table:number-columns-spanned="2"'), COVERED)
        + "</table:table>"
    )
    lines = read(body)
    assert [line.cells for line in lines] == [
        ("Mål", "Aktivitet", "Ansvarig"),
        ("Trygghet", "Samma", "Samma"),
        ("Trygghet", "Gemensamt", "Gemensamt"),
    ]
    assert [line.header_row for line in lines] == [True, False, False]


def test_a_million_repeated_cells_are_padding():
    padding = '<table:table-cell table:number-columns-repeated="1000000"/>'
    rows = row(cell("a"), cell("b"), padding) + row(padding, more='table:number-rows-repeated="1000000"')
    assert [line.cells[:2] for line in read(f"<table:table>{rows}</table:table>")] == [("a", "b")]


def test_frames_follow_their_paragraph_and_notes_come_last():
    frame = "<draw:frame><draw:text-box><text:p>I ramen</text:p></draw:text-box></draw:frame>"
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Källan.</text:p></text:note-body></text:note>"
    assert texts(p(f"Utanför{frame}{note}.") + p("Efter")) == ["Utanför.", "I ramen", "Efter", "Fotnot 1: Källan."]


def test_deletions_comments_contents_and_hidden_text_are_left_out():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Struket</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Inledning 3</text:p></text:index-body></text:table-of-content>"
        "<text:p>Kvar<office:annotation><text:p>Kommentar</text:p></office:annotation>"
        '<text:span text:style-name="T_dold">dolt</text:span></text:p>'
    )
    assert texts(body) == ["Kvar"]


def test_spaces_tabs_breaks_sections_and_links_are_written_out():
    body = (
        "<text:section><text:p>Ett<text:s text:c='3'/>två<text:tab/>tre<text:line-break/>"
        "<text:a>fyra</text:a>\n   fem</text:p></text:section>"
    )
    assert texts(body) == ["Ett två\ttre", "fyra fem"]
