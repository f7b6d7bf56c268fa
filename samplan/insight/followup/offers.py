from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Found, Todo, Watch
from samplan.foundation.core.templatetags.swedish import in_words
from samplan.foundation.core.text import fold
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County, User
from samplan.work.rounds.models import RequestState, Round
from samplan.work.rounds.queries import Progress
from samplan.work.rounds.states import WAITING

from . import queries, sentences

State = RequestState.State


def _missing(shown: Progress) -> int:
    return sum(row.state in WAITING for row in shown.rows)


def todo(user: User, county: County) -> list[Todo]:
    if not is_coordinator(user, county):
        return []
    found = []
    for round in queries.rounds_of(county):
        if round.state_now is None:
            found.append(_draft(county, round))
        elif round.state_now == "open":
            found += _chase(county, round)
    return found


def _draft(county: County, round: Round) -> Todo:
    return Todo(
        due=round.opens_on,
        text=_("%(round)s är inte utskickad") % {"round": round.title},
        why=_("Den är förberedd men ingen har fått den."),
        url=reverse("followup:questions", args=[county.slug, round.pk]),
        action=_("Fortsätt"),
    )


def _chase(county: County, round: Round) -> list[Todo]:
    shown = queries.progress_of(round)
    missing = _missing(shown)
    address = reverse("followup:round", args=[county.slug, round.pk])
    if not missing:
        return [
            Todo(
                today(),
                _("Alla har svarat på %(round)s") % {"round": round.title},
                _("Du kan stänga omgången."),
                address,
                _("Stäng omgången"),
            )
        ]
    chosen = [row.request.pk for row in shown.rows if row.state == State.SENT] or [
        r.request.pk for r in shown.rows if r.state in WAITING
    ]
    query = "&".join(f"vem={pk}" for pk in chosen)
    due = min(round.closes_on, max(today(), round.closes_on - timedelta(days=7)))
    text = ngettext("%(n)s organisation har inte svarat", "%(n)s organisationer har inte svarat", missing) % {
        "n": sentences.capital(in_words(missing))
    }
    why = _("%(round)s. Svarstiden går ut %(day)s.") % {
        "round": round.title,
        "day": round.closes_on.strftime("%-d/%-m"),
    }
    url = f"{reverse('followup:remind', args=[county.slug, round.pk])}?{query}"
    rows = [Todo(due, text, why, url, _("Förhandsgranska påminnelse"), waiting=missing)]
    vacant = [r for r in shown.rows if r.is_vacant and r.state in WAITING]
    for row in vacant:
        contact = reverse("followup:contact", args=[county.slug, round.pk, row.request.pk])
        name = row.request.organisation.short_name
        rows.append(
            Todo(
                due,
                _("%(name)s har ingen kontaktperson") % {"name": name},
                round.title,
                contact,
                _("Utse kontaktperson"),
            )
        )
    return rows


def watch(user: User, county: County) -> list[Watch]:
    if not is_coordinator(user, county):
        return []
    found = []
    for round in queries.rounds_of(county).filter(state_now="open")[:1]:
        shown = queries.progress_of(round)
        address = reverse("followup:round", args=[county.slug, round.pk])
        missing, vacant = _missing(shown), sum(r.is_vacant for r in shown.rows)
        figure = _("%(n)s av %(all)s") % {"n": missing, "all": shown.expected}
        found.append(Watch(figure, _("har inte svarat"), address, round.title))
        if vacant:
            found.append(Watch(str(vacant), _("vakanta platser"), address, _("Kontaktpersoner")))
    return found


def search(county: County, words: str, viewer: User) -> list[Found]:
    """A county has a handful of rounds: compared here."""
    if not is_coordinator(viewer, county):
        return []
    return [
        Found(r.title, _("Omgång"), reverse("followup:round", args=[county.slug, r.pk]))
        for r in queries.rounds_of(county)
        if fold(words) in fold(r.title)
    ]
