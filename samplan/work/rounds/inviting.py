"""Who may be asked in a round, with whom the register knows there, and when it may remind."""

from datetime import date, timedelta

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import County, Organisation, Role, User

from .actions.inviting import Invited
from .models import Round


def invited_of(organisations: list[Organisation], previous: Round | None = None) -> list[Invited]:
    holders = _holders(organisations)
    before = {r.organisation_id: r for r in previous.requests.all()} if previous else {}
    invited = []
    for organisation in organisations:
        contact, manager = (holders.get((organisation.pk, kind)) for kind in (Role.Kind.CONTACT, Role.Kind.MANAGER))
        last = before.get(organisation.pk)
        invited.append(
            Invited(
                organisation,
                *_person(
                    contact, (last.contact_name, last.contact_title, last.contact_email) if last else ("", "", "")
                ),
                *_person(
                    manager, (last.manager_name, last.manager_title, last.manager_email) if last else ("", "", "")
                ),
                fallback_email=last.fallback_email if last else "",
            )
        )
    return invited


def _person(user: User | None, otherwise: tuple[str, str, str]) -> tuple[str, str, str]:
    return (user.name, user.title, user.email) if user else otherwise


def _holders(organisations: list[Organisation]) -> dict[tuple[int, str], User]:
    """Who holds each role today; the one who has held it longest when several do."""
    day = today()
    roles = (
        Role.objects.filter(
            organisation__in=organisations, kind__in=[Role.Kind.CONTACT, Role.Kind.MANAGER], valid_from__lte=day
        )
        .exclude(valid_to__lt=day)
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("-valid_from", "-pk")
    )
    return {(r.organisation_id, r.kind): r.user for r in roles}  # type: ignore[misc]


def candidates(county: County) -> list[Organisation]:
    return list(Organisation.objects.filter(county=county).exclude(valid_to__lt=today()))


def suggested_reminders(opens_on: date, closes_on: date) -> list[date]:
    """Half-way, a week before and two days before."""
    days = {opens_on + (closes_on - opens_on) / 2, closes_on - timedelta(days=7), closes_on - timedelta(days=2)}
    return sorted(d for d in days if opens_on < d < closes_on)
