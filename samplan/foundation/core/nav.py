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
    administrators_only: bool = False  # the installation's own pages
    administrators_too: bool = False  # beside those above
    also: tuple[str, ...] = ()  # URL names of pages that belong here, though their addresses begin otherwise
    answerers_only: bool = False  # those who write for an organisation; coordinators ask, they do not answer


MENU = (
    Place(_("Start"), "home:start", "home", decided=True, also=("home:ownerless", "home:search")),
    Place(
        _("Planen"),
        "plans:list",
        "plan",
        (
            Place(_("Ramverk"), "plans:list", decided=True),
            Place(_("Aktiviteter"), "activities:list"),
            Place(_("Slutrapporter"), "delivery:final_reports"),
            Place(_("Vägledningar"), "delivery:guides"),
            Place(_("Läs in en plan"), "activities:import_upload", coordinators_only=True),
            Place(_("Ord"), "terms:words"),
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
            Place(_("Organisationer"), "people:organisations", also=("people:consent",)),
            Place(_("Organ"), "governance:bodies"),
            Place(_("Personer"), "people:persons", also=("home:hand_over",)),
            Place(_("Inbjudningar"), "people:invitations", coordinators_only=True),
            Place(_("Post"), "home:letters", coordinators_only=True),
            Place(
                _("Personuppgifter"),
                "privacy:people",
                coordinators_only=True,
                administrators_too=True,
                in_county=False,
            ),
        ),
    ),
    Place(
        _("Administration"),
        "home:all_letters",
        "lock",
        (
            Place(_("All post"), "home:all_letters", in_county=False),
            Place(_("Nivåer över länet"), "people:levels", in_county=False),
            Place(_("Ordlistor"), "terms:national_words", in_county=False),
            Place(_("Vem som har läst"), "people:readings", in_county=False),
            Place(_("Ovanligt"), "people:unusual", in_county=False),
            Place(_("Gallring"), "privacy:keeping", in_county=False, also=("privacy:erasures",)),
            Place(_("Registerförteckning"), "privacy:record", in_county=False, also=("privacy:controller",)),
        ),
        administrators_only=True,
        in_county=False,
    ),
)


@dataclass
class Entry:
    name: str
    url: str
    icon: str
    current: bool = False
    open: bool = False
    also: tuple[str, ...] = ()
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
    if not _is_for(place, request):
        return None
    try:
        url = reverse(place.url, args=[county.slug] if place.in_county else [])
    except NoReverseMatch:
        return None
    return Entry(str(place.name), url, place.icon, also=place.also)


def _is_for(place: Place, request: HttpRequest) -> bool:
    coordinator = getattr(request, "is_coordinator", False)
    administrator = getattr(request.user, "is_administrator", False)
    if place.administrators_only:
        return administrator
    if place.coordinators_only:
        return coordinator or (place.administrators_too and administrator)
    return not (place.answerers_only and coordinator)


def _mark(entry: Entry, request: HttpRequest) -> None:
    """The longest address that the present one begins with is where we are, unless a place says that the page is its own."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    inside = [c for c in entry.children if request.path.startswith(c.url)]
    if named := [c for c in entry.children if view in c.also]:
        named[0].current = entry.open = True
    elif inside:
        max(inside, key=lambda c: len(c.url)).current = entry.open = True
    elif request.path == entry.url or view in entry.also:
        entry.current = True
