"""The menu as a declared list. A place is shown when the room that owns its URL is there: no dead links, no counters."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    name: str | Promise
    url: str  # URL name; its only argument is the county's slug
    icon: str = ""
    children: tuple["Place", ...] = ()
    coordinators_only: bool = False
    decided: bool = False  # also for those who read only what a county has decided
    in_county: bool = True  # its address begins with the county
    answerers_only: bool = False  # those who write for an organisation; coordinators ask, they do not answer


MENU = (
    Place(_("Start"), "home:start", "home", decided=True),
    Place(
        _("Planen"),
        "plans:list",
        "plan",
        (
            Place(_("Ramverk"), "plans:list", decided=True),
            Place(_("Aktiviteter"), "activities:list"),
            Place(_("Läs in en plan"), "activities:import_upload", coordinators_only=True),
        ),
    ),
    Place(
        _("Uppföljning"),
        "followup:list",
        "chart",
        (
            Place(_("Mina svar"), "rounds:mine", answerers_only=True),
            Place(_("Omgångar"), "followup:list"),
            Place(_("Sammanställning"), "analysis:list"),
            Place(_("Rapporter"), "reports:list", decided=True),
        ),
    ),
    Place(
        _("Samverkan"),
        "people:organisations",
        "people",
        (
            Place(_("Organisationer"), "people:organisations"),
            Place(_("Personer"), "people:persons"),
            Place(_("Inbjudningar"), "people:invitations", coordinators_only=True),
            Place(_("Post"), "home:letters", coordinators_only=True),
            Place(_("Personuppgifter"), "privacy:people", coordinators_only=True, in_county=False),
        ),
    ),
)


@dataclass
class Entry:
    name: str
    url: str
    icon: str
    current: bool = False
    open: bool = False
    children: list["Entry"] = field(default_factory=list)


def menu(request: HttpRequest, county: Any) -> list[Entry]:
    entries = []
    for place in _decided() if getattr(request, "decided_only", False) else MENU:
        entry = _entry(place, request, county)
        if entry is None:
            continue
        entry.children = [e for child in place.children if (e := _entry(child, request, county))]
        _mark(entry, request)
        entries.append(entry)
    return entries


def _decided() -> list[Place]:
    """Each place that is for those who read only what is decided; a heading leads to the first of its own."""
    kept = []
    for place in MENU:
        children = tuple(child for child in place.children if child.decided)
        if place.decided or children:
            kept.append(replace(place, children=children, url=place.url if place.decided else children[0].url))
    return kept


def _entry(place: Place, request: HttpRequest, county: Any) -> Entry | None:
    coordinator = getattr(request, "is_coordinator", False)
    if (place.coordinators_only and not coordinator) or (place.answerers_only and coordinator):
        return None
    try:
        url = reverse(place.url, args=[county.slug] if place.in_county else [])
    except NoReverseMatch:
        return None
    return Entry(str(place.name), url, place.icon)


def _mark(entry: Entry, request: HttpRequest) -> None:
    """The longest address that the present one begins with is where we are; a page can say otherwise with request.place."""
    path = getattr(request, "place", None) or request.path
    inside = [c for c in entry.children if path.startswith(c.url)]
    if inside:
        max(inside, key=lambda c: len(c.url)).current = entry.open = True
    elif path == entry.url:
        entry.current = True
