"""The log of letters: who, what, when and how it went. Never a letter's text: it may hold a personal link, or a draft's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from samplan.foundation.core.dates import day, when
from samplan.foundation.outbox.actions import AGAIN_AFTER
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import County, Invitation
from samplan.work.rounds.models import Request, Round

State = Mail.State
ASKED_FOR = timedelta(days=90)  # so long what did not arrive is something to do
STUCK = timedelta(hours=1)
# Without a mail server's words it is a letter to somebody who has been erased: nothing to do.
UNSETTLED = Mail.FAILED & Q(settled_at=None) & ~Q(last_error="")
TONE = {State.WAITING: "neutral", State.SENT: "ok", State.FAILED: "late"}
KINDS: dict[str, str | Promise] = {
    "rounds.invitation": _lazy("Inbjudan att svara"),
    "rounds.reminder": _lazy("Påminnelse"),
    "rounds.more_time": _lazy("Mer tid"),
    "rounds.reopened": _lazy("Öppnat igen"),
    "rounds.help": _lazy("Fråga om hjälp"),
    "rounds.handed_over": _lazy("Lämnat över"),
    "rounds.to_approve": _lazy("Att godkänna"),
    "rounds.returned": _lazy("Återlämnat"),
    "rounds.receipt": _lazy("Kvitto"),
    "rounds.confirm": _lazy("Att bekräfta"),
    "rounds.fresh_link": _lazy("Ny länk"),
    "plans.replies": _lazy("Svar på remissynpunkter"),
    "people.invitation": _lazy("Inbjudan till Samplan"),
    "home.handed_over": _lazy("Övertagande"),
    "home.digest": _lazy("Veckobrev"),
}
# What a mail server's status code (RFC 3463) says, the longest beginning first.
REASONS: tuple[tuple[str, str | Promise], ...] = (
    ("5.2.2", _lazy("Brevlådan är full.")),
    ("5.2", _lazy("Brevlådan tar inte emot.")),
    ("5.1", _lazy("Adressen finns inte.")),
    ("5.7", _lazy("Mottagarens mejlserver släpper inte in brevet.")),
    ("5.4", _lazy("Mottagarens mejlserver går inte att nå.")),
    ("4.4", _lazy("Mottagarens mejlserver går inte att nå.")),
    ("550", _lazy("Adressen finns inte.")),
)


@dataclass(frozen=True)
class Line:
    mail: Mail
    what: str
    state: str
    tone: str
    note: str  # when, or why not
    said: str  # the mail server's own words
    correct_url: str  # where the address is corrected
    can_resend: bool


def of_county(county: County) -> QuerySet[Mail]:
    return Mail.objects.filter(county_code=county.code, is_private=False).defer("text", "html", "attachment")


def of_installation() -> QuerySet[Mail]:
    return Mail.objects.defer("text", "html", "attachment")


def counts(letters: QuerySet[Mail]) -> dict[str, int]:
    wanted = {state.value: Count("pk", filter=q) for state, q in Mail.OF_STATE.items()}
    wanted["unsettled"] = Count("pk", filter=UNSETTLED)
    return letters.order_by().aggregate(all=Count("pk"), **wanted)


def stuck(letters: QuerySet[Mail]) -> int:
    """How many letters have waited so long that the mail server must be out of order."""
    return letters.filter(Mail.WAITING, created_at__lt=timezone.now() - STUCK).count()


def lines(letters: Iterable[Mail]) -> list[Line]:
    letters = list(letters)
    requests = _requests(letters)
    slugs = dict(County.objects.filter(code__in={m.county_code for m in letters}).values_list("code", "slug"))
    return [_line(mail, requests.get(mail.subject_id or 0), slugs) for mail in letters]


def _requests(letters: list[Mail]) -> dict[int, Request]:
    ids = [mail.subject_id for mail in letters if mail.subject_type == Request._meta.label_lower]
    return {r.pk: r for r in Request.objects.filter(pk__in=ids).select_related("round__county")}


def _line(mail: Mail, request: Request | None, slugs: dict[str, str]) -> Line:
    return Line(
        mail=mail,
        what=str(KINDS.get(mail.kind, _("Brev"))),
        state=_("Ordnat") if mail.state == State.FAILED and mail.settled_at else str(mail.state.label),
        tone="neutral" if mail.settled_at else TONE[mail.state],
        note=_note(mail),
        said=mail.last_error if mail.state != State.SENT else "",
        correct_url=_correct_url(mail, request, slugs) if mail.state == State.FAILED and not mail.settled_at else "",
        can_resend=bool(
            mail.county_code
            and mail.subject
            and mail.state != State.WAITING
            and not mail.resent_as
            and timezone.now() - mail.created_at >= AGAIN_AFTER
        ),
    )


def _note(mail: Mail) -> str:
    if mail.resent_as:
        return _("Skickat igen %(day)s.") % {"day": day(mail.settled_at)}
    if mail.state == State.FAILED:
        return reason(mail)
    if mail.state == State.SENT and mail.sent_at:
        return when(mail.sent_at)
    if mail.last_error:
        return _("Nytt försök %(when)s.") % {"when": when(mail.send_after)}
    return _("Skickas strax.")


def reason(mail: Mail) -> str:
    words = mail.last_error.split()[:3]
    for code, text in REASONS:
        if any(word == code or word.startswith(f"{code}.") for word in words):
            return str(text)
    return _("Mejlservern tog inte emot brevet.")


def _correct_url(mail: Mail, request: Request | None, slugs: dict[str, str]) -> str:
    if mail.subject_type == Request._meta.label_lower and request:
        county = request.round.county
        return reverse("followup:contact", args=[county.slug, request.round_id, request.pk])
    if mail.subject_type == Invitation._meta.label_lower and mail.county_code in slugs:
        return reverse("people:invitations", args=[slugs[mail.county_code]])
    return ""


def failed(county: County) -> list[Mail]:
    """What did not arrive and nobody has taken care of; not what has been overtaken: another address, a closed round."""
    since = timezone.now() - ASKED_FOR
    letters = list(of_county(county).filter(UNSETTLED, created_at__gte=since).order_by("created_at"))
    requests = _requests(letters)
    asked = {request.round_id for request in requests.values()}
    open_rounds = set(Round.objects.open().filter(pk__in=asked).values_list("pk", flat=True))
    invited = _waiting_invitations(letters)
    return [mail for mail in letters if _still_matters(mail, requests, open_rounds, invited)]


def _waiting_invitations(letters: list[Mail]) -> set[tuple[int, str]]:
    ids = [mail.subject_id for mail in letters if mail.subject_type == Invitation._meta.label_lower]
    waiting = Invitation.objects.filter(Q(accepted_at=None, revoked_at=None), pk__in=ids)
    return set(waiting.values_list("pk", "email"))


def _still_matters(
    mail: Mail, requests: dict[int, Request], open_rounds: set[int], invited: set[tuple[int, str]]
) -> bool:
    if mail.subject_type == Invitation._meta.label_lower:
        return (mail.subject_id, mail.to) in invited
    if mail.subject_type != Request._meta.label_lower:
        return True
    request = requests.get(mail.subject_id or 0)
    if request is None or request.round_id not in open_rounds:
        return False
    return mail.to.lower() in {request.address.lower(), request.manager_email.lower()}
