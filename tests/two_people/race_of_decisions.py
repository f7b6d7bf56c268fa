"""Two people in the same moment, on a real database: of two deeds that cannot both stand, one gets through."""

import os
import sys
import threading
from datetime import date
from types import SimpleNamespace

import django

TURNS = 6


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "samplan.settings"
    django.setup()
    from samplan.foundation.people.models import County, Organisation, User

    by = User.objects.create_user(email="karin@example.org", name="Karin Prov")
    norr = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    ekby = Organisation.objects.create(county=norr, kind="municipality", code="9101", name="Ekby kommun")
    cast = SimpleNamespace(norr=norr, coordinator=by, ekby=ekby)
    races = (editions, circle, matter, programmes, joined)
    wrong = [one for turn in range(TURNS) for run in races if (one := run(cast, turn))]
    print(wrong)
    sys.exit(bool(wrong))


def editions(cast, turn):
    """Two editions of a plan adopted for the same time."""
    from samplan.work.plans import actions
    from samplan.work.plans.models import EditionState
    from samplan.work.plans.states import NotAllowed
    from samplan.work.plans.tests.making import make_plan

    first = make_plan(cast, title=f"Plan {turn}").edition
    day = {"valid_from": date(2025, 1, 1), "valid_to": None}
    other = actions.start_edition(predecessor=first, title=f"Nästa {turn}", by=cast.coordinator, **day).edition

    def adopt(edition):
        actions.adopt(edition=edition, on=date(2025, 1, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)

    told = race([lambda: adopt(first), lambda: adopt(other)], NotAllowed)
    adopted = EditionState.objects.filter(edition__plan=first.plan_id, state="adopted").count()
    return None if (sorted(told), adopted) == (["refused", "saved"], 1) else ("editions", told, adopted)


def circle(cast, turn):
    """Each of two bodies put under the other."""
    from samplan.foundation.people.actions.registers import RegisterRefused
    from samplan.work.governance import actions
    from samplan.work.governance.models import Body

    values = {"kind": "network", "organisation": None, "is_deciding": False, "short_name": "", "purpose": ""}
    values |= {"valid_from": None, "by": cast.coordinator}
    one, other = (actions.add_body(county=cast.norr, name=f"{n} {turn}", parent=None, **values) for n in "AB")

    def put(body, parent):
        actions.edit_body(body=body, seen=None, name=body.name, parent=parent, **values)

    told = race([lambda: put(one, other), lambda: put(other, one)], RegisterRefused)
    under = Body.objects.filter(pk__in=[one.pk, other.pk]).exclude(parent=None).count()
    return None if (sorted(told), under) == (["refused", "saved"], 1) else ("circle", told, under)


def matter(cast, turn):
    """The first two things written about an edition: one matter is opened."""
    from samplan.work.governance.models import DiaryNumber, Matter
    from samplan.work.plans import actions
    from samplan.work.plans.tests.making import make_plan

    edition = make_plan(cast, title=f"Ärende {turn}").edition

    def write(number):
        facts = {"organisation": cast.ekby, "number": number, "seen": None, "by": cast.coordinator}
        actions.write_diary_number(edition=edition, **facts)

    told = race([lambda: write(f"{turn}-1"), lambda: write(f"{turn}-2")], ValueError)
    found = (
        Matter.objects.filter(title=edition.title).count(),
        DiaryNumber.objects.filter(matter__edition=edition).count(),
    )
    return None if (told, found) == (["saved", "saved"], (1, 1)) else ("matter", told, found)


def programmes(cast, turn):
    """Each of two programmes made a part of the other."""
    from samplan.work.activities.actions.programmes import set_sub_activities
    from samplan.work.activities.models import Activity
    from samplan.work.activities.states import NotAllowed

    one, other = (_activity(cast, f"Program {n} {turn}", "programme") for n in "AB")

    def place(programme, part):
        set_sub_activities(programme=programme, chosen=[part.pk], shown=[part.pk], by=cast.coordinator)

    told = race([lambda: place(one, other), lambda: place(other, one)], NotAllowed)
    under = Activity.objects.filter(pk__in=[one.pk, other.pk]).exclude(parent=None).count()
    return None if (sorted(told), under) == (["refused", "saved"], 1) else ("programmes", told, under)


def joined(cast, turn):
    """Two activities that each go up in the other: one of them lives on."""
    from samplan.foundation.core.dates import today
    from samplan.work.activities.actions.becoming import merge
    from samplan.work.activities.models import ActivityLineage
    from samplan.work.activities.states import NotAllowed

    one, other = (_activity(cast, f"Kurs {n} {turn}", "project") for n in "AB")

    def go_up(source, target):
        merge(sources=[source], into=target, on=today(), reason="Samma sak", by=cast.coordinator)

    told = race([lambda: go_up(one, other), lambda: go_up(other, one)], NotAllowed)
    rows = ActivityLineage.objects.filter(source__in=[one, other]).count()
    return None if (sorted(told), rows) == (["refused", "saved"], 1) else ("joined", told, rows)


def _activity(cast, title, kind):
    from samplan.work.activities.actions import NewActivity, create_activity

    new = NewActivity(title=title, kind=kind, state="ongoing")
    return create_activity(county=cast.norr, edition=None, activity=new, by=cast.coordinator)


def race(deeds, refusal):
    start, told = threading.Barrier(len(deeds)), []

    def one(deed):
        from django.db import connection

        start.wait()
        try:
            deed()
            told.append("saved")
        except refusal:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


if __name__ == "__main__":
    main()
