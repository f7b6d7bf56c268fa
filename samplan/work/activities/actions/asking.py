"""Asking an organisation to take on an activity, and its answer. Until somebody says yes nobody has taken it on."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.people.models import Organisation, User

from .. import asking as reading
from .. import asking_letters
from ..models import Activity, Asking
from ..states import NotAllowed
from .changes import set_owner

Outcome = Asking.Outcome


@transaction.atomic
def ask(*, activity: Activity, organisations: Iterable[Organisation], unit: str, message: str, by: Any) -> list[Asking]:
    """One question to each, with a letter to those who answer for it. What somebody has taken on is not asked of others."""
    activity = _lock(activity)
    if activity.owner is not None:
        raise NotAllowed(_("%(owner)s har redan tagit på sig den.") % {"owner": activity.owner})
    waiting = set(Asking.objects.filter(activity=activity, outcome="").values_list("organisation_id", flat=True))
    made = []
    for organisation in organisations:
        if organisation.pk in waiting:
            raise NotAllowed(_("%(name)s är redan frågad.") % {"name": organisation})
        row = Asking.objects.create(
            activity=activity,
            organisation=organisation,
            unit=unit,
            message=message,
            asked_by_id=getattr(by, "pk", None),
            asked_by_name=str(by)[:120],
        )
        _record(row, by, "activities.asked", None, {"organisation": str(organisation), "unit": unit}, message)
        for user in reading.who_answers(organisation):
            _send(asking_letters.asked(row, user), user, "activities.asked", row)
        made.append(row)
    return made


@transaction.atomic
def answer(*, asking: Asking, outcome: str, answer: str, owner_person: str, by: Any) -> Asking:
    """Yes makes the organisation the owner; questions to others are then taken back. The second who says yes is refused."""
    activity = _lock(asking.activity)
    row = _waiting(asking)
    if outcome in (Outcome.CHANGED, Outcome.DECLINED) and not answer.strip():
        raise NotAllowed(_("Skriv varför."))
    if outcome in (Outcome.ACCEPTED, Outcome.CHANGED):
        if activity.owner is not None:
            raise NotAllowed(_("%(owner)s har redan tagit på sig den.") % {"owner": activity.owner})
        set_owner(activity=activity, owner=row.organisation, owner_person=owner_person, by=by)
    _close(row, outcome, answer, by)
    verbs = {
        Outcome.ACCEPTED: "activities.asking_accepted",
        Outcome.CHANGED: "activities.asking_changed",
        Outcome.DECLINED: "activities.asking_declined",
    }
    _record(row, by, verbs[Outcome(outcome)], None, {"organisation": str(row.organisation)}, answer)
    if outcome != Outcome.DECLINED:
        _take_back_the_rest(activity, row, by)
    asker = User.objects.filter(pk=row.asked_by_id or 0, is_active=True).first()
    if asker is not None and asker.pk != getattr(by, "pk", None):
        _send(asking_letters.answered(row, asker), asker, "activities.answered", row)
    return row


def _take_back_the_rest(activity: Activity, taken: Asking, by: Any) -> None:
    words = _("%(name)s tog på sig den.") % {"name": taken.organisation}
    for other in Asking.objects.filter(activity=activity, outcome="").select_related("organisation"):
        other.activity = activity
        _close(other, Outcome.WITHDRAWN, words, by)
        _record(other, by, "activities.asking_withdrawn", None, {"organisation": str(other.organisation)}, words)


@transaction.atomic
def withdraw(*, asking: Asking, by: Any) -> None:
    _lock(asking.activity)
    row = _waiting(asking)
    _close(row, Outcome.WITHDRAWN, "", by)
    _record(row, by, "activities.asking_withdrawn", None, {"organisation": str(row.organisation)}, "")


@transaction.atomic
def pass_asking(*, asking: Asking, to: Organisation, by: User) -> None:
    """A question to an organisation that is no more goes to the one after it."""
    _lock(asking.activity)
    row = _waiting(asking)
    former = row.organisation
    if Asking.objects.filter(activity=row.activity_id, outcome="", organisation=to).exists():
        _close(row, Outcome.WITHDRAWN, str(to), by)
    else:
        row.organisation = to
        row.save(update_fields=["organisation"])
    _record(row, by, "activities.asking_passed_on", {"from": str(former)}, {"to": str(to)}, "")


def _lock(activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("county", "owner")
    return rows.get(pk=activity.pk)


def _waiting(asking: Asking) -> Asking:
    row = Asking.objects.select_related("activity__county", "organisation").get(pk=asking.pk)
    if row.outcome:
        words = _("Frågan är redan besvarad: %(outcome)s.")
        raise NotAllowed(words % {"outcome": row.get_outcome_display().lower()})
    return row


def _close(row: Asking, outcome: str, answer: str, by: Any) -> None:
    row.outcome, row.answer, row.answered_at = outcome, answer, timezone.now()
    row.answered_by_id, row.answered_by_name = getattr(by, "pk", None), str(by)[:120]
    row.save()


def _send(letter: asking_letters.Letter, to: User, kind: str, about: Asking) -> None:
    county = about.activity.county.code
    enqueue(
        to=to.email, to_name=to.name, subject=letter.subject, text=letter.text, kind=kind, about=about, county=county
    )


def _record(row: Asking, by: Any, verb: str, before: Any, after: Any, note: str) -> None:
    activity = row.activity
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after, note=note)
