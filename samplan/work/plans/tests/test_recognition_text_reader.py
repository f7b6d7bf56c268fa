"""Plain text and Markdown become lines: the file's own lines, marked with what the marks in them say."""

import pytest

from samplan.work.plans.recognition.readers import ReadRefused, read


def lines_of(text, name="plan.txt"):
    return read(text.encode(), name).lines


def marks(text):
    return [(line.heading, line.bullet, line.ordinal, line.bold) for line in lines_of(text)]


def test_the_text_version_is_the_file_itself():
    text = "Plan för Ekby\n\n  - en punkt  \n\tindraget\n\nSlut"
    document = read(text.encode(), "plan.txt")
    assert [line.number for line in document.lines] == [1, 2, 3, 4, 5, 6]
    assert document.text.split("\n")[2] == "  - en punkt"
    assert document.kind == "txt"
    assert read(text.encode(), "plan.md").kind == "md"


def test_a_newline_at_the_end_is_no_line_of_its_own():
    assert len(lines_of("Ett\nTvå\n")) == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_numbers_are_the_same_whatever_system_wrote_the_file(newline):
    assert [line.text for line in lines_of(f"Ett{newline}{newline}Två")] == ["Ett", "", "Två"]


def test_hashes_and_underlines_declare_headings():
    assert marks("# Plan\n### Mål 1\n#hashtagg")[:3] == [
        (1, None, None, False),
        (3, None, None, False),
        (None, None, None, False),
    ]
    assert lines_of("Del ett\n=======\n\nDel två\n-------\n")[0].heading == 1
    assert lines_of("Del ett\n=======\n\nDel två\n-------\n")[3].heading == 2


@pytest.mark.parametrize("marker", ["-", "*", "•", "–", "▪", "+"])
def test_bullets_of_every_kind_are_list_items(marker):
    assert [line.bullet for line in lines_of(f"{marker} Ett\n  {marker} Två\n{marker} Tre")] == [1, 2, 1]


def test_a_lone_o_is_a_word_but_a_list_of_them_is_a_list():
    assert [line.bullet for line in lines_of("o ja, sade de")] == [None]
    assert [line.bullet for line in lines_of("o Starta grupper\no Utbilda personal")] == [1, 1]


def test_numbers_that_stand_tight_are_a_list_and_alone_they_may_be_headings():
    tight = lines_of("1. Kartlägg\n2. Bestäm\n3. Följ upp")
    assert [(line.bullet, line.ordinal) for line in tight] == [(1, "1."), (1, "2."), (1, "3.")]
    alone = lines_of("1. Barn och unga\n\nText om barn.\n\n2. Vuxna\n\nText om vuxna.")
    assert all(line.bullet is None for line in alone)


def test_numbers_in_a_table_of_contents_are_no_list():
    assert all(line.bullet is None for line in lines_of("1. Bakgrund\t3\n2. Mål\t4\n3. Uppföljning\t9"))


def test_whole_lines_in_bold_are_marked_also_over_several_lines():
    assert [line.bold for line in lines_of("**Plan för\nEkby\n2023–2025**\n\nVanlig text")] == [True] * 3 + [False] * 2
    assert [line.bold for line in lines_of("**Aktiviteter**:\nEtt **viktigt** ord\n** Fotnot")] == [True, False, False]


def test_a_table_gives_cells_a_header_and_a_number():
    rows = lines_of("| Mål | Aktivitet |\n| --- | --- |\n| Kortare väntan | Öppna<br>Utbilda |\n\n| A | B |")
    assert (rows[0].cells, rows[0].header_row, rows[0].table) == (("Mål", "Aktivitet"), True, 1)
    assert rows[1].cells is None
    assert rows[2].cells == ("Kortare väntan", "Öppna\nUtbilda")
    assert (rows[4].table, rows[4].header_row) == (2, False)


def test_a_table_without_outer_bars_is_a_table_too():
    rows = lines_of("Mål | Aktivitet\n--- | ---\nKortare väntan | Öppna")
    assert [row.cells for row in rows] == [("Mål", "Aktivitet"), None, ("Kortare väntan", "Öppna")]


def test_a_form_feed_begins_a_page_and_is_no_line():
    lines = lines_of("Sida ett\n\fSida två\nmer")
    assert [(line.number, line.text, line.page) for line in lines] == [
        (1, "Sida ett", 1),
        (2, "Sida två", 2),
        (3, "mer", 2),
    ]


def test_swedish_letters_are_read_in_the_encodings_people_use():
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        document = read("Åtgärder för äldre på öarna".encode(encoding), "plan.txt")
        assert document.text == "Åtgärder för äldre på öarna"


def test_the_content_and_not_the_name_decides_how_a_file_is_read():
    assert read(b"# Plan\n\nText", "plan.docx").lines[0].heading == 1
    with pytest.raises(ReadRefused):
        read(b"\x89PNG\r\n\x1a\n" + bytes(100), "plan.txt")
