"""The activities of the three counties carry what their documents tell: each state with its day and why."""

from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from samplan.foundation.people.models import Role
from samplan.front.demo.load import ensure_register, load_county
from samplan.work.activities import programmes
from samplan.work.activities.models import Activity, ActivityState, Forecast, Rescoping, Volume
from samplan.work.activities.queries import listing
from samplan.work.activities.states import MOVES, RUNNING, WITH_PAYER, WITH_REASON
from samplan.work.delivery.models import FinalReport

COUNTIES = ("varmland", "dalarna", "uppsala")

# Row of the inventory, activity, state, day, and words of why.
TOLD = [
    (30, "Länets strategi för god och nära vård", "ongoing", "2022-01-01", "under 2022"),
    (7, "Handlingsplan psykisk hälsa för länet", "paused", "2019-01-01", "regionen gav omorganisation"),
    (18, "Bred behovsanalys", "decided", "2020-12-18", "Länschefsnätverket gav RSS uppdraget"),
    (18, "Bred behovsanalys", "ended", "2022-03-23", "Gjord"),
    (19, "Stöd att införa överenskommelsen och programmet om missbruk och beroende", "decided", "2020-12-18", "28 januari"),
    (24, "Nätverk av nyckelpersoner för lokala överenskommelser", "ongoing", "2021-09-01", "hösten 2021"),
    (28, "Stöd att införa överenskommelsen och programmet om missbruk och beroende", "ongoing", "2021-09-01", "konferens"),
    (36, "Sammanhållen ungdomshälsa", "preparing", "2017-10-01", "oktober 2017"),
    (36, "Sammanhållen ungdomshälsa", "ongoing", "2018-01-01", "sedan 2018"),
    (40, "Försök med ungdomshälsa i Borlänge och Leksand", "ended", "2020-12-31", "godkändes av Länschefsnätverket"),
    (117, "Försök med ungdomshälsa i Borlänge och Leksand", "ended", "2020-12-31", "19 februari 2021"),
    (118, "Ungdomshälsa i Mora", "ongoing", "2021-01-01", "2021"),
    (113, "Följa införandet av ungdomshälsa i länet", "decided", "2021-04-16", "avgränsat"),
    (126, "Följa införandet av ungdomshälsa i länet", "ongoing", "2022-01-01", "2022 och 2023"),
    (44, "Utreda förutsättningar för Mini-Maria", "decided", "2021-06-01", "direktiv"),
    (83, "Utreda förutsättningar för Mini-Maria", "carried", "2021-12-31", "fortsätter under 2022"),
    (83, "Utreda förutsättningar för Mini-Maria", "ended", "2022-12-31", "under 2022"),
    (45, "Kartläggning av stöd till unga med missbruk", "ended", "2022-03-23", "Klar"),
    (48, "Mini-Maria i Dalarna", "idea", "2021-06-01", "Väntar på beslut"),
    (51, "Uppdrag om samsjuklighet", "ended", "2022-12-31", "till och med 2022"),
    (87, "Uppdrag om samsjuklighet", "preparing", "2021-06-08", "pm"),
    (89, "Bostad först med projektledare", "decided", "2021-02-19", "ta upp arbetet igen"),
    (54, "Bostad först med projektledare", "ongoing", "2022-01-01", "projektledare"),
    (100, "Följa och utvärdera Bostad först", "preparing", "2021-06-08", "uppdraget om samsjuklighet"),
    (57, "Gemensamt HVB med åtta till nio platser", "idea", "2019-01-01", "förstudie"),
    (62, "Gemensamt HVB med åtta till nio platser", "decided", "2021-01-01", "BUP"),
    (59, "Gemensamt HVB med åtta till nio platser", "preparing", "2022-03-23", "Väntar på beslut i nämnderna"),
    (64, "Peer support", "decided", "2020-01-01", "Beslutet är fattat"),
    (64, "Peer support", "paused", "2021-01-01", "pandemin"),
    (65, "Brukarinflytandesamordnare (BISAM)", "ongoing", "2019-01-01", "ungefär tre år"),
    (65, "Brukarinflytandesamordnare (BISAM)", "ordinary", "2022-01-01", "Division psykiatris ordinarie"),
    (66, "Riktlinjer för brukarråd", "ended", "2021-01-01", "Framtagna"),
    (72, "Samordna suicidpreventionen i hälso- och sjukvården", "decided", "2020-06-01", "sommaren 2020"),
    (73, "Samordnare för suicidprevention", "ongoing", "2020-09-01", "Heltid från januari 2021"),
    (74, "Strategi för suicidprevention i hälso- och sjukvården", "ended", "2021-03-01", "våren 2021"),
    (76, "Lokalt arbete med blåljus och civilsamhälle", "ongoing", "2021-01-01", "2021"),
    (79, "Ungdomsmottagningarna i länet", "ordinary", "2022-03-23", "mars 2022"),
    (80, "Appen Ung i Dalarna", "carried", "2021-12-31", "införas brett"),
    (81, "Starkare ungdomsmottagning i Orsa, Älvdalen och Idre/Särna", "ongoing", "2021-01-01", "2021"),
    (82, "Normer kring manlighet, försök i Avesta", "ongoing", "2021-01-01", "2021"),
    (82, "Normer kring manlighet, försök i Borlänge", "ongoing", "2021-01-01", "2021"),
    (121, "Familjecentraler i länet", "ongoing", "2017-01-01", "strategin"),
    (84, "Handlingsplan psykisk hälsa för länet", "preparing", "2022-03-23", "på samma sätt"),
    (106, "Bostad först i Uppsala", "preparing", "2021-06-08", "Ska starta"),
    (133, "Uppföljning av handlingsplanen 2016–2020", "ended", "2020-05-31", "våren 2020"),
    (135, "Målbilder tillsammans med brukare och anhöriga", "ongoing", "2020-09-01", "hösten 2020"),
    (225, "Målbilder tillsammans med brukare och anhöriga", "ended", "2021-01-13", "13 januari 2021"),
    (136, "Sätt att följa hur målbilderna nås", "ongoing", "2021-01-01", "nära vård"),
    (216, "SEXIT på ungdomsmottagningarna", "ordinary", "2021-01-01", "Används redan"),
    (220, "Stödlinje dygnet runt", "idea", "2021-01-01", "bilaga"),
    (220, "Samlad väg för tidigt stöd vid autism", "ongoing", "2021-01-01", "projekt pågår"),
    (215, "Rehabkoordinator i regionen", "ordinary", "2021-01-01", "Finns redan"),
    (217, "Tio goda råd i Karlstads skolor", "ongoing", "2021-01-01", "Används i Karlstad"),
    (215, "Personlig koordinator i Karlstad", "ordinary", "2021-01-01", "Finns i Karlstad"),
    (235, "Inspirationsdag för närvården", "ended", "2021-05-01", "maj 2021"),
    (240, "Närvårdsstrateger", "ordinary", "2021-01-01", "under 2021"),
    (242, "Processbeskrivning för verksamhetsplanen", "ended", "2021-12-31", "bilaga"),
    (254, "Införa årets samverkansdokument", "ended", "2021-12-31", "infördes under 2021"),
    (259, "Länsgemensamma projekt genom FoU-S", "carried", "2021-12-31", "Några avslutades 2021"),
    (261, "Omstart i spåren av covid-19", "ongoing", "2020-09-01", "september 2020"),
    (261, "Omstart i spåren av covid-19", "ended", "2021-05-01", "maj 2021"),
    (262, "Digitala processer och egenmonitorering", "paused", "2021-01-01", "Pausat"),
    (280, "Indikatorer för nära vård", "preparing", "2021-01-01", "Väntar på beslut"),
    (283, "Effektiv och nära psykologisk behandling", "carried", "2021-12-31", "fyra bli tio"),
    (286, "Hälsosamordnare i Gottsunda", "ongoing", "2021-09-01", "1 september 2021"),
    (286, "Hälsosamordnare i tre områden till", "preparing", "2021-12-31", "2022"),
    (289, "IKB-teamet", "carried", "2021-12-31", "Väntar på beslut"),
    (292, "ETP, gemensam verksamhet", "ended", "2021-01-01", "samarbetet"),
    (294, "VoSS i den affektiva mottagningen", "ended", "2021-01-01", "mycket tid och personal"),
    (294, "VoSS i psykosvården", "ordinary", "2021-01-01", "Är kvar här"),
    (296, "Hikikomori", "ended", "2021-01-01", "inte dela journal"),
    (299, "Arbetslivsintro", "ongoing", "2022-01-01", "januari 2022"),
    (302, "Ung Intro", "ongoing", "2021-01-01", "Projekt fram till sommaren"),
    (302, "Ung Intro", "ordinary", "2021-06-01", "från projekt till ordinarie"),
    (304, "Medicinska underlag", "carried", "2021-12-31", "synpunkter"),
]  # fmt: skip


