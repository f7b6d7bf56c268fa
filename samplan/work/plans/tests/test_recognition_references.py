"""What a document points to and does not hold is proposed as missing; what it holds is not."""

import pytest

from samplan.work.plans.models import MissingPart
from samplan.work.plans.recognition import read, recognise
from samplan.work.plans.recognition.references import KINDS, lacking

DOCUMENT = """# Plan för psykisk hälsa

Innehåll
Bilaga 3 Budget ........ 12

## Fokusområde 1. Barn och unga
Arbetet visas i figur 1 och tabell 2, kostnaden i Bilaga 3.
Ansvaret står i bilaga 1, tidplanen i Bilaga 2 och bilaga B.

Figur 1: Så hänger det ihop
**Tabell 2**

## Bilaga 1. Ansvar
Bilaga 2 visar när allt ska vara klart. Se bilaga 1.
"""


def test_only_what_is_pointed_to_and_not_there_is_proposed():
    """Fails when a line that speaks of an annex counts as the annex, or when a line of the contents does."""
    lines = DOCUMENT.splitlines()
    found = lacking(lines, {4: "contents"})
    assert [(r.kind, r.name, r.line) for r in found] == [
        ("annex", "Bilaga 3", 4),
        ("annex", "Bilaga 2", 8),
        ("annex", "Bilaga B", 8),
    ]


@pytest.mark.parametrize(
    "line", ["Se tabellen", "bilagor", "Figur i texten", "i bilaga om budget", "tabell 3a", "bilaga 123"]
)
def test_words_that_name_no_certain_thing_are_left(line):
    assert lacking([line], {}) == []


def test_a_figure_with_a_number_of_two_parts_is_one_thing():
    assert [r.name for r in lacking(["Processen visas i figur 5.3."], {})] == ["Figur 5.3"]


def test_the_kinds_are_those_of_what_is_missing():
    assert set(KINDS.values()) < set(MissingPart.Kind.values)


def test_the_contents_of_a_document_that_is_read_are_not_the_thing_itself():
    text = "\n".join(
        [
            "Plan för psykisk hälsa",
            "Innehåll",
            "1 Bakgrund ........ 2",
            "2 Mål ........ 3",
            "Bilaga 1 Budget ........ 9",
            "1 Bakgrund",
            "Många mår bra. Kostnaden står i bilaga 1.",
            "2 Mål",
            "Alla ska må bra.",
        ]
    )
    document = read(text.encode(), "plan.txt")
    found = lacking([line.text for line in document.lines], recognise(document).account)
    assert [r.name for r in found] == ["Bilaga 1"]
