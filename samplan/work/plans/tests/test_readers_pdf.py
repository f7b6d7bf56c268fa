"""What stands on paper: paragraphs, columns, running headers, tables over pages, headings by size."""

import re
import resource
import time

import pytest

from samplan.work.plans.recognition.readers.pdf_pages import lines_of_pdf

from .document_making import pdf as make

SENTENCE = "Kommunerna och regionen ska samverka kring barn och unga som behöver tidigt stöd i vardagen. "
PLAIN = "#set page(header: none, numbering: none)\n"


def read(body, settings=PLAIN):
    return [line for line in lines_of_pdf(make(body, settings=settings)) if line.text]


def texts(body, settings=PLAIN):
    return [line.text for line in read(body, settings)]


def test_paragraphs_are_joined_from_lines_and_parted_by_space_or_indent():
    first, second = (SENTENCE * 4).strip(), "Den andra meningen. " + SENTENCE.strip()
    assert texts(f"{first}\n\n{second}") == [first, second]
    indented = "#set par(first-line-indent: 1.5em, spacing: 0.65em)\n"
    assert texts(f"{first}\n\n{second}", PLAIN + indented) == [first, second]
    assert texts(f"{first}\n\n{second}", PLAIN + "#set par(justify: true)\n") == [first, second]


def test_words_parted_at_line_ends_are_joined_and_real_hyphens_stay():
    narrow = "#set page(width: 9cm)\n#set par(justify: true)\n"
    text = "Utvecklingsarbetet inom samverkansorganisationen fortsätter i utvärderingsgruppernas regi, " * 4
    assert texts(text, PLAIN + narrow) == [text.strip()]
    lines = [
        *(
            "Länets gemensamma hälso-",
            "och sjukvård och alla SIP-",
            "samordnare ger var och en som",
            "behöver det ett målgrupps-",
        ),
        *("anpassat stöd i rätt tid", "varje dag"),
    ]
    full = "#linebreak(justify: true)".join(f"#{chr(34)}{line}{chr(34)};" for line in lines)
    assert texts(f"#set par(justify: true)\n#block(width: 6.5cm)[{full}]") == [
        "Länets gemensamma hälso- och sjukvård och alla SIP-samordnare ger var och en som behöver det "
        "ett målgruppsanpassat stöd i rätt tid varje dag",
    ]


def test_headings_come_by_size_and_keep_their_number_apart():
    numbered = '#set heading(numbering: "1.1")\n'
    lines = read(f"= Inledning\n{SENTENCE}\n= Mål\n== Trygg uppväxt\n{SENTENCE}", PLAIN + numbered)
    assert [(line.heading, line.ordinal, line.text) for line in lines if line.heading] == [
        (1, "1", "# 1 Inledning"),
        (1, "2", "# 2 Mål"),
        (2, "2.1", "## 2.1 Trygg uppväxt"),
    ]


def test_a_heading_of_two_lines_is_one_and_two_headings_are_two():
    long = "En rubrik som är så lång att den inte får plats på en rad utan fortsätter på nästa"
    assert [line.text for line in read(f"= {long}\n== Kort\n{SENTENCE * 3}")][:2] == [f"# {long}", "## Kort"]


def test_bold_lines_are_bold_without_being_headings():
    lines = read(f"*Att följa upp*\n\n{SENTENCE * 2}\n\n*Aktör:* regionen")
    assert [(line.heading, line.bold) for line in lines] == [(None, True), (None, False), (None, False)]


def test_lists_have_depth_markers_and_hanging_lines():
    body = f"- ett\n  - under ett {SENTENCE}\n- två\n\nEmellan står text.\n\n#enum[a][b {SENTENCE}][c]"
    lines = read(body)
    assert [(line.bullet, line.ordinal) for line in lines] == [
        *((1, None), (2, None), (1, None), (None, None), (1, "1."), (1, "2."), (1, "3.")),
    ]
    assert lines[1].text == f"  - under ett {SENTENCE.strip()}"
    assert lines[5].text == f"2. b {SENTENCE.strip()}"


