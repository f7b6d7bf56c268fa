"""A referral for the room's tests: prepared, sent, answered."""

from datetime import timedelta

from samplan.foundation.core.dates import today
from samplan.work.plans.actions import referring as actions
from samplan.work.plans.models import ReferralQuestion
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.actions.inviting import Invited
from samplan.work.rounds.models import Round
from samplan.work.rounds.writers import Writer


def prepare(cast, edition, organisations, depth="area", title="Remiss av planen"):
    invited = [
        Invited(o, contact_name="Eva Prov", contact_email=f"{o.short_name.split()[0].lower()}@example.org")
        for o in organisations
    ]
    return actions.prepare_referral(
        edition=edition,
        title=title,
        depth=depth,
        closes_on=today() + timedelta(days=30),
        letter="Välkomna att tycka till.",
        invited=invited,
        by=cast.coordinator,
    )


def send(cast, referral):
    actions.send_referral(referral=referral, seen=actions.mark_of_preview(referral), by=cast.coordinator)
    referral.refresh_from_db()
    referral.round = Round.objects.get(pk=referral.round_id)
    return referral


def request_of(referral, organisation):
    return referral.round.requests.select_related("round__owner", "organisation", "response").get(
        organisation=organisation
    )


def write(referral, organisation, said, stance=""):
    """`said`: a part's number (empty: the whole) -> the opinion."""
    request, by = request_of(referral, organisation), Writer("Eva Prov")
    for number, text in said.items():
        node = {"node": None} if not number else {"node__number": number, "node__tier__is_target_vision": False}
        asked = ReferralQuestion.objects.get(referral=referral, question__kind="text", **node)
        rounds.save_answer(request=request, question=asked.question, choice="", text=text, revision=0, by=by)
    if stance:
        asked = ReferralQuestion.objects.get(referral=referral, question__kind="scale")
        rounds.save_answer(request=request, question=asked.question, choice=stance, text="", revision=0, by=by)
    return request


def hand_in(referral, organisation, said, stance=""):
    request = write(referral, organisation, said, stance)
    by = Writer("Eva Prov")
    rounds.submit(request=request, manager_name="Max Prov", manager_email="max@example.org", by=by)
    rounds.approve(request=request, by=Writer("Max Prov"))
    return request
