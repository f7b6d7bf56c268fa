from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from samplan.foundation.history.queries import readings as all_readings

from ..access import CountyRequest, as_administrator

PER_PAGE = 50


@as_administrator
def readings(request: CountyRequest) -> HttpResponse:
    """Who has read what is protected, when and why."""
    page = Paginator(all_readings(), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "people/readings.html", {"page": page})