def test_a_list_and_a_sentence_go_on_over_a_page_break():
    short = "#set page(height: 9cm)\n"
    items = [f"Punkt nummer {number} som handlar om {SENTENCE.strip()}" for number in range(1, 12)]
    lines = read("- " + "\n- ".join(items), PLAIN + short)
    assert [line.text for line in lines] == [f"- {item}" for item in items]
    assert max(line.page for line in lines) > 2


def test_two_columns_are_read_one_after_the_other_under_a_wide_title():
    left, right = [f"Vänster {number}. {SENTENCE * 2}".strip() for number in "12"], [f"Höger. {SENTENCE * 3}".strip()]
    columns = f"#columns(2)[{chr(10) * 2}{(chr(10) * 2).join(left)} #colbreak() {right[0]}]"
    wide = (SENTENCE * 2).strip()
    body = f"= Rubriken\n{wide}\n\n{columns}\n\n== Efter spalterna\n{wide}"
    assert texts(body) == ["# Rubriken", wide, *left, *right, "## Efter spalterna", wide]


def test_three_columns_with_lists_and_a_narrow_gutter():
    areas = [[f"{name} ett {SENTENCE.strip()}", f"{name} två {SENTENCE.strip()}"] for name in ("Norr", "Mitt", "Söder")]
    columns = " #colbreak() ".join("\n- " + "\n- ".join(items) + "\n" for items in areas)
    lines = texts(f"#set text(9pt)\n#columns(3, gutter: 10pt)[{columns}]", PLAIN + "#set page(flipped: true)\n")
    assert lines == [f"- {item}" for items in areas for item in items]


def test_labels_with_their_values_are_no_columns():
    rows = "".join(
        f"[{label}], [{value}], " for label, value in (("Datum", "2024-01-02"), ("Dnr", "12/34"), ("Ort", "Alby"))
    )
    assert texts(f"#grid(columns: (4cm, 6cm), row-gutter: 1em, {rows})\n\n{SENTENCE * 3}")[:3] == [
        *("Datum\t2024-01-02", "Dnr\t12/34", "Ort\tAlby"),
    ]


def test_running_headers_and_page_numbers_are_dropped_without_help_from_tags():
    header = "#set page(header: none, numbering: none, background: place(top + left, dx: 2cm, dy: 1cm)[Handlingsplan 2024 – sida #context counter(page).display()])\n"
    body = "\n#pagebreak()\n".join(f"= Avsnitt {name}\nI {name}: {SENTENCE * 3}" for name in "abcd")
    data = make(body, settings=header).replace(b"/Artifact", b"/Artefakt")
    lines = [line.text for line in lines_of_pdf(data) if line.text]
    assert lines == [text for name in "abcd" for text in (f"# Avsnitt {name}", f"I {name}: {SENTENCE * 3}".strip())]


def test_headers_and_footers_tagged_as_such_are_dropped_from_a_single_page():
    assert texts(SENTENCE, settings="") == [SENTENCE.strip()]


def table(*rows, columns=3, more=""):
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    return f"#table(columns: (1fr,) * {columns}, {more} {cells})"


def test_a_ruled_table_has_cells_with_wrapped_lines_joined():
    long = (SENTENCE * 2).strip()
    lines = read(f"Före.\n\n{table(('*Mål*', '*Aktivitet*', '*Ansvarig*'), ('Trygghet', long, 'Regionen'))}\n\nEfter.")
    assert [line.cells for line in lines] == [
        None,
        ("Mål", "Aktivitet", "Ansvarig"),
        ("Trygghet", long, "Regionen"),
        None,
    ]
    assert [line.header_row for line in lines] == [False, True, False, False]


def test_merged_cells_are_repeated():
    body = (
        "#table(columns: (1fr,) * 3, [Mål], [Aktivitet], [Ansvarig], table.cell(rowspan: 2)[Trygghet], [Ring], [A], "
        "table.cell(colspan: 2)[Gemensamt])"
    )
    assert [line.cells for line in read(body)][1:] == [
        ("Trygghet", "Ring", "A"),
        ("Trygghet", "Gemensamt", "Gemensamt"),
    ]


