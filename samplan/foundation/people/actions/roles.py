from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record

from ..models import Organisation, Role, User
from .persons import person_of


@transaction.atomic
def give_role(*, user_email: str, user_name: str, organisation: Organisation, kind: str, by: User) -> Role:
    """Gives somebody a role for an organisation from today. An address without account gets one (sign-in by password reset)."""
    email = user_email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=user_name.strip())
    day = today()
    held = user.roles.filter(Q(valid_to=None) | Q(valid_to__gte=day), kind=kind, organisation=organisation)
    if role := held.first():
        return role
    role = Role.objects.create(user=user, kind=kind, organisation=organisation, valid_from=day, given_by=by)
    person_of(user, organisation.county)
    record(
        by=by,
        verb=f"people.{kind}_named",
        subject=organisation,
        county=_county_code(organisation),
        after={"user": user.pk, "name": user.name, "kind": kind},
    )
    return role


@transaction.atomic
def end_role(*, role: Role, by: User) -> None:
    """Ends a role at once; one that began today was a slip and is taken back. What was done in it stays under the name."""
    hidden = role.kind == Role.Kind.USER_REPRESENTATIVE  # the history of it names nobody
    before = {"kind": role.kind} if hidden else {"user": role.user_id, "name": role.user.name, "kind": role.kind}
    record(
        by=by,
        verb=f"people.{'representative' if hidden else role.kind}_ended",
        subject=role.organisation or (hidden and role.county) or role.user,
        county=_county_code(role.organisation) if role.organisation else "",
        before=before,
    )
    if role.valid_from >= today():
        role.delete()
        return
    role.valid_to = today() - timedelta(days=1)
    role.save(update_fields=["valid_to"])


def _county_code(organisation: Organisation) -> str:
    return organisation.county.code if organisation.county else ""
