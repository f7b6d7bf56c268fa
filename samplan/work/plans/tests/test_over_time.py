"""The pages of a plan as it stood on a day."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from samplan.work.plans import actions, over_time
from samplan.work.plans.models import Edition, EditionState, EditStep, Party

from .making import make_plan

pytestmark = pytest.mark.django_db


def noon(*day):
    return timezone.make_aware(datetime(*day, 12))


@pytest.fixture
def draft(cast):
    """Begun in January, reworded in March."""
    edition = make_plan(cast).edition
    Edition.objects.filter(pk=edition.pk).update(created_at=noon(2025, 1, 10))
    EditionState.objects.filter(edition=edition).update(at=noon(2025, 1, 10), on=date(2025, 1, 10))
    node = edition.nodes.get(title="Kunskap för personal")
    actions.edit_node(
        node=node,
        number="1.1",
        title="Kunskap för alla",
        text="Detta kan nås genom handledning.",
        parent=node.parent,
        seen=actions.mark_of_node(node),
        by=cast.coordinator,
    )
    EditStep.objects.filter(edition=edition).update(at=noon(2025, 3, 10))
    edition.refresh_from_db()
    return edition


def get(client, name, pk, day=""):
    return client.get(reverse(f"plans:{name}", args=["norrlunda", pk]) + (f"?dag={day}" if day else ""))


@pytest.mark.parametrize("page", ["edition", "document", "on_day"])
def test_the_plan_is_read_as_it_was_on_a_day(client, cast, draft, page):
    client.force_login(cast.reader)
    then, now = (get(client, page, draft.pk, day).content.decode() for day in ("2025-03-01", "2025-03-10"))
    assert "Så såg planen ut 1 mars 2025." in then
    assert "Kunskap för personal" in then
    assert "handledning" not in then
    assert "Kunskap för alla" in now


def test_a_part_is_read_as_it_was_and_as_not_being_there(client, cast, draft):
    client.force_login(cast.reader)
    node = draft.nodes.get(title="Kunskap för alla")
    assert "genom kurser" in get(client, "node", node.pk, "2025-03-01").content.decode()
    new = actions.add_node(
        edition=draft, tier=node.tier, parent=None, number="", title="Ny", text="", by=cast.coordinator
    )
    assert "Delen fanns inte den dagen" in get(client, "node", new.pk, "2025-03-01").content.decode()
    assert "Utgåvan fanns inte än" in get(client, "edition", draft.pk, "2024-12-31").content.decode()


def test_which_edition_was_in_force_is_said_for_each_day(client, cast, draft):
    """Goes red when the state of today is taken for that of the day, or the day it was written down for the decision's."""
    actions.adopt(edition=draft, on=date(2025, 4, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    following = actions.start_edition(
        predecessor=draft, title="Nästa plan", valid_from=date(2025, 6, 1), valid_to=None, by=cast.coordinator
    ).edition
    actions.adopt(edition=following, on=date(2025, 9, 1), reason="Styrgruppen", replaces=True, by=cast.coordinator)
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2025, 8, 31), date(2025, 9, 1)]
    assert [over_time.in_force(draft.plan_id, day) for day in days] == [None, draft, draft, following]
    client.force_login(cast.reader)
    page = get(client, "edition", draft.pk, "2025-10-01").content.decode()
    assert "Den dagen gällde" in page
    assert f"/planen/{following.pk}/?dag=2025-10-01" in page


def test_the_document_says_what_was_decided_that_day(client, cast, draft):
    """Goes red when today's state, decisions or parties stand over the words of then."""
    Party.objects.create(plan=draft.plan, organisation=cast.alby, role="party", valid_to=date(2025, 2, 1))
    actions.adopt(edition=draft, on=date(2025, 4, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    actions.supersede(edition=draft, on=date(2025, 9, 1), reason="Slut", by=cast.coordinator)
    client.force_login(cast.reader)
    begun, adopted, over = (
        get(client, "document", draft.pk, day).content.decode() for day in ("2025-01-20", "2025-04-01", "2025-09-01")
    )
    assert "Arbetsutkast" in begun
    assert "Älby kommun" in begun
    assert "Styrgruppen" not in begun
    assert "Antagen" in adopted
    assert "Styrgruppen" in adopted
    assert "Älby kommun" not in adopted
    assert "Ersatt" not in adopted
    assert "Ersatt" in over


def test_parties_and_contacts_are_those_of_the_day(cast, draft):
    Party.objects.create(plan=draft.plan, organisation=cast.alby, role="party", valid_to=date(2025, 2, 1))
    Party.objects.create(plan=draft.plan, organisation=cast.ekby, role="party", valid_from=date(2025, 2, 2))
    draft.contact_roles.create(organisation=cast.ekby, user=cast.contact, valid_from=date(2025, 2, 10))
    then = over_time.on_day(draft, date(2025, 2, 1))
    assert [party.organisation for party in then.parties] == [cast.alby]
    assert then.contacts == []
    later = over_time.on_day(draft, date(2025, 2, 10))
    assert [party.organisation for party in later.parties] == [cast.ekby]
    assert [role.user for role in later.contacts] == [cast.contact]


@pytest.mark.parametrize(("day", "words"), [("2999-01-01", "har inte kommit än"), ("2025-02-31", "Skriv en dag som")])
def test_a_day_that_is_none_is_refused(client, cast, draft, day, words):
    client.force_login(cast.reader)
    answer = get(client, "on_day", draft.pk, day)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kunskap för alla" in get(client, "edition", draft.pk, day).content.decode()


def test_the_edition_is_compared_with_what_it_was(client, cast, draft):
    client.force_login(cast.reader)
    address = reverse("plans:compare", args=["norrlunda", draft.pk])
    page = client.get(f"{address}?med={draft.pk}&dag=2025-03-01").content.decode()
    assert "1 omskriven" in page
    assert "Inget skiljer dem åt" in client.get(f"{address}?med={draft.pk}&dag=2025-03-10").content.decode()
    assert "1 omskriven" in client.get(address).content.decode()  # as it was begun, when nothing earlier is there
