"""A final report is approved in the moment its writers take it back and write in it; a gate is passed twice: one gets through."""

import os
import sys
from datetime import date
from types import SimpleNamespace

import django

from tests.two_people.race_of_decisions import race

TURNS = 6
TEXTS = dict.fromkeys(("what", "result", "lesson", "payer"), "Skrivet.")


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "samplan.settings"
    django.setup()
    from samplan.foundation.people.models import County, User

    by = User.objects.create_user(email="karin@example.org", name="Karin Prov")
    norr = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    cast = SimpleNamespace(norr=norr, coordinator=by)
    races = (taken_back, begun, gate)
    wrong = [one for turn in range(TURNS) for deed in races if (one := deed(cast, turn))]
    print(wrong)
    sys.exit(bool(wrong))


def ended(cast, turn):
    from samplan.work.activities.actions import NewActivity, create_activity

    activity = NewActivity(f"Projekt {turn}", "project", state="ended")
    return create_activity(county=cast.norr, edition=None, activity=activity, by=cast.coordinator)


def taken_back(cast, turn):
    """Approved by one, taken back and written in by the other: never an approved report that is not handed in, or says other words."""
    from samplan.foundation.core.stale import Stale
    from samplan.work.activities.states import NotAllowed
    from samplan.work.delivery.actions import ending
    from samplan.work.delivery.models import FinalReport

    activity, by = ended(cast, turn), cast.coordinator
    report = ending.save_report(activity=activity, seen=ending.mark_of_report(None), by=by, **TEXTS)
    report = ending.hand_in(activity=activity, seen=ending.mark_of_report(report), by=by)
    mark, on = ending.mark_of_report(FinalReport.objects.get(pk=report.pk)), date.today()

    def approve():
        ending.approve(activity=activity, on=on, approved_by="Styrgruppen", decision="", seen=mark, by=by)

    def change():
        now = ending.take_back(activity=activity, by=by)
        texts = {**TEXTS, "lesson": "En annan."}
        ending.save_report(activity=activity, seen=ending.mark_of_report(now), by=by, **texts)

    told = race([approve, change], (NotAllowed, Stale))
    report.refresh_from_db()
    kept = (report.approved_on is not None, report.handed_in_at is not None, report.lesson)
    whole = kept in ((True, True, "Skrivet."), (False, False, "En annan."))
    return None if sorted(told) == ["refused", "saved"] and whole else ("taken back", told, kept)


def begun(cast, turn):
    """Two begin the same report: the second is told, and nothing is overwritten."""
    from samplan.foundation.core.stale import Stale
    from samplan.work.delivery.actions import ending
    from samplan.work.delivery.models import FinalReport

    activity, nothing = ended(cast, turn + TURNS), ending.mark_of_report(None)

    def begin(words):
        texts = {**TEXTS, "what": words}
        ending.save_report(activity=activity, seen=nothing, by=cast.coordinator, **texts)

    told = race([lambda: begin("En"), lambda: begin("Två")], Stale)
    number = FinalReport.objects.filter(activity=activity).count()
    return None if (sorted(told), number) == (["refused", "saved"], 1) else ("begun", told, number)


def gate(cast, turn):
    """Two write in what was decided, and not the same: the second is told."""
    from samplan.work.activities.states import NotAllowed
    from samplan.work.delivery.actions import milestones
    from samplan.work.delivery.models import Milestone

    by, on = cast.coordinator, date.today()
    facts = {"kind": "gate", "title": "Vidare?", "text": "", "due": on}
    row = milestones.add_milestone(activity=ended(cast, turn + 2 * TURNS), by=by, **facts)

    def decide(outcome):
        given = Milestone.objects.get(pk=row.pk)
        milestones.pass_gate(milestone=given, on=on, outcome=outcome, decided_by="S", note=outcome, by=by)

    told = race([lambda: decide("go"), lambda: decide("stop")], NotAllowed)
    row.refresh_from_db()
    kept = row.outcome == row.note
    return None if sorted(told) == ["refused", "saved"] and kept else ("gate", told, row.outcome, row.note)


if __name__ == "__main__":
    main()