def test_a_table_goes_on_over_pages_with_its_header_once():
    rows = [(f"Mål {number}", SENTENCE.strip(), "Regionen") for number in range(20)]
    header = "table.header([Mål], [Aktivitet], [Ansvarig]),"
    lines = read(table(*rows, more=header), PLAIN + "#set page(flipped: true)\n")
    assert [line.cells for line in lines] == [("Mål", "Aktivitet", "Ansvarig"), *rows]
    assert {line.table for line in lines} == {1}
    assert [line.header_row for line in lines] == [True] + [False] * 20
    assert max(line.page for line in lines) > 1


def test_a_row_parted_by_the_page_break_is_one_row():
    for height in (14, 15, 16, 17):
        rows = [(f"Mål {number}", (SENTENCE * 5).strip().lower(), "regionen") for number in range(8)]
        lines = read(table(*rows), PLAIN + f"#set page(height: {height}cm)\n")
        assert [line.cells for line in lines] == rows


def test_a_table_with_lines_between_its_rows_only_is_a_table():
    lines = read(
        table(
            ("Mål", "Aktivitet", "Ansvarig"),
            ("Trygghet", SENTENCE.strip(), "A"),
            ("Arbete", "Stöd", "B"),
            more="stroke: (x: none, y: 0.5pt),",
        )
    )
    assert [line.cells for line in lines] == [
        *(("Mål", "Aktivitet", "Ansvarig"), ("Trygghet", SENTENCE.strip(), "A"), ("Arbete", "Stöd", "B")),
    ]


def test_paragraphs_and_bullets_in_a_cell_are_kept_apart():
    (line,) = [line for line in read(table(("Mål", "Flera:\n- ett\n- två", "A"))) if line.cells]
    assert line.cells[1] == "Flera:\n- ett\n- två"


def test_footnotes_come_last_and_their_marks_are_dropped():
    body = f"Ett påstående#footnote[Källan till det.]. {SENTENCE * 2}\n\n{SENTENCE * 2}"
    lines = texts(body)
    assert lines[0].startswith("Ett påstående. Kommunerna")
    assert lines[-1] == "Fotnot 1: Källan till det."


def test_contents_lines_stay_lines():
    lines = texts(f"#outline(title: none)\n#pagebreak()\n= Inledning\n{SENTENCE}\n== Syfte\n= Mål\n{SENTENCE}")
    assert [re.sub(r"[ .]+", " ", line) for line in lines[:3]] == ["Inledning 2", "Syfte 2", "Mål 2"]


def test_a_real_hyphen_stays_where_it_shares_its_glyph_with_the_hyphen_of_a_broken_word():
    broken = "Samverkan " * 7 + "mellan verksamheterna. "
    found = " ".join(texts(broken * 4 + "Kunskaps- och vård-satsningen."))
    assert found.endswith("Kunskaps- och vård-satsningen.")
    assert "verksamheterna" in found
    assert "\u00ad" not in found


def test_ligatures_and_soft_hyphens_are_plain_letters():
    assert texts('Effektivt #"sam\u00adråd" om \ufb02ytt.') == ["Effektivt samråd om flytt."]


@pytest.mark.parametrize("turn", [90, -90])
def test_pages_whose_text_is_turned_are_read(turn):
    body = f"#rotate({turn}deg, reflow: true)[#box(width: 20cm)[{SENTENCE * 4}]]"
    assert texts(body) == [(SENTENCE * 4).strip()]


@pytest.mark.slow
def test_sixty_full_pages_take_seconds_and_little_memory():
    page = f"= Avsnitt\n{SENTENCE * 20}\n\n- {SENTENCE * 2}\n\n" + table(*[("Mål", SENTENCE, "A")] * 3)
    data = make("\n#pagebreak()\n".join([page] * 60))
    before, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = lines_of_pdf(data)
    assert time.process_time() - before < 15
    assert lines[-1].page == 60
    # The letters of a page are let go when its words are known. What tests before this one held is not counted.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < 450 * 1024


def test_a_page_full_of_scattered_letters_is_read_in_reasonable_time():
    places = [(7 * x % 500, 11 * y % 700) for x in range(60) for y in range(60)]
    scattered = "".join(f"#place(dx: {x}pt, dy: {y}pt)[#text(4pt)[a]]" for x, y in places)
    before = time.process_time()
    assert lines_of_pdf(make(scattered, settings=PLAIN))
    assert time.process_time() - before < 10
