"""What has been changed in an edition, when, by whom and why."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from samplan.foundation.core.text import whole_number
from samplan.foundation.core.workbooks import write_csv
from samplan.foundation.history import queries as history

from .. import access, changes
from ..changes import Chosen
from ..changes_forms import ChangesForm
from ..models import Node


@access.in_county
def log(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form, chosen = _chosen(request, shown)
    page = history.page_of(changes.events(shown, chosen), request.GET.get("sida"))
    context = {
        "edition": shown,
        "form": form,
        "page": page,
        "days": changes.by_day(page.object_list, request.user),
        "is_narrowed": chosen != Chosen(),
        "address": urlencode({k: v for k, v in request.GET.items() if v and k != "sida"}),
        "node": Node.objects.filter(pk=chosen.node, edition=shown).first() if chosen.node else None,
    }
    return render(request, "plans/changes.html", context)


@access.in_county
def download(request: HttpRequest, edition: int) -> HttpResponse:
    """The same choice as a file."""
    shown = access.edition_of(request, edition)
    _form, chosen = _chosen(request, shown)
    content = write_csv(changes.sheet(changes.events(shown, chosen), request.user))
    name = f"{slugify(shown.title)}-andringar.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _chosen(request: HttpRequest, shown: Any) -> tuple[ChangesForm, Chosen]:
    form = ChangesForm(request.GET or None, people=changes.people(shown, request.user), auto_id="narrow-%s")
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    person = data.get("vem", "")
    chosen = Chosen(
        node=whole_number(request.GET.get("del", "")),
        person=whole_number(person) if person else None,
        first=data.get("fran"),
        last=data.get("till"),
    )
    return form, chosen
