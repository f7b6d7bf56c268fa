"""Whatever is in a document: a proposal comes out, no line is lost, and long documents take no more than their length."""

import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from samplan.work.plans.recognition import read, recognise
from samplan.work.plans.recognition.source import Document, Line

WORDS = st.sampled_from(
    "Mål Delmål Aktivitet: Ansvarig: Hur Att följa upp? Bilaga Fokusområde 1 1.1 2. kommunerna regionen ska stödja "
    "barn och unga (Aktör: Regionen) Insatser Indikatorer: Innehåll 2023–2025 på befolkningsnivå | ... 3 Sida".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
MARKS = st.sampled_from(["", "", "", "# ", "## ", "- ", "  - ", "• ", "1. ", "1.1 ", "| ", "**", "\t", "\f"])
TEXT_LINES = st.builds(lambda mark, text: mark + text, MARKS, SENTENCES) | st.just("") | st.text(max_size=60)
PLACES = {"noise", "contents", "title", "node", "text", "activity", "question", "measure", "not_understood"}


def proposal_of(text):
    return recognise(read(text.encode(), "plan.txt"), match_actor=lambda text: None)


def check(document, proposal):
    plan = proposal.to_json()
    filled = {line.number for line in document.lines if line.text.strip()}
    assert filled <= set(proposal.account)
    listed = {entry["line"] for entry in plan["not_understood"]}
    assert listed == {line for line, place in proposal.account.items() if place == "not_understood"}
    ids = {node["id"] for node in plan["nodes"]}
    assert len(ids) == len(plan["nodes"])
    seen = set()
    for node in plan["nodes"]:
        assert node["parent"] is None or node["parent"] in seen, "a parent comes before its children"
        seen.add(node["id"])
    assert all(set(activity["nodes"]) <= ids for activity in plan["activities"])
    for item in (*plan["activities"], *plan["questions"], *plan["measures"]):
        assert item["lines"] == sorted(set(item["lines"]))
        assert set(item["lines"]) <= filled
    assert all(item["node"] in ids | {None} for item in (*plan["questions"], *plan["measures"]))
    counts = {tier["name"]: tier["count"] for tier in plan["tiers"]}
    for name, count in counts.items():
        assert count == sum(node["tier"] == name for node in plan["nodes"])
    assert {node["tier"] for node in plan["nodes"]} == set(counts)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT_LINES, max_size=40).map("\n".join).filter(lambda text: text.strip(" \t\r\n\x00\f")))
def test_any_text_gives_a_proposal_that_loses_no_line(text):
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    document = Document("plan.txt", "txt", lines)
    check(document, recognise(document, match_actor=lambda text: None))


LINES = st.builds(
    lambda text, heading, bullet, bold: (text, heading, None if heading else bullet, bold),
    SENTENCES | st.just(""),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(1, 3),
    st.booleans(),
)
ROWS = st.lists(st.tuples(SENTENCES, SENTENCES, SENTENCES), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES | ROWS, max_size=25))
def test_any_word_document_gives_a_proposal_that_loses_no_line(parts):
    lines, tables = [], 0
    for part in parts:
        if isinstance(part, tuple):
            text, heading, bullet, bold = part
            lines.append(Line(len(lines) + 1, text, heading=heading, bullet=bullet, bold=bold))
            continue
        tables += 1
        for place, cells in enumerate(part):
            text = "| " + " | ".join(cells) + " |"
            lines.append(Line(len(lines) + 1, text, cells=cells, table=tables, header_row=place == 0))
    document = Document("plan.docx", "docx", tuple(lines))
    check(document, recognise(document, match_actor=lambda text: None))


def test_an_empty_document_gives_an_empty_proposal():
    plan = recognise(Document("plan.txt", "txt", ()), match_actor=lambda text: None).to_json()
    assert (plan["nodes"], plan["activities"], plan["questions"], plan["not_understood"]) == ([], [], [], [])
    assert plan["valid_from"] is None


def long_plan(areas):
    text = ["Plan för Ekby 2023–2025", ""]
    for area in range(1, areas + 1):
        text += [f"Mål {area} Fler i grupp {area} mår bra", "", "Aktiviteter", ""]
        text += [f"- Starta grupp {area}-{n} för stöd {n * area} (Aktör: Kommun {n})" for n in range(12)]
        text += ["", "Uppföljningsfrågor", "", f"- Har grupp {area} startat?", ""]
    return "\n".join(text)


def calls(work):
    """How many calls of Python and of C the work makes: its cost, the same on a busy machine."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_the_work_grows_with_the_length_and_not_with_its_square():
    short, long = long_plan(30), long_plan(120)  # about 600 and 2 500 lines
    plan = proposal_of(long).to_json()
    assert (len(plan["nodes"]), len(plan["activities"])) == (120, 12 * 120)
    few, many = calls(lambda: proposal_of(short).to_json()), calls(lambda: proposal_of(long).to_json())
    assert many < 6 * few, (few, many)
