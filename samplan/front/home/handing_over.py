"""The pages of hand-over, and of what nobody has in hand. The county's coordinators only."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.foundation.people.actions.passing_on import open_account_again
from samplan.foundation.people.models import Organisation, User

from . import handover

SAME, NOBODY = "", "nobody"


@as_coordinator
def hand_over(request: CountyRequest) -> HttpResponse:
    """?user=… or ?organisation=…: what they have in hand, and who is to take over."""
    holder = _holder(request)
    if holder is None:
        return _choose(request)
    if request.method == "POST":
        return _posted(request, holder)
    return _page(request, holder)


def _holder(request: CountyRequest) -> Any:
    """404 for those the county knows nothing of."""
    user, organisation = request.GET.get("user", ""), request.GET.get("organisation", "")
    if not user and not organisation:
        return None
    found = (
        next((u for u in handover.known_in(request.county) if str(u.pk) == user), None)
        if user
        else request.county.organisations.filter(pk=int(organisation) if organisation.isdecimal() else 0).first()
    )
    if found is None:
        raise Http404
    return found


def _choose(request: CountyRequest) -> HttpResponse:
    context = {
        "users": handover.known_in(request.county),
        "organisations": request.county.organisations.all(),
    }
    return render(request, "home/handover_choose.html", context)


def _page(request: CountyRequest, holder: Any, refused: str = "", status: int = 200) -> HttpResponse:
    items = handover.owned_in(holder, request.county)
    is_user = isinstance(holder, User)
    elsewhere = is_user and handover.has_more_elsewhere(holder, request.county)
    posted = request.POST
    context = {
        "holder": holder,
        "is_user": is_user,
        "groups": [(n, group, posted.get(f"to-{n}", SAME)) for n, group in enumerate(handover.groups_of(items))],
        "count": len(items),
        "receivers": handover.may_take_over(holder, request.county),
        "chosen": posted.get("to", ""),
        "seen": handover.seen_mark(items),
        "elsewhere": elsewhere,
        "may_close": is_user and not elsewhere and not holder.is_administrator and holder != request.user,
        "refused": refused,
    }
    return render(request, "home/handover.html", context, status=status)


def _posted(request: CountyRequest, holder: Any) -> HttpResponse:
    items = handover.owned_in(holder, request.county)
    if request.POST.get("seen") != handover.seen_mark(items):
        changed = _("Listan har ändrats sedan du öppnade sidan. Inget är gjort än: titta igenom den och försök igen.")
        return _page(request, holder, changed, status=409)
    leaving = isinstance(holder, User) and "left" in request.POST
    to = _receivers(request, holder, items)
    if items and not to and not leaving:
        return _page(request, holder, _("Välj vem som tar över."), status=422)
    close = leaving and not holder.is_administrator and holder != request.user
    try:
        count = handover.hand_over(
            holder=holder, county=request.county, to=to, leaving=leaving, close=close, by=request.user
        )
    except NotPassedOn as refusal:
        return _page(request, holder, _("%(why)s Inget är överlämnat.") % {"why": refusal}, status=422)
    messages.success(request, _done(holder, count, leaving))
    return redirect(_address(request, holder))


def _receivers(request: CountyRequest, holder: Any, items: list[Any]) -> dict[str, Any]:
    """One for all, or another for a kind; only those the page offered."""
    known = {str(receiver.pk): receiver for receiver in handover.may_take_over(holder, request.county)}
    to = {}
    for n, group in enumerate(handover.groups_of(items)):
        chosen = request.POST.get(f"to-{n}", SAME) or request.POST.get("to", "")
        if chosen in known:
            to[group.kind] = known[chosen]
    return to


def _done(holder: Any, count: int, leaving: bool) -> str:
    words = {"n": count, "name": holder}
    if leaving and not count:
        return _("%(name)s har slutat. Uppdragen är avslutade.") % words
    text = ngettext("En sak är överlämnad efter %(name)s.", "%(n)d saker är överlämnade efter %(name)s.", count)
    return text % words


def _address(request: HttpRequest, holder: Any) -> str:
    what = "organisation" if isinstance(holder, Organisation) else "user"
    return f"{reverse('home:hand_over', args=[request.county.slug])}?{what}={holder.pk}"  # type: ignore[attr-defined]


@as_coordinator
@require_POST
def open_again(request: CountyRequest) -> HttpResponse:
    """Somebody has come back, or it was a slip."""
    pk = request.POST.get("user", "")
    found = next((u for u in handover.known_in(request.county) if str(u.pk) == pk), None)
    if found is None or found.is_active:
        raise Http404
    open_account_again(user=found, county=request.county, by=request.user)
    messages.success(request, _("Kontot för %(name)s är öppet igen. Ge uppdrag på nytt.") % {"name": found.name})
    return redirect(_address(request, found))


@as_coordinator
def ownerless(request: CountyRequest) -> HttpResponse:
    groups = handover.ownerless_in(request.county)
    context = {"groups": groups, "count": sum(len(group.items) for group in groups), "all": request.GET.get("alla", "")}
    return render(request, "home/ownerless.html", context)
