"""What everybody can read without signing in: all counties with something published, and one county's own list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samplan.foundation.core.offers import Published, collect
from samplan.foundation.people.access import open_county, published_pages


@published_pages
def start(request: HttpRequest) -> HttpResponse:
    by_county: dict[int, list[Published]] = {}
    for one in collect("published", None):
        by_county.setdefault(one.county.pk, []).append(one)
    counties = sorted(by_county.values(), key=lambda things: things[0].county.name_key)
    return render(request, "home/open_start.html", {"counties": [(things[0].county, things) for things in counties]})


@open_county
def of_county(request: HttpRequest) -> HttpResponse:
    county = request.open_county  # type: ignore[attr-defined]
    return render(request, "home/open_county.html", {"open_county": county, "things": collect("published", county)})
