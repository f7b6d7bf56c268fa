"""Keeping what is chosen in the list of activities under a name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access
from .. import saved_views as reading
from ..actions import saved_views as writing
from ..view_forms import ViewForm


@access.in_county
def saved_views(request: HttpRequest) -> HttpResponse:
    views = reading.views_for(request.user, request.county)  # type: ignore[attr-defined]
    context = {
        "own": [view for view in views if view.user_id is not None],
        "shared": [view for view in views if view.user_id is None],
    }
    return render(request, "activities/saved_views.html", context)


@access.in_county
def save_view(request: HttpRequest) -> HttpResponse:
    """The choices come in the address, as the list has them."""
    county, query = request.county, reading.known(request.GET.urlencode())  # type: ignore[attr-defined]
    form = ViewForm(request.POST or None, may_share=request.is_coordinator)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        shared = bool(form.cleaned_data.get("shared"))
        try:
            view = writing.save_view(
                county=county, name=form.cleaned_data["name"], query=query, shared=shared, by=request.user
            )
        except writing.NameTaken as refusal:
            form.add_error("name", str(refusal))
        except writing.NothingToKeep as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Urvalet ”%(name)s” är sparat.") % {"name": view.name})
            return redirect(f"{reverse('activities:list', args=[county.slug])}?{view.query}")
    context = {"form": form, "query": query}
    return render(request, "activities/save_view.html", context, status=422 if form.errors else 200)


@access.keeps_view
def rename_view(request: HttpRequest, saved: int) -> HttpResponse:
    shown = access.view_of(request, saved)
    form = ViewForm(merging.posted(request), initial={"name": shown.name})
    back = reverse("activities:saved_views", args=[request.county.slug])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            writing.rename_view(view=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except writing.NameTaken as refusal:
            form.add_error("name", str(refusal))
        except Stale:
            shown = access.view_of(request, saved)
            told: dict[str, Any] = {
                "now": {"name": shown.name},
                "seen": reading.mark_of_view(shown),
                "events": history_of(shown),
            }
            return merging.page(request, form, title=shown.name, back=back, **told)
    start = merging.start(request, form, reading.mark_of_view(shown))
    context = {"form": form, "view": shown, "seen": start, "back": back}
    return render(request, "activities/rename_view.html", context, status=422 if form.errors else 200)


@access.keeps_view
@require_POST
def remove_view(request: HttpRequest, saved: int) -> HttpResponse:
    shown = access.view_of(request, saved)
    writing.remove_view(view=shown, by=request.user)
    messages.success(request, _("Urvalet ”%(name)s” är borttaget. Aktiviteterna är kvar.") % {"name": shown.name})
    return redirect("activities:saved_views", request.county.slug)  # type: ignore[attr-defined]
