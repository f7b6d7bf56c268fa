"""Publishing an adopted edition, and the page that everybody can read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samplan.foundation.core.documents.web import render_web

from .. import access, actions, deciding, publishing, queries
from ..forms import PublishForm
from ..states import DECIDED, NotAllowed
from .documents import published_document


@access.as_coordinator
def publish(request: HttpRequest, edition: int) -> HttpResponse:
    """Says exactly what everybody will read, and what not; then the deed, or taking it back."""
    shown = access.edition_of(request, edition)
    if request.method == "POST" and "dra-tillbaka" in request.POST:
        if actions.withdraw_edition(edition=shown, by=request.user):
            messages.success(request, _("Planen är inte längre publicerad."))
        return redirect("plans:edition", request.county.slug, shown.pk)  # type: ignore[attr-defined]
    adoption = queries.adoption_of(shown)
    names = queries.names_of_people(request.county)  # type: ignore[attr-defined]
    start = {"decided_by": adoption.reason if adoption else ""}
    form = PublishForm(request.POST or None, names=names, initial=start)
    if request.method == "POST" and form.is_valid():
        return _publish(request, shown, form.cleaned_data["decided_by"])
    context = {
        "edition": shown,
        "form": form,
        "is_decided": shown.state in DECIDED,
        "adoption": adoption,
        "publication": queries.publication_of(shown),
        "found": deciding.decisions_of(shown),
        **publishing.contents(shown, names),
    }
    return render(request, "plans/publish.html", context)


def _publish(request: HttpRequest, shown: queries.Edition, decided_by: str) -> HttpResponse:
    try:
        actions.publish_edition(edition=shown, decided_by=decided_by, by=request.user)
        messages.success(request, _("Planen är publicerad. Alla kan läsa den, utan att logga in."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("plans:edition", request.county.slug, shown.pk)  # type: ignore[attr-defined]


@access.open_county
def published(request: HttpRequest, edition: int) -> HttpResponse:
    publication = access.publication_of(request, edition)
    shown = publication.edition
    context = {
        "open_county": request.open_county,  # type: ignore[attr-defined]
        "publication": publication,
        "edition": shown,
        "plan": shown.plan,
        "newer": queries.newer_published(shown),
        "found": deciding.decisions_of(shown) if shown.matter_id else None,
        "document": render_web(published_document(publication), with_head=False, key=f"p{shown.pk}"),
    }
    return render(request, "plans/published.html", context)
