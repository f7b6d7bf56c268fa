from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import Organisation, User

from ..models import ContactRole, Edition, Node, Plan


def mark_of_contacts(edition: Edition, organisation: Organisation) -> str:
    held = edition.contact_roles.filter(organisation=organisation, valid_to=None).order_by("node_id", "pk")
    return mark_of(*held.values_list("node_id", "user_id"))


@transaction.atomic
def set_contact_roles(
    *, edition: Edition, organisation: Organisation, chosen: Mapping[Node | None, User | None], seen: str, by: Any
) -> int:
    """One organisation's contact persons, several areas at once. Gives how many were changed."""
    Plan.objects.select_for_update().get(pk=edition.plan_id)
    if mark_of_contacts(edition, organisation) != seen:
        raise Stale
    held = edition.contact_roles.filter(organisation=organisation, valid_to=None, user__is_active=True)
    # A place held by somebody who has left is shown as vacant.
    now: dict[int | None, int] = dict(held.values_list("node_id", "user_id"))
    changed = 0
    for node, user in chosen.items():
        if now.get(node.pk if node else None) != (user.pk if user else None):
            set_contact_role(edition=edition, node=node, organisation=organisation, user=user, by=by)
            changed += 1
    return changed


@transaction.atomic
def set_contact_role(
    *, edition: Edition, node: Node | None, organisation: Organisation, user: User | None, by: Any
) -> ContactRole | None:
    """From today somebody else answers for the area (none: the whole plan) in the organisation; no user leaves it vacant."""
    Plan.objects.select_for_update().get(pk=edition.plan_id)  # two at once: one after the other
    now = ContactRole.objects.filter(edition=edition, node=node, organisation=organisation, valid_to=None)
    held = now.select_related("user").first()
    if (held.user if held else None) == user:
        return held
    if held:
        _end(held)
    made = None
    if user:
        made = ContactRole.objects.create(
            edition=edition, node=node, organisation=organisation, user=user, valid_from=today(), given_by=by
        )
    record(
        by=by,
        verb="plans.contact_set" if user else "plans.contact_vacant",
        subject=edition,
        county=edition.plan.county.code,
        before={"contact": held.user.name} if held else None,
        after={
            "area": str(node or edition.title),
            "organisation": organisation.short_name,
            "contact": user.name if user else "",
        },
    )
    return made


def _end(held: ContactRole) -> None:
    """One that began today was a slip, and is taken back."""
    if held.valid_from >= today():
        held.delete()
        return
    held.valid_to = today() - timedelta(days=1)
    held.save(update_fields=["valid_to"])


def carry_contact_roles(*, predecessor: Edition, edition: Edition, node_of: Mapping[int, Node], by: Any) -> int:
    """Those who answered for an area answer for it in the other edition too, where nobody does yet."""
    taken = set(edition.contact_roles.filter(valid_to=None).values_list("node_id", "organisation_id"))
    rows = []
    for role in predecessor.contact_roles.filter(valid_to=None, user__is_active=True):
        node = node_of.get(role.node_id) if role.node_id else None
        gone = role.node_id and node is None
        if gone or (node.pk if node else None, role.organisation_id) in taken:
            continue
        rows.append(
            ContactRole(
                edition=edition,
                node=node,
                organisation_id=role.organisation_id,
                user_id=role.user_id,
                valid_from=today(),
                given_by=by if isinstance(by, User) else None,
            )
        )
    return len(ContactRole.objects.bulk_create(rows))


@transaction.atomic
def copy_contact_roles(*, predecessor: Edition, edition: Edition, by: Any) -> int:
    """From the edition before, by the areas' lasting keys. What is filled already stays."""
    Plan.objects.select_for_update().get(pk=edition.plan_id)
    here = {node.key: node for node in edition.nodes.all()}
    node_of = {pk: here[key] for pk, key in predecessor.nodes.values_list("pk", "key") if key in here}
    count = carry_contact_roles(predecessor=predecessor, edition=edition, node_of=node_of, by=by)
    if count:
        record(
            by=by,
            verb="plans.contacts_copied",
            subject=edition,
            county=edition.plan.county.code,
            after={"count": count},
            note=predecessor.title,
        )
    return count
