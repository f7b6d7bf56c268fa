"""What nobody has taken on, chosen and handed over in one step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import access, queries
from ..actions import handing as writing
from ..handing_forms import HandOverForm
from ..models import Activity


@access.as_coordinator
def ownerless(request: HttpRequest) -> HttpResponse:
    free = queries.ownerless(request.county)  # type: ignore[attr-defined]
    organisations = request.county.organisations.current().order_by("name_key")  # type: ignore[attr-defined]
    form = HandOverForm(request.POST or None, activities=free, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        _do(request, form.cleaned_data, asks=form.cleaned_data["how"] == form.ASK)
        return redirect("activities:ownerless", request.county.slug)  # type: ignore[attr-defined]
    ticked, everything = set(form["activities"].value() or ()), "alla" in request.GET
    rows = [(activity, (everything and not form.is_bound) or str(activity.pk) in ticked) for activity in free]
    context = {"form": form, "rows": rows, "everything": everything}
    return render(request, "activities/ownerless.html", context, status=422 if form.errors else 200)


def _do(request: HttpRequest, data: dict[str, Any], *, asks: bool) -> None:
    chosen, owner = [int(pk) for pk in data["activities"]], data["owner"]
    if asks:
        number, taken = writing.ask_about(
            activities=chosen, organisation=owner, message=data["message"], by=request.user
        )
        words = ngettext("%(name)s är frågad om %(n)d aktivitet.", "%(name)s är frågad om %(n)d aktiviteter.", number)
    else:
        number, taken = writing.hand_over(
            activities=chosen, owner=owner, owner_person=data["owner_person"], by=request.user
        )
        words = ngettext("%(name)s äger %(n)d aktivitet till.", "%(name)s äger %(n)d aktiviteter till.", number)
    messages.success(request, words % {"name": owner, "n": number})
    if taken:
        messages.info(request, _taken_words(taken))


def _taken_words(taken: list[Activity]) -> str:
    names = ", ".join(f"{activity.title} ({activity.owner})" for activity in taken[:5])
    return _("Det här hann någon annan ta på sig: %(names)s.") % {"names": names}
