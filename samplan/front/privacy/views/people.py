from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import note_read
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest
from samplan.foundation.people.models import User

from .. import actions, addresses, queries
from ..access import as_keeper, keeping, may_ask_about, signed_in, visible_people
from ..forms import CorrectForm, EraseForm, FindForm
from .files import extract_file

AT_ONCE = 50


@as_keeper
def people(request: CountyRequest) -> HttpResponse:
    form = FindForm(request.GET or None)
    words = fold(form.data.get("vem", "").strip())
    found = visible_people(request.user).order_by("name_key", "pk")
    if words:
        named = [pk for pk, name, email in found.values_list("pk", "name", "email") if words in fold(f"{name} {email}")]
        found = found.filter(pk__in=named)
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("sida"))
    written = form.data.get("vem", "")
    context = {"form": form, "page": page, "words": written, "token": _token(request.user, written.strip().lower())}
    return render(request, "privacy/people.html", context)


def _token(user: User, address: str) -> str:
    """For somebody who has no account, asked for by the whole address."""
    return addresses.token_of(address) if "@" in address and may_ask_about(user, address) else ""


@keeping
def person(request: CountyRequest, shown: User) -> HttpResponse:
    """Everything kept about somebody, on their request. That it was read is written down."""
    groups = queries.about(shown)
    note_read(request.user, shown, _("Registerutdrag"))
    context = {"shown": shown, "groups": groups, "number": sum(len(group.rows) for group in groups)}
    return render(request, "privacy/person.html", context)


@keeping
def person_file(request: CountyRequest, shown: User, kind: str) -> HttpResponse:
    answer = extract_file(shown, queries.about(shown), kind)
    note_read(request.user, shown, _("Registerutdrag som fil"))
    return answer


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    groups = queries.about(request.user)  # type: ignore[arg-type]
    context = {
        "shown": request.user,
        "groups": groups,
        "number": sum(len(group.rows) for group in groups),
        "own": True,
        "controller": queries.controller(),
    }
    return render(request, "privacy/person.html", context)


@signed_in
def my_file(request: HttpRequest, kind: str) -> HttpResponse:
    return extract_file(request.user, queries.about(request.user), kind)  # type: ignore[arg-type]


@keeping
def correct(request: CountyRequest, shown: User) -> HttpResponse:
    form = CorrectForm(merging.posted(request), initial=_now(shown))
    if request.method == "POST" and form.is_valid():
        seen = merging.seen(request)
        try:
            done = actions.correct_person(user=shown, seen=seen, by=request.user, **form.cleaned_data)
        except actions.Hindered as why:
            form.add_error("email", str(why))
        except Stale:
            shown.refresh_from_db()
            told = {"now": _now(shown), "seen": actions.mark_of_person(shown), "events": history_of(shown)}
            back = reverse("privacy:person", args=[shown.pk])
            return merging.page(request, form, title=shown.name, back=back, **told)
        else:
            messages.success(
                request, _("Rättat på alla ställen där uppgifterna används: %(n)d slag.") % {"n": len(done)}
            )
            return redirect("privacy:person", shown.pk)
    seen = merging.start(request, form, actions.mark_of_person(shown))
    return render(request, "privacy/correct.html", {"shown": shown, "form": form, "seen": seen})


def _now(shown: User) -> dict[str, Any]:
    return {"name": shown.name, "email": shown.email, "title": shown.title, "reason": ""}


@keeping
def erase(request: CountyRequest, shown: User) -> HttpResponse:
    """First what stands in the way; then what will happen, counted; then the deed, with a reason."""
    found = queries.hindrances(shown, request.user)
    form = EraseForm(request.POST or None, name=shown.name)
    if request.method == "POST" and not found and form.is_valid():
        name, email = shown.name, shown.email
        try:
            actions.erase_person(user=shown, by=request.user, reason=form.cleaned_data["reason"])
        except actions.Hindered as why:
            messages.error(request, str(why))
            return redirect("privacy:erase", shown.pk)
        return render(request, "privacy/erased.html", {"mentions": queries.mentions(name, email)})
    context = {
        "shown": shown,
        "form": form,
        "hindrances": found,
        "done": [] if found else actions.preview_erasure(user=shown, by=request.user),
    }
    return render(request, "privacy/erase.html", context)
