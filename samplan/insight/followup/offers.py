from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samplan.foundation.core.charts.data import Answer as Given
from samplan.foundation.core.charts.drawing import draw
from samplan.foundation.core.charts.words import Language
from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Found, Mark, Panel, Stop, Todo, Watch
from samplan.foundation.core.templatetags.swedish import in_words
from samplan.foundation.core.text import fold
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County, User
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Edition, Node
from samplan.work.rounds.models import RequestState, Round
from samplan.work.rounds.queries import Progress, ProgressRow
from samplan.work.rounds.states import WAITING

from . import answers, dormancy_offers, queries, sentences
from .dormancy_offers import ownerless  # noqa: F401 - offered to the roof

State = RequestState.State


def _missing(shown: Progress) -> int:
    return sum(row.state in WAITING for row in shown.rows)


def todo(user: User, county: County) -> list[Todo]:
    if not is_coordinator(user, county):
        return []
    found = dormancy_offers.todo(county)
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
        "day": day(round.closes_on),
    }
    url = f"{reverse('followup:remind', args=[county.slug, round.pk])}?{query}"
    rows = [Todo(due, text, why, url, _("Förhandsgranska påminnelse"), waiting=missing)]
    vacant = [r for r in shown.rows if r.is_vacant and r.state in WAITING]
    return rows + _name_somebody(county, round, vacant, due)


def _name_somebody(county: County, round: Round, vacant: list[ProgressRow], due: date) -> list[Todo]:
    """One row, however many places are vacant: the first of them is named, the page shows the rest."""
    if not vacant:
        return []
    names = sentences.listed([row.request.organisation.short_name for row in vacant])
    url = reverse("followup:contact", args=[county.slug, round.pk, vacant[0].request.pk])
    if len(vacant) > 1:
        url = reverse("followup:round", args=[county.slug, round.pk])
    text = _("%(names)s har ingen kontaktperson") % {"names": names}
    why = _("Frågorna i %(round)s har gått till reservadressen.") % {"round": round.title}
    return [Todo(due, text, why, url, _("Utse kontaktperson"))]


def watch(user: User, county: County) -> list[Watch]:
    if not is_coordinator(user, county):
        return []
    found = []
    for round in queries.rounds_of(county).open()[:1]:
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


def marks(edition: Edition, viewer: Any) -> list[Mark]:
    """What each part of the plan got for answer in the latest closed round, as a small strip."""
    round = answers.latest_closed(edition)
    asked = answers.asked_in(edition) if round else {}
    if round is None or not asked:
        return []
    heard = answers.heard_in(round, {key for keys in asked.values() for key in keys})
    outline = plans.outline_of(edition)
    under = plans.subtree_sets(outline, {node: set(keys) for node, keys in asked.items()})
    cells = {}
    for pk, keys in under.items():
        row, found = outline.by_node[pk], [heard[key] for key in keys if key in heard]
        if found and not row.heading:
            cells[pk] = _strip(f"svar-{pk}", str(row.node), answers.together(found))
    if not cells:
        return []
    note = _(
        "Svar: en ruta per organisation. Fylld är ja, blek delvis, tom nej, streck har inte svarat. "
        "Där det finns flera frågor räknas organisationens mittersta svar, och delvis när det står och väger."
    )
    return [Mark(_("Svar %(year)s") % {"year": round.year}, cells, place=30, note=note)]


def _strip(key: str, title: str, choices: dict[int, Given], words: str = "") -> SafeString:
    drawn = mark_safe(draw(answers.strip_of(title, choices), key=key, language=_language()))  # noqa: S308 - drawn by us
    yes = sum(choice is Given.YES for choice in choices.values())
    words = words or _("%(n)s ja") % {"n": yes}
    return format_html('<span class="answer-strip">{} <span>{}</span></span>', drawn, words)


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "sv"


def panels(obj: Any, viewer: Any) -> list[Panel]:
    """Of a part of the plan: what was asked about it or anything in it, and what was answered. Of the plan: if it lies dormant."""
    if not isinstance(obj, Node):
        return dormancy_offers.panels(obj, viewer)
    round = answers.latest_closed(obj.edition)
    asked = answers.asked_under(obj) if round else []
    heard = answers.heard_in(round, asked) if round and asked else {}
    shown = [heard[key] for key in asked if key in heard]
    if round is None or not shown:
        return []
    county = obj.edition.plan.county
    rows = [
        {
            "question": one.question,
            "strip": _strip(f"fraga-{one.question.pk}", one.question.text, one.choices, sentences.counted(one.counts)),
            "who": answers.by_word(one) if len(shown) == 1 else [],
        }
        for one in shown
    ]
    context = {"round": round, "rows": rows, "slug": county.slug, "note": round.title}
    return [Panel(_("Det här svarade organisationerna"), "followup/_panel.html", context, place=20)]


def thread(obj: Any, viewer: Any) -> list[Stop]:
    """Of a part of the plan: the questions it is followed with, below."""
    if not isinstance(obj, Node):
        return []
    keys = list(obj.questions.values_list("key", flat=True))
    round = answers.latest_closed(obj.edition) if keys else None
    if round is None:
        return []
    slug = obj.edition.plan.county.slug
    return [
        Stop(
            _("Svar %(year)s") % {"year": round.year},
            f"{one.question.text} {sentences.counted(one.counts)}",
            reverse("analysis:question", args=[slug, round.pk, one.question.pk]),
            False,
        )
        for one in answers.heard_in(round, keys).values()
    ]
