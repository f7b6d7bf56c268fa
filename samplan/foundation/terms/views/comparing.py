"""One list set against another: the national goals of one year against those of the next."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.people.access import CountyRequest

from .. import actions, queries
from ..access import Desk
from ..actions import TermRefused
from ..forms import MappingForm
from ..models import TermMapping
from .keeping import refused


def compare(request: CountyRequest, desk: Desk, vocabulary: int, other: int) -> HttpResponse:
    source = desk.vocabulary(vocabulary)
    target = get_object_or_404(desk.readable, pk=other)
    if source.pk == target.pk:
        raise Http404
    form = MappingForm(request.POST or None, source=source, target=target)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.map_terms(by=request.user, **form.cleaned_data)
            words = {"source": made.source.text, "target": made.target.text}
            messages.success(request, _("”%(source)s” svarar nu mot ”%(target)s”.") % words)
            return redirect(desk.url("compare", source.pk, target.pk))
        except TermRefused as refusal:
            refused(form, refusal)
    context = {
        "vocabulary": source,
        "other": target,
        "found": queries.mapped(source, target),
        "form": form,
        "desk": desk,
        "words_url": desk.url("words"),
        "back": desk.url("vocabulary", source.pk),
    }
    return render(request, "terms/compare.html", context, status=422 if form.errors else 200)


@require_POST
def unmap(request: CountyRequest, desk: Desk, vocabulary: int, mapping: int) -> HttpResponse:
    found = get_object_or_404(
        TermMapping.objects.select_related("source", "target"),
        pk=mapping,
        source__vocabulary=desk.vocabulary(vocabulary),
    )
    actions.unmap(mapping=found, by=request.user)
    messages.success(request, _("Jämförelsen är borttagen."))
    return redirect(desk.url("compare", vocabulary, found.target.vocabulary_id))
