"""The log of letters, for a county's coordinators and for the installation's administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core.text import whole_number
from samplan.foundation.history.actions import record
from samplan.foundation.outbox import actions
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.access import CountyRequest, as_administrator, as_coordinator

from . import letters

A_PAGE = 50


@as_coordinator
def log(request: CountyRequest) -> HttpResponse:
    act = reverse("home:letter", args=[request.county.slug])
    return _log(request, letters.of_county(request.county), act, "home/letters.html")


@as_administrator
def all_letters(request: HttpRequest) -> HttpResponse:
    return _log(request, letters.of_installation(), reverse("home:any_letter"), "home/all_letters.html")


def _log(request: HttpRequest, found: QuerySet[Mail], act: str, template: str) -> HttpResponse:
    chosen = request.GET.get("lage", "")
    counts = letters.counts(found)
    shown = found.filter(Mail.OF_STATE[chosen]) if chosen in Mail.OF_STATE else found
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "page": page,
        "lines": letters.lines(page.object_list),
        "all": counts["all"],
        "failed": counts["unsettled"],
        "stuck": letters.stuck(found),
        "chosen": chosen if chosen in Mail.OF_STATE else "",
        "states": [(state.value, state.label, counts[state.value]) for state in Mail.State if counts[state.value]],
        "query": f"lage={chosen}" if chosen in Mail.OF_STATE else "",
        "act": act,
    }
    return render(request, template, context)


@as_coordinator
@require_POST
def act(request: CountyRequest) -> HttpResponse:
    return _act(request, letters.of_county(request.county), reverse("home:letters", args=[request.county.slug]))


@as_administrator
@require_POST
def act_any(request: HttpRequest) -> HttpResponse:
    return _act(request, letters.of_installation().exclude(county_code=""), reverse("home:all_letters"))


def _act(request: HttpRequest, found: QuerySet[Mail], back: str) -> HttpResponse:
    """Sends a letter again, or says that what did not arrive is taken care of; that can be taken back."""
    number = request.POST.get("brev", "")
    mail = get_object_or_404(found, pk=whole_number(number))
    what = request.POST.get("gor", "")
    if what == "igen":
        _send_again(request, mail)
    elif what == "ordnat":
        actions.settle(mail=mail)
        _note(request, mail, "settled")
        messages.success(request, _("Brevet till %(name)s räknas som ordnat.") % {"name": mail.to_name or mail.to})
    elif what == "angra":
        actions.unsettle(mail=mail)
        _note(request, mail, "unsettled")
    chosen = request.POST.get("lage", "")
    return redirect(f"{back}?lage={chosen}" if chosen in Mail.OF_STATE else back)


def _send_again(request: HttpRequest, mail: Mail) -> None:
    try:
        actions.send_again(mail=mail)
    except actions.CannotResend as refused:
        texts = {
            "emptied": _("Brevets text är borttagen. Skicka ett nytt därifrån det kom."),
            "replaced": _("Brevet är redan skickat igen."),
            "recent": _("Brevet är nyss skickat. Vänta några minuter."),
        }
        messages.error(request, texts[refused.reason])
        return
    _note(request, mail, "sent_again")
    messages.success(request, _("Brevet till %(name)s skickas igen.") % {"name": mail.to_name or mail.to})


def _note(request: HttpRequest, mail: Mail, what: str) -> None:
    record(
        by=request.user,
        verb=f"home.letter_{what}",
        subject=mail,
        county="" if mail.is_private else mail.county_code,
        after={"what": str(letters.KINDS.get(mail.kind, "")), "to": mail.to_name or mail.to},
    )
