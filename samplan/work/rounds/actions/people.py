from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.link_secrets import FRESH_EVERY
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.work.questionnaires.models import Section

from .. import letters, links
from ..models import Helper, Link, Request
from ..states import WAITING, WRITABLE, Refused, State, state_of, why_not
from ..writers import By
from .locking import lock
from .rounds import invite


def checked_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("Skriv en e-postadress, till exempel namn@kommun.se.")) from None
    return email


def _writable(request: Request) -> Request:
    request = lock(request)
    state = state_of(request)
    if state not in WRITABLE:
        raise Refused(why_not(state))
    return request


@transaction.atomic
def ask_helper(
    *, request: Request, name: str, email: str, by: By, sections: Iterable[Section] = (), note: str = ""
) -> Helper:
    """Asks a colleague to write some sections (none named: all). Asking again changes which."""
    request = _writable(request)
    email, chosen = checked_address(email), list(sections)
    helper, _made = Helper.objects.update_or_create(
        request=request,
        email=email,
        ended_at=None,
        defaults={"name": name.strip()[:120], "asked_by_name": str(by)[:120], "asked_at": timezone.now()},
    )
    helper.sections.set(chosen)
    links.revoke(request, Link.Purpose.HELP, email=email)
    link = links.make_link(request, Link.Purpose.HELP, name=helper.name, email=email)
    letter = letters.help_wanted(
        request, link, name=helper.name, asker=str(by), sections=[str(s) for s in chosen], note=note
    )
    letters.post(letter, request=request, to=email, name=helper.name, kind="rounds.help")
    _record(request, "rounds.helper_asked", by=by, after={"helper": helper.name, "sections": [str(s) for s in chosen]})
    return helper


@transaction.atomic
def end_helper(*, helper: Helper, by: By) -> None:
    request = lock(helper.request)
    Helper.objects.filter(pk=helper.pk, ended_at=None).update(ended_at=timezone.now())
    links.revoke(request, Link.Purpose.HELP, email=helper.email)
    _record(request, "rounds.helper_ended", by=by, before={"helper": helper.name})


@transaction.atomic
def hand_over(*, request: Request, name: str, email: str, by: By, title: str = "") -> None:
    """The contact person is somebody else from now on: old links stop, the new person gets one."""
    request = _writable(request)
    before = {"contact": request.contact_name}
    _set_contact(request, name=name, email=checked_address(email), title=title)
    link = links.make_link(request, Link.Purpose.ANSWER, name=request.contact_name, email=request.contact_email)
    letter = letters.handed_over(request, link, name=request.contact_name, giver=str(by))
    letters.post(letter, request=request, to=request.contact_email, name=name, kind="rounds.handed_over")
    record(
        by=by,
        verb="rounds.handed_over",
        subject=request,
        county=request.round.county.code,
        before=before,
        after={"contact": request.contact_name},
    )


def _set_contact(request: Request, *, name: str, email: str, title: str) -> None:
    request.contact_name, request.contact_email, request.contact_title = name.strip()[:120], email, title.strip()[:120]
    request.vacant_since = None if email else (request.vacant_since or today())
    request.save(update_fields=["contact_name", "contact_email", "contact_title", "vacant_since", "fallback_email"])
    links.revoke(request, Link.Purpose.ANSWER, Link.Purpose.CONFIRM)


def mark_of_contact(request: Request) -> str:
    return mark_of(request.contact_name, request.contact_title, request.contact_email, request.fallback_email)


@transaction.atomic
def change_contact(
    *, request: Request, name: str, email: str, by: By, seen: str, title: str = "", fallback_email: str | None = None
) -> None:
    """The coordinator names who answers. Without an address the place is vacant and the fallback address is asked.
    `fallback_email` None keeps the one there is."""
    request = lock(request)
    if mark_of_contact(request) != seen:
        raise Stale
    before = {"contact": request.contact_name}
    if fallback_email is not None:
        request.fallback_email = checked_address(fallback_email) if fallback_email.strip() else ""
    if not email.strip() and not request.fallback_email:
        raise Refused(_("Skriv en adress att vända sig till så länge ingen är kontaktperson."))
    _set_contact(request, name=name, email=checked_address(email) if email.strip() else "", title=title)
    record(
        by=by,
        verb="rounds.contact_changed",
        subject=request,
        county=request.round.county.code,
        before=before,
        after={"contact": request.contact_name},
    )
    if state_of(request) in WAITING:
        invite(request)


@transaction.atomic
def change_manager(*, request: Request, name: str, email: str, by: By, title: str = "") -> None:
    """Before it is sent for approval; who approves may be changed again when it is sent."""
    request = lock(request)
    before = {"manager": request.manager_name}
    request.manager_name, request.manager_title = name.strip()[:120], title.strip()[:120]
    request.manager_email = checked_address(email)
    request.save(update_fields=["manager_name", "manager_title", "manager_email"])
    links.revoke(request, Link.Purpose.APPROVE)
    _record(request, "rounds.manager_changed", by=by, before=before, after={"manager": request.manager_name})


def _record(
    request: Request,
    verb: str,
    *,
    by: By,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Within the organisation: nobody outside it reads who helps whom."""
    record(
        by=by,
        verb=verb,
        subject=request,
        county=request.round.county.code,
        organisation_id=request.organisation_id,
        before=before,
        after=after,
    )


@transaction.atomic
def renew_link(*, link: Link) -> None:
    """A fresh link to the same address, if its owner is still asked; at most one in five minutes."""
    request = lock(link.request)
    if not _is_still_asked(request, link):
        raise Refused(why_not(state_of(request)))
    recent = Link.objects.filter(request=request, purpose=link.purpose, email=link.email)
    if recent.filter(made_at__gt=timezone.now() - FRESH_EVERY).exists():
        raise Refused(_("En ny länk har nyss skickats."))
    address = links.make_link(request, link.purpose, name=link.name, email=link.email)
    letter = letters.fresh_link(request, address, name=link.name)
    letters.post(letter, request=request, to=link.email, name=link.name, kind="rounds.fresh_link")


def _is_still_asked(request: Request, link: Link) -> bool:
    state = state_of(request)
    if link.purpose == Link.Purpose.CONFIRM:
        return state == State.ON_BEHALF and link.email == request.address
    if state not in WAITING:
        return False
    if link.purpose == Link.Purpose.HELP:
        return request.helpers.filter(email=link.email.lower(), ended_at=None).exists()
    if link.purpose == Link.Purpose.APPROVE:
        return state == State.WITH_MANAGER and link.email == request.manager_email
    return link.email == request.address
