"""A target vision can get a measure after the plan was adopted, and says that it came later."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.core.dates import long_day, today
from samplan.work.plans import actions, as_of
from samplan.work.plans.models import Measure
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    made = make_plan(cast)
    actions.adopt(edition=made.edition, on=today(), reason="Beslut", replaces=False, by=cast.coordinator)
    return made


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def test_a_measure_is_added_changed_and_removed_after_the_plan_was_adopted(client, cast, made):
    client.force_login(cast.coordinator)
    vision = made.nodes_by_ref["v1"]
    page = address(cast, "node", vision.pk)
    add = f"{address(cast, 'add_measure', made.edition.pk)}?nod={vision.pk}"
    assert add in client.get(page).content.decode()
    assert client.post(add, {"text": "Andel som hittat rätt"}).status_code == 302
    shown = client.get(page).content.decode()
    assert f"Tillagt {long_day(today())}, efter att planen antogs" in shown
    assert "Det som ska mätas är utpekat" in shown
    row = Measure.objects.get(added_on=today())
    edit = address(cast, "edit_measure", row.pk)
    seen = client.get(edit).context["seen"]
    client.post(edit, {"text": "Andel som hittat rätt direkt", "seen": seen})
    assert "hittat rätt direkt" in client.get(page).content.decode()
    assert "(tillagt" in client.get(address(cast, "document", made.edition.pk)).content.decode()
    assert "efter att planen antogs" in client.get(address(cast, "history", made.edition.pk)).content.decode()
    client.post(address(cast, "remove_measure", row.pk))
    assert not Measure.objects.filter(pk=row.pk).exists()
    assert not made.edition.steps.exists()  # nothing of it can be «undone» in the adopted text


def test_the_plans_own_measure_stays_as_it_was_adopted(client, cast, made):
    client.force_login(cast.coordinator)
    own = made.edition.measures.get()
    answer = client.get(address(cast, "edit_measure", own.pk), follow=True).content.decode()
    assert "är antagen och kan inte ändras" in answer
    client.post(address(cast, "remove_measure", own.pk))
    assert Measure.objects.filter(pk=own.pk).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Measure.objects.filter(pk=own.pk).update(text="Annat")


def test_a_plan_that_is_over_gets_no_new_measures(client, cast, made):
    actions.supersede(edition=made.edition, on=today(), reason="Ny plan", by=cast.coordinator)
    client.force_login(cast.coordinator)
    vision = made.nodes_by_ref["v1"]
    add = f"{address(cast, 'add_measure', made.edition.pk)}?nod={vision.pk}"
    assert add not in client.get(address(cast, "node", vision.pk)).content.decode()
    client.post(add, {"text": "För sent"})
    assert not Measure.objects.filter(text="För sent").exists()


def test_the_next_edition_takes_it_as_the_plans_own(cast, made):
    actions.add_measure(edition=made.edition, node=made.nodes_by_ref["v1"], text="Senare", by=cast.coordinator)
    facts = {"title": "Nästa", "valid_from": None, "valid_to": None, "by": cast.coordinator}
    after = actions.start_edition(predecessor=made.edition, **facts).edition
    assert after.measures.get(text="Senare").added_on is None


def test_the_plan_as_it_stood_before_knows_nothing_of_it(cast, made):
    """The planted bug: without `leave_out_later` the measure stands in the plan of the day before it was added."""
    row = actions.add_measure(edition=made.edition, node=None, text="Senare", by=cast.coordinator)
    Measure.objects.filter(pk=row.pk).update(added_on=today() + timedelta(days=1))
    then = as_of.rows_at(made.edition, timezone.now())
    assert {m["text"] for m in then["measure"].values()} == {"Självskattad hälsa i årskurs 7"}
