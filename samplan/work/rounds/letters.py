"""The letters of a round: short, with the sender's name, the link alone on its line. Always in the installation's language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.outbox.actions import enqueue

from .calendar import last_day_file
from .models import Request, Round
from .words import genitive

LINK = "{länk}"  # where a reminder's own text wants the link


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def _in_house_language(make: Callable[..., Letter]) -> Callable[..., Letter]:
    @wraps(make)
    def inner(*args: Any, **kwargs: Any) -> Letter:
        with translation.override(settings.LANGUAGE_CODE):
            return make(*args, **kwargs)

    return inner


BUTTONS = {
    "rounds.to_approve": _lazy("Läs och godkänn"),
    "rounds.confirm": _lazy("Läs och säg om det stämmer"),
    "rounds.help": _lazy("Öppna frågorna"),
}
DATED = frozenset({"rounds.invitation", "rounds.more_time", "rounds.reopened"})  # letters that say a last day
PRIVATE = frozenset({"rounds.help"})  # who helps whom is the organisation's own matter


def post(letter: Letter, *, request: Request, to: str, name: str, kind: str) -> None:
    round = request.round
    with translation.override(settings.LANGUAGE_CODE):
        button = str(BUTTONS.get(kind, _("Öppna svaret")))
    enqueue(
        to=to,
        to_name=name,
        subject=letter.subject,
        text=letter.text,
        kind=kind,
        reply_to=round.owner.email,
        about=request,
        county=round.county.code,
        is_private=kind in PRIVATE,
        button=button,
        attachment=last_day_file(request) if kind in DATED else None,
    )


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part and part.strip()) + "\n"


def greeting(name: str) -> str:
    return _("Hej %(name)s!") % {"name": name.split()[0]} if name.strip() else _("Hej!")


def _sender(round: Round) -> str:
    owner = round.owner
    lines = [owner.name, owner.title, owner.email]
    return "\n".join(line for line in lines if line)


def _personal() -> str:
    return _("Länken är personlig. Du behöver inget konto och inget lösenord.")


def _wrong_person() -> str:
    return _("Är du inte rätt person? Öppna länken och välj «Jag är inte rätt person», eller svara på det här mejlet.")


def _words(request: Request, **more: str) -> dict[str, str]:
    return {
        "round": request.round.title,
        "organisation": str(request.organisation),
        "short": request.organisation.short_name,
        "whose": genitive(request.organisation.short_name),
        "day": long_day(request.last_day),
        **more,
    }


def _how(round: Round) -> str:
    if round.kind == Round.Kind.REFERRAL:
        return _(
            "Förslaget står bredvid frågorna. Ni kan svara i omgångar och be kollegor om hjälp, allt sparas medan ni skriver."
        )
    return _(
        "Det brukar ta en halvtimme. Ni kan svara i omgångar och be kollegor om hjälp, allt sparas medan ni skriver."
    )


@_in_house_language
def invitation(request: Request, link: str, *, name: str) -> Letter:
    round = request.round
    if request.is_vacant:
        who = _(
            "Vi vet inte vem hos er som svarar. Lämna gärna över till rätt person med knappen på sidan, "
            "eller skicka namn och adress till mig."
        )
    else:
        who = _wrong_person()
    return Letter(
        _("%(round)s: %(whose)s svar") % _words(request),
        _paragraphs(
            greeting(name),
            round.letter,
            _("Här svarar ni på %(round)s för %(organisation)s:") % _words(request),
            link,
            _personal(),
            _how(round) + " " + _("Sista dag är %(day)s.") % _words(request),
            who,
            _sender(round),
        ),
    )


def default_reminder(round: Round) -> Letter:
    """What a reminder says unless the coordinator writes something else."""
    with translation.override(settings.LANGUAGE_CODE):
        return Letter(
            _("%(round)s: {dagar} att svara") % {"round": round.title},
            _paragraphs(
                _("{hälsning}"),
                _("{läge} Sista dag är {sista dag}. Det brukar ta en halvtimme."),
                LINK,
                _personal(),
                _("Hinner du inte, eller är du inte rätt person? Svara på mejlet så hittar vi en lösning."),
                _sender(round),
            ),
        )


def _days_left(request: Request) -> str:
    days = (request.last_day - today()).days
    if days < 0:
        return _("sista dagen har gått, men det går")
    if days == 0:
        return _("sista dagen")
    return ngettext("%(n)d dag kvar", "%(n)d dagar kvar", days) % {"n": days}


def _situation(request: Request, state: str) -> str:
    words = _words(request)
    if state == "with_manager":
        return _("%(whose)s svar på %(round)s är klart och väntar på ditt godkännande.") % words
    if state == "returned":
        return _("%(whose)s svar på %(round)s är återlämnat och väntar på en ändring.") % words
    if state == "writing":
        return _("%(short)s har börjat svara på %(round)s men inte lämnat in.") % words
    return _("%(short)s har inte börjat svara på %(round)s.") % words


@_in_house_language
def reminder(request: Request, link: str, *, name: str, state: str, subject: str, text: str) -> Letter:
    """The coordinator's text with each organisation's own words in it."""
    words = {
        "{hälsning}": greeting(name),
        "{namn}": name,
        "{organisation}": str(request.organisation),
        "{läge}": _situation(request, state),
        "{sista dag}": long_day(request.last_day),
        "{dagar}": _days_left(request),
        LINK: link,
    }
    if LINK not in text:
        text = f"{text.rstrip()}\n\n{LINK}\n"
    for word, value in words.items():
        subject, text = subject.replace(word, value), text.replace(word, value)
    return Letter(" ".join(subject.split())[:200], text)


@_in_house_language
def more_time(request: Request, link: str, *, name: str) -> Letter:
    words = _words(request)
    return Letter(
        _("%(round)s: ny sista dag är %(day)s") % words,
        _paragraphs(
            greeting(name),
            _("%(short)s har fått mer tid att svara på %(round)s. Ny sista dag är %(day)s.") % words,
            _("Det ni redan har skrivit finns kvar:"),
            link,
            _sender(request.round),
        ),
    )


@_in_house_language
def help_wanted(request: Request, link: str, *, name: str, asker: str, sections: list[str], note: str) -> Letter:
    words = _words(request, asker=asker)
    which = _("Det gäller:") + "\n" + "\n".join(f"– {title}" for title in sections) if sections else ""
    return Letter(
        _("%(asker)s vill ha din hjälp med %(round)s") % words,
        _paragraphs(
            greeting(name),
            _("%(asker)s ber dig hjälpa till att svara på %(round)s för %(organisation)s.") % words,
            which,
            note,
            link,
            _personal() + " " + _("Det du skriver sparas direkt, och %(asker)s ser det.") % words,
            _("Sista dag är %(day)s.") % _words(request),
            _("Är det inte du som ska svara? Säg till %(asker)s.") % words,
        ),
    )


@_in_house_language
def handed_over(request: Request, link: str, *, name: str, giver: str) -> Letter:
    words = _words(request, giver=giver)
    return Letter(
        _("%(round)s: %(whose)s svar är nu ditt") % words,
        _paragraphs(
            greeting(name),
            _("%(giver)s har lämnat över till dig att svara på %(round)s för %(organisation)s.") % words,
            _("Det som redan är skrivet finns kvar:"),
            link,
            _personal(),
            _("Det brukar ta en halvtimme. Sista dag är %(day)s.") % words,
            _wrong_person(),
            _sender(request.round),
        ),
    )


@_in_house_language
def to_approve(request: Request, link: str, *, giver: str, note: str) -> Letter:
    words = _words(request, giver=giver)
    return Letter(
        _("%(round)s: %(whose)s svar väntar på ditt godkännande") % words,
        _paragraphs(
            greeting(request.manager_name),
            _("%(giver)s har svarat på %(round)s för %(organisation)s och ber dig läsa och godkänna.") % words,
            note,
            link,
            _personal() + " " + _("Det går bra på telefonen och tar omkring tio minuter."),
            _("När du godkänner lämnas svaret in, och först då kan länets samordnare läsa det.")
            + " "
            + _("Sista dag är %(day)s.") % _words(request),
            _("Är det inte du som ska godkänna? Svara på mejlet, eller säg till %(giver)s.") % words,
            _sender(request.round),
        ),
    )


@_in_house_language
def sent_back(request: Request, link: str, *, manager: str, note: str) -> Letter:
    words = _words(request, manager=manager)
    return Letter(
        _("%(round)s: %(manager)s vill ändra något i svaret") % words,
        _paragraphs(
            greeting(request.contact_name),
            _("%(manager)s har läst %(whose)s svar på %(round)s och skriver:") % words,
            note,
            _("Inget av det ni har skrivit har försvunnit. Ändra och skicka igen:"),
            link,
            _("Sista dag är %(day)s.") % _words(request),
        ),
    )


@_in_house_language
def receipt(request: Request, *, name: str, approver: str) -> Letter:
    words = _words(request, approver=approver)
    return Letter(
        _("%(round)s: svaret är inlämnat") % words,
        _paragraphs(
            greeting(name),
            _("%(approver)s har godkänt %(whose)s svar på %(round)s. Det är nu inlämnat och låst.") % words,
            _("Länets samordnare kan läsa det från och med nu. Tack för arbetet!"),
            _sender(request.round),
        ),
    )


@_in_house_language
def please_confirm(request: Request, link: str, *, name: str, enterer: str) -> Letter:
    words = _words(request, enterer=enterer, came=long_day(request.source_date))
    return Letter(
        _("%(round)s: stämmer svaret?") % words,
        _paragraphs(
            greeting(name),
            _("%(enterer)s har fört in %(whose)s svar på %(round)s. Det kom %(came)s, utanför formuläret.") % words,
            _("Läs igenom och säg om det stämmer, eller rätta själv:"),
            link,
            _personal() + " " + _("Det tar omkring tio minuter."),
            _wrong_person(),
            _sender(request.round),
        ),
    )


@_in_house_language
def fresh_link(request: Request, link: str, *, name: str) -> Letter:
    words = _words(request)
    return Letter(
        _("%(round)s: din nya länk") % words,
        _paragraphs(
            greeting(name),
            _("Här är en ny länk till %(whose)s svar på %(round)s:") % words,
            link,
            _personal(),
            _sender(request.round),
        ),
    )
