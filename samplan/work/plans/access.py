"""Who may read and change plans. Everybody with a role in the county reads; its coordinators, and managers and editors of the
organisations that own the plan together with others, write while the edition is open.
Who reads every county's decisions sees adopted editions and those they took over after, without what hangs on them."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from samplan.foundation.core import offers
from samplan.foundation.core.doors import Door
from samplan.foundation.core.text import whole_number
from samplan.foundation.people.access import (
    View,
    as_coordinator,
    in_county,
    open_county,
    reading_decided,
    speaks_for,
    stamped,
)
from samplan.foundation.people.models import Organisation, Role
from samplan.foundation.people.queries import organisations_of
from samplan.foundation.people.visitors import COORDINATOR, HERE, neighbours, outcomes, own
from samplan.work.governance.models import Anchoring, Decision

from . import deciding, queries, word_doors
from .models import (
    BodyRole,
    Contribution,
    Edition,
    FollowUpQuestion,
    Input,
    Measure,
    Node,
    Party,
    Plan,
    Publication,
    Referral,
)
from .states import DECIDED, EDITABLE, State
from .word_doors import may_suggest, own_of, suggestion_of, suggests_words, words_visions

__all__ = [
    "anchoring_of",
    "as_coordinator",
    "begins_local_plans",
    "body_role_of",
    "decides_for_organisation",
    "decision_of",
    "edition_of",
    "editions_of",
    "edits_plans",
    "given_node",
    "in_county",
    "keeps_contacts",
    "line_of",
    "mark_writable",
    "may_edit",
    "may_suggest",
    "measure_of",
    "measured_edition_of",
    "node_of",
    "offered",
    "open_county",
    "open_edition_of",
    "own_of",
    "plans_of",
    "publication_of",
    "question_of",
    "reading_decided",
    "suggestion_of",
    "suggests_words",
    "told",
    "words_visions",
]


def edition_of(request: HttpRequest, pk: int) -> Any:
    """The edition with its state; 404 outside the county."""
    editions = queries.with_state(Edition.objects.filter(plan__county=request.county))  # type: ignore[attr-defined]
    if request.decided_only:  # type: ignore[attr-defined]
        editions = editions.filter(state__in=DECIDED)
    return get_object_or_404(editions.select_related("plan__county"), pk=pk)


def node_of(request: HttpRequest, pk: int) -> Node:
    nodes = Node.objects.filter(edition__plan__county=request.county)  # type: ignore[attr-defined]
    if request.decided_only:  # type: ignore[attr-defined]
        nodes = nodes.filter(edition__in=queries.decided_editions(request.county))  # type: ignore[attr-defined]
    return get_object_or_404(nodes.select_related("tier"), pk=pk)


def plans_of(request: HttpRequest) -> list[queries.PlanRow]:
    return queries.plans_in(request.county, decided_only=request.decided_only)  # type: ignore[attr-defined]


def editions_of(request: HttpRequest, edition: Edition) -> list[Edition]:
    found = queries.editions_of(edition.plan)
    if request.decided_only:  # type: ignore[attr-defined]
        found = [e for e in found if e.state in DECIDED]  # type: ignore[attr-defined]
    return found


def offered(request: HttpRequest, kind: str, of: Any) -> list[Any]:
    """What the rooms hang on the plan: activities, answers, questions. Nothing of it is decided with the plan."""
    if request.decided_only:  # type: ignore[attr-defined]
        return []
    return offers.collect(kind, of, request.user)


def question_of(request: HttpRequest, pk: int) -> FollowUpQuestion:
    questions = FollowUpQuestion.objects.filter(edition__plan__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(questions.select_related("node"), pk=pk)


def measure_of(request: HttpRequest, pk: int) -> Measure:
    measures = Measure.objects.filter(edition__plan__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(measures.select_related("node"), pk=pk)


def given_node(request: HttpRequest, edition: Edition, name: str = "nod") -> Node | None:
    """?nod=…: the part of the edition that the page is about; none for the whole plan."""
    value = request.GET.get(name, "")
    return get_object_or_404(edition.nodes.select_related("tier"), pk=whole_number(value)) if value else None


SPEAKS = (Role.Kind.MANAGER, Role.Kind.EDITOR)  # who speaks for an organisation in what is decided and written together


def may_edit(request: HttpRequest, edition: Any) -> bool:
    return edition.state in EDITABLE and (request.is_coordinator or owns_plan(request, edition.plan_id))  # type: ignore[attr-defined]


def may_sort(request: HttpRequest, edition: Any) -> bool:
    """Says what the plan and its parts answer to: that is not the adopted text, and may change after."""
    if request.decided_only:  # type: ignore[attr-defined]
        return False
    return request.is_coordinator or owns_plan(request, edition.plan_id)  # type: ignore[attr-defined]


def owns_plan(request: HttpRequest, plan_id: int) -> bool:
    """A manager or editor of an organisation that owns the plan together with others, or whose local plan it is."""
    owners = Party.objects.filter(plan=plan_id, valid_to=None, role=Party.Role.CO_OWNER)
    mine = organisations_of(request.user, *SPEAKS).filter(county=request.county)  # type: ignore[arg-type,attr-defined]
    return (
        owners.filter(organisation__in=mine).exists() or Plan.objects.filter(pk=plan_id, organisation__in=mine).exists()
    )


_ASKED_FOR = {
    "edition": Edition,
    "node": Node,
    "question": FollowUpQuestion,
    "measure": Measure,
    "contribution": Contribution,
    "input": Input,
    "referral": Referral,
}
_WAY_TO_PLAN = {"edition": "plan", "contribution": "source__edition__plan"}


def plan_asked_for(request: HttpRequest, **kwargs: Any) -> int:
    """Which plan an address is about, by the edition, part, question or measure in it; 404 outside the county."""
    name = next(name for name in _ASKED_FOR if name in kwargs)
    way = _WAY_TO_PLAN.get(name, "edition__plan")
    rows = _ASKED_FOR[name]._default_manager.filter(pk=kwargs[name], **{f"{way}__county": request.county})  # type: ignore[attr-defined]
    plan = rows.values_list(f"{way}_id", flat=True).first()
    if plan is None:
        raise Http404
    return int(plan)


def edits_plans(view: View) -> View:
    """Changes a draft: the county's coordinators, and those who speak for an organisation that owns the plan. 403 for others.

    What has been adopted is kept from change by the view and its action, not by the door.
    """

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.is_coordinator or owns_plan(request, plan_asked_for(request, **kwargs))):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("edits_plans", inner)


def begins_local_plans(view: View) -> View:
    """A local plan is begun by those who speak for its organisation; the county's coordinators may too. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_begin_local_plan(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("begins_local_plans", inner)


