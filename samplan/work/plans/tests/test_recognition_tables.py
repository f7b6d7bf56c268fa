"""Tables say what their columns are; rows with one cell only are the goal of the rows below."""

import pytest

from samplan.work.plans.recognition import read, recognise


def plan_of(text):
    return recognise(read(text.encode(), "plan.md"), match_actor=lambda spelling: None).to_json()


def shape(plan):
    titles = {node["id"]: node["title"] for node in plan["nodes"]}
    return [
        (a["title"], [actor["text"] for actor in a["actors"]], [titles[node] for node in a["nodes"]], a["lines"])
        for a in plan["activities"]
    ]


@pytest.mark.parametrize("goal", ["**Mål 1. Jämlikt stöd**", "Mål 1: Jämlikt stöd"])
def test_a_row_with_only_its_first_cell_written_is_the_goal_of_the_rows_below(goal):
    plan = plan_of(
        "# Plan\n\n"
        "| Insats | Ansvarig aktör | Tidplan | Uppföljning/indikator |\n|---|---|---|---|\n"
        f"| {goal} | | | |\n"
        "| 1.1 Skapa en väg in | Regionen | 2023 | Antal kontakter |\n"
        "| 1.2 Inrätta brukarråd | Regionen, kommunerna | 2024 | Finns brukarråd? |\n"
    )
    assert [(node["tier"], node["number"], node["title"]) for node in plan["nodes"]] == [("Mål", "1", "Jämlikt stöd")]
    assert shape(plan) == [
        ("Skapa en väg in", ["Regionen"], ["Jämlikt stöd"], [6]),
        ("Inrätta brukarråd", ["Regionen", "kommunerna"], ["Jämlikt stöd"], [7]),
    ]
    assert [measure["text"] for measure in plan["measures"]] == ["Antal kontakter"]
    assert [question["text"] for question in plan["questions"]] == ["Finns brukarråd?"]


def test_a_table_with_labels_to_the_left_is_one_record():
    plan = plan_of(
        "# Plan\n\n## Mål 1 Trygghet\n\n"
        "| Aktivitet | Starta samtalsgrupper |\n|---|---|\n| Ansvarig | Elevhälsan |\n| Tidplan | 2024 |\n"
        "| Indikator | Andel trygga elever |\n"
    )
    assert shape(plan) == [("Starta samtalsgrupper", ["Elevhälsan"], ["Trygghet"], [5])]
    assert [measure["text"] for measure in plan["measures"]] == ["Andel trygga elever"]


def test_a_table_of_something_else_is_listed_as_not_understood_row_by_row():
    plan = plan_of(
        "# Plan\n\n## Mål 1 Trygghet\n\nAktiviteter\n\n- Starta grupper\n\n## Mål 2 Arbete\n\n"
        "| Post | 2024 | 2025 |\n|---|---|---|\n| Lokaler | 100 | 120 |\n| Material | 20 | 20 |\n"
    )
    assert {13, 14} <= {entry["line"] for entry in plan["not_understood"]}
    assert len(plan["activities"]) == 1
