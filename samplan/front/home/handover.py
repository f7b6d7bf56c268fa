"""Nothing is lost when somebody leaves or an organisation ends: everything they have in hand is listed and goes to others in one step."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import NotPassedOn, Owned, Ownerless, collect
from samplan.foundation.core.stale import mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.people.access import speaks_for
from samplan.foundation.people.actions.passing_on import leave
from samplan.foundation.people.models import County, Organisation, Role, User
from samplan.foundation.people.queries import holders, roles_held_now
from samplan.foundation.people.queries.hidden import is_hidden, visible

Holder = User | Organisation


@dataclass
class Group:
    """Things of one kind that somebody has in hand."""

    kind: str
    items: list[Owned] = field(default_factory=list)


def owned_in(holder: Holder, county: County) -> list[Owned]:
    """Lowest floor first: who takes over a role has it when the rest comes."""
    return [item for item in collect("owned_by", holder) if item.county_id == county.pk]


def has_more_elsewhere(user: User, county: County) -> bool:
    return any(item.county_id != county.pk for item in collect("owned_by", user))


def groups_of(items: list[Owned]) -> list[Group]:
    groups: dict[str, Group] = {}
    for item in items:
        groups.setdefault(item.kind, Group(item.kind)).items.append(item)
    return list(groups.values())


def seen_mark(items: list[Owned]) -> str:
    return mark_of(*sorted(f"{item.kind} {item.title}" for item in items))


def known_in(county: County, viewer: User) -> list[User]:
    """Everybody who has or has had a role in the county, that the viewer may know of."""
    here = Role.objects.filter(Q(county=county) | Q(organisation__county=county), visible(viewer))
    return list(User.objects.filter(pk__in=here.values("user")).order_by("name_key"))


def may_take_over(holder: Holder, county: County) -> list[Holder]:
    if isinstance(holder, Organisation):
        current = Q(valid_to=None) | Q(valid_to__gte=today())
        return list(county.organisations.filter(current).exclude(pk=holder.pk))
    here = Q(county=county) | Q(organisation__county=county)
    roles = roles_held_now().filter(here).exclude(user=holder).exclude(kind=Role.Kind.USER_REPRESENTATIVE)
    return sorted({role.user for role in roles}, key=lambda user: user.name_key)


@transaction.atomic
def hand_over(*, holder: Holder, county: County, to: Mapping[str, Holder], leaving: bool, close: bool, by: User) -> int:
    """`to` by kind. All or nothing: what can't be passed on stops the whole, and says why."""
    given: dict[Holder, list[Owned]] = {}
    for item in owned_in(holder, county):
        receiver = to.get(item.kind)
        if receiver is None:
            continue
        _require_place(item, receiver)
        item.pass_on(to=receiver, by=by)
        given.setdefault(receiver, []).append(item)
    for receiver, items in given.items():
        _note(holder, receiver, county, items, by)
        _tell(holder, receiver, county, items, by)
    if leaving and isinstance(holder, User):
        leave(user=holder, county=county, by=by, close_account=close and not has_more_elsewhere(holder, county))
    return sum(map(len, given.values()))


def _require_place(item: Owned, receiver: Holder) -> None:
    """A draft belongs to its organisation: only somebody in it takes over what is held for it."""
    if item.organisation_id is None or not isinstance(receiver, User):
        return
    organisation = Organisation.objects.get(pk=item.organisation_id)
    if not speaks_for(receiver, organisation):
        words = {"name": receiver.name, "organisation": organisation.name, "what": item.title, "kind": item.kind}
        raise NotPassedOn(
            _(
                "%(name)s har inget uppdrag för %(organisation)s och kan inte ta över ”%(what)s” (%(kind)s). "
                "Välj någon i organisationen, eller låt samma person ta över uppdraget."
            )
            % words
        )


def _note(holder: Holder, receiver: Holder, county: County, items: list[Owned], by: User) -> None:
    after = {"to": str(receiver), "count": len(items), "what": [f"{i.kind}: {i.title}" for i in items]}
    told_in = "" if isinstance(holder, User) and is_hidden(holder.pk) else county.code
    record(by=by, verb="home.handed_over", subject=holder, county=told_in, after=after)


def _tell(holder: Holder, receiver: Holder, county: County, items: list[Owned], by: User) -> None:
    """To the one who takes over; to an organisation's managers, else its contact persons."""
    if isinstance(receiver, User):
        people = [receiver]
    else:
        people = list(holders(receiver, Role.Kind.MANAGER)) or list(holders(receiver, Role.Kind.CONTACT))
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _letter(holder, receiver, county, items, by)
    for person in people:
        enqueue(
            to=person.email,
            to_name=person.name,
            subject=subject,
            text=_("Hej %(name)s!") % {"name": person.name.split()[0]} + "\n\n" + text,
            kind="home.handed_over",
            reply_to=by.email,
            about=person,
            county=county.code,
        )


def _letter(holder: Holder, receiver: Holder, county: County, items: list[Owned], by: User) -> tuple[str, str]:
    words = {"n": len(items), "holder": holder, "receiver": receiver}
    if isinstance(receiver, User):
        first = ngettext(
            "Du har tagit över en sak efter %(holder)s.", "Du har tagit över %(n)d saker efter %(holder)s.", len(items)
        )
    else:
        first = ngettext(
            "%(receiver)s har tagit över en sak efter %(holder)s.",
            "%(receiver)s har tagit över %(n)d saker efter %(holder)s.",
            len(items),
        )
    listed = ["\n".join([f"{group.kind}:", *(f"- {item.title}" for item in group.items)]) for group in groups_of(items)]
    start = settings.BASE_URL + reverse("home:start", args=[county.slug])
    sender = "\n".join(line for line in (by.name, by.title, by.email) if line)
    parts = [first % words, *listed, _("På startsidan ser du vad som väntar:"), start, sender]
    return _("Du har tagit över efter %(holder)s") % words, "\n\n".join(parts) + "\n"


@dataclass
class OwnerlessGroup:
    kind: str
    items: list[Ownerless] = field(default_factory=list)

    @property
    def told(self) -> bool:
        return all(item.told for item in self.items)


def ownerless_in(county: County) -> list[OwnerlessGroup]:
    groups: dict[str, OwnerlessGroup] = {}
    for item in collect("ownerless", county, top_first=True):
        groups.setdefault(item.kind, OwnerlessGroup(item.kind)).items.append(item)
    return list(groups.values())
