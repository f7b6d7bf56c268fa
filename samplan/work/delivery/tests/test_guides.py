"""Guides are made once and followed in one place after the other; criteria of a programme are met place by place."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.work.activities import actions
from samplan.work.activities.tests.making import make_activities
from samplan.work.delivery import guides, offers
from samplan.work.delivery.actions.criteria import add_site, look
from samplan.work.delivery.actions.guides import add_guide, begin, tick
from samplan.work.delivery.models import CriterionTick, Guide, GuideCheck, GuideDone, GuideUse, Site

pytestmark = pytest.mark.django_db
STEPS = [("Förbered", ["Utse ansvarig", "Läs överenskommelsen"]), ("Starta", ["Berätta för alla"])]
WORDS = "Förbered\n- Utse ansvarig\n– Läs överenskommelsen\nStarta\n* Berätta för alla"


@pytest.fixture
def programme(cast):
    new = actions.NewActivity("Sammanhållen ungdomshälsa", "programme", state="ongoing", owner=cast.region)
    return make_activities(cast, [new])[-1]["Sammanhållen ungdomshälsa"]


@pytest.fixture
def guide(cast):
    facts = {"title": "Införa överenskommelsen", "text": "", "source": "Överenskommelsen om samverkan"}
    return add_guide(county=cast.norr, steps=STEPS, by=cast.coordinator, **facts)


def url(cast, name, *args):
    return reverse(f"delivery:{name}", args=[cast.norr.slug, *args])


def html(client, address):
    return client.get(address).content.decode()


@pytest.mark.row(29)
def test_a_guide_is_made_once_and_each_municipality_ticks_its_own(client, cast, programme):
    client.force_login(cast.coordinator)
    facts = {"title": "Införa VIP", "source": "Vård- och insatsprogrammet", "steps": WORDS}
    client.post(url(cast, "guide_new"), facts)
    guide = Guide.objects.get()
    client.post(
        url(cast, "guide_begin", programme.pk), {"guide": guide.pk, "organisations": [cast.ekby.pk, cast.alby.pk]}
    )
    ekby, alby = GuideUse.objects.order_by("organisation__name_key")
    client.force_login(cast.contact)
    page = url(cast, "guide_follow", programme.pk, ekby.pk)
    lines = list(GuideCheck.objects.order_by("step__position", "position"))
    assert [line.text for line in lines] == ["Utse ansvarig", "Läs överenskommelsen", "Berätta för alla"]
    shown = [line.pk for line in lines]
    client.post(page, {"visad": shown, "klar": shown[:2]})
    assert "2 av 3 är klara" in html(client, page)
    assert client.post(url(cast, "guide_follow", programme.pk, alby.pk), {"visad": shown}).status_code == 403
    told = html(client, url(cast, "guide", guide.pk))
    assert "2 av 2" in told
    assert "2 av 3" in told
    assert "0 av 3" in told
    client.post(page, {"visad": shown, "klar": shown[1:2]})
    assert "1 av 3 är klara" in html(client, page)
    assert "1 av 3" in html(client, url(cast, "page", programme.pk))


def test_a_line_that_is_ticked_stays_and_others_are_reworded(client, cast, programme, guide):
    (use,) = begin(guide=guide, activity=programme, organisations=[cast.ekby], by=cast.coordinator)
    done = GuideCheck.objects.get(text="Utse ansvarig")
    tick(use=use, done=[done.pk], shown=[done.pk], by=cast.contact)
    client.force_login(cast.coordinator)
    page = url(cast, "guide_edit", guide.pk)
    seen = client.get(page).context["seen"]
    given = {"title": guide.title, "seen": seen}
    assert "är avbockad" in client.post(page, {**given, "steps": "Förbered\n- Läs överenskommelsen"}).content.decode()
    assert "hör inte till något steg" in client.post(page, {**given, "steps": "- Ensam"}).content.decode()
    client.post(page, {**given, "steps": "Förbered\n- Utse ansvarig\n- Läs igen\nAvsluta\n- Fira"})
    assert guides.in_words(guide) == "Förbered\n- Utse ansvarig\n- Läs igen\nAvsluta\n- Fira"
    assert GuideDone.objects.get().check_line == done
    assert client.post(page, {**given, "steps": WORDS}).status_code == 409


def test_an_ended_guide_is_not_begun_and_one_can_stop_with_a_reason(client, cast, programme, guide):
    (use,) = begin(guide=guide, activity=programme, organisations=[cast.ekby], by=cast.coordinator)
    client.force_login(cast.contact)
    client.post(url(cast, "guide_stop", programme.pk, use.pk), {"why": "Ingen tid"})
    assert "Ingen tid" in html(client, url(cast, "page", programme.pk))
    client.force_login(cast.coordinator)
    client.post(url(cast, "guide_begin", programme.pk), {"guide": guide.pk, "organisations": [cast.ekby.pk]})
    use.refresh_from_db()
    assert use.stopped_on is None
    client.post(url(cast, "guide_end", guide.pk), {"avsluta": "ja"})
    answer = client.post(url(cast, "guide_begin", programme.pk), {"guide": guide.pk, "organisations": [cast.alby.pk]})
    assert answer.status_code == 422
    client.post(url(cast, "guide_end", guide.pk), {"ta-upp": "ja"})
    guide.refresh_from_db()
    assert guide.ended_on is None


def test_what_nobody_has_ticked_for_long_is_told_to_the_coordinator(cast, programme, guide):
    (use,) = begin(guide=guide, activity=programme, organisations=[cast.ekby], by=cast.coordinator)
    assert [w for w in offers.watch(cast.coordinator, cast.norr) if "bockat" in w.text] == []
    GuideUse.objects.update(begun_on=today() - timedelta(days=91))
    (told,) = [w for w in offers.watch(cast.coordinator, cast.norr) if "bockat" in w.text]
    assert told.figure == "1"
    every = list(GuideCheck.objects.values_list("pk", flat=True))
    tick(use=use, done=every, shown=every, by=cast.contact)
    GuideDone.objects.update(on=today() - timedelta(days=91))
    assert [w for w in offers.watch(cast.coordinator, cast.norr) if "bockat" in w.text] == []


@pytest.mark.row(37, 38)
def test_criteria_are_ticked_place_by_place_and_a_pilot_leaves_its_lesson(client, cast, programme):
    client.force_login(cast.coordinator)
    page = url(cast, "criteria_edit", programme.pk)
    client.post(page, {"texts": "En ingång\n- Digitalt och fysiskt", "seen": client.get(page).context["seen"]})
    first, second = programme.criteria.all()
    facts = {"organisation": cast.ekby.pk, "name": "Mottagningen", "is_pilot": "on", "lesson": "Börja med skolan"}
    client.post(url(cast, "site_new", programme.pk), facts)
    client.post(url(cast, "site_new", programme.pk), {"organisation": cast.alby.pk})
    ekby = Site.objects.get(organisation=cast.ekby)
    client.force_login(cast.contact)
    given = {f"outcome_{first.pk}": "meets", f"outcome_{second.pk}": "partly", f"note_{second.pk}": "Appen saknas"}
    client.post(url(cast, "site_look", programme.pk, ekby.pk), given)
    told = html(client, url(cast, "page", programme.pk))
    for words in ("1 av 2 uppfyller", "0 av 2 uppfyller", "Delvis", "pilot", "Börja med skolan", "inte bedömt"):
        assert words in told, words
    client.post(url(cast, "site_look", programme.pk, ekby.pk), {**given, f"outcome_{second.pk}": "meets"})
    assert CriterionTick.objects.count() == 3
    assert "Appen saknas" in html(client, url(cast, "site_look", programme.pk, ekby.pk))
    assert html(client, url(cast, "page", programme.pk)).count("1 av 2 uppfyller") == 2
    alby = Site.objects.get(organisation=cast.alby)
    assert client.post(url(cast, "site_look", programme.pk, alby.pk), given).status_code == 403
    client.force_login(cast.coordinator)
    seen = client.get(page).context["seen"]
    assert "är bedömt" in client.post(page, {"texts": "En ingång", "seen": seen}).content.decode()
    assert client.get(url(cast, "criteria_xlsx", programme.pk)).content[:2] == b"PK"


def test_the_pages_ask_no_more_for_more(client, cast, programme, guide):
    client.force_login(cast.coordinator)
    organisations, counts = [cast.ekby, cast.alby, cast.region], {}
    for turn in range(2):
        more = organisations[: 1 + 2 * turn]
        begin(guide=guide, activity=programme, organisations=more, by=cast.coordinator)
        for organisation in more:
            site = add_site(activity=programme, organisation=organisation, name=f"Plats {turn}", by=cast.coordinator)
            look(site=site, found={}, by=cast.coordinator)
        for page in (url(cast, "guides"), url(cast, "guide", guide.pk), url(cast, "page", programme.pk)):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.setdefault(page, []).append(len(queries))
    assert all(first == second for first, second in counts.values()), counts
