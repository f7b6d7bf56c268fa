from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.models import Organisation

from .. import access, actions, queries
from ..forms import EditionForm, NewPlanForm, PartiesForm
from ..models import Edition, Party


@access.as_coordinator
def new(request: HttpRequest) -> HttpResponse:
    """A new plan: from a template, as another plan in the county, or with levels of its own."""
    form = NewPlanForm(request.POST or None, editions=queries.in_county(request.county))
    if request.method == "POST" and form.is_valid():
        data, begun = form.cleaned_data, form.beginning()
        made = actions.create_edition(
            county=request.county,  # type: ignore[attr-defined]
            title=data["title"],
            owner_name=data["owner_name"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            lead=data["lead"],
            tiers=begun.tiers,
            nodes=begun.nodes,
            numbers_itself=begun.numbers_itself,
            terms=begun.terms,
            by=request.user,
        )
        messages.success(request, _("Planen är upplagd som arbetsutkast. Skriv om det som står, och lägg till mer."))
        return redirect("plans:draft", request.county.slug, made.edition.pk)  # type: ignore[attr-defined]
    return render(request, "plans/new.html", {"form": form})


@access.edits_plans
@access.told
def facts(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    form = EditionForm(merging.posted(request), initial=_facts_now(shown))
    back = reverse("plans:edition", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_edition(edition=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            return redirect(back)
        except Stale:
            shown = access.open_edition_of(request, edition)
            told = {"now": _facts_now(shown), "seen": actions.mark_of_edition(shown), "events": history_of(shown)}
            return merging.page(request, form, title=shown.title, back=back, **told)
    start = merging.start(request, form, actions.mark_of_edition(shown))
    return render(request, "plans/facts.html", {"form": form, "edition": shown, "seen": start})


def _facts_now(edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title,
        "owner_name": edition.plan.owner_name,
        "valid_from": edition.valid_from,
        "valid_to": edition.valid_to,
        "lead": edition.lead,
    }


@access.as_coordinator
def parties(request: HttpRequest, edition: int) -> HttpResponse:
    """Parties belong to the plan and change through its whole life, also after adoption."""
    shown = access.edition_of(request, edition)
    standing = _standing(shown)
    form = PartiesForm(merging.posted(request), county=request.county, standing=standing)  # type: ignore[attr-defined]
    back = reverse("plans:edition", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_parties(plan=shown.plan, parties=form.parties(), seen=merging.seen(request), by=request.user)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            now = {f"role_{o.pk}": "" for o in form.organisations} | {
                f"role_{o.pk}": role for o, role in _standing(shown).items()
            }
            told = {"now": now, "seen": actions.mark_of_parties(shown.plan), "events": history_of(shown.plan)}
            return merging.page(request, form, title=shown.title, back=back, **told)
    start = merging.start(request, form, actions.mark_of_parties(shown.plan))
    return render(request, "plans/parties.html", {"form": form, "edition": shown, "seen": start})


def _standing(edition: Edition) -> dict[Organisation, str]:
    rows = Party.objects.filter(plan=edition.plan, valid_to=None).select_related("organisation")
    return {row.organisation: str(row.role) for row in rows}
