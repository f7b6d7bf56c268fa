"""Personal links. Opening one (GET, as mail scanners do) spends nothing; the page's button opens the session."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samplan.foundation.people.access import open_to_all

from .. import links
from ..access import open_session
from ..actions import renew_link
from ..models import Link
from ..queries import what_is_left
from ..states import Refused, state_of

START = {
    Link.Purpose.ANSWER: "rounds:answer",
    Link.Purpose.HELP: "rounds:answer",
    Link.Purpose.APPROVE: "rounds:approve",
    Link.Purpose.CONFIRM: "rounds:confirm",
}


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def link(http: HttpRequest, pk: int, secret: str) -> HttpResponse:
    found = links.find(pk, secret)
    if found is None:
        return render(http, "rounds/link_unknown.html", status=404)
    if not links.is_alive(found):
        return _ended(http, found)
    if http.method == "POST":
        open_session(http, found)
        links.note_use(found, http.headers.get("User-Agent", ""))
        return redirect(START[Link.Purpose(found.purpose)], found.request_id)
    parts = what_is_left(found.request) if found.purpose == Link.Purpose.ANSWER else []
    return render(
        http,
        "rounds/link.html",
        {
            "link": found,
            "asked": found.request,
            "state": state_of(found.request),
            "questions": sum(p.of for p in parts),
            "parts": parts,
            "Purpose": Link.Purpose,
        },
    )


def _ended(http: HttpRequest, found: Link) -> HttpResponse:
    """Expired or revoked. Asking for a new one always gets the same reply, and never shows an address."""
    asked = http.method == "POST"
    if asked:
        with suppress(Refused):  # the reply is the same: the page tells nobody whether somebody is still asked
            renew_link(link=found)
    context = {"link": found, "asked_for": asked, "owner": found.request.round.owner, "home": reverse("account_login")}
    return render(http, "rounds/link_ended.html", context, status=410)
