"""The pages of hand-over, and of what nobody has in hand. The county's coordinators only."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.core.text import whole_number
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.foundation.people.actions.passing_on import open_account_again
from samplan.foundation.people.models import Organisation, User

from . import handover

NOBODY = "nobody"


class ChooseForm(forms.Form):
    """Whose things are to be seen."""

    def __init__(self, users: list[Any], organisations: list[Any]) -> None:
        super().__init__()
        self.use_required_attribute = False
        closed = _("kontot är stängt")
        people = [(u.pk, _with_title(u) if u.is_active else f"{_with_title(u)} ({closed})") for u in users]
        self.fields["user"] = forms.ChoiceField(label=_("Person"), choices=people)
        places = [(o.pk, o.name) for o in organisations]
        self.fields["organisation"] = forms.ChoiceField(label=_("Organisation"), choices=places)


class ToForm(forms.Form):
    """One for everything, another for a kind of things, or nobody; and whether the person has left."""

    def __init__(self, data: Any, holder: Any, groups: list[handover.Group], receivers: list[Any]) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self.groups = groups
        self.receivers = {str(receiver.pk): receiver for receiver in receivers}
        known = [(pk, _with_title(receiver)) for pk, receiver in self.receivers.items()]
        self.fields["to"] = forms.ChoiceField(
            label=_("Allt går till"), choices=[("", _("Välj")), *known], required=False
        )
        self.fields["to"].required = True  # no word of leaving it empty; the page says what is missing itself
        own = [("", _("Samma som för allt")), (NOBODY, _("Lämnas inte över")), *known]
        for n, group in enumerate(groups):
            label = _("Tar över: %(kind)s") % {"kind": group.kind}
            self.fields[f"to-{n}"] = forms.ChoiceField(label=label, choices=own)
        words = {"name": holder}
        self.fields["left"] = forms.BooleanField(label=_("%(name)s har slutat") % words, required=False)

    def chosen(self) -> dict[str, Any]:
        """By kind; only those the page offered."""
        to = {}
        for n, group in enumerate(self.groups):
            pk = self.data.get(f"to-{n}") or self.data.get("to", "")
            if pk in self.receivers:
                to[group.kind] = self.receivers[pk]
        return to


def _with_title(holder: Any) -> str:
    title = getattr(holder, "title", "")
    return f"{holder.name}, {title}" if title else holder.name


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
        next((u for u in handover.known_in(request.county, request.user) if str(u.pk) == user), None)
        if user
        else request.county.organisations.filter(pk=whole_number(organisation)).first()
    )
    if found is None:
        raise Http404
    return found


def _choose(request: CountyRequest) -> HttpResponse:
    form = ChooseForm(handover.known_in(request.county, request.user), list(request.county.organisations.all()))
    return render(request, "home/handover_choose.html", {"form": form})


def _page(request: CountyRequest, holder: Any, refused: str = "", status: int = 200) -> HttpResponse:
    items = handover.owned_in(holder, request.county)
    is_user = isinstance(holder, User)
    elsewhere = is_user and handover.has_more_elsewhere(holder, request.county)
    form = _form(request, holder, items)
    context = {
        "holder": holder,
        "is_user": is_user,
        "form": form,
        "groups": [(group, form[f"to-{n}"]) for n, group in enumerate(form.groups)],
        "count": len(items),
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
    to = _form(request, holder, items).chosen()
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


def _form(request: CountyRequest, holder: Any, items: list[Any]) -> ToForm:
    receivers = handover.may_take_over(holder, request.county)
    form = ToForm(None, holder, handover.groups_of(items), receivers)
    form.data = request.POST  # not bound: what is missing is said by the page, in a sentence
    if request.method == "POST":
        form.initial = {name: request.POST.get(name) for name in form.fields}
    return form


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
    found = next((u for u in handover.known_in(request.county, request.user) if str(u.pk) == pk), None)
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