pytestmark = pytest.mark.sqlite_only  # what the demonstration tells is the same on both


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        ensure_register()
        counties = {name: load_county(name).county for name in COUNTIES}
        yield counties
        transaction.set_rollback(True)


@pytest.fixture
def counties(loaded, db):
    return SimpleNamespace(**loaded)


@pytest.fixture
def of(counties):
    return lambda title: Activity.objects.get(title=title, county__in=vars(counties).values())


@pytest.fixture
def page_of(client, of, settings):
    def get(title):
        activity = of(title)
        client.force_login(Role.objects.get(kind="coordinator", county=activity.county).user)
        response = client.get(f"/{activity.county.slug}/aktiviteter/{activity.pk}/")
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return get


def test_each_told_state_is_there_with_its_day_and_why(counties):
    """Fails when a line of a course is lost, moved to another day, or says something else."""
    rows = ActivityState.objects.filter(activity__county__in=vars(counties).values()).select_related("activity")
    found = {}
    for row in rows:
        found.setdefault((row.activity.title, row.state, row.on), []).append(row.reason)
    missing = [
        line
        for line in TOLD
        if not any(line[4] in reason for reason in found.get((line[1], line[2], date.fromisoformat(line[3])), ()))
    ]
    assert missing == []


def test_every_course_is_a_way_that_an_activity_may_go(counties):
    """Fails when a course jumps (decided to ended), goes back in time, pauses without a reason or is ordinary without a payer."""
    faults = []
    for activity in Activity.objects.filter(county__in=vars(counties).values()).prefetch_related("states"):
        rows = sorted(activity.states.all(), key=lambda row: row.pk)  # as they were written
        assert rows, activity.title
        for before, after in pairwise(rows):
            if after.state not in MOVES[before.state] or after.on < before.on:
                faults.append((activity.title, before.state, str(before.on), after.state, str(after.on)))
        faults += [(activity.title, row.state) for row in rows if row.state in WITH_REASON and not row.reason]
        faults += [(activity.title, row.state) for row in rows if row.state in WITH_PAYER and not row.payer]
    assert faults == []


