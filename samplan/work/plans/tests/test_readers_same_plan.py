"""One plan saved in four formats is read the same; so is a long real text."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from samplan.work.plans.recognition.readers import docx, odt, pdf

from .document_making import Part, as_docx, as_markdown, as_odt, as_pdf

REAL_TEXTS = Path(__file__).resolve().parents[4].parent / "shared" / "seeds"

PLAN = [
    Part("heading", "Del ett", 1),
    Part("text", "Kommunerna och regionen arbetar tillsammans för att fler ska må bra. " * 6),
    Part("heading", "1.1 Trygg uppväxt", 2),
    Part("heading", "Aktiviteter under året", 3),
    Part("bullet", "Starta föräldragrupper i alla kommuner", 1),
    Part("bullet", "med tolk vid behov", 2),
    Part("bullet", "på kvällar och helger", 2),
    Part("bullet", "Utbilda skolpersonal i tidiga tecken på ohälsa, så att den som behöver stöd får det i tid " * 2, 1),
    Part("text", "Arbetet görs i tre steg:"),
    Part("number", "Kartlägg vad som finns"),
    Part("number", "Bestäm vem som gör vad"),
    Part("number", "Följ upp efter ett år"),
    Part("heading", "Del två", 1),
    Part("heading", "Mål för vuxna", 2),
    Part(
        "table",
        rows=(
            ("Mål", "Aktivitet", "Ansvarig"),
            ("Kortare väntan", "Öppna en gemensam mottagning för hela länet, med kvällsöppet", "Regionen"),
            ("Fler i arbete", "Erbjuda handledare på arbetsplatsen", "Kommunerna och Arbetsförmedlingen"),
        ),
    ),
    Part("text", "Planen gäller till och med nästa mandatperiods slut."),
]


def content(line):
    """The words of the line, without what marks it as heading or list item."""
    text = re.sub(r"^\s*(#+ |- )", "", line.text)
    return " ".join(text.split())


def shape(document):
    written = [line for line in document.lines if line.text.strip() and not re.fullmatch(r"[|\s:-]+", line.text)]
    return [
        (line.heading, line.bullet, " ".join(cell.split()) if isinstance(cell, str) else cell)
        for line in written
        for cell in (line.cells or (content(line),))
    ]


def test_the_same_plan_as_docx_odt_and_pdf_is_read_the_same():
    as_word = shape(docx.read(as_docx(PLAN), "plan.docx"))
    assert (2, None, "1.1 Trygg uppväxt") in as_word
    assert (None, 2, "med tolk vid behov") in as_word
    assert len(as_word) == sum(9 if part.kind == "table" else 1 for part in PLAN)
    assert shape(odt.read(as_odt(PLAN), "plan.odt")) == as_word
    assert shape(pdf.read(as_pdf(PLAN), "plan.pdf")) == as_word


def test_the_same_plan_as_markdown_has_the_same_text_version_but_for_the_table_rule():
    text_version = as_markdown(PLAN).decode().splitlines()
    expected = [" ".join(line.split(" ")).rstrip() for line in text_version if not line.startswith("| ---")]
    for reader, data in ((docx, as_docx(PLAN)), (odt, as_odt(PLAN)), (pdf, as_pdf(PLAN))):
        document = reader.read(data, "plan")
        assert [line.text for line in document.lines] == [line for line in expected if not line.startswith("| --")]
        assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))


def test_the_same_plan_as_markdown_is_read_the_same():
    try:
        text = import_module("samplan.work.plans.recognition.readers.text")
    except ModuleNotFoundError:
        pytest.skip("the reader of plain text is not there yet")
    assert shape(text.read(as_markdown(PLAN), "plan.md")) == shape(docx.read(as_docx(PLAN), "plan.docx"))


def parts_of_text(text):
    """Bullets as lists, numbered lines of their own as headings, all else as paragraphs."""
    parts = []
    for line in text.splitlines():
        line = line.strip().replace("**", "")
        if not line:
            continue
        if found := re.match(r"[-*•]\s+(?=\S)", line):
            parts.append(Part("bullet", line[found.end() :].strip()))
        elif re.match(r"\d+\. \D{3,60}$", line) and "\t" not in line:
            parts.append(Part("heading", line, 2))
        else:
            parts.append(Part("text", line))
    return parts


@pytest.mark.slow
@pytest.mark.parametrize("start", ["000", "001", "003"])
@pytest.mark.parametrize(("reader", "maker"), [(docx, as_docx), (odt, as_odt), (pdf, as_pdf)])
def test_a_real_text_comes_back_whole(start, reader, maker):
    found = sorted(REAL_TEXTS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip("the real texts are not on this machine")
    parts = parts_of_text(found[0].read_text(encoding="utf-8-sig"))
    document = reader.read(maker(parts), "plan")
    expected = [" ".join(part.text.split()) for part in parts]
    read = [content(line) for line in document.lines if line.text]
    different = [(one, other) for one, other in zip(expected, read, strict=False) if one != other]
    assert different[:3] == [], different[:3]
    assert len(read) == len(expected)
