"""Words as everybody in the county reads them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from samplan.foundation.history import queries as history
from samplan.foundation.people.access import CountyRequest

from .. import queries
from ..access import Desk, in_county, may_write, own_organisations
from ..forms import FindForm, SpellingForm, TryForm
from ..models import Vocabulary


@in_county
def words(request: CountyRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:200]
    found = queries.lists(request.county, asked)
    own = set(own_organisations(request).values_list("pk", flat=True))
    coordinates = request.is_coordinator  # type: ignore[attr-defined]
    for each in found:
        each.may_write = each.county_id and (coordinates or each.organisation_id in own)  # type: ignore[attr-defined]
    context = {"lists": found, "words": asked, "find": FindForm(initial={"q": asked}), "kinds": Vocabulary.Kind.choices}
    return render(request, "terms/words.html", {**context, "may_make": coordinates or own})


@in_county
def term(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.terms_of(request.county), pk=pk)
    context = {
        "term": found,
        "desk": Desk(request.county),
        "spellings": list(found.spellings.all()),
        "replaces": list(found.replaces.all()),
        "parts": list(found.parts.all()),
        "mappings": queries.mappings_of(found, request.county),
        "may_change": may_write(request, found.vocabulary),
        "form": SpellingForm(),
        "happenings": list(history.of(found)[:8]),
    }
    return render(request, "terms/term.html", context)


@in_county
def try_text(request: CountyRequest) -> HttpResponse:
    """Nothing is kept of the text."""
    form = TryForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = queries.suggest(form.cleaned_data["text"], request.county)
    context = {"form": form, "found": found}
    return render(request, "terms/try_text.html", context, status=422 if form.errors else 200)
