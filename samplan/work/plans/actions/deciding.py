"""What organisations decide about an edition, and where it is taken up. The edition's matter is opened when the first is written."""

from typing import Any

from django.db import transaction

from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.models import Organisation
from samplan.work.governance import actions as governance
from samplan.work.governance.models import Anchoring, Body, Decision, Matter

from ..models import Edition
from .frozen import lock


def _matter_of(edition: Edition, by: Any) -> Matter:
    """Asked for under the lock: of two who write at once, the second finds the first one's."""
    edition = lock(edition.pk)
    if edition.matter is None:
        edition.matter = governance.open_matter(county=edition.plan.county, title=edition.title, by=by)
        edition.save(update_fields=["matter"])
    return edition.matter


@transaction.atomic
def write_decision(*, edition: Edition, organisation: Organisation, body: Body, by: Any, **facts: Any) -> Decision:
    if body.organisation_id != organisation.pk:
        raise RegisterRefused(f"{body.name}: {organisation.name}", "body")
    return governance.decide(matter=_matter_of(edition, by), body=body, by=by, **facts)


@transaction.atomic
def write_diary_number(*, edition: Edition, organisation: Organisation, number: str, seen: str | None, by: Any) -> None:
    matter = _matter_of(edition, by)
    governance.set_diary_number(matter=matter, organisation=organisation, number=number, seen=seen, by=by)


@transaction.atomic
def write_anchoring(*, edition: Edition, by: Any, **facts: Any) -> Anchoring:
    return governance.plan_anchoring(matter=_matter_of(edition, by), by=by, **facts)
