"""What somebody, or an organisation, had in hand in this room goes to another. Each is a whole action; the roof puts many in one."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.history.actions import record

from ..models import County, Invitation, MemberRegion, Organisation, Position, Role, Succession, Unit, User
from ..queries.hidden import is_hidden
from .memberships import check_alone, hold_member
from .persons import person_of
from .registers import RegisterRefused


def _county_code(role: Role) -> str:
    county = role.county or (role.organisation.county if role.organisation else None)
    return county.code if county else ""


def _end(row: Role | Position | MemberRegion | Unit) -> None:
    """Its last day was yesterday; what began today ends today."""
    day = today()
    row.valid_to = day if row.valid_from and row.valid_from >= day else day - timedelta(days=1)
    row.save(update_fields=["valid_to"])


def _end_role(role: Role) -> None:
    if role.valid_from >= today():
        role.delete()
    else:
        _end(role)


def _begin(role: Role, *, user: User, organisation: Organisation | None, by: User) -> None:
    """The same role for another holder, unless it is held already."""
    held = Role.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today()),
        user=user,
        kind=role.kind,
        county=role.county,
        organisation=organisation,
    )
    if not held.exists():
        Role.objects.create(
            user=user,
            kind=role.kind,
            county=role.county,
            organisation=organisation,
            valid_from=today(),
            given_by=by,
        )
        person_of(user)


@transaction.atomic
def pass_role(*, role: Role, to: User, by: User) -> None:
    if role.kind == Role.Kind.USER_REPRESENTATIVE:
        raise NotPassedOn(
            _("En brukarrepresentant utses av sin organisation och kan inte bytas här. Låt uppdraget sluta.")
        )
    _begin(role, user=to, organisation=role.organisation, by=by)
    _told_role(role, verb="people.role_passed_on", by=by, to=to.name)
    _end_role(role)


@transaction.atomic
def move_role(*, role: Role, to: Organisation, by: User) -> None:
    """The holder goes on in the organisation that took over."""
    _begin(role, user=role.user, organisation=to, by=by)
    _told_role(role, verb="people.role_moved", by=by, to=to.name)
    _end_role(role)


@transaction.atomic
def end_role_of_leaver(*, role: Role, by: User) -> None:
    _told_role(role, verb="people.role_ended", by=by)
    _end_role(role)


def _told_role(role: Role, *, verb: str, by: User, to: str = "") -> None:
    """A user representative's role can reveal health: the name is not kept with it."""
    hidden = role.kind == Role.Kind.USER_REPRESENTATIVE
    record(
        by=by,
        verb=verb,
        subject=role.organisation or role.county or role,
        county=_county_code(role),
        before={"from": _("en brukarrepresentant") if hidden else role.user.name},
        after={"to": to, "role": str(Role.Kind(role.kind).label).lower()},
    )


@transaction.atomic
def pass_invitation(*, invitation: Invitation, to: User | Organisation, by: User) -> None:
    """To another who stands for it, or to the organisation that took over."""
    if isinstance(to, Organisation):
        invitation.organisation = to
        invitation.save(update_fields=["organisation"])
    else:
        invitation.invited_by = to
        invitation.save(update_fields=["invited_by"])
    hidden = invitation.kind == Role.Kind.USER_REPRESENTATIVE
    what = _("en brukarrepresentant") if hidden else invitation.name
    _moved("people.invitation_passed_on", to, by=by, what=what)


@transaction.atomic
def pass_unit(*, unit: Unit, to: Organisation, by: User) -> None:
    """The unit goes on in the other organisation under its name; the old one stays, ended, and says what came after it."""
    former = unit.organisation
    taken_over, _made = Unit.objects.get_or_create(
        organisation=to, name=unit.name, defaults={"kind": unit.kind, "valid_from": today()}
    )
    Succession.objects.create(
        predecessor=former, predecessor_unit=unit, successor=to, successor_unit=taken_over, on=today()
    )
    Position.objects.filter(unit=unit, organisation=to, valid_to=None).update(unit=taken_over)
    _end(unit)
    _moved("people.unit_passed_on", to, by=by, what=unit.name)


@transaction.atomic
def move_position(*, position: Position, to: Organisation, by: User) -> None:
    Position.objects.create(person=position.person, organisation=to, title=position.title, valid_from=today())
    _end(position)
    hidden = position.person.user_id is not None and is_hidden(position.person.user_id)
    _moved("people.position_moved", to, by=by, what=_("en brukarrepresentant") if hidden else position.person.name)


@transaction.atomic
def pass_membership(*, membership: MemberRegion, role: str, to: Organisation, by: User) -> None:
    """`role` is the side that changes: the member, or the group it is a member of."""
    sides = {"group": membership.group, "member": membership.member, role: to}
    what = str(membership)
    if sides["group"] == sides["member"]:
        raise NotPassedOn(_("%(name)s kan inte vara medlem i sig själv.") % {"name": to.name})
    hold_member(sides["member"])
    if membership.valid_from and membership.valid_from >= today():
        membership.delete()
    else:
        _end(membership)
    if not MemberRegion.objects.filter(**sides, valid_to=None).exists():
        passed = MemberRegion(**sides, valid_from=today())
        try:
            check_alone(passed)
        except RegisterRefused as refusal:
            raise NotPassedOn(str(refusal)) from refusal
        passed.save()
    _moved("people.membership_passed_on", to, by=by, what=what)


def _moved(verb: str, to: User | Organisation, *, by: User, what: str) -> None:
    county = to.county if isinstance(to, Organisation) else None
    record(by=by, verb=verb, subject=to, county=county.code if county else "", after={"what": what})


@transaction.atomic
def leave(*, user: User, county: County, by: User, close_account: bool) -> None:
    """Somebody has left: what roles remain in the county end, the person's places too, and, if it is said, the account."""
    day = today()
    held = user.roles.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    for role in held.filter(Q(county=county) | Q(organisation__county=county)).select_related("organisation__county"):
        end_role_of_leaver(role=role, by=by)
    person = getattr(user, "person", None)
    if person:
        for position in person.positions.filter(valid_to=None, organisation__county=county):
            _end(position)
    if close_account:
        _close_account(user, person is not None)
    told_in = "" if is_hidden(user.pk) else county.code
    record(by=by, verb="people.left", subject=user, county=told_in, after={"account_closed": close_account})


def _close_account(user: User, has_person: bool) -> None:
    if has_person:
        user.person.left_on = user.person.left_on or today() - timedelta(days=1)
        user.person.save(update_fields=["left_on"])
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_sessions(user)


def end_all_sessions(user: User) -> None:
    """Out at once, wherever it is open: the sessions' rows are taken away."""
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def open_account_again(*, user: User, county: County, by: User) -> None:
    """A slip, or somebody who has come back. Roles are given anew."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    person = getattr(user, "person", None)
    if person:
        person.left_on = None
        person.save(update_fields=["left_on"])
    record(by=by, verb="people.account_opened", subject=user, county="" if is_hidden(user.pk) else county.code)
