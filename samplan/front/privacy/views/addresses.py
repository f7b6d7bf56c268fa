"""Somebody who has only had a personal link: what is kept, as a page and a file, and its erasure."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import note_read
from samplan.foundation.people.access import CountyRequest

from .. import actions, addresses, queries
from ..access import addressing
from ..forms import EraseForm
from .files import extract_file


@addressing
def address(request: CountyRequest, shown: str) -> HttpResponse:
    """Everything kept about an address, on request. That it was read is written down."""
    groups = addresses.about(shown)
    note_read(request.user, addresses.any_row(shown), _("Registerutdrag om en e-postadress"))
    context = {
        "shown": shown,
        "token": addresses.token_of(shown),
        "names": addresses.names_of(shown),
        "groups": groups,
        "number": sum(len(group.rows) for group in groups),
    }
    return render(request, "privacy/address.html", context)


@addressing
def address_file(request: CountyRequest, shown: str, kind: str) -> HttpResponse:
    who = addresses.Somebody(addresses.label(shown), shown)
    answer = extract_file(who, addresses.about(shown), kind)
    note_read(request.user, addresses.any_row(shown), _("Registerutdrag om en e-postadress, som fil"))
    return answer


@addressing
def erase_address(request: CountyRequest, shown: str) -> HttpResponse:
    """As for a person: what stands in the way, what will happen, counted, and then the deed."""
    found, names = addresses.hindrances(shown), addresses.names_of(shown)
    form = EraseForm(request.POST or None, name=" ".join([*names.own, shown]))
    if request.method == "POST" and not found and form.is_valid():
        try:
            actions.erase_address(address=shown, by=request.user, reason=form.cleaned_data["reason"])
        except actions.Hindered as why:
            messages.error(request, str(why))
            return redirect("privacy:erase_address", addresses.token_of(shown))
        texts = queries.mentions(names.own[0] if names.own else "", shown)
        return render(request, "privacy/erased.html", {"mentions": texts})
    context = {
        "shown": shown,
        "token": addresses.token_of(shown),
        "names": names,
        "form": form,
        "hindrances": found,
        "done": [] if found else actions.preview_erasure_of_address(address=shown, by=request.user),
    }
    return render(request, "privacy/erase_address.html", context)
