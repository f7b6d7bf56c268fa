"""An organisation that owns the plan together with others writes in its draft like any other owner."""

from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Role, User
from samplan.work.plans import actions
from samplan.work.plans.models import Party
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return make_plan(cast).edition


@pytest.fixture
def spokesman(cast):
    user = User.objects.create_user(email="brukare@example.org", name="Vera Prov")
    Role.objects.create(user=user, kind="editor", organisation=cast.association, valid_from=date(2020, 1, 1))
    return user


def own(draft, organisation, role="co_owner"):
    return Party.objects.create(plan=draft.plan, organisation=organisation, role=role)


def form_of(cast, draft):
    return reverse("plans:edit_node", args=[cast.norr.slug, draft.nodes.first().pk])


def test_a_user_organisation_that_owns_the_plan_writes_in_its_draft(client, cast, draft, spokesman):
    own(draft, cast.association)
    client.force_login(spokesman)
    url = form_of(cast, draft)
    page = client.get(url)
    data = {"seen": page.context["seen"], "title": "Vi mår bra tillsammans", "text": "", "number": "", "parent": ""}
    client.post(url, data)
    assert draft.nodes.filter(title="Vi mår bra tillsammans").exists()
    shown = client.get(reverse("plans:edition", args=[cast.norr.slug, draft.pk])).content.decode()
    assert "Ändra namn och giltighet" in shown
    assert reverse("plans:state", args=[cast.norr.slug, draft.pk]) not in shown  # that step is the coordinator's


def test_neither_a_party_nor_one_that_has_left_nor_another_plans_owner_writes(client, cast, draft, spokesman):
    """Planted: the role of the party, its end, or the plan left out of the question — each lets one of these in."""
    other = make_plan(cast, title="En annan plan").edition
    own(other, cast.association)
    client.force_login(spokesman)
    url = form_of(cast, draft)
    assert client.get(url).status_code == 403
    party = own(draft, cast.association, "party")
    assert client.get(url).status_code == 403
    party.delete()
    left = own(draft, cast.association)
    assert client.get(url).status_code == 200
    left.valid_to = today()
    left.save()
    assert client.get(url).status_code == 403


def test_an_adopted_plan_is_closed_to_its_owners_too(client, cast, draft, spokesman):
    own(draft, cast.association)
    actions.adopt(edition=draft, on=today(), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    client.force_login(spokesman)
    url = form_of(cast, draft)
    before = draft.nodes.first().title
    assert client.post(url, {"title": "Något annat", "seen": ""}).status_code == 302
    assert draft.nodes.first().title == before
