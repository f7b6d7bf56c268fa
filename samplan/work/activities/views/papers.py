"""The papers of an activity."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.files import store

from .. import access
from .. import papers as reading
from ..actions import papers as writing
from ..models import Activity, ActivityDocument
from ..paper_forms import PaperForm
from ..states import NotAllowed


@access.in_county
def documents(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    context = {
        "activity": shown,
        "papers": reading.papers_of(shown),
        "may_change": access.may_change(request, shown),
    }
    return render(request, "activities/documents.html", context)


@access.changing
def add(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = writing.add_paper(activity=shown, by=request.user, **form.cleaned_data)
        messages.success(request, _("”%(title)s” är tillagt.") % {"title": made.title})
        return redirect("activities:documents", request.county.slug, shown.pk)  # type: ignore[attr-defined]
    context = {"form": form, "activity": shown}
    return render(request, "activities/document_form.html", context, status=422 if form.errors else 200)


@access.in_county
def download(request: HttpRequest, activity: int, document: int) -> HttpResponse:
    """As a file to save, never as a page: it is somebody's own."""
    row = _document(access.activity_of(request, activity), document)
    if row.file is None:
        raise Http404
    try:
        content = store.read(row.file)
    except (FileNotFoundError, ValueError):
        messages.error(request, _("Filen gick inte att läsa. Be den som har den att lägga in den igen."))
        return redirect("activities:documents", request.county.slug, activity)  # type: ignore[attr-defined]
    name = PurePosixPath(row.file.name)
    plain = f"{slugify(name.stem) or 'dokument'}.{slugify(name.suffix) or 'bin'}"
    return HttpResponse(
        content,
        content_type=reading.kind_of(row),
        headers={"Content-Disposition": f'attachment; filename="{plain}"', "X-Content-Type-Options": "nosniff"},
    )


@access.changing
@require_POST
def remove(request: HttpRequest, activity: int, document: int) -> HttpResponse:
    row = _document(access.changeable(request, activity), document)
    try:
        writing.remove_paper(document=row, by=request.user)
        messages.success(request, _("”%(title)s” är borttaget.") % {"title": row.title})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("activities:documents", request.county.slug, activity)  # type: ignore[attr-defined]


def _document(shown: Activity, pk: int) -> ActivityDocument:
    rows = ActivityDocument.objects.select_related("file", "activity")
    return get_object_or_404(rows, pk=pk, activity=shown)
