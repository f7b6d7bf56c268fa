"""Writes of this room: a correction, an erasure, and what is deleted when its time is out. Each is told in the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import collect
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history import actions as history
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import User

from . import addresses, queries
from .models import Controller, KeepingTime, RetentionProposal

DAILY = timedelta(hours=20)  # a proposal a day, whenever the worker wakes
SIGN_INS = ("people.signed_in", "people.signed_out", "people.sign_in_failed", "people.sessions_ended")


class Hindered(Exception):
    """It can't be done now; the message says what has to be done first."""


@dataclass(frozen=True)
class Somebody:
    """A person as they were, or as they are to be."""

    pk: int | None
    name: str
    email: str
    title: str


def mark_of_person(user: User) -> str:
    return mark_of(user.name, user.email, user.title)


@transaction.atomic
def correct_person(*, user: User, name: str, email: str, title: str, by: Any, reason: str, seen: str) -> list[str]:
    """Writes the right name, address and title wherever they are kept live. Frozen reports and decisions stay as they were."""
    was = User.objects.select_for_update().get(pk=user.pk)
    if mark_of_person(was) != seen:
        raise Stale
    address = email.strip().lower()
    if User.objects.filter(email=address).exclude(pk=was.pk).exists():
        raise Hindered(_("Adressen används av ett annat konto."))
    now = Somebody(was.pk, name.strip(), address, title.strip())
    done: list[str] = [line for function_done in [collect("correct", was, now)] for line in function_done]
    user.refresh_from_db()
    before, after = history.changes(
        {"name": was.name, "email": was.email, "title": was.title},
        {"name": user.name, "email": user.email, "title": user.title},
    )
    history.record(by=by, verb="privacy.corrected", subject=user, before=before, after=after, note=reason)
    return done


@transaction.atomic
def erase_person(*, user: User, by: Any, reason: str) -> list[str]:
    """Takes the name and the addresses out everywhere; what was answered, counted and decided stays, by «Borttagen person»."""
    who = User.objects.select_for_update().get(pk=user.pk)
    if found := queries.hindrances(who, by):
        raise Hindered(" ".join(hindrance.text for hindrance in found))
    done = _erase(who, by, reason)
    user.refresh_from_db()
    return done


def _erase(who: User, by: Any, reason: str) -> list[str]:
    done: list[str] = collect("erase", who, by, top_first=True)
    about = Event.objects.filter(subject_type="people.user", subject_id=who.pk, verb__in=SIGN_INS)
    sign_ins = list(about.values_list("pk", flat=True))
    erased = User.objects.get(pk=who.pk)
    history.record(by=by, verb="privacy.erased", subject=erased, note=reason)
    if sign_ins:
        history.erase_content(event_ids=sign_ins, by=by, reason=_("Personen är borttagen"))
        done.append(_("Inloggningar i historiken: %(n)d") % {"n": len(sign_ins)})
    told = _("Personen är borttagen")
    rows = history.erase_person(user_id=who.pk, name=who.name, by=by, reason=told, also=[who.email])
    return [*done, _("Rader i historiken, där namnet är struket: %(n)d") % {"n": rows}]


@transaction.atomic
def erase_address(*, address: str, by: Any, reason: str) -> list[str]:
    """The same for somebody without an account, known by an address. Names that others have too are left where they stand alone."""
    if found := addresses.hindrances(address):
        raise Hindered(" ".join(hindrance.text for hindrance in found))
    return _erase_address(address, by, reason)


def _erase_address(address: str, by: Any, reason: str) -> list[str]:
    done: list[str] = []
    rows = 0
    people, written = addresses.somebodies(address), addresses.spellings(address)
    for who in people:
        done += collect("erase", who, by, top_first=True)
    history.record(by=by, verb="privacy.address_erased", subject=by, note=reason)
    for who in people:
        rows += history.erase_person(
            user_id=None, name=who.name, by=by, reason=_("Personen är borttagen"), also=written
        )
    return [*done, _("Rader i historiken, där namnet är struket: %(n)d") % {"n": rows}]


def preview_erasure_of_address(*, address: str, by: Any) -> list[str]:
    with _taken_back() as done:
        done += _erase_address(address, by, "–")
    return done


class _Undone(Exception):
    pass


def preview_erasure(*, user: User, by: Any) -> list[str]:
    """What an erasure would do, counted by doing it and taking it back."""
    with _taken_back() as done:
        done += _erase(User.objects.get(pk=user.pk), by, "–")
    return done


@contextmanager
def _taken_back() -> Iterator[list[str]]:
    done: list[str] = []
    try:
        with transaction.atomic():
            yield done
            raise _Undone
    except _Undone:
        pass


