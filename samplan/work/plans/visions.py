"""Whose words a target vision is. Those who own it word it; everybody else may suggest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date
from samplan.foundation.core.offers import Todo
from samplan.foundation.people.models import County, Organisation, Role, User
from samplan.foundation.people.queries import holders, organisations_of
from samplan.foundation.people.queries.consents import instead_of_name
from samplan.foundation.people.queries.hidden import is_hidden

from .models import Edition, Measure, Node, Party, Suggestion, VisionOwner
from .queries import with_state
from .states import EDITABLE, NotAllowed

WORDS = (
    Role.Kind.MANAGER,
    Role.Kind.EDITOR,
    Role.Kind.CONTACT,
    Role.Kind.USER_REPRESENTATIVE,
)  # who words for an owner
OWNING_KINDS = (Organisation.Kind.USER_ORGANISATION, Organisation.Kind.ASSOCIATION)


def owners_by_node(nodes: Iterable[int]) -> dict[int, list[Organisation]]:
    """One query. Nothing for a part whose words nobody owns."""
    found: dict[int, list[Organisation]] = defaultdict(list)
    rows = VisionOwner.objects.filter(node__in=list(nodes)).select_related("organisation")
    for row in rows.order_by("organisation__name_key"):
        found[row.node_id].append(row.organisation)
    return dict(found)


def owners_of(node: Node) -> list[Organisation]:
    return owners_by_node([node.pk]).get(node.pk, [])


def speaks_for_any(user: Any, owners: Iterable[Organisation]) -> bool:
    mine = set(organisations_of(user, *WORDS).values_list("pk", flat=True))
    return any(owner.pk in mine for owner in owners)


def require_own_words(nodes: Iterable[int], by: Any) -> None:
    """Refuses somebody who does not speak for those who own the words. The system itself, `by` None, only copies them."""
    owned = owners_by_node(nodes)
    if not owned or by is None:
        return
    mine = set(organisations_of(by, *WORDS).values_list("pk", flat=True)) if isinstance(by, User) else set()
    for node, owners in owned.items():
        if not mine & {owner.pk for owner in owners}:
            words = _("Orden i ”%(vision)s” ägs av %(owners)s. Föreslå en annan lydelse, så svarar de.")
            vision = Node.objects.get(pk=node)
            raise NotAllowed(words % {"vision": vision.title, "owners": in_words(owners)})


def name_of(by: Any) -> str:
    """As it stands in a plan's rows. Who is known only as a user representative is not named to the county."""
    if isinstance(by, User) and is_hidden(by.pk):
        role = Role.objects.filter(user=by, kind=Role.Kind.USER_REPRESENTATIVE).select_related("organisation", "county")
        first = role.order_by("-valid_from")[0]
        return instead_of_name(first.organisation or first.county)[:120]
    return str(by or "Samplan")[:120]


def locked_for(node: Node, viewer: Any) -> list[Organisation]:
    """Those who own the words, when the viewer does not speak for any of them; nobody else changes them."""
    owners = owners_of(node)
    return [] if not owners or speaks_for_any(viewer, owners) else owners


def in_words(owners: Iterable[Organisation]) -> str:
    names = [owner.short_name for owner in owners]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s och %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def possible_owners(edition: Edition) -> QuerySet[Organisation]:
    """User organisations and associations that stand behind the plan."""
    parties = Party.objects.filter(plan=edition.plan_id, valid_to=None)
    here = Organisation.objects.filter(pk__in=parties.values("organisation"), kind__in=OWNING_KINDS)
    return here.order_by("name_key")


def is_voiceless(owner: Organisation) -> bool:
    """Nobody could word for it: it has ended, or has nobody in Samplan."""
    return owner.has_ended or not any(holders(owner, kind).exists() for kind in WORDS)


def visions_of(edition: Edition) -> QuerySet[Node]:
    return edition.nodes.filter(tier__is_target_vision=True).select_related("tier").order_by("position")


@dataclass
class Line:
    """A target vision as the plan stands with it: who owns its words, what shows whether it comes nearer, what others suggest."""

    node: Node
    owners: list[Organisation] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    waiting: int = 0  # suggestions


def lines(edition: Edition) -> list[Line]:
    """Four queries, however many there are."""
    found = {node.pk: Line(node) for node in visions_of(edition)}
    for pk, owners in owners_by_node(found).items():
        found[pk].owners = owners
    for measure in edition.measures.filter(node__in=found):
        found[measure.node_id].measures.append(measure)  # type: ignore[index]
    for suggestion in Suggestion.objects.filter(node__in=found, outcome=""):
        found[suggestion.node_id].waiting += 1
    return list(found.values())


@dataclass(frozen=True)
class Voice:
    """What a target vision's page says of its words, to somebody."""

    owners: list[Organisation]
    mine: bool
    waiting: list[Suggestion]
    answered: list[Suggestion]


def voice_of(node: Node, viewer: Any) -> Voice:
    owners = owners_of(node)
    suggestions = list(node.suggestions.all())
    return Voice(
        owners,
        bool(owners) and speaks_for_any(viewer, owners),
        [s for s in suggestions if not s.outcome],
        [s for s in suggestions if s.outcome],
    )


def speakers(owners: Iterable[Organisation]) -> list[User]:
    """Who is told of a suggestion: each once."""
    found = {user.pk: user for owner in owners for kind in WORDS for user in holders(owner, kind)}
    return list(found.values())


def todo(user: Any, county: County) -> list[Todo]:
    """Suggestions that wait for those who own the words."""
    if not isinstance(user, User):
        return []
    rows = Suggestion.objects.filter(
        outcome="",
        node__edition__plan__county=county,
        node__vision_owners__organisation__in=organisations_of(user, *WORDS),
    )
    rows = rows.filter(node__edition__in=_open_editions(county))
    return [
        Todo(
            due=as_date(row.at) if row.at else as_date(timezone.now()),
            text=_("%(who)s föreslår en annan lydelse av en målbild") % {"who": row.by_name},
            why=row.node.title,
            url=reverse("plans:suggestion", args=[county.slug, row.pk]),
            action=_("Läs och svara"),
        )
        for row in rows.select_related("node").distinct().order_by("at")
    ]


def _open_editions(county: County) -> list[int]:
    editions: Any = with_state(Edition.objects.filter(plan__county=county))
    return list(editions.filter(state__in=EDITABLE).values_list("pk", flat=True))