def test_what_nobody_tells_says_that_it_is_invented(counties):
    """Told: the last news is a day of its course. Invented, and what only an annex proposes: says so."""
    told = {line[1] for line in TOLD}
    for activity in Activity.objects.filter(county__in=vars(counties).values()).prefetch_related("states"):
        if "åhitt" not in activity.text:
            assert all(row.on <= date(2022, 12, 31) for row in activity.states.all()), activity.title
            assert all(row.reason for row in activity.states.all()), activity.title
        else:
            assert activity.title not in told - {"Stödlinje dygnet runt"}, activity.title


def test_what_was_last_heard_of_years_ago_stands_still(counties):
    lines = {line.title: line for line in listing(counties.dalarna).lines}
    assert lines["Bostad först med projektledare"].still
    assert not lines["Peer support"].runs
    assert not lines["Bred behovsanalys"].still
    assert all(line.still for line in lines.values() if line.state in RUNNING and "åhitt" not in line.title)


@pytest.mark.row(65, 245, 262, 302, where="Aktivitet: läge över tid")
@pytest.mark.row(64, where="Aktivitet: läge över tid", partly="the documents tell no day to go on")
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Peer support", ["Pausad", "på grund av pandemin", "Beslutad"]),
        ("Brukarinflytandesamordnare (BISAM)", ["I ordinarie drift", "Betalas nu av Division psykiatri, Region Dalarna"]),
        ("Utreda förutsättningar för Mini-Maria", ["Förs över till nästa år", "fortsätter under 2022", "Avslutad"]),
        ("Digitala processer och egenmonitorering", ["Pausad", "Nytt innehåll", "Innehållet görs om"]),
        ("Ung Intro", ["I ordinarie drift", "från projekt till ordinarie"]),
        ("IKB-teamet", ["Förs över till nästa år", "Väntar på beslut", "31 december 2022"]),
    ],
)  # fmt: skip
def test_the_page_tells_the_course(page_of, title, shown):
    page = page_of(title)
    assert [words for words in shown if words not in page] == []


@pytest.mark.row(259, 292, 294, where="Aktivitet: läge över tid")
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("ETP, gemensam verksamhet", ["Avslutad", "samarbetet med den"]),
        ("VoSS i den affektiva mottagningen", ["Avslutad", "mycket tid och personal", "Lärdom:", "psykosvården"]),
        ("Hikikomori", ["Avslutad", "kan inte dela journal"]),
    ],
)  # fmt: skip
def test_the_page_tells_what_ended_and_why(page_of, title, shown):
    page = page_of(title)
    assert [words for words in shown if words not in page] == []


