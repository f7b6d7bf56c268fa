from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import queries
from ..access import as_administrator

AT_ONCE = 50


@as_administrator
def erasures(request: HttpRequest) -> HttpResponse:
    """Who has taken personal data away, when and why; never what it was."""
    page = Paginator(queries.erasures(), AT_ONCE).get_page(request.GET.get("sida"))
    rows = [(event, queries.erased_words(event)) for event in page]
    return render(request, "privacy/erasures.html", {"page": page, "rows": rows})
