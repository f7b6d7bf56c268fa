from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import changes
from samplan.foundation.people.models import County, Organisation

from ..models import Vocabulary
from .refusals import TermRefused, check_period, iso, tell


def facts_of_vocabulary(vocabulary: Vocabulary) -> dict[str, str]:
    days = {name: iso(getattr(vocabulary, name)) for name in ("valid_from", "valid_to")}
    return {"name": vocabulary.name, "description": vocabulary.description} | days


def mark_of_vocabulary(vocabulary: Vocabulary) -> str:
    return mark_of(*facts_of_vocabulary(vocabulary).values())


def _check_name(county: County | None, name: str, but: Vocabulary | None = None) -> None:
    others = Vocabulary.objects.filter(county=county, folded=fold(name))
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise TermRefused(_("Det finns redan en lista som heter så."), "name")


@transaction.atomic
def add_vocabulary(
    *,
    county: County | None,
    kind: str,
    name: str,
    description: str = "",
    organisation: Organisation | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Any,
) -> Vocabulary:
    """Without a county: for the whole country. With an organisation: its own words, beside the county's."""
    if county is not None:
        County.objects.select_for_update().get(pk=county.pk)
    if organisation is not None and organisation.county_id != (county.pk if county else None):
        raise TermRefused(_("Organisationen hör inte till länet."), "organisation")
    _check_name(county, name)
    check_period(valid_from, valid_to, "valid_to")
    try:
        with transaction.atomic():  # two national lists of one name: no county is there to be held
            made = Vocabulary.objects.create(
                county=county, kind=kind, name=name.strip(), description=description.strip(),
                organisation=organisation, valid_from=valid_from, valid_to=valid_to,
            )  # fmt: skip
    except IntegrityError:
        raise TermRefused(_("Det finns redan en lista som heter så."), "name") from None
    whose = {"organisation": str(organisation)} if organisation else {}
    tell("vocabulary_added", made, made, by=by, after={"name": made.name, "kind": made.kind} | whose)
    return made


@transaction.atomic
def edit_vocabulary(
    *,
    vocabulary: Vocabulary,
    seen: str | None,
    name: str,
    description: str,
    valid_from: date | None,
    valid_to: date | None,
    by: Any,
) -> Vocabulary:
    if vocabulary.county_id is not None:
        County.objects.select_for_update().get(pk=vocabulary.county_id)
    held = Vocabulary.objects.select_for_update(of=("self",)).select_related("county").get(pk=vocabulary.pk)
    if seen is not None and seen != mark_of_vocabulary(held):
        raise Stale
    _check_name(held.county, name, but=held)
    check_period(valid_from, valid_to, "valid_to")
    before = facts_of_vocabulary(held)
    held.name, held.description = name.strip(), description.strip()
    held.valid_from, held.valid_to = valid_from, valid_to
    was, now = changes(before, facts_of_vocabulary(held))
    if was or now:
        try:
            with transaction.atomic():
                held.save()
        except IntegrityError:  # another national list took the name in the same moment
            raise TermRefused(_("Det finns redan en lista som heter så."), "name") from None
        tell("vocabulary_changed", held, held, by=by, before=was, after=now)
    return held
