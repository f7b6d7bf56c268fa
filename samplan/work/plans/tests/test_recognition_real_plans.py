"""A real county plan of a thousand lines comes out whole: every figure is counted from the text by plain loops.

The texts lie beside the project and are not part of it; lines are named by number, so that no sentence is copied.
"""

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from samplan.work.plans.recognition import read, recognise

TEXTS = Path(__file__).resolve().parents[4].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not TEXTS.exists(), reason="the real plans do not lie beside the project")

AREAS = {255: "1", 328: "2", 358: "3", 418: "4", 468: "5", 513: "6", 565: "7", 618: "8"}
SUB_AREAS = (259, 273, 286, 301, 314, 332, 344, 362, 376, 389, 404, 422, 438, 451, 472, 488)
DIRECTIONS = (173, 174)
FOLLOW_UP_PAST_SUB_AREAS = {545: "6", 546: "6", 599: "7", 600: "7", 601: "7", 602: "7"}
MEASURES = (143, 144, 145)
BODY = range(239, 502)
ANNEX = range(749, 1056)
BROKEN_BULLETS = {962: 964, 1000: 1002}
TYPING_SLIPS = ({867, 908, 937}, {782, 924, 1023})
ONLY_IN_BODY, ONLY_IN_ANNEX = 280, 987


def real(start):
    return next(TEXTS.glob(f"{start}_*.txt"))


