"""Writes in the register of bodies. A body that ends keeps its days; what it has decided stays as it was."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record
from samplan.foundation.people.actions.registers import RegisterRefused, check_period, differing_facts, iso
from samplan.foundation.people.models import County, Organisation

from ..models import Body, BodyAlias, Decision


@transaction.atomic
def add_body(*, county: County, by: Any, **values: Any) -> Body:
    County.objects.select_for_update().get(pk=county.pk)  # two at once: one after the other
    body = Body(county=county, **_clean(values))
    _check(body)
    body.save()
    tell("body_added", body, by=by, after=body_facts(body))
    return body


def mark_of_body(body: Body) -> str:
    return mark_of(*body_facts(body).values(), body.parent_id, body.organisation_id)


def body_facts(body: Body) -> dict[str, Any]:
    return {
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "organisation": str(body.organisation or ""),
        "is_deciding": "yes" if body.is_deciding else "no",
        "parent": str(body.parent or ""),
        "purpose": body.purpose,
        "valid_from": iso(body.valid_from),
        "valid_to": iso(body.valid_to),
    }


@transaction.atomic
def edit_body(*, body: Body, seen: str | None, by: Any, **values: Any) -> Body:
    body = lock_body(body)
    if seen is not None and seen != mark_of_body(body):
        raise Stale
    before, was = body_facts(body), (body.organisation_id, body.is_deciding)
    for name, value in _clean(values).items():
        setattr(body, name, value)
    _check(body)
    if was != (body.organisation_id, body.is_deciding) and body.decisions.exists():
        words = _(
            "Det här organet har fattat beslut. Vems det är och att det beslutar kan inte ändras: skriv in ett nytt."
        )
        raise RegisterRefused(words, "is_deciding")
    after = body_facts(body)
    if before != after:
        body.save()
        tell("body_changed", body, by=by, **differing_facts(before, after))
    return body


def lock_body(body: Body) -> Body:
    """With its county held: no two changes of who stands under whom at once."""
    County.objects.select_for_update().get(pk=body.county_id)
    held = Body.objects.select_for_update(of=("self",)).select_related("organisation", "parent", "county")
    return held.get(pk=body.pk)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _check(body: Body) -> None:
    check_period(body.valid_from, body.valid_to)
    if body.is_deciding and body.organisation is None:
        words = _(
            "Ett beslut binder den organisation som organet hör till. Välj organisation, eller ta bort att det beslutar."
        )
        raise RegisterRefused(words, "organisation")
    if body.organisation and body.organisation.county_id != body.county_id:
        raise RegisterRefused(_("Organisationen finns inte i länet."), "organisation")
    same = Body.objects.filter(county=body.county_id, organisation=body.organisation).exclude(pk=body.pk)
    if fold(body.name) in (fold(name) for name in same.values_list("name", flat=True)):
        raise RegisterRefused(_("Det finns redan ett organ som heter så."), "name")
    _check_place(body)


def _check_place(body: Body) -> None:
    """Asked for again under the lock: what stands above may have been moved since the form was shown."""
    above = Body.objects.get(pk=body.parent_id) if body.parent_id else None
    if above and above.county_id != body.county_id:
        raise RegisterRefused(_("Organet ovanför finns inte i länet."), "parent")
    while above is not None:
        if above.pk == body.pk:
            raise RegisterRefused(_("Ett organ kan inte ligga under sig självt eller något under det."), "parent")
        above = above.parent


@transaction.atomic
def end_body(*, body: Body, last_day: date, by: Any) -> None:
    body = lock_body(body)
    check_period(body.valid_from, last_day)
    if Decision.objects.filter(body=body, withdrawn_at=None, on__gt=last_day).exists():
        raise RegisterRefused(_("Organet har fattat beslut efter den dagen."), "last_day")
    body.valid_to = last_day
    body.save(update_fields=["valid_to"])
    tell("body_ended", body, by=by, after={"valid_to": iso(last_day), "day": iso(last_day)})


@transaction.atomic
def resume_body(*, body: Body, by: Any) -> None:
    body = lock_body(body)
    if body.valid_to is None:
        return
    before = {"valid_to": iso(body.valid_to)}
    body.valid_to = None
    body.save(update_fields=["valid_to"])
    tell("body_resumed", body, by=by, before=before)


@transaction.atomic
def add_alias(*, body: Body, text: str, by: Any) -> BodyAlias:
    body, text = lock_body(body), text.strip()
    if body.aliases.filter(folded=fold(text)).exists():
        raise RegisterRefused(_("Namnet finns redan."), "text")
    made = BodyAlias.objects.create(body=body, text=text)
    tell("alias_added", body, by=by, after={"text": text})
    return made


@transaction.atomic
def remove_alias(*, alias: BodyAlias, by: Any) -> None:
    tell("alias_removed", alias.body, by=by, before={"text": alias.text})
    alias.delete()


@transaction.atomic
def pass_body(*, body: Body, to: Organisation, by: Any) -> None:
    """The organisation that took over has the body from now. One that has decided stays: its decisions bound another."""
    body = lock_body(body)
    if body.decisions.exists():
        words = _(
            "%(body)s har fattat beslut för %(organisation)s och kan inte flyttas. Avsluta det, och skriv in ett nytt."
        )
        raise NotPassedOn(words % {"body": body.name, "organisation": body.organisation})
    if to.county_id != body.county_id:
        raise NotPassedOn(_("%(body)s finns i ett annat län.") % {"body": body.name})
    if Body.objects.filter(organisation=to, name=body.name).exists():
        raise NotPassedOn(_("%(to)s har redan ett organ som heter %(body)s.") % {"to": to, "body": body.name})
    former, body.organisation = body.organisation, to
    body.save(update_fields=["organisation"])
    tell("body_passed_on", body, by=by, before={"from": str(former)}, after={"to": to.name})


def tell(verb: str, body: Body, *, by: Any, before: Any = None, after: Any = None) -> None:
    record(by=by, verb=f"governance.{verb}", subject=body, county=body.county.code, before=before, after=after)
