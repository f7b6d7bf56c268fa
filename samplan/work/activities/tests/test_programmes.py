"""A programme and its sub-projects: placed with a check, counted each time it is asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.work.activities import actions, programmes
from samplan.work.activities.actions.programmes import set_sub_activities
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db
NEW = actions.NewActivity


@pytest.fixture
def made(cast):
    new = [
        NEW("Vårdcentrum", "programme", owner=cast.region),
        NEW("Närmottagningar", "project", state="ongoing", owner=cast.region),
        NEW("Vård i hemmet", "project", state="ongoing"),
        NEW("Digitala formulär", "project", state="paused"),
        NEW("Ett annat program", "programme"),
    ]
    return make_activities(cast, new)[-1]


def place(cast, made, programme, *titles):
    chosen = [made[t].pk for t in titles]
    return set_sub_activities(programme=made[programme], chosen=chosen, shown=chosen, by=cast.coordinator)


def page(client, cast, activity, name="detail"):
    return client.get(reverse(f"activities:{name}", args=[cast.norr.slug, activity.pk])).content.decode()


@pytest.mark.row(276)
def test_the_count_is_made_of_the_sub_projects_wherever_the_programme_is(client, cast, made):
    client.force_login(cast.coordinator)
    assert "inga delprojekt än" in page(client, cast, made["Vårdcentrum"])
    address = reverse("activities:sub_activities", args=[cast.norr.slug, made["Vårdcentrum"].pk])
    shown = client.get(address).context["form"].initial["shown"]
    chosen = [made[t].pk for t in ("Närmottagningar", "Vård i hemmet", "Digitala formulär")]
    client.post(address, {"chosen": chosen, "shown": shown})
    told = page(client, cast, made["Vårdcentrum"])
    assert "3 delprojekt: 2 pågår, 1 pausad." in told
    assert "Del av" in page(client, cast, made["Vård i hemmet"])
    client.post(address, {"chosen": chosen[:1], "shown": shown})
    assert "1 delprojekt: 1 pågår." in page(client, cast, made["Vårdcentrum"])
    listing = client.get(reverse("activities:list", args=[cast.norr.slug])).content.decode()
    assert "1 delprojekt" in listing
    found = client.get(reverse("activities:new", args=[cast.norr.slug]), {"program": made["Vårdcentrum"].pk})
    assert found.context["form"]["programme"].value() == made["Vårdcentrum"].pk


def test_nothing_is_part_of_two_programmes_or_of_itself(cast, made):
    place(cast, made, "Vårdcentrum", "Vård i hemmet", "Ett annat program")
    with pytest.raises(NotAllowed, match="redan en del av"):
        place(cast, made, "Ett annat program", "Vård i hemmet")
    with pytest.raises(NotAllowed, match="redan en del av"):
        place(cast, made, "Ett annat program", "Vårdcentrum")
    with pytest.raises(NotAllowed, match="redan en del av"):
        place(cast, made, "Vårdcentrum", "Vårdcentrum")
    with pytest.raises(NotAllowed, match="Bara ett program"):
        place(cast, made, "Närmottagningar", "Digitala formulär")
    made["Ett annat program"].refresh_from_db()
    assert set(programmes.can_be_parts(made["Ett annat program"]).values_list("title", flat=True)) == {
        "Närmottagningar",
        "Digitala formulär",
    }


def test_what_the_page_did_not_show_stays_where_it_is(cast, made):
    place(cast, made, "Vårdcentrum", "Vård i hemmet")
    shown = [made["Närmottagningar"].pk]
    came, went = set_sub_activities(programme=made["Vårdcentrum"], chosen=shown, shown=shown, by=cast.coordinator)
    assert (came, went) == (1, 0)
    assert programmes.parts_of(made["Vårdcentrum"]).words == "2 delprojekt: 2 pågår."


def test_a_programme_with_sub_projects_stays_a_programme(client, cast, made):
    place(cast, made, "Vårdcentrum", "Vård i hemmet")
    client.force_login(cast.coordinator)
    address = reverse("activities:edit", args=[cast.norr.slug, made["Vårdcentrum"].pk])
    answer = client.post(
        address, {"title": "Vårdcentrum", "kind": "project", "seen": client.get(address).context["seen"]}
    )
    assert "Ta ut delprojekten först" in answer.content.decode()
    assert Activity.objects.get(title="Vårdcentrum").kind == "programme"


def test_a_programmes_page_asks_no_more_for_more_sub_projects(client, cast, made):
    client.force_login(cast.coordinator)
    counts = []
    for titles in (["Vård i hemmet"], ["Närmottagningar", "Digitala formulär"]):
        place(cast, made, "Vårdcentrum", *titles)
        page(client, cast, made["Vårdcentrum"])
        with CaptureQueriesContext(connection) as queries:
            page(client, cast, made["Vårdcentrum"])
        counts.append(len(queries))
    assert counts[0] == counts[1]