def words(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def ends(text):
    """The text as a title: without marks in front and stops at the end."""
    return re.sub(r"^[-\d. ]+", "", text).strip().rstrip(".:")


@pytest.fixture(scope="module")
def lines():
    return ["", *real("001").read_text().split("\n")]


@pytest.fixture(scope="module")
def proposal():
    return recognise(read(real("001").read_bytes(), "plan.txt"), match_actor=lambda text: None)


@pytest.fixture(scope="module")
def plan(proposal):
    return proposal.to_json()


@pytest.fixture(scope="module")
def nodes(plan):
    return {node["id"]: node for node in plan["nodes"]}


def types(plan):
    return {tier["name"]: tier["standard_type"] for tier in plan["tiers"]}


def of_type(plan, *kinds):
    return [node for node in plan["nodes"] if types(plan)[node["tier"]] in kinds]


def area_of(node, nodes):
    while node is not None and not re.fullmatch(r"[1-8]\.?", node["number"] or ""):
        node = nodes.get(node["parent"])
    return node and node["number"].rstrip(".")


def at(items, line):
    return [item for item in items if line in item["lines"]]


def test_title_and_validity(plan, lines):
    title = " ".join(text.strip("*") for text in lines[3:6])
    assert plan["title"].startswith(title)
    assert (plan["valid_from"], plan["valid_to"]) == ("2021-01-01", "2024-12-31")


def test_two_strategic_directions(plan, lines):
    assert [words(node["title"]) for node in of_type(plan, "direction")] == [words(lines[n]) for n in DIRECTIONS]


def test_areas_one_to_five_and_six_to_eight_under_their_direction(plan, nodes, lines):
    areas = [node for node in plan["nodes"] if re.fullmatch(r"[1-8]\.?", node["number"] or "")]
    assert [node["title"] for node in areas] == [ends(lines[n]) for n in AREAS]
    under = [words(nodes[node["parent"]]["title"]) for node in areas]
    assert under == [words(lines[DIRECTIONS[0]])] * 5 + [words(lines[DIRECTIONS[1]])] * 3


def test_sixteen_sub_areas_under_areas_one_to_five(plan, nodes, lines):
    assert len({node["tier"] for node in plan["nodes"] if node["title"] in {ends(lines[n]) for n in SUB_AREAS}}) == 1
    area_ids = {node["id"] for node in plan["nodes"] if re.fullmatch(r"[1-8]\.?", node["number"] or "")}
    found = [node for node in plan["nodes"] if node["parent"] in area_ids]
    assert [node["title"] for node in found] == [ends(lines[n]) for n in SUB_AREAS]
    assert {area_of(node, nodes) for node in found} == {"1", "2", "3", "4", "5"}


def test_nothing_else_became_a_node(plan):
    assert len(plan["nodes"]) - len(of_type(plan, "question", "direction", "impact", "outcome")) in (16, 24)
    assert len(plan["nodes"]) <= 2 + 8 + 16 + 44 + 2


def challenge_lines(lines):
    """In the body the bullets before «Att följa upp», in the annex the paragraphs that ask."""
    body, annex, label = [], [], ""
    for number in BODY:
        text = lines[number].strip()
        label = text if text and not text.startswith("- ") else label
        if text.startswith("- ") and "fråg" in label.casefold():
            body.append(number)
    for number in ANNEX:
        if number < len(lines) and lines[number].startswith(("Hur ", "Vad ", "Vilka ")):
            annex.append(number)
    return body, annex


def test_challenge_questions_of_body_and_annex_are_matched_not_doubled(plan, proposal, lines):
    body, annex = challenge_lines(lines)
    assert (len(body), len(annex)) == (43, 43)
    questions = of_type(plan, "question")
    assert len(questions) == 44
    titles = {words(node["title"]) for node in questions}
    assert {words(lines[n]) for n in body} <= titles
    assert words(lines[ONLY_IN_ANNEX]) in titles


def test_each_annex_question_is_the_body_question_it_rewords(plan, nodes, lines):
    """The activities under the n-th wording in the annex hang under the node that the body named; checked by hand."""
    pairs = {755: 265, 762: 266, 767: 267, 774: 292, 794: 293, 800: 294, 808: 322, 814: 279, 822: 307, 826: 308}
    pairs |= {834: 338, 846: 350, 851: 351, 856: 352, 864: 368, 872: 369, 876: 370, 884: 382, 889: 383, 900: 395}
    pairs |= {907: 396, 916: 397, 924: 398, 930: 410, 936: 411, 942: 412, 950: 428, 960: 429, 972: 430, 977: 431}
    pairs |= {982: 432, 989: 987, 996: 444, 1004: 445, 1012: 459, 1016: 460, 1023: 461, 1027: 462}
    pairs |= {1035: 478, 1040: 479, 1045: 481, 1049: 482, 1055: 494}
    for activity, question in pairs.items():
        found = at(plan["activities"], activity)
        titles = {words(nodes[node]["title"]) for one in found for node in one["nodes"]}
        assert words(ends(lines[question])) in titles, (activity, question)


def bullets(lines):
    return [number for number in ANNEX if number < len(lines) and lines[number].startswith("- ")]


def test_128_bullets_are_110_activities(plan, lines):
    found = bullets(lines)
    assert len(found) == 128
    assert len({words(lines[n]) for n in found}) == 112
    for number in found:
        assert len(at(plan["activities"], number)) == 1, number
    assert len(plan["activities"]) == 110


def test_a_slip_of_the_pen_makes_no_activity_of_its_own(plan):
    for numbers in TYPING_SLIPS:
        assert len([a for a in plan["activities"] if numbers & set(a["lines"])]) == 1


def test_activities_under_several_questions_are_one_with_all_its_lines(plan, lines):
    places = Counter(words(lines[n]) for n in bullets(lines))
    repeated = sum(count > 1 for count in places.values())
    assert repeated >= 14
    several = [a for a in plan["activities"] if len(a["nodes"]) > 1]
    assert len(several) == 16
    assert sorted(len(a["nodes"]) for a in several)[-2:] == [3, 3]
    assert sum(len(a["nodes"]) for a in plan["activities"]) == 128


def test_bullets_broken_by_a_page_are_read_to_their_end(plan, lines):
    for first, rest in BROKEN_BULLETS.items():
        (activity,) = at(plan["activities"], first)
        assert words(lines[rest])[:30] in words(activity["title"])
        assert rest in activity["lines"] or all(rest not in a["lines"] for a in plan["activities"])


def test_actors_stand_on_the_activities_that_name_them(plan, lines):
    named = [n for n in bullets(lines) if re.search(r"\(\s*aktör", lines[n], re.I)]
    assert len(named) == 51
    for number in bullets(lines):
        (activity,) = at(plan["activities"], number)
        if number in named:
            inner = re.search(r"\(\s*aktör(?:er)?\s*:?\s*(.+?)\)", lines[number], re.I)[1]
            texts = {words(actor["text"]) for actor in activity["actors"]}
            assert texts
            assert all(text in words(inner) for text in texts) or any(len(activity["lines"]) > 1 for _ in texts)
            assert "aktör" not in activity["title"].casefold()


def test_the_register_is_asked_for_every_spelling_once_written(lines):
    asked = []

    def match(text):
        asked.append(text)
        return "Regionen" if text.startswith("Region") else None

    plan = recognise(read(real("001").read_bytes(), "plan.txt"), match_actor=match).to_json()
    actors = [actor for activity in plan["activities"] for actor in activity["actors"]]
    assert {actor["text"] for actor in actors} <= set(asked)
    assert {actor["organisation"] for actor in actors if actor["text"].startswith("Region")} == {"Regionen"}
    assert all(actor["organisation"] is None for actor in actors if not actor["text"].startswith("Region"))
    whole = {
        words(found) for n in bullets(lines) for found in re.findall(r"\(\s*[Aa]ktör(?:er)?\s*:?\s*(.+?)\)", lines[n])
    }
    parts = {words(actor["text"]) for actor in actors}
    # Each of the spellings is there, whole or as the names it lists.
    assert all(spelling in parts or any(part in spelling for part in parts) for spelling in whole)
    assert len(whole) >= 22


def test_follow_up_questions_stand_on_their_nodes(plan, nodes, lines):
    expected = {}
    sub_area, follow_up = None, False
    for number in BODY:
        text = lines[number].strip()
        if number in SUB_AREAS:
            sub_area = ends(text)
        elif text and text[0].isdigit():
            follow_up = False
        elif text and "följa upp" in text.casefold() and len(text) < 20:
            follow_up = True
        elif text and not text.startswith("- ") and not text.endswith("?"):
            follow_up = False
        elif follow_up and text and number < 500:
            expected[number] = sub_area
    assert len(expected) == 17
    assert len(plan["questions"]) == 23
    for number, title in expected.items():
        (question,) = at(plan["questions"], number)
        assert nodes[question["node"]]["title"] == title
    for number, area in FOLLOW_UP_PAST_SUB_AREAS.items():
        (question,) = at(plan["questions"], number)
        assert area_of(nodes[question["node"]], nodes) == area


def test_three_population_measures_stand_on_the_long_term_goal(plan, nodes, lines):
    assert [m["text"] for m in plan["measures"]] == [ends(lines[n]) for n in MEASURES]
    assert [m["lines"] for m in plan["measures"]] == [[n] for n in MEASURES]
    (impact,) = of_type(plan, "impact")
    assert {m["node"] for m in plan["measures"]} == {impact["id"]}


def test_little_is_left_that_is_not_understood(plan, lines):
    listed = {entry["line"] for entry in plan["not_understood"]}
    assert len(listed) < 40
    assert not listed & set(bullets(lines))
    assert not listed & set(range(10, 37)), "the contents are understood"
    for entry in plan["not_understood"]:
        assert entry["text"].strip() == lines[entry["line"]].strip()


def test_every_line_is_accounted_for(proposal, lines):
    filled = {number for number, text in enumerate(lines) if number and text.strip()}
    assert set(proposal.account) >= filled


@pytest.mark.parametrize("start", ["000", "001", "002", "003", "004"])
def test_every_real_plan_is_read_in_well_under_two_seconds(start):
    if not list(TEXTS.glob(f"{start}_*.txt")):
        pytest.skip("this text does not lie there")
    data = real(start).read_bytes()
    began = time.process_time()
    plan = recognise(read(data, "plan.txt"), match_actor=lambda text: None).to_json()
    assert time.process_time() - began < 2
    assert plan["title"]


def test_a_report_like_plan_gives_its_numbered_parts_and_no_page_heads():
    plan = recognise(read(real("000").read_bytes(), "plan.txt"), match_actor=lambda text: None).to_json()
    text = real("000").read_text().split("\n")
    numbers = [node["number"].rstrip(".") for node in plan["nodes"] if node["number"]]
    assert [n for n in numbers if n in ("6.1", "6.2", "7.1", "7.2", "7.3", "7.4")] == [
        "6.1",
        "6.2",
        "7.1",
        "7.2",
        "7.3",
        "7.4",
    ] or "7.2" not in numbers
    by_number = {node["number"].rstrip("."): node for node in plan["nodes"] if node["number"]}
    assert by_number["6.1"]["parent"] == by_number["6"]["id"]
    assert by_number["7.1"]["parent"] == by_number["7"]["id"]
    assert by_number["7.1.1"]["parent"] == by_number["7.1"]["id"]
    head = text[2].strip()
    assert plan["title"] == head or plan["title"] in head
    assert not any(node["title"] in ("Datum", "Diarienummer", head) for node in plan["nodes"])
    assert not any(entry["text"].strip() in ("Datum", "Diarienummer", "XXXXXX") for entry in plan["not_understood"])
    assert (plan["valid_from"], plan["valid_to"]) == ("2021-01-01", "2021-12-31")


def test_a_directive_gives_its_parts_and_the_time_it_runs():
    plan = recognise(read(real("003").read_bytes(), "plan.txt"), match_actor=lambda text: None).to_json()
    assert (plan["valid_from"], plan["valid_to"]) == ("2022-01-01", "2023-12-31")
    assert {node["number"].rstrip(".") for node in plan["nodes"]} <= {"1", "2", "3", "4", "5"}
    assert {"2", "3"} <= {node["number"].rstrip(".") for node in plan["nodes"]}
    assert not any(node["title"] in ("Datum", "Diarienummer") for node in plan["nodes"])
