"""What referrals show on other pages: the text on the answering page, what was answered, and what awaits the coordinator."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Panel, Todo
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County
from samplan.work.questionnaires.models import Section
from samplan.work.rounds.models import Request, Round

from . import referring
from .models import Node
from .referring import Line

SOON = timedelta(days=7)
MUCH = 12  # parts: more than this of the whole plan stand folded, so that the questions are in sight


def panels(obj: Any, viewer: Any) -> list[Panel]:
    if isinstance(obj, Section):
        return _text_as_sent(obj)
    if isinstance(obj, Request):
        return _what_we_answered(obj)
    return _said_about(obj, viewer) if isinstance(obj, Node) else []


def _text_as_sent(section: Section) -> list[Panel]:
    shown = referring.sent_with(section)
    if not shown:
        return []
    is_whole = not shown[0].part["key"]
    context = {"shown": shown, "is_open": len(shown) <= MUCH or not is_whole}
    return [Panel(_("Det här står i förslaget"), "plans/_sent_text.html", context)]


def _what_we_answered(request: Request) -> list[Panel]:
    opinions = referring.answered_to(request) if request.round.kind == Round.Kind.REFERRAL else []
    if not opinions:
        return []
    return [Panel(_("Så tog vi hand om era synpunkter"), "plans/_answered_to.html", {"opinions": opinions})]


def _said_about(node: Node, viewer: Any) -> list[Panel]:
    found = referring.about_node(node)
    if not found:
        return []
    county = node.edition.plan.county
    context = {"found": found, "slug": county.slug, "shows_replies": is_coordinator(viewer, county)}
    return [Panel(_("Synpunkter i remissen"), "plans/_node_opinions.html", context, place=30)]


def todo(county: County) -> list[Todo]:
    """For the county's coordinators."""
    return [one for line in referring.live(county) for one in _awaits(county, line)]


def _awaits(county: County, line: Line) -> list[Todo]:
    referral, round = line.referral, line.referral.round
    words = {"round": round.title, "day": day(round.closes_on)}
    if line.state == "draft":
        url = reverse("plans:referral_preview", args=[county.slug, referral.pk])
        why = _("Den är förberedd men ingen har fått den.")
        return [Todo(round.closes_on, _("%(round)s är inte utskickad") % words, why, url, _("Fortsätt"))]
    url = reverse("plans:referral", args=[county.slug, referral.pk])
    if line.state == "open":
        if not line.waiting:
            return [Todo(today(), _("Alla har svarat på %(round)s") % words, _("Du kan stänga den."), url, _("Öppna"))]
        if round.closes_on - today() > SOON:
            return []
        text = ngettext("%(n)s har inte svarat på %(round)s", "%(n)s har inte svarat på %(round)s", line.waiting)
        why = _("Svarstiden går ut %(day)s.") % words
        return [Todo(round.closes_on, text % {**words, "n": line.waiting}, why, url, _("Öppna"), waiting=line.waiting)]
    return _answer(county, line, words)


def _answer(county: County, line: Line, words: dict[str, str]) -> list[Todo]:
    """Closed: each opinion awaits an answer, and then those who replied."""
    referral = line.referral
    compiled = referring.compile(referral)
    due = referral.round.closes_on + timedelta(days=30)
    if compiled.waiting:
        text = ngettext("%(n)s synpunkt väntar på svar", "%(n)s synpunkter väntar på svar", compiled.waiting)
        url = f"{reverse('plans:referral', args=[county.slug, referral.pk])}?visa=obesvarade"
        return [
            Todo(due, text % {"n": compiled.waiting}, words["round"], url, _("Svara"), waiting=len(compiled.requests))
        ]
    if not compiled.requests:
        return []
    url = reverse("plans:tell_replies", args=[county.slug, referral.pk])
    why = _("Alla synpunkter på %(round)s är besvarade.") % words
    return [Todo(due, _("Berätta för dem som svarade"), why, url, _("Förhandsgranska"), waiting=len(compiled.requests))]
