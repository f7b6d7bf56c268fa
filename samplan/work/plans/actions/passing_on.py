"""What somebody, or an organisation, had in hand in plans goes to another."""

from datetime import timedelta

from django.db import transaction

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import Organisation, User

from ..models import ContactRole, Party
from .contacts import set_contact_role


@transaction.atomic
def pass_contact_role(*, role: ContactRole, to: User, by: User) -> None:
    set_contact_role(edition=role.edition, node=role.node, organisation=role.organisation, user=to, by=by)


@transaction.atomic
def move_contact_role(*, role: ContactRole, to: Organisation, by: User) -> None:
    """The same person for the organisation that took over; somebody named there already stays."""
    there = ContactRole.objects.filter(edition=role.edition, node=role.node, organisation=to, valid_to=None)
    if not there.exists():
        set_contact_role(edition=role.edition, node=role.node, organisation=to, user=role.user, by=by)
    set_contact_role(edition=role.edition, node=role.node, organisation=role.organisation, user=None, by=by)


@transaction.atomic
def pass_party(*, party: Party, to: Organisation, by: User) -> None:
    """Stands behind the plan from today; the one before did until yesterday."""
    day = today()
    if party.valid_from and party.valid_from > day:
        raise NotPassedOn(f"{party.organisation}: {party.plan}")
    former = party.organisation
    if not Party.objects.filter(plan=party.plan_id, organisation=to, valid_to=None).exists():
        Party.objects.create(plan=party.plan, organisation=to, role=party.role, valid_from=day)
    party.valid_to = max(day - timedelta(days=1), party.valid_from or day - timedelta(days=1))
    party.save(update_fields=["valid_to"])
    record(
        by=by,
        verb="plans.party_passed_on",
        subject=party.plan,
        county=party.plan.county.code,
        before={"from": former.name},
        after={"to": to.name},
    )
