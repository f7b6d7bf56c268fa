"""Who has adopted, who not yet: each organisation decides for itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.models import Organisation
from samplan.work.governance import actions as governance
from samplan.work.governance.models import Anchoring, Decision
from samplan.work.plans import actions, deciding
from samplan.work.plans.models import Party
from samplan.work.plans.states import NotAllowed
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db
DAY = today() - timedelta(days=10)


@pytest.fixture
def edition(cast):
    made = make_plan(cast).edition
    roles = ((cast.region, "party"), (cast.ekby, "party"), (cast.association, "co_owner"), (cast.alby, "consulted"))
    for organisation, role in roles:
        Party.objects.create(plan=made.plan, organisation=organisation, role=role)
    return made


def board(cast, organisation, name="Nämnden"):
    values = {"short_name": "", "kind": "board", "parent": None, "purpose": "", "valid_from": None}
    return governance.add_body(
        county=cast.norr, name=name, organisation=organisation, is_deciding=True, by=cast.coordinator, **values
    )


def decide(cast, edition, body, outcome="approved", on=DAY):
    facts = {"outcome": outcome, "on": on, "reference": "§ 4", "note": ""}
    made = actions.write_decision(
        edition=edition, organisation=body.organisation, body=body, by=cast.coordinator, **facts
    )
    edition.refresh_from_db()
    return made


def plan(cast, edition, body, kind="adopted", on=None):
    facts = {"kind": kind, "planned_on": on or today() + timedelta(days=9), "held_on": None, "note": ""}
    made = actions.write_anchoring(edition=edition, body=body, by=cast.coordinator, **facts)
    edition.refresh_from_db()
    return made


def states(edition):
    return {line.organisation.short_name: line.state for line in deciding.decisions_of(edition).lines}


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def adopt(cast, edition, **changes):
    values = {"on": DAY, "reason": "Styrgruppen", "replaces": False, "by": cast.coordinator, **changes}
    return actions.adopt(edition=edition, **values)


def next_of(cast, edition, valid_from, valid_to):
    told = {"title": "Nästa plan", "valid_from": valid_from, "valid_to": valid_to, "by": cast.coordinator}
    return actions.start_edition(predecessor=edition, **told).edition


def test_each_organisation_adopts_for_itself_and_those_asked_for_advice_do_not(client, cast, edition):
    """Planted: a plan's adoption counted as everybody's, or the consulted counted — 1 of 3 is neither."""
    decide(cast, edition, board(cast, cast.ekby))
    assert states(edition) == {"Region Norrlunda": "not_yet", "Ekby": "adopted", "SPHN": "not_yet"}
    client.force_login(cast.reader)
    page = client.get(address(cast, "decisions", edition.pk)).content.decode()
    assert "1 av 3 har antagit planen" in page
    assert "§ 4" in page
    assert "Skriv in beslut" not in page


def test_several_boards_of_one_organisation_decide_one_by_one(cast, edition):
    """Planted: any board's yes taken for the whole organisation's."""
    one, other = board(cast, cast.region, "Vårdstyrelsen"), board(cast, cast.region, "Sjukhusstyrelsen")
    waiting = plan(cast, edition, other)
    decide(cast, edition, one)
    assert states(edition)["Region Norrlunda"] == "partly"
    decide(cast, edition, other)
    assert states(edition)["Region Norrlunda"] == "adopted"
    waiting.refresh_from_db()
    assert waiting.held_on == DAY
    decide(cast, edition, one, "returned", on=DAY + timedelta(days=1))
    assert states(edition)["Region Norrlunda"] == "partly"


def test_a_decision_is_never_changed_only_withdrawn_with_a_reason(client, cast, edition):
    body = board(cast, cast.ekby)
    plan(cast, edition, body)
    made = decide(cast, edition, body)
    with pytest.raises(RegisterRefused):
        governance.withdraw_decision(decision=made, reason="  ", by=cast.coordinator)
    client.force_login(cast.manager)
    url = address(cast, "withdraw_decision", edition.pk, cast.ekby.pk, made.pk)
    client.post(url, {"reason": "Fel paragraf"})
    page = client.get(address(cast, "decisions", edition.pk)).content.decode()
    assert "0 av 3 har antagit planen" in page
    assert "Fel paragraf" in page
    assert Decision.objects.get().reference == "§ 4"
    assert Anchoring.objects.get().held_on is None  # it is only planned again
    assert client.post(url, {"reason": "Igen"}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"on": today() + timedelta(days=1)}, "on"), ({"on": date(2019, 12, 31)}, "on"), ({"on": DAY}, "on")],
    ids=["ahead", "before there was a board", "the same day twice"],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(cast, edition, changes, field):
    body = board(cast, cast.ekby)
    body.valid_from = date(2020, 1, 1)
    body.save()
    decide(cast, edition, body)
    with pytest.raises(RegisterRefused) as refusal:
        decide(cast, edition, body, **changes)
    assert refusal.value.field == field


def test_a_body_that_prepares_decides_nothing(cast, edition):
    values = {"short_name": "", "kind": "steering", "parent": None, "purpose": "", "valid_from": None}
    group = governance.add_body(
        county=cast.norr, name="Gruppen", organisation=cast.ekby, is_deciding=False, by=cast.coordinator, **values
    )
    with pytest.raises(RegisterRefused):
        decide(cast, edition, group)
    with pytest.raises(RegisterRefused):
        plan(cast, edition, group, "adopted")
    assert plan(cast, edition, group, "endorsed").pk


def test_those_who_speak_for_an_organisation_write_its_decision_and_number_and_no_others(client, cast, edition):
    body = board(cast, cast.ekby)
    other = board(cast, cast.region)
    client.force_login(cast.manager)
    url = address(cast, "decide", edition.pk, cast.ekby.pk)
    data = {"body": body.pk, "outcome": "approved", "on": DAY.isoformat(), "reference": "§ 9"}
    assert client.post(url, {**data, "body": other.pk}).status_code == 422  # a board of another's
    assert client.post(url, data).status_code == 302
    number = address(cast, "diary_number", edition.pk, cast.ekby.pk)
    seen = client.get(number).context["seen"]
    client.post(number, {"seen": seen, "number": "KS  2025-12"})
    found = client.get(address(cast, "decisions", edition.pk)).content.decode()
    assert "KS 2025-12" in found
    assert "§ 9" in found
    assert client.get(address(cast, "decide", edition.pk, cast.region.pk)).status_code == 403
    client.force_login(cast.coordinator)
    assert client.get(address(cast, "decide", edition.pk, cast.alby.pk)).status_code == 404  # only asked for advice


def test_one_number_is_one_matter_in_an_organisation(cast, edition):
    again = make_plan(cast, title="En annan plan").edition
    facts = {"organisation": cast.ekby, "number": "KS 1", "seen": None, "by": cast.coordinator}
    actions.write_diary_number(edition=edition, **facts)
    with pytest.raises(RegisterRefused):
        actions.write_diary_number(edition=again, **facts)


def test_missing_numbers_warn_before_adoption_and_publication_and_stop_nothing(client, cast, edition):
    actions.write_diary_number(edition=edition, organisation=cast.ekby, number="KS 1", seen=None, by=cast.coordinator)
    client.force_login(cast.coordinator)
    page = client.get(address(cast, "adopt", edition.pk)).content.decode()
    assert "2 diarienummer saknas" in page
    assert client.post(address(cast, "adopt", edition.pk), {"on": DAY, "reason": "Styrgruppen"}).status_code == 302
    assert "2 diarienummer saknas" in client.get(address(cast, "publish", edition.pk)).content.decode()


def test_everybody_reads_who_has_adopted_and_who_not_yet(client, cast, edition):
    adopt(cast, edition)
    actions.publish_edition(edition=edition, decided_by="Styrgruppen", by=cast.coordinator)
    url = address(cast, "published", edition.pk)
    assert "har antagit planen" not in client.get(url).content.decode()  # nobody has written: nobody is said to lack
    decide(cast, edition, board(cast, cast.ekby))  # a later board
    page = client.get(url).content.decode()
    assert "1 av 3 har antagit planen" in page
    assert "Samverkan för psykisk hälsa Norrlunda" in page.partition("Inte än")[2]


def test_two_editions_are_not_adopted_for_the_same_time(client, cast, edition):
    """Planted: the check of overlap taken out of adopt()."""
    adopt(cast, edition)  # 2025–2028
    overlapping = next_of(cast, edition, date(2028, 12, 31), date(2030, 12, 31))
    with pytest.raises(NotAllowed):
        adopt(cast, overlapping)
    client.force_login(cast.coordinator)
    page = client.post(address(cast, "adopt", overlapping.pk), {"on": DAY, "reason": "Styrgruppen"}).content.decode()
    assert "är antagen för samma tid" in page
    adopt(cast, overlapping, replaces=True)
    assert edition.states.last().state == "superseded"


def test_an_edition_for_a_later_time_stands_beside_the_one_in_force(cast, edition):
    adopt(cast, edition)
    adopt(cast, next_of(cast, edition, date(2029, 1, 1), None))
    assert edition.states.last().state == "adopted"
    with pytest.raises(NotAllowed):
        adopt(cast, next_of(cast, edition, None, None))


def test_the_page_asks_as_little_of_the_database_however_many_decide(
    client, cast, edition, django_assert_max_num_queries
):
    client.force_login(cast.coordinator)
    decide(cast, edition, board(cast, cast.ekby))
    client.get(address(cast, "decisions", edition.pk))
    with django_assert_max_num_queries(30) as few:
        client.get(address(cast, "decisions", edition.pk))
    for number in range(8):
        made = Organisation.objects.create(
            county=cast.norr, kind="municipality", code=f"92{number:02}", name=f"Ort {number}", short_name=f"O{number}"
        )
        Party.objects.create(plan=edition.plan, organisation=made, role="party")
        decide(cast, edition, board(cast, made))
    with django_assert_max_num_queries(len(few)):
        page = client.get(address(cast, "decisions", edition.pk)).content.decode()
    assert "9 av 11 har antagit planen" in page
