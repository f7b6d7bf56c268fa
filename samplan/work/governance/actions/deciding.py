"""What boards decide. A decision is never changed: one written down wrongly is withdrawn, with why, and written anew."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.people.actions.registers import RegisterRefused, iso
from samplan.foundation.people.models import County, Organisation

from ..models import Anchoring, Body, Decision, DiaryNumber, Matter
from .bodies import lock_body


def open_matter(*, county: County, title: str, by: Any) -> Matter:
    matter = Matter.objects.create(county=county, title=title, opened_on=today())
    tell("matter_opened", matter, by=by)
    return matter


def lock_matter(matter: Matter) -> Matter:
    return Matter.objects.select_for_update(of=("self",)).select_related("county").get(pk=matter.pk)


def mark_of_number(matter: Matter | None, organisation: Organisation) -> str:
    rows = DiaryNumber.objects.filter(matter=matter, organisation=organisation)
    return mark_of(*rows.values_list("number", flat=True))


@transaction.atomic
def set_diary_number(*, matter: Matter, organisation: Organisation, number: str, seen: str | None, by: Any) -> None:
    """An empty number takes away what stood there."""
    matter, number = lock_matter(matter), " ".join(number.split())
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if seen is not None and seen != mark_of_number(matter, organisation):
        raise Stale
    taken = DiaryNumber.objects.filter(organisation=organisation, number=number).exclude(matter=matter)
    if other := taken.select_related("matter").first():
        words = _("%(organisation)s har redan det diarienumret i ”%(matter)s”.")
        raise RegisterRefused(words % {"organisation": organisation, "matter": other.matter}, "number")
    held = matter.diary_numbers.filter(organisation=organisation).first()
    before = held.number if held else ""
    if before == number:
        return
    if not number:
        matter.diary_numbers.filter(organisation=organisation).delete()
    else:
        values = {"number": number}
        DiaryNumber.objects.update_or_create(matter=matter, organisation=organisation, defaults=values)
    after = {"number": number, "organisation": organisation.name}
    tell("number_set" if number else "number_removed", matter, by=by, before={"number": before}, after=after)


@transaction.atomic
def decide(
    *, matter: Matter, body: Body, on: date, outcome: str, reference: str = "", note: str = "", by: Any
) -> Decision:
    matter, body = lock_matter(matter), lock_body(body)
    _check(matter, body, on)
    decision = Decision.objects.create(
        matter=matter, body=body, on=on, outcome=outcome, reference=reference.strip(), note=note.strip(),
        by_name=str(by or "Samplan"), by_id=getattr(by, "pk", None),
    )  # fmt: skip
    _hold_what_was_planned(decision)
    tell("decided", matter, by=by, after=_facts(decision), note=decision.note)
    return decision


def _check(matter: Matter, body: Body, on: date) -> None:
    if not body.is_deciding or body.county_id != matter.county_id:
        raise RegisterRefused(_("%(body)s beslutar inte åt någon organisation.") % {"body": body.name}, "body")
    if on > today():
        raise RegisterRefused(_("Beslutets dag kan inte ligga framåt i tiden."), "on")
    if (body.valid_from and on < body.valid_from) or (body.valid_to and on > body.valid_to):
        raise RegisterRefused(_("%(body)s fanns inte den dagen.") % {"body": body.name}, "on")
    if matter.decisions.filter(body=body, on=on, withdrawn_at=None).exists():
        words = _("Det finns redan ett beslut av %(body)s den dagen. Är det fel? Ta tillbaka det först.")
        raise RegisterRefused(words % {"body": body.name}, "on")


def _hold_what_was_planned(decision: Decision) -> None:
    """The day that was planned for a decision has been."""
    waiting = decision.matter.anchorings.filter(body=decision.body, kind=Anchoring.Kind.ADOPTED, held_on=None)
    if planned := waiting.first():
        planned.held_on, planned.decision = decision.on, decision
        planned.save(update_fields=["held_on", "decision"])


@transaction.atomic
def withdraw_decision(*, decision: Decision, reason: str, by: Any) -> None:
    """It was written down wrongly. It stays readable, struck out, with why."""
    matter = lock_matter(decision.matter)
    decision = Decision.objects.select_related("body").get(pk=decision.pk)
    if decision.withdrawn_at is not None:
        raise RegisterRefused(_("Beslutet är redan taget tillbaka."))
    if not reason.strip():
        raise RegisterRefused(_("Skriv varför beslutet tas tillbaka."), "reason")
    decision.withdrawn_at, decision.withdrawn_because = timezone.now(), reason.strip()
    decision.save(update_fields=["withdrawn_at", "withdrawn_because"])
    _plan_again(decision)
    tell("decision_withdrawn", matter, by=by, before=_facts(decision), note=decision.withdrawn_because)


def _plan_again(decision: Decision) -> None:
    """What it made held is only planned, as before it."""
    held = Anchoring.objects.filter(decision=decision)
    held.exclude(planned_on=None).update(decision=None, held_on=None)
    held.filter(planned_on=None).delete()


def _facts(decision: Decision) -> dict[str, Any]:
    return {
        "body": decision.body.whose,
        "on": iso(decision.on),
        "outcome": decision.outcome,
        "reference": decision.reference,
    }


def tell(verb: str, matter: Matter, *, by: Any, before: Any = None, after: Any = None, note: str = "") -> None:
    facts = {"before": before, "after": after, "note": note}
    record(by=by, verb=f"governance.{verb}", subject=matter, county=matter.county.code, **facts)
