"""Who was asked, who helped and who approved: what is kept about them, and for how long."""

from collections.abc import Sequence
from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.offers import Processing, Retention
from samplan.foundation.core.personal import Place, offered, older
from samplan.foundation.people.queries import browser_in_words
from samplan.work.questionnaires.models import Answer

from .models import Helper, Link, LinkUse, Request, RequestState, Round, RoundState

_ASKED = ("round", "organisation")
_OF_REQUEST = ("request__round", "request__organisation")


def _link(link: Link) -> str:
    return f"{link.request}: {link.get_purpose_display()}"


PLACES = [
    Place(Round, _l("Omgångar som personen håller i"), _l("Visar vem organisationerna skriver till."), user="owner_id", at="opens_on"),
    Place(RoundState, _l("Öppnade och stängda omgångar"), _l("Visar vem som beslutade och när."), name="by_name",
          user="by_id", at="at", related=("round",),
          words=lambda row: f"{row.round}: {row.get_state_display()}"),
    Place(Request, _l("Frågor ställda till personen som kontaktperson"), _l("Visar vem som svarade för organisationen."),
          name="contact_name", email="contact_email", title="contact_title", related=_ASKED),
    Place(Request, _l("Svar att godkänna som chef"), _l("Visar vem som godkände för organisationen."),
          name="manager_name", email="manager_email", title="manager_title", related=_ASKED),
    Place(Request, _l("Reservadress"), _l("Dit frågan gick när ingen var utsedd."), email="fallback_email", related=_ASKED),
    Place(RequestState, _l("Skickade, godkända och återlämnade svar"), _l("Visar vem som godkände och när."),
          name="by_name", user="by_id", at="at", related=_OF_REQUEST,
          words=lambda row: f"{row.request}: {row.get_state_display()}"),
    Place(Helper, _l("Hjälp med svar"), _l("Gav personen rätt att skriva."), name="name", email="email",
          at="asked_at", ends={"ended_at": timezone.now}, related=_OF_REQUEST),
    Place(Helper, _l("Kollegor som personen har bett om hjälp"), _l("Visar vem som frågade."), name="asked_by_name", at="asked_at",
          related=_OF_REQUEST),
    Place(LinkUse, _l("Använda personliga länkar"), _l("För att se om en länk används av någon annan."),
          keeps=_l("Ett år sedan länken slutade gälla."), by_email="link__email", blank=("browser",), at="at", related=("link__request__round", "link__request__organisation"),
          words=lambda use: f"{_link(use.link)} · {browser_in_words(use.browser)}"),
    Place(Link, _l("Personliga länkar"), _l("Släppte in personen utan lösenord."), name="name", email="email", at="made_at", keeps=_l("Ett år sedan länken slutade gälla."),
          ends={"revoked_at": timezone.now}, related=_OF_REQUEST, words=_link),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)


def _old_links(day: date) -> list[tuple[int, str]]:
    return older(Link, "expires_at", day, words=lambda link: f"{link.get_purpose_display()} · {link.email}")


def _drop_links(ids: Sequence[int]) -> int:
    links = Link.objects.filter(pk__in=ids, expires_at__lt=timezone.now())
    count = links.count()
    links.delete()
    return count


def _drafts(day: date) -> list[tuple[int, str]]:
    """Answers that were begun and never handed in, in rounds that closed before the day. None of them is in any figure."""
    closed = RoundState.objects.filter(round=OuterRef("pk")).order_by("-at", "-id")
    rounds = Round.objects.annotate(
        state=Subquery(closed.values("state")[:1]), since=Subquery(closed.values("at")[:1])
    ).filter(Q(state=RoundState.State.CLOSED), Q(since__date__lt=day))
    handed_in = (RequestState.State.APPROVED, RequestState.State.ON_BEHALF)
    never = Request.objects.with_state().filter(round__in=rounds).exclude(Q(state_now__in=handed_in))
    never = never.exclude(states__state=RequestState.State.APPROVED)  # handed in once: what others have read
    answers = Answer.objects.filter(response__request__in=never).select_related("question", "response__organisation")
    return [(a.pk, f"{a.response.organisation}: {a.question.number}") for a in answers.order_by("pk")]


def _drop_drafts(ids: Sequence[int]) -> int:
    return Answer.objects.filter(pk__in=ids).delete()[0]


def retention() -> list[Retention]:
    return [
        Retention("rounds.links", _("Personliga länkar"), 365, _("sedan de slutade gälla"),
                  _("Behövs inte när svaret är inlämnat."), _old_links, _drop_links),
        Retention("rounds.drafts", _("Svar som aldrig lämnades in"), 730, _("sedan omgången stängdes"),
                  _("Utkast som ingen utanför organisationen har läst. Siffrorna ändras inte."), _drafts, _drop_drafts),
    ]  # fmt: skip


def processing() -> list[Processing]:
    return [
        Processing(
            purpose=_("Följa upp planen tillsammans: fråga, svara, godkänna"),
            people=_("Kontaktpersoner, chefer och medarbetare som hjälper till att svara"),
            data=_("Namn, titel, e-postadress, vad personen gjorde och när"),
            ground=_("Uppgift av allmänt intresse, artikel 6.1 e i dataskyddsförordningen"),
            recipients=_("Den egna organisationen och länets samordnare"),
            keeps=_("Inlämnade svar bevaras. Länkar och utkast, se gallring"),
        )
    ]
