"""Who does it: named in parentheses, in a sentence at the end, in a column; several names only where they are a list."""

import pytest

from samplan.work.plans.recognition import read, recognise
from samplan.work.plans.recognition.passes.actors import split_names, take_actors


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Skolan, socialtjänsten", ["Skolan", "socialtjänsten"]),
        ("Regionen, Ekby kommun och Sjövika kommun", ["Regionen", "Ekby kommun", "Sjövika kommun"]),
        ("rektorer, elevhälsa samt socialtjänst", ["rektorer", "elevhälsa", "socialtjänst"]),
        ("Skola, vård och omsorg", ["Skola", "vård och omsorg"]),
        ("BUP, barn- och utbildningsförvaltningen", ["BUP", "barn- och utbildningsförvaltningen"]),
        ("Regionen; kommunerna", ["Regionen", "kommunerna"]),
        ("Familjecentrum\nStudieförbunden", ["Familjecentrum", "Studieförbunden"]),
        ("Regionen/kommunerna samt föreningar", ["Regionen/kommunerna samt föreningar"]),
        ("Regionen och kommunerna", ["Regionen och kommunerna"]),
        ("Kommun och region, kanske även föreningar", ["Kommun och region, kanske även föreningar"]),
        ("–", []),
    ],
)
def test_only_a_clean_list_of_names_is_several_actors(spelling, names):
    assert split_names(spelling) == names


@pytest.mark.parametrize(
    "text",
    [
        "Starta grupper (Aktör: Skolan)",
        "Starta grupper (aktörer: Skolan).",
        "Starta grupper (Aktör Skolan)",
        "Starta grupper (Ansvarar: Skolan)",
        "Starta grupper (Ansvarig nämnd: Skolan)",
        "Starta grupper [Huvudansvar: Skolan]",
        "Starta grupper – ansvarig: Skolan",
    ],
)
def test_the_actor_is_taken_out_of_the_title(text):
    assert take_actors(text) == ("Starta grupper", ["Skolan"])


def test_a_word_for_responsibility_inside_a_sentence_is_no_actor():
    assert take_actors("Utbilda ansvariga chefer (se bilaga 2)") == ("Utbilda ansvariga chefer (se bilaga 2)", [])


def test_the_register_is_asked_for_each_name():
    text = "# Plan\n\n## Mål 1: Trygghet\n\nAktiviteter\n\n- Starta grupper (Aktör: BUP, Okända gruppen)\n"
    proposal = recognise(read(text.encode(), "plan.md"), match_actor={"BUP": "Barnpsykiatrin"}.get)
    assert proposal.to_json()["activities"][0]["actors"] == [
        {"text": "BUP", "organisation": "Barnpsykiatrin"},
        {"text": "Okända gruppen", "organisation": None},
    ]