def may_begin_local_plan(request: HttpRequest) -> bool:
    return not request.decided_only and local_planners(request).exists()  # type: ignore[attr-defined]


def local_planners(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations that the visitor may begin a local plan for."""
    here = Organisation.objects.filter(county=request.county).order_by("name_key")  # type: ignore[attr-defined]
    if request.is_coordinator:  # type: ignore[attr-defined]
        return here
    return here.filter(pk__in=organisations_of(request.user, *SPEAKS).values("pk"))  # type: ignore[arg-type]


def open_edition_of(request: HttpRequest, pk: int) -> Any:
    """The edition, for a page that changes it: a frozen one is told of by `told`."""
    edition = edition_of(request, pk)
    if edition.state not in EDITABLE:
        raise Frozen(edition)
    return edition


def measured_edition_of(request: HttpRequest, pk: int, measure: Measure | None = None) -> Any:
    """The edition, for a page that adds a measure or changes one: after it was adopted only those that were added later."""
    edition = edition_of(request, pk)
    is_own = measure is not None and measure.added_on is None
    if edition.state == State.SUPERSEDED or (is_own and edition.state not in EDITABLE):
        raise Frozen(edition)
    return edition


def publication_of(request: HttpRequest, edition: int) -> Publication:
    """404 before it is published and after it has been taken back, also for those who may read it elsewhere."""
    county = request.open_county  # type: ignore[attr-defined]
    publication = get_object_or_404(queries.published(county), edition=edition)
    publication.edition = queries.decided_editions(county).select_related("plan").get(pk=edition)
    return publication


class Frozen(Exception):
    def __init__(self, edition: Edition) -> None:
        self.edition = edition


def told(view: View) -> View:
    """What an edition's state forbids is told on the plan's page, and nothing is changed."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Frozen as frozen:
            words = _("%(title)s är antagen och kan inte ändras. Börja på nästa utgåva.")
            messages.error(request, words % {"title": frozen.edition.title})
            return redirect("plans:edition", request.county.slug, frozen.edition.pk)  # type: ignore[attr-defined]

    return inner


KEEPS_CONTACTS = (Role.Kind.MANAGER, Role.Kind.EDITOR)


def keeps_contacts(view: View) -> View:
    """An organisation's own managers and editors say who answers for what in it; the county's coordinators may too. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, organisation: int, **kwargs: Any) -> HttpResponse:
        here = get_object_or_404(Organisation, pk=organisation, county=request.county)  # type: ignore[attr-defined]
        if not (request.is_coordinator or speaks_for(request.user, here, *KEEPS_CONTACTS)):  # type: ignore[attr-defined,arg-type]
            raise PermissionDenied
        return view(request, *args, organisation=organisation, **kwargs)

    return stamped("contacts_of_organisation", inner)


def decides_for_organisation(view: View) -> View:
    """What an organisation has decided is written by those who speak for it; the county's coordinators may too. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, organisation: int, **kwargs: Any) -> HttpResponse:
        here = get_object_or_404(_organisations(request), pk=organisation)
        if not (request.is_coordinator or speaks_for(request.user, here, *SPEAKS)):  # type: ignore[attr-defined,arg-type]
            raise PermissionDenied
        return view(request, *args, organisation=organisation, **kwargs)

    return stamped("decides_for_organisation", inner)


def _organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """The county's, and those above counties: they stand behind plans too."""
    return Organisation.objects.filter(Q(county=request.county) | Q(county=None))  # type: ignore[attr-defined]


def line_of(request: HttpRequest, edition: int, organisation: int) -> tuple[Any, deciding.Line]:
    """The edition, and where it stands in one of the organisations that adopt it; 404 for any other."""
    shown = edition_of(request, edition)
    line = deciding.line_of(shown, organisation)
    if line is None:
        raise Http404
    return shown, line


def mark_writable(request: HttpRequest, lines: list[deciding.Line]) -> None:
    """Whose decisions the visitor may write."""
    if request.decided_only:  # type: ignore[attr-defined]
        return
    mine = set(organisations_of(request.user, *SPEAKS).values_list("pk", flat=True))  # type: ignore[arg-type]
    for line in lines:
        line.may_write = request.is_coordinator or line.organisation.pk in mine  # type: ignore[attr-defined]


def decision_of(edition: Edition, line: deciding.Line, pk: int) -> Decision:
    rows = Decision.objects.filter(matter=edition.matter_id, body__organisation=line.organisation)
    return get_object_or_404(rows.select_related("body", "matter__county"), pk=pk)


def anchoring_of(edition: Edition, pk: int) -> Anchoring:
    return get_object_or_404(
        Anchoring.objects.select_related("body", "matter__county"), matter=edition.matter_id, pk=pk
    )


def body_role_of(edition: Edition, pk: int) -> BodyRole:
    return get_object_or_404(edition.body_roles.select_related("body", "node__tier"), pk=pk)


_EDITORS = COORDINATOR | own(*SPEAKS)
_LOCAL = _EDITORS | neighbours(*SPEAKS)
_KEEPERS = COORDINATOR | own(*KEEPS_CONTACTS)
DOORS = (
    *word_doors.DOORS,
    Door(
        "decides_for_organisation",
        _t("Vad en organisation har beslutat: dess chef och redaktör, och samordnaren"),
        outcomes(inside=_EDITORS, refused=HERE - _EDITORS),
    ),
    Door(
        "begins_local_plans",
        _t(
            "Börja på en lokal plan, och ta upp länets aktiviteter i den: chef och redaktör i en organisation, och samordnaren"
        ),
        outcomes(inside=_LOCAL, refused=HERE - _LOCAL),
    ),
    Door(
        "edits_plans",
        _t("Ett utkast: samordnaren, och chef och redaktör i de organisationer som är medägare till planen"),
        outcomes(inside=_EDITORS, refused=HERE - _EDITORS),
    ),
    Door(
        "contacts_of_organisation",
        _t("En organisations kontaktpersoner: dess chef och redaktör, och samordnaren"),
        outcomes(inside=_KEEPERS, refused=HERE - _KEEPERS),
    ),
)
