"""What a plan refers to and nobody has found: noted, found, noted again. It is not the plan's own text, and may change after."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import changes, record

from ..models import Edition, MissingPart, Node
from ..states import NotAllowed
from .frozen import lock

FIELDS = ("kind", "title", "where", "node")


def mark_of_missing(part: MissingPart) -> str:
    return mark_of(*_facts(part).values())


@transaction.atomic
def add_missing(*, edition: Edition, kind: str, title: str, where: str, node: Node | None, by: Any) -> MissingPart:
    edition = lock(edition.pk)
    if node is not None and node.edition_id != edition.pk:
        raise ValueError("the node must belong to the edition")
    _require_new(edition, kind, title, None)
    part = MissingPart.objects.create(edition=edition, kind=kind, title=title, where=where, node=node)
    _record(part, by, "plans.missing_added", None, _facts(part))
    return part


@transaction.atomic
def edit_missing(*, part: MissingPart, seen: str, by: Any, **values: Any) -> MissingPart:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    edition = lock(part.edition_id)
    part = _held(part)
    if mark_of_missing(part) != seen:
        raise Stale
    before = _facts(part)
    for name in FIELDS:
        setattr(part, name, values[name])
    _require_new(edition, part.kind, part.title, part.pk)
    if _facts(part) != before:
        part.save()
        _record(part, by, "plans.missing_changed", *changes(before, _facts(part)))
    return part


@transaction.atomic
def find_missing(*, part: MissingPart, found_on: date, found_note: str, by: Any) -> None:
    lock(part.edition_id)
    part = _held(part)
    if part.found_on is not None:
        raise NotAllowed(_("Någon har redan skrivit att den är hittad."))
    part.found_on, part.found_note = found_on, found_note
    part.save(update_fields=["found_on", "found_note"])
    _record(part, by, "plans.missing_found", None, {"on": found_on.isoformat(), "found_note": found_note})


@transaction.atomic
def lose_again(*, part: MissingPart, by: Any) -> None:
    """It was not that one."""
    lock(part.edition_id)
    part = _held(part)
    if part.found_on is None:
        raise NotAllowed(_("Den står redan som saknad."))
    before = {"on": part.found_on.isoformat(), "found_note": part.found_note}
    part.found_on, part.found_note = None, ""
    part.save(update_fields=["found_on", "found_note"])
    _record(part, by, "plans.missing_lost_again", before, None)


@transaction.atomic
def remove_missing(*, part: MissingPart, by: Any) -> None:
    lock(part.edition_id)
    part = _held(part)
    _record(part, by, "plans.missing_removed", _facts(part), None)
    part.delete()


def _held(part: MissingPart) -> MissingPart:
    here = MissingPart.objects.select_related("edition__plan__county", "node").filter(pk=part.pk).first()
    if here is None:
        raise NotAllowed(_("Raden är borttagen."))
    return here


def _require_new(edition: Edition, kind: str, title: str, own: int | None) -> None:
    others = edition.missing_parts.filter(kind=kind).exclude(pk=own or 0).values_list("title", flat=True)
    if fold(title) in {fold(other) for other in others}:
        raise NotAllowed(_("”%(title)s” står redan bland det som saknas.") % {"title": title})


def _facts(part: MissingPart) -> dict[str, str]:
    return {
        "missing_kind": part.kind,
        "title": part.title,
        "where": part.where,
        "part": str(part.node or ""),
    }


def _record(part: MissingPart, by: Any, verb: str, before: Any, after: Any) -> None:
    edition = part.edition
    record(
        by=by, verb=verb, subject=edition, county=edition.plan.county.code, before=before, after=after, note=part.title
    )
