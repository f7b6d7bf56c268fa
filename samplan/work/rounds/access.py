"""The only door to answers. Outside the organisation nobody reads one before it is handed over: not the coordinator, not
an administrator. A personal link opens one request for one purpose; a role opens the same pages without a link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.doors import Door, Situation
from samplan.foundation.people import visitors
from samplan.foundation.people.access import READS_COUNTY, CountyRequest, in_county, may_see, speaks_for, stamped
from samplan.foundation.people.models import Role, User

from .links import is_alive
from .models import Helper, Link, Request, RequestState
from .states import state_of
from .writers import Writer

Purpose = Link.Purpose
SESSION = "answering"
OPEN_FOR = timedelta(hours=12)  # then the link in the mail is opened again; what was typed stays in the browser
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Visit:
    """Somebody inside one organisation's answer: who, for what, and in which sections (None: all)."""

    request: Request
    purpose: str
    writer: Writer
    sections: frozenset[int] | None = None

    def may_write(self, section_id: int) -> bool:
        return self.sections is None or section_id in self.sections

    @property
    def is_contact(self) -> bool:
        return self.purpose == Purpose.ANSWER


class VisitRequest(HttpRequest):
    visit: Visit


def open_session(http: HttpRequest, link: Link) -> None:
    """Binds this browser to the link's request and purpose."""
    http.session.cycle_key()
    opened = http.session.get(SESSION, {})
    until = (timezone.now() + OPEN_FOR).isoformat()
    http.session[SESSION] = {**opened, f"{link.request_id}:{link.purpose}": {"link": link.pk, "until": until}}


def visiting(*purposes: str) -> Callable[[View], View]:
    """For pages under /svar/<pk>/: sets request.visit, or shows how to get in."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(http: VisitRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            visit = _by_link(http, pk, purposes) or _by_role(http, pk, purposes)
            if visit is None:
                return _closed_door(http)
            http.visit = visit
            response = view(http, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return stamped("_or_".join(purposes), inner)

    return wrap


def _closed_door(http: HttpRequest) -> HttpResponse:
    """The same for every number, existing or not."""
    if http.user.is_authenticated:
        raise Http404
    if http.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"state": "expired"}, status=401)
    return render(http, "rounds/closed_door.html", status=401)


def _by_link(http: HttpRequest, pk: int, purposes: tuple[str, ...]) -> Visit | None:
    opened = http.session.get(SESSION, {})
    for purpose in purposes:
        entry = opened.get(f"{pk}:{purpose}")
        if not entry or datetime.fromisoformat(entry["until"]) < timezone.now():
            continue
        link = (
            Link.objects.filter(pk=entry["link"], request_id=pk, purpose=purpose)
            .select_related("request__round__owner", "request__round__county", "request__organisation")
            .select_related("request__response__form")
            .first()
        )
        if link and is_alive(link):
            return _visit_by_link(link)
    return None


def _visit_by_link(link: Link) -> Visit | None:
    writer = Writer(link.name, link.email)
    if link.purpose != Purpose.HELP:
        return Visit(link.request, link.purpose, writer)
    helper = Helper.objects.filter(request_id=link.request_id, email=link.email.lower(), ended_at=None).first()
    return _visit_of_helper(link.request, helper, writer) if helper else None


def _visit_of_helper(request: Request, helper: Helper, writer: Writer) -> Visit:
    chosen = frozenset(helper.sections.values_list("pk", flat=True))
    return Visit(request, Purpose.HELP, writer, chosen or None)


def _by_role(http: HttpRequest, pk: int, purposes: tuple[str, ...]) -> Visit | None:
    user = http.user
    if not user.is_authenticated:
        return None
    request = (
        Request.objects.filter(pk=pk)
        .select_related("round__owner", "round__county", "organisation", "response__form")
        .first()
    )
    if request is None or state_of(request) is None:
        return None
    writer = Writer(user.name, user.email, user.pk)
    for purpose in purposes:
        if purpose in _purposes_of_roles(user, request):
            return Visit(request, purpose, writer)
    if Purpose.HELP in purposes:
        helper = Helper.objects.filter(request=request, email=user.email.lower(), ended_at=None).first()
        if helper:
            return _visit_of_helper(request, helper, writer)
    return None


def _purposes_of_roles(user: User, request: Request) -> set[str]:
    allowed: set[str] = set()
    if speaks_for(user, request.organisation, Role.Kind.CONTACT):
        allowed |= {Purpose.ANSWER, Purpose.CONFIRM}
    if speaks_for(user, request.organisation, Role.Kind.MANAGER):
        allowed |= {Purpose.APPROVE, Purpose.CONFIRM}
    return allowed


def may_read(user: User, request: Request) -> bool:
    """Handed over: everybody with a role in the county. Before that: the organisation's contact persons and managers."""
    if state_of(request) == RequestState.State.APPROVED:
        return may_see(user, request.round.county)
    return speaks_for(user, request.organisation, Role.Kind.CONTACT, Role.Kind.MANAGER)


def handed_in(view: View) -> View:
    """For one organisation's answer as a document: sets request.asked. 404 for those who may not read it yet."""

    @in_county
    @wraps(view)
    def inner(http: CountyRequest, round_pk: int, pk: int) -> HttpResponse:
        asked = get_object_or_404(
            Request.objects.select_related("round__county", "round__owner", "organisation", "response__form"),
            pk=pk,
            round_id=round_pk,
            round__county=http.county,
        )
        if not may_read(http.user, asked):
            raise Http404
        http.asked = asked  # type: ignore[attr-defined]
        return view(http)

    return stamped("handed_in", inner)


_CONTACT, _MANAGER = visitors.own(Role.Kind.CONTACT), visitors.own(Role.Kind.MANAGER)
DOORS = (
    Door(
        "answer",
        _("Organisationens svar: dess kontaktperson, med uppdrag eller personlig länk"),
        visitors.outcomes(inside={*_CONTACT, "link_answer"}),
    ),
    Door(
        "answer_or_help",
        _("Organisationens svar: dess kontaktperson, och den kollega som har fått frågan om hjälp"),
        visitors.outcomes(inside={*_CONTACT, "link_answer", "link_help"}),
    ),
    Door(
        "approve",
        _("Godkänna svaret: organisationens ansvariga chef"),
        visitors.outcomes(inside={*_MANAGER, "link_approve"}),
    ),
    Door(
        "confirm",
        _("Bekräfta det samordnaren har skrivit in: kontaktperson eller ansvarig chef"),
        visitors.outcomes(inside={*_CONTACT, *_MANAGER, "link_confirm"}),
    ),
    Door(
        "handed_in",
        _("Ett inlämnat svar: alla med ett uppdrag i länet"),
        READS_COUNTY,
        situations={
            "before": Situation(
                _("Innan det är godkänt: bara organisationens egna"),
                visitors.outcomes(inside=_CONTACT | _MANAGER),
            )
        },
    ),
)
