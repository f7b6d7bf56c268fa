"""A communication plan's lines: planned, told on a day, or dropped with a reason; a wrong mark is taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.foundation.people.models import Organisation, User
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from ..models import Message

FIELDS = ("audience", "text", "channel", "on", "organisation", "who")
CUT = 160


def mark_of_message(message: Message) -> str:
    return mark_of(*(getattr(message, name) for name in FIELDS), message.told_on, message.dropped_why)


@transaction.atomic
def add_message(
    *,
    activity: Activity,
    audience: str,
    text: str,
    channel: str,
    on: date,
    organisation: Organisation | None,
    who: str,
    by: Any,
) -> Message:
    row = Message.objects.create(
        activity=activity,
        audience=audience,
        text=text,
        channel=channel,
        on=on,
        organisation=_of_the_county(activity, organisation),
        who=who,
        by_id=getattr(by, "pk", None),
        by_name=str(by)[:120],
    )
    _tell(row, by, "delivery.message_added", None, _facts(row))
    return row


@transaction.atomic
def edit_message(
    *,
    message: Message,
    audience: str,
    text: str,
    channel: str,
    on: date,
    organisation: Organisation | None,
    who: str,
    seen: str,
    by: Any,
) -> Message:
    """While it waits. Raises Stale when it is not as it was shown."""
    row = _waiting(message)
    if mark_of_message(row) != seen:
        raise Stale
    before = _facts(row)
    if organisation is not None and organisation.pk != row.organisation_id:
        _of_the_county(row.activity, organisation)
    row.audience, row.text, row.channel = audience, text, channel
    row.on, row.organisation, row.who = on, organisation, who
    if _facts(row) == before:
        return row
    row.save(update_fields=FIELDS)
    _tell(row, by, "delivery.message_changed", *changes(before, _facts(row)))
    return row


@transaction.atomic
def mark_told(*, message: Message, on: date, by: Any) -> Message:
    row = _waiting(message)
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in det när det har hänt."))
    row.told_on = on
    row.save(update_fields=["told_on"])
    _tell(row, by, "delivery.message_told", None, {"told_on": str(on)})
    return row


@transaction.atomic
def drop_message(*, message: Message, why: str, by: Any) -> Message:
    """It is not told after all. The line stays, with why."""
    row = _waiting(message)
    if not why.strip():
        raise NotAllowed(_("Skriv varför det inte berättas."))
    row.dropped_why = why
    row.save(update_fields=["dropped_why"])
    _tell(row, by, "delivery.message_dropped", None, {"dropped_why": why})
    return row


@transaction.atomic
def take_back(*, message: Message, by: Any) -> Message:
    """It was marked by mistake, or will be told after all."""
    row = _held(message)
    if row.told_on is None and not row.dropped_why:
        raise NotAllowed(_("Den är inte markerad."))
    before = {"told_on": str(row.told_on)} if row.told_on else {"dropped_why": row.dropped_why}
    row.told_on, row.dropped_why = None, ""
    row.save(update_fields=["told_on", "dropped_why"])
    _tell(row, by, "delivery.message_taken_back", before, None)
    return row


@transaction.atomic
def remove_message(*, message: Message, by: Any) -> None:
    """Only what nothing has happened to: what was told, or dropped for a reason, stays."""
    row = _waiting(message)
    _tell(row, by, "delivery.message_removed", _facts(row), None)
    row.delete()


@transaction.atomic
def pass_message(*, message: Message, to: Organisation, by: User) -> None:
    """What an organisation that is no more was to tell is for the one after it."""
    row = _waiting(message)
    former = row.organisation
    row.organisation = to
    row.save(update_fields=["organisation"])
    _tell(row, by, "delivery.message_passed_on", {"from": str(former)}, {"to": str(to)})


def _of_the_county(activity: Activity, organisation: Organisation | None) -> Organisation | None:
    if organisation is not None and organisation.county_id != activity.county_id:
        raise NotAllowed(_("Välj en organisation i länet."))
    return organisation


def _held(message: Message) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).select_related("activity__county", "organisation")
    row = rows.filter(pk=message.pk).first()
    if row is None:
        raise NotAllowed(_("Någon har tagit bort raden."))
    return row


def _waiting(message: Message) -> Message:
    row = _held(message)
    if row.told_on is not None:
        raise NotAllowed(_("Den är markerad som berättad. Ta tillbaka det först, om något ska ändras."))
    if row.dropped_why:
        raise NotAllowed(_("Den är struken. Ta tillbaka det först, om något ska ändras."))
    return row


def _facts(row: Message) -> dict[str, str]:
    return {
        "audience": row.audience,
        "text": row.text,
        "channel": row.channel,
        "tell_on": str(row.on),
        "organisation": str(row.organisation or ""),
        "who": row.who,
    }


def _tell(row: Message, by: Any, verb: str, before: Any, after: Any) -> None:
    activity, note = row.activity, Truncator(row.text).chars(CUT)
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after, note=note)
