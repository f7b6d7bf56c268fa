"""The next edition of a plan: stands here because its activities come along."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samplan.work.plans import access as plans_access
from samplan.work.plans import actions as plans

from .. import actions
from ..forms import NextEditionForm


@plans_access.as_coordinator
def start(request: HttpRequest, edition: int) -> HttpResponse:
    earlier = plans_access.edition_of(request, edition)
    form = NextEditionForm(request.POST or None, initial={"title": earlier.title})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            made = plans.start_edition(
                predecessor=earlier,
                title=data["title"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                by=request.user,
            )
            if data["carry_over"]:
                actions.carry_over(from_edition=earlier, nodes=made.nodes_by_ref, by=request.user)
        messages.success(request, _("Nästa utgåva är påbörjad som arbetsutkast. Den tidigare är orörd."))
        return redirect("plans:edition", request.county.slug, made.edition.pk)  # type: ignore[attr-defined]
    return render(request, "activities/next_edition.html", {"form": form, "edition": earlier})
