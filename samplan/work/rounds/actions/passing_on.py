"""What somebody, or an organisation, had in hand in rounds goes to another."""

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.history.actions import record
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import Organisation, User

from .. import links
from ..models import Helper, Request, Round
from ..states import Refused, state_of
from .locking import lock, lock_round
from .people import ask_helper, change_contact, change_manager, end_helper, mark_of_contact


@transaction.atomic
def pass_round(*, round: Round, to: User, by: User) -> None:
    """Who organisations write to: one of the county's coordinators."""
    round = lock_round(round)
    if not is_coordinator(to, round.county):
        raise NotPassedOn(_("%(name)s är inte samordnare och kan inte hålla i omgången.") % {"name": to.name})
    before = {"owner": round.owner.name}
    round.owner = to
    round.save(update_fields=["owner"])
    county = round.county.code
    record(by=by, verb="rounds.passed_on", subject=round, county=county, before=before, after={"to": to.name})


@transaction.atomic
def pass_contact(*, request: Request, to: User, by: User) -> None:
    seen = mark_of_contact(lock(request))
    change_contact(request=request, name=to.name, email=to.email, title=to.title, seen=seen, by=by)


@transaction.atomic
def pass_manager(*, request: Request, to: User, by: User) -> None:
    change_manager(request=request, name=to.name, email=to.email, title=to.title, by=by)


@transaction.atomic
def pass_help(*, helper: Helper, to: User, by: User) -> None:
    """The same sections; whoever helps already keeps what they had, too."""
    sections = set(helper.sections.all())
    there = helper.request.helpers.filter(email=to.email, ended_at=None).first()
    if there:
        sections |= set(there.sections.all())
        sections = set() if not helper.sections.exists() or not there.sections.exists() else sections
    try:
        ask_helper(request=helper.request, name=to.name, email=to.email, sections=sections, by=by)
    except Refused as refusal:
        raise NotPassedOn(f"{helper.request.organisation}: {refusal}") from refusal
    end_helper(helper=helper, by=by)


@transaction.atomic
def pass_request(*, request: Request, to: Organisation, by: User) -> None:
    """The organisation that took over answers, and with it goes what is written so far."""
    request = lock(request)
    if Request.objects.filter(round=request.round_id, organisation=to).exists():
        words = {"name": to.name, "round": request.round.title}
        raise NotPassedOn(_("%(name)s svarar redan för sig i %(round)s. Stäng den andra begäran först.") % words)
    former = request.organisation
    links.revoke(request)  # those who answered did it for the one before
    request.organisation = request.response.organisation = to
    request.save(update_fields=["organisation"])
    request.response.save(update_fields=["organisation"])
    record(
        by=by,
        verb="rounds.request_passed_on",
        subject=request.round,
        county=request.round.county.code,
        before={"from": former.name},
        after={"to": to.name, "state": state_of(request)},
    )
