"""The real plan's follow-up questions, one by one: read from the document, asked two years, compiled with change and texts."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from samplan.foundation.people.models import Organisation, Role, User
from samplan.foundation.people.register import load_register
from samplan.insight.analysis.queries import compile_round
from samplan.insight.followup.importing import Outcome, questions_to_map, save_earlier
from samplan.work.plans.models import Edition, Measure, Node

SEED = Path(__file__).resolve().parents[2] / "shared/seeds/001_de1dc4ce0594f98f.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the real plan lies in ../shared/seeds, which is not here")
WHERE = "Sammanställning, fråga"


@pytest.fixture
def check_compiled(db, client, capsys):
    """Says what the compilation's page shows for the question that begins with some words."""
    load_register()
    arvika, sunne = (Organisation.objects.get(code=code, kind="municipality") for code in ("1784", "1766"))
    maja = User.objects.create_user("maja@example.org", "Maja Prov", None)
    Role.objects.create(user=maja, kind="coordinator", county=arvika.county, valid_from=date(2020, 1, 1))
    call_command("import_plan", str(SEED), county="17")
    edition = Edition.objects.get()
    asked = [q for q in questions_to_map(edition) if q.is_counted]
    rounds = []
    for year, choices in ((2022, ("no", "partly")), (2023, ("partly", "yes"))):
        answers = {
            organisation: {
                str(q.key): (choice if q.is_scale else "", f"{organisation.short_name} {year}: {q.number}")
                for q in asked
            }
            for organisation, choice in zip((arvika, sunne), choices, strict=True)
        }
        rounds.append(
            save_earlier(
                edition=edition,
                year=year,
                title=f"Årsuppföljning {year}",
                answered_on=date(year, 12, 1),
                outcome=Outcome(answers=answers),
                by=maja,
            )
        )
    client.force_login(maja)
    results = compile_round(rounds[-1]).counted
    assert len(results) == 23

    def shown(beginning):
        [result] = [r for r in results if r.question.text.startswith(beginning)]
        page = client.get(
            reverse("analysis:question", args=["varmland", rounds[-1].pk, result.question.pk])
        ).content.decode()
        assert f"Arvika 2023: {result.question.number}" in page
        assert f"Sunne 2023: {result.question.number}" in page
        if result.question.is_scale:
            assert "Två har gått framåt" in page
            assert "nej förra gången" in page
        return page

    return shown


@pytest.mark.row(145, 147, 148, 149, 150, where=WHERE)
def test_questions_of_the_first_area_are_asked_yearly_with_trend_and_text(check_compiled):
    assert "utvecklat föräldraskapsstöd" in check_compiled("Finns ett utvecklat")
    check_compiled("Har personal kompetens")
    check_compiled("Har arbete skett")
    check_compiled("Har en ökning av vår förmåga")
    check_compiled("Har utveckling av förmåga att analysera")


@pytest.mark.row(152, 153, 154, 157, 159, where=WHERE)
def test_questions_of_the_second_to_fourth_areas_are_scaled(check_compiled):
    check_compiled("Är samordning och koordinering")
    check_compiled("Har det skapats en tydlig planering")
    check_compiled("Finns en tydligare väg in")
    check_compiled("Är övergripande riktlinjer")
    check_compiled("Finns en tydlig och effektiv omsorgskedja")


@pytest.mark.row(
    146,
    151,
    155,
    156,
    161,
    where=WHERE,
    partly="asked with a scale and a text; coding, matrix, sub-answers and upload come with question kinds",
)
def test_questions_that_want_more_than_a_scale_are_asked_with_a_text(check_compiled):
    check_compiled("Hur ser stödinsatser ut")
    check_compiled("Används screenings")
    check_compiled("Har tydligare utformat stöd")
    check_compiled("Har information vart man vänder sig")
    check_compiled("Har sammanställning genomförts")


@pytest.mark.row(
    160,
    162,
    163,
    164,
    165,
    where=WHERE,
    partly="asked and compiled; not yet drawn from activities, money and agreements",
)
def test_questions_that_other_rooms_will_answer_are_asked_meanwhile(check_compiled):
    check_compiled("Hämta in resultat")
    check_compiled("Ansvarsfördelning och budgetering")
    check_compiled("Genomförd återrapportering")
    check_compiled("Har de lagstadgade överenskommelserna")
    check_compiled("Är olika pågående processer")


@pytest.mark.row(167, where=WHERE)
def test_the_last_question_is_asked_yearly(check_compiled):
    check_compiled("Har förmågan att organisera arbetet")


@pytest.mark.row(166, where=WHERE, partly="asked of the authorities; not yet of users too")
def test_user_participation_is_asked_about(check_compiled):
    check_compiled("Har förmågan att arbeta systematisk")


@pytest.mark.row(141, where="Läs in en plan")
def test_an_annex_that_is_not_in_the_file_is_not_invented(check_compiled):
    directions = Node.objects.filter(tier__standard_type="direction")
    empty = directions.get(title__startswith="Regional koordinering")
    assert directions.count() == 2
    assert not any(child.activities.exists() for child in Node.objects.filter(parent=empty))


@pytest.mark.row(
    168,
    169,
    170,
    where="Planens del",
    partly="read from the plan and shown as not measurable yet; figures come with indicators",
)
def test_population_measures_are_shown_honestly_without_figures(check_compiled, client):
    node = Measure.objects.first().node
    page = client.get(reverse("plans:node", args=["varmland", node.pk])).content.decode()
    for words in ("Barn och ungas psykiska hälsa", "Antal", "LiV &amp; Hälsa", "Ej mätbar än"):
        assert words in page
