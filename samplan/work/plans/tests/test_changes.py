"""The change log of an edition."""

import csv
import io
from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from samplan.foundation.history.actions import dated
from samplan.work.plans import actions

from .making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(cast):
    with dated(timezone.make_aware(datetime(2025, 1, 10, 9))):
        return make_plan(cast).edition


def reword(edition, part, by, reason="", day=(2025, 3, 10), **words):
    node = edition.nodes.get(title=part)
    with dated(timezone.make_aware(datetime(*day, 12))):
        return actions.edit_node(
            node=node,
            **{"number": node.number, "title": node.title, "text": node.text, "parent": node.parent, **words},
            seen=actions.mark_of_node(node),
            by=by,
            reason=reason,
        )


def log(client, edition, query=""):
    page = client.get(reverse("plans:history", args=["norrlunda", edition.pk]) + query).content.decode()
    return " ".join(strip_tags(page.split("<main")[1]).split())


def test_it_says_what_was_changed_from_what_to_what_and_why(client, cast, edition):
    reword(edition, "Kunskap", cast.coordinator, "Remissvar från Ekby", title="Kunskap och stöd")
    client.force_login(cast.reader)
    page = log(client, edition)
    assert "10 mars 2025" in page
    assert "Varför: Remissvar från Ekby" in page
    assert "[tillagt:och stödslut]" in page.replace(": ", ":").replace(" slut", "slut")


def test_it_can_be_narrowed_to_a_part_a_person_and_a_time(client, cast, edition):
    part = reword(edition, "Kunskap", cast.coordinator, text="Ett")
    reword(edition, "Stöd", cast.editor, day=(2025, 4, 1), text="Två")
    client.force_login(cast.reader)
    for query in (f"?del={part.pk}", f"?vem={cast.coordinator.pk}&fran=2025-02-01", "?fran=2025-03-01&till=2025-03-31"):
        page = log(client, edition, query)
        assert ("Ett" in page, "Två" in page) == (True, False), query
    assert "Sista dagen ligger före den första." in log(client, edition, "?fran=2025-03-02&till=2025-03-01")


def test_it_can_be_taken_out_as_a_file_with_the_same_choice(client, cast, edition):
    """Goes red when the file forgets the choice, and when a text that begins as a formula is left as one."""
    reword(edition, "Kunskap", cast.coordinator, "Därför", title="=1+1")
    client.force_login(cast.reader)
    address = reverse("plans:history_csv", args=["norrlunda", edition.pk])
    data = client.get(f"{address}?fran=2025-03-01").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][2:3] + rows[1][4:6] + rows[1][7:] == [cast.coordinator.name, "Namn", "Kunskap", "Därför"]
    assert rows[1][6] == "'=1+1"


def test_why_is_asked_only_of_a_part_that_is_on_referral(client, cast, edition):
    client.force_login(cast.coordinator)
    node = edition.nodes.get(title="Kunskap")
    address = reverse("plans:edit_node", args=["norrlunda", node.pk])
    assert 'name="reason"' not in client.get(address).content.decode()
    actions.send_on_referral(edition=edition, by=cast.coordinator)
    page = client.get(address)
    form = {"title": "Kunskap nu", "text": "", "number": "1", "parent": node.parent_id, "reason": "Ekby föreslog det"}
    client.post(address, {**form, "seen": page.context["seen"]})
    assert "Varför: Ekby föreslog det" in log(client, edition)
    late = client.post(address, {**form, "title": "Annat", "seen": page.context["seen"]})
    assert late.status_code == 409


def test_why_a_new_edition_was_begun_is_told(client, cast, edition):
    actions.adopt(edition=edition, on=date(2025, 1, 10), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    made = actions.start_edition(
        predecessor=edition, title="Nästa", valid_from=None, valid_to=None, by=cast.coordinator, reason="Ny lag"
    )
    client.force_login(cast.reader)
    assert "VarförNy lag" in log(client, made.edition)


def test_the_queries_do_not_grow_with_what_has_been_done(client, cast, edition, django_assert_max_num_queries):
    client.force_login(cast.reader)
    log(client, edition)
    for turn in range(40):
        reword(edition, "Stöd", cast.coordinator, text=f"Text {turn}")
    with django_assert_max_num_queries(30):
        assert log(client, edition).count("Till delen") == 40