@transaction.atomic
def propose(*, by: Any = None) -> int:
    """Once a day: for each class whose time is out, one proposal. An open one is brought up to date, never doubled."""
    proposed = 0
    for kept in queries.kept_for_a_time():
        ids = [pk for pk, _text in kept.due()]
        if kept.proposal is not None:
            if not ids:
                kept.proposal.delete()
            elif ids != kept.proposal.ids:
                RetentionProposal.objects.filter(pk=kept.proposal.pk, decided_at=None).update(ids=ids, count=len(ids))
        elif ids:
            _made, is_new = RetentionProposal.objects.get_or_create(
                key=kept.offer.key,
                decided_at=None,
                defaults={"ids": ids, "count": len(ids), "made_at": timezone.now()},
            )
            proposed += is_new
    return proposed


@transaction.atomic
def decide(*, proposal: RetentionProposal, approve: bool, decision: str, seen: int, by: Any) -> RetentionProposal:
    """Approves a proposal, with the decision's reference, or leaves the things be. `seen` is how many the page showed."""
    held = RetentionProposal.objects.select_for_update().get(pk=proposal.pk)
    if held.decided_at is not None:
        raise Hindered(_("Förslaget är redan beslutat."))
    if approve and held.count != seen:
        raise Hindered(_("Förslaget har ändrats sedan du läste det. Läs listan igen."))
    held.is_approved, held.decision, held.decided_at = approve, decision.strip()[:200], timezone.now()
    held.decided_by_name, held.decided_by_id = str(by)[:120], getattr(by, "pk", None)
    held.save()
    verb = "privacy.retention_approved" if approve else "privacy.retention_declined"
    history.record(by=by, verb=verb, subject=held, after={"class": held.key, "count": held.count}, note=held.decision)
    return held


def delete_approved() -> list[str]:
    """What has been decided is deleted, each decision by itself. What was kept anew since then is left."""
    done = []
    waiting = RetentionProposal.objects.filter(is_approved=True, deleted_at=None)
    for pk in list(waiting.values_list("pk", flat=True)):
        if told := _delete(pk):
            done.append(told)
    return done


@transaction.atomic
def _delete(pk: int) -> str:
    held = RetentionProposal.objects.select_for_update().get(pk=pk)
    kept = queries.kept_as(held.key)
    if held.deleted_at is not None or kept is None:
        return ""
    still_due = {row for row, _text in kept.due()} & set(held.ids)
    held.deleted_count = kept.offer.delete(sorted(still_due))
    held.deleted_at = timezone.now()
    held.ids = []
    held.save(update_fields=["deleted_count", "deleted_at", "ids"])
    after = {"class": held.key, "count": held.deleted_count}
    history.record(by=None, verb="privacy.retention_deleted", subject=held, after=after, note=held.decision)
    return f"{held.key}: {held.deleted_count}"


def mark_of_time(kept: queries.Kept) -> str:
    return mark_of(kept.days, kept.decision)


@transaction.atomic
def set_time(*, kept: queries.Kept, days: int, decision: str, by: Any, seen: str) -> KeepingTime:
    key = kept.offer.key
    # The proposed time is written first: two who decide at once for the first time then meet in the same row.
    _row, is_new = KeepingTime.objects.get_or_create(key=key, defaults={"days": kept.offer.days, "decision": ""})
    time = KeepingTime.objects.select_for_update().get(key=key)
    if mark_of(time.days, time.decision) != seen:
        raise Stale
    was = {} if is_new else {"days": time.days, "decision": time.decision}
    time.days, time.decision = days, decision.strip()
    time.save(update_fields=["days", "decision"])
    history.record(
        by=by, verb="privacy.time_set", subject=time, before=was, after={"days": days, "decision": time.decision}
    )
    return time


FACTS = ("name", "organisation_number", "contact", "officer", "officer_contact")
ONLY = 1  # the controller's row, when nobody has written one


def mark_of_controller(row: Controller) -> str:
    return mark_of(*(getattr(row, name) for name in FACTS))


@transaction.atomic
def set_controller(*, by: Any, seen: str, **fields: str) -> Controller:
    if not Controller.objects.exists():
        Controller.objects.get_or_create(pk=ONLY)  # two who write it at once for the first time meet in the same row
    row = Controller.objects.select_for_update().order_by("pk")[:1].get()
    if mark_of_controller(row) != seen:
        raise Stale
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    was, now = history.changes(before, fields)
    history.record(by=by, verb="privacy.controller_set", subject=row, before=was, after=now)
    return row