@pytest.mark.row(57, 62, where="Aktivitet: läge över tid")
def test_a_start_that_was_moved_and_a_party_that_joined_later(page_of, of):
    page = page_of("Gemensamt HVB med åtta till nio platser")
    for words in (
        "Start flyttades från",
        "1 januari 2023",
        "Väntar på beslut i nämnderna",
        "Barn- och ungdomspsykiatrin",
    ):
        assert words in page
    moved = Forecast.objects.get(activity=of("Gemensamt HVB med åtta till nio platser"))
    assert (str(moved.now), str(moved.at.date())) == ("2023-01-01", "2022-03-23")
    assert "påhittat" in moved.reason  # the documents tell no earlier day


@pytest.mark.row(276, where="Aktivitet: delprojekt")
def test_a_programme_counts_its_parts_and_never_says_a_number_of_its_own(page_of, of):
    parts = programmes.parts_of(of("Vårdcentrum"))
    assert len(parts) == 4
    page = page_of("Vårdcentrum")
    assert parts.words in page
    assert programmes.parts_of(of("Länsgemensamma projekt genom FoU-S")).words.startswith("5 delprojekt")


@pytest.mark.row(80, where="Ålderstäckning")
def test_own_ages_that_almost_agree_are_told(page_of, of, client):
    app = of("Appen Ung i Dalarna")
    page_of(app.title)
    shown = client.get(reverse("activities:ages", args=["dalarna", app.edition_id])).content.decode()
    words = " ".join(strip_tags(shown).split())
    for pair in (
        "Sammanhållen ungdomshälsa 13–24 år, Appen Ung i Dalarna 13–25 år",
        "Familjecentraler i länet 0–5 år, Följa införandet av familjecentraler 0–6 år",
        "Ingen aktivitet vänder sig till 7–12 år",
    ):
        assert pair in words


def test_volumes_places_posts_and_who_pays(counties, of):
    spans = {(v.activity.title, v.low, v.high) for v in Volume.objects.filter(activity__county=counties.uppsala)}
    assert {("Närvårdsteamet", 200, 300), ("IKB-teamet", 33, 33)} <= spans
    trained = of("Hundra personer om året får första hjälpen till psykisk hälsa").volumes
    assert sorted(trained.values_list("starts_on__year", "high")) == [(2020, 100), (2021, 100)]
    places = of("Starkare ungdomsmottagning i Orsa, Älvdalen och Idre/Särna").places
    assert {(place.name, place.municipality.short_name) for place in places.all()} == {
        ("Idre", "Älvdalen"),
        ("Särna", "Älvdalen"),
    }
    assert of("Hälsosamordnare i Gottsunda").places.get().name == "Gottsunda"
    assert of("SUF kunskapscentrum").posts.get().percent == 10
    payer = of("Appen Ung i Dalarna").actors.get(role="funder")
    assert (str(payer.joined_on), str(payer.left_on)) == ("2021-01-01", "2022-12-31")
    assert of("Arbetslivsintro").actors.get(role="funder").text == "Samordningsförbundet"
    assert of("Bostad först med projektledare").actors.get(role="evaluator").text == "RSS Dalarna"


def test_the_assignment_that_was_narrowed_says_so(of):
    scope = Rescoping.objects.get(activity=of("Följa införandet av ungdomshälsa i länet"))
    assert (str(scope.on), scope.decision) == ("2022-06-09", "RD21/01997")


@pytest.mark.row(40, 117, where="Slutrapport")
def test_the_pilots_report_was_approved_after_the_end(page_of, of, client):
    pilot = of("Försök med ungdomshälsa i Borlänge och Leksand")
    report = FinalReport.objects.get(activity=pilot)
    assert report.approved_on > pilot.states.get(state="ended").on
    page_of(pilot.title)
    shown = client.get(reverse("delivery:final_report", args=["dalarna", pilot.pk])).content.decode()
    assert "19 februari 2021" in shown
    assert "Länschefsnätverket" in shown


@pytest.mark.parametrize("title", ["Hikikomori", "ETP, gemensam verksamhet", "VoSS i den affektiva mottagningen"])
def test_what_was_done_together_and_ended_had_been_done_together(of, title):
    assert [row.state for row in of(title).states.all()] == ["ongoing", "ended"]
