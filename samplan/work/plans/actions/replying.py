"""Each opinion on a draft is answered, and those who gave them are told."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.outbox.actions import enqueue
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds.models import Request, RequestState, Round, RoundState
from samplan.work.rounds.states import round_state, state_of

from .. import referral_letters, referring
from ..models import Referral, Reply
from ..states import NotAllowed


def mark_of_reply(reply: Reply | None) -> str:
    return mark_of(reply.outcome, reply.text, reply.revision) if reply else mark_of("", "", 0)


@transaction.atomic
def give_reply(*, referral: Referral, answer: Answer, outcome: str, text: str, seen: str, by: Any) -> Reply:
    """What we answer to an opinion. One that has been opened again by its organisation is theirs until it is handed in."""
    request = Request.objects.select_for_update(of=("self",)).get(response=answer.response_id)
    if state_of(request) != RequestState.State.APPROVED:
        raise NotAllowed(_("Svaret är öppnat igen hos organisationen. Vänta tills det är inlämnat."))
    reply = Reply.objects.filter(answer=answer).first()
    if mark_of_reply(reply) != seen:
        raise Stale
    before = {"outcome": reply.outcome, "text": reply.text} if reply else None
    after = {"outcome": outcome, "text": text}
    if before == after and reply:
        return reply
    reply = reply or Reply(answer=answer, revision=0)
    reply.outcome, reply.text, reply.revision = outcome, text, reply.revision + 1
    reply.at, reply.by_id, reply.by_name = timezone.now(), by.pk, str(by)[:120]
    reply.save()
    record(
        by=by,
        verb="plans.reply_changed" if before else "plans.reply_given",
        subject=referral.edition,
        county=referral.edition.plan.county.code,
        before=before,
        after=after,
        note=str(answer.response.organisation),
    )
    return reply


@transaction.atomic
def tell_replies(*, referral: Referral, by: Any) -> int:
    """«Så tog vi hand om era synpunkter»: one letter to each organisation that replied. Once, when everything is answered."""
    Round.objects.select_for_update().get(pk=referral.round_id)
    rows = Referral.objects.select_for_update(of=("self",)).select_related("round__owner", "edition__plan__county")
    referral = rows.get(pk=referral.pk)
    if referral.told_at:
        raise NotAllowed(_("De som svarade har redan fått veta det."))
    if round_state(referral.round) != RoundState.State.CLOSED:
        raise NotAllowed(_("Stäng remissen först, så att ingen svarar efteråt."))
    compiled = referring.compile(referral)
    if compiled.waiting:
        raise NotAllowed(_("Besvara alla synpunkter först. %(n)s är kvar.") % {"n": compiled.waiting})
    if not compiled.requests:
        raise NotAllowed(_("Ingen har svarat, så det finns ingen att berätta för."))
    for request in compiled.requests:
        request.round = referral.round
        letter = referral_letters.taken_care_of(request, compiled.of(request.organisation_id))
        enqueue(
            to=request.address,
            to_name=request.contact_name,
            subject=letter.subject,
            text=letter.text,
            kind="plans.replies",
            reply_to=referral.round.owner.email,
            about=request,
            county=referral.edition.plan.county.code,
        )
    referral.told_at = timezone.now()
    referral.save(update_fields=["told_at"])
    record(
        by=by,
        verb="plans.replies_told",
        subject=referral.edition,
        county=referral.edition.plan.county.code,
        after={"count": len(compiled.requests)},
        note=referral.round.title,
    )
    return len(compiled.requests)
