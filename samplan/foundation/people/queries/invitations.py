from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import day
from samplan.foundation.core.link_secrets import fits
from samplan.foundation.outbox.models import Mail

from ..models import County, Invitation, User
from .hidden import Invited, invited

WAITING, ACCEPTED, EXPIRED, BOUNCED, REVOKED = "waiting", "accepted", "expired", "bounced", "revoked"


def find_invitation(pk: int, secret: str) -> Invitation | None:
    """The invitation with this secret, dead or alive. The same answer for every other number and secret."""
    found = (
        Invitation.objects.select_related("organisation__county", "county", "invited_by", "accepted_by")
        .filter(pk=pk)
        .first()
    )
    if found is None or not fits(secret, found.secret_hash):
        return None
    return found


def is_alive(invitation: Invitation) -> bool:
    return not invitation.accepted_at and not invitation.revoked_at and invitation.expires_at > timezone.now()


def of_county(county: County) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation__county=county) | Invitation.objects.filter(county=county)


def waiting_for(county: County) -> QuerySet[Invitation]:
    """Neither accepted, withdrawn nor too old."""
    return of_county(county).filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


def last_sent(invitation: Invitation) -> datetime | None:
    return _letters(invitation.pk).values_list("created_at", flat=True).first()


def _letters(pk: int | OuterRef) -> QuerySet[Mail]:
    return Mail.objects.filter(subject_type=Invitation._meta.label_lower, subject_id=pk).order_by("-created_at", "-id")


@dataclass(frozen=True)
class InvitationLine:
    """An invitation as the coordinator sees it, with its state in a word and a sentence."""

    invitation: Invitation
    state: str
    note: str
    who: Invited

    @property
    def can_be_sent(self) -> bool:
        return self.state in (WAITING, EXPIRED, BOUNCED)


def invitation_lines(county: County, viewer: User) -> list[InvitationLine]:
    """Every invitation of a county, those that need something first. Two queries however many they are."""
    last = _letters(OuterRef("pk"))
    found = (
        of_county(county)
        .select_related("organisation", "county", "invited_by")
        .annotate(
            mail_given_up=Subquery(last.values("given_up_at")[:1]), mail_made=Subquery(last.values("created_at")[:1])
        )
    )
    rows = list(found)
    lines = [_line(each, who) for each, who in zip(rows, invited(rows, viewer), strict=True)]
    order = [BOUNCED, EXPIRED, WAITING, ACCEPTED, REVOKED]
    return sorted(lines, key=lambda line: order.index(line.state))


def _line(each: Invitation, who: Invited) -> InvitationLine:
    state, note = _state(each)
    return InvitationLine(each, state, note, who)


def _state(each: Invitation) -> tuple[str, str]:
    sent = getattr(each, "mail_made", None) or each.made_at
    if each.accepted_at:
        return ACCEPTED, _("Tackade ja %(day)s") % {"day": day(each.accepted_at)}
    if each.revoked_at:
        return REVOKED, _("Återtagen %(day)s") % {"day": day(each.revoked_at)}
    if getattr(each, "mail_given_up", None):
        return BOUNCED, _("Mejlet kom inte fram. Kontrollera adressen.")
    if each.expires_at <= timezone.now():
        return EXPIRED, _("Länken slutade gälla %(day)s") % {"day": day(each.expires_at)}
    words = {"sent": day(sent), "last": day(each.expires_at)}
    return WAITING, _("Skickad %(sent)s, gäller till %(last)s") % words
