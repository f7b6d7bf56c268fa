from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import collect
from samplan.foundation.people.access import (
    COUNTY_COOKIE,
    CountyRequest,
    for_builders,
    in_county,
    reading_decided,
    signed_in,
)
from samplan.foundation.people.models import County
from samplan.foundation.people.queries import counties_of, with_people
from samplan.foundation.terms import queries as terms

from . import queries, sentences
from .calendar_file import as_calendar
from .handover import ownerless_in
from .parts import sample_parts
from .wheel import draw

A_YEAR = 365 * 24 * 60 * 60


@signed_in
def front_door(request: HttpRequest) -> HttpResponse:
    """On to the county last used, or the first one where anybody is; a kind page for those who have no role yet."""
    counties = counties_of(request.user)
    if not counties:
        return render(request, "home/no_role.html")
    last = request.COOKIES.get(COUNTY_COOKIE)
    county = next((c for c in counties if c.slug == last), None) or with_people(counties)[0]
    return redirect("home:start", county.slug)


@reading_decided
def start(request: CountyRequest) -> HttpResponse:
    county, user = request.county, request.user
    if request.decided_only:  # type: ignore[attr-defined]
        return _keep_county(render(request, "home/decided.html", queries.decided(county)), county)
    items = queries.todo(user, county)
    year = _year(request)
    found = queries.events(county, year)
    coming = queries.coming(county, year, found)
    context = {
        "today": today(),
        "items": items,
        "filled": queries.filled(items),
        "title": sentences.waiting(items),
        "next": coming[0] if coming else None,
        "watch": collect("watch", user, county, top_first=True)[:4],  # what is happening before what just is
        **_ownerless(request),
        "year": year,
        "as_list": request.GET.get("ar") == "lista",
        "wheel": draw(found, year),
        "coming": coming[: queries.SHOWN_NEXT],
        "months": queries.by_month(found),
        "changes": queries.changes(user, county, everything="andringar" in request.GET),
    }
    return _keep_county(render(request, "home/start.html", context), county)


def _keep_county(response: HttpResponse, county: County) -> HttpResponse:
    response.set_cookie(
        COUNTY_COOKIE, county.slug, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _ownerless(request: CountyRequest) -> dict[str, Any]:
    """For those who can choose somebody."""
    groups = ownerless_in(request.county) if request.is_coordinator else []  # type: ignore[attr-defined]
    return {"ownerless": groups, "ownerless_count": sum(len(group.items) for group in groups)}


def _year(request: HttpRequest) -> int:
    """The year asked for, within a span that a calendar can hold; else this one."""
    asked = request.GET.get("visa", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2099 else today().year


@reading_decided
def search(request: CountyRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    inside = not request.decided_only  # type: ignore[attr-defined]
    spellings = terms.spellings(words, request.county) if inside else terms.NO_SPELLINGS
    hits = queries.search(request.county, words, request.user, spellings.others)
    count = sum(len(each.found) for each in hits)
    context = {"words": words, "hits": hits, "count": count, "spellings": spellings}
    return render(request, "home/search.html", context)


@in_county
def calendar(request: CountyRequest) -> HttpResponse:
    year = _year(request)
    name = _("Samplan %(county)s %(year)s") % {"county": request.county.name, "year": year}
    text = as_calendar(name, queries.events(request.county, year), request.build_absolute_uri("/"))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="samplan-{request.county.slug}-{year}.ics"'
    return response


@for_builders
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the pages on one page, for those who build and test: not in a county's own installation."""
    return render(request, "home/parts.html", sample_parts())
