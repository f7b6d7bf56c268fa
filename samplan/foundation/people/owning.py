"""What somebody, or an organisation, has in hand in this room, and what nobody has."""

from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Owned, Ownerless

from .actions import passing_on
from .models import County, Invitation, MemberRegion, Organisation, Position, Role, Unit, User
from .queries import roles_held_now
from .queries.hidden import hidden_users


def owned_by(holder: User | Organisation) -> list[Owned]:
    if isinstance(holder, User):
        return [*_roles_of(holder), *_invitations_of(holder)]
    if isinstance(holder, Organisation):
        return [*_roles_in(holder), *_parts_of(holder), *_people_in(holder), *_memberships_of(holder)]
    return []


def _current() -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=today())


def _roles_of(user: User) -> list[Owned]:
    found = []
    for role in user.roles.filter(_current()).select_related("organisation__county", "county"):
        place = role.organisation or role.county
        county = role.county or (role.organisation.county if role.organisation else None)
        url = ""
        if role.organisation and county:
            url = reverse("people:organisation", args=[county.slug, role.organisation.pk])
        pass_on = partial(passing_on.pass_role, role=role)
        where = place or _("hela landet")
        title = f"{Role.Kind(role.kind).label}, {where}"
        found.append(Owned(title, _("Uppdrag"), url, pass_on, county_id=county.pk if county else None))
    return found


def _invitations_of(user: User) -> list[Owned]:
    waiting = user.invitations_sent.filter(accepted_at=None, revoked_at=None)
    found = []
    for invitation in waiting.select_related("organisation__county", "county"):
        county = invitation.county or (invitation.organisation.county if invitation.organisation else None)
        url = reverse("people:invitations", args=[county.slug]) if county else ""
        pass_on = partial(passing_on.pass_invitation, invitation=invitation)
        found.append(Owned(_invited(invitation), _("Inbjudan"), url, pass_on, county_id=county.pk if county else None))
    return found


def _invited(invitation: Invitation) -> str:
    """Whoever takes over reads the list: a user representative is not named in it."""
    hidden = invitation.kind == Role.Kind.USER_REPRESENTATIVE
    return str(Role.Kind(invitation.kind).label) if hidden else invitation.name


def _roles_in(organisation: Organisation) -> list[Owned]:
    roles = organisation.roles.filter(_current(), user__is_active=True).select_related("user", "organisation__county")
    named = _("Brukarrepresentant")
    return [
        _of(
            organisation,
            named
            if role.kind == Role.Kind.USER_REPRESENTATIVE
            else f"{role.user.name}, {str(Role.Kind(role.kind).label).lower()}",
            _("Uppdrag"),
            partial(passing_on.move_role, role=role),
        )
        for role in roles
    ]


def _parts_of(organisation: Organisation) -> list[Owned]:
    units = Unit.objects.filter(_current(), organisation=organisation).select_related("organisation")
    waiting = organisation.invitations.filter(accepted_at=None, revoked_at=None)
    return [
        *(
            _of(organisation, u.name, _("Nämnd eller förvaltning"), partial(passing_on.pass_unit, unit=u))
            for u in units
        ),
        *(
            _of(organisation, _invited(i), _("Inbjudan"), partial(passing_on.pass_invitation, invitation=i))
            for i in waiting
        ),
    ]


def _people_in(organisation: Organisation) -> list[Owned]:
    places = Position.objects.filter(_current(), organisation=organisation).select_related("person")
    hidden = set(hidden_users(None).filter(user__in=places.values("person__user")).values_list("user", flat=True))
    named = _("Brukarrepresentant")
    return [
        _of(
            organisation,
            named if p.person.user_id in hidden else p.person.name,
            _("Person i registret"),
            partial(passing_on.move_position, position=p),
        )
        for p in places
    ]


def _memberships_of(organisation: Organisation) -> list[Owned]:
    rows = MemberRegion.objects.filter(_current()).select_related("group", "member")
    return [
        *(
            _of(
                organisation,
                m.group.name,
                _("Medlem i"),
                partial(passing_on.pass_membership, membership=m, role="member"),
            )
            for m in rows.filter(member=organisation)
        ),
        *(
            _of(
                organisation,
                m.member.name,
                _("Medlem"),
                partial(passing_on.pass_membership, membership=m, role="group"),
            )
            for m in rows.filter(group=organisation)
        ),
    ]


def _of(organisation: Organisation, title: str, kind: str, pass_on: partial[None]) -> Owned:
    county = organisation.county
    url = reverse("people:organisation", args=[county.slug, organisation.pk]) if county else ""
    return Owned(title, kind, url, pass_on, county_id=county.pk if county else None)


def ownerless(county: County) -> list[Ownerless]:
    """Organisations where nobody has any role, and roles of those whose account is closed."""
    current = list(county.organisations.filter(_current()))
    manned = set(roles_held_now().filter(organisation__in=current).values_list("organisation_id", flat=True))
    found = [
        Ownerless(
            o.name,
            _("Organisation utan någon"),
            f"{reverse('people:invite', args=[county.slug])}?organisation={o.pk}",
        )
        for o in current
        if o.pk not in manned
    ]
    closed = Role.objects.filter(_current(), user__is_active=False).exclude(kind=Role.Kind.USER_REPRESENTATIVE)
    in_county = closed.filter(Q(county=county) | Q(organisation__county=county))
    for role in in_county.select_related("user", "organisation").order_by("user__name_key"):
        title = f"{role.user.name}, {str(Role.Kind(role.kind).label).lower()}"
        url = f"{reverse('home:hand_over', args=[county.slug])}?user={role.user_id}"
        found.append(Ownerless(title, _("Uppdrag hos någon som har slutat"), url))
    return found
