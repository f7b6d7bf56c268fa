"""Whom activities are for, how and where they are done, and how they meet the plan's perspectives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import mark_of
from samplan.foundation.people.models import County, Organisation
from samplan.foundation.people.models.organisations import Place
from samplan.foundation.terms.models import Term, Vocabulary
from samplan.work.plans import outline
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Edition, Node

from . import queries
from .models import Activity, Assessment
from .states import OVER
from .tags import ADDRESSED

Kind = Vocabulary.Kind
Outcome = Assessment.Outcome
FIELDS = {
    "groups": Kind.TARGET_GROUPS,
    "methods": Kind.METHODS,
    "focus": Kind.FOCUS_AREAS,
    "types": Kind.TYPES,
    "purposes": Kind.PURPOSES,
}


def words_to_choose(county: County, kind: str, activity: Activity | None) -> QuerySet[Term]:
    """The county's and the whole country's words that stand, and those the activity has already."""
    here = Q(vocabulary__county=county) | Q(vocabulary__county=None)
    stands = (Q(valid_to=None) | Q(valid_to__gte=today())) & Q(vocabulary__organisation=None)
    wanted = here & stands
    if activity is not None:
        wanted |= Q(activity_terms__activity=activity)
    found = Term.objects.filter(wanted, vocabulary__kind=kind).select_related("vocabulary").distinct()
    return found.order_by("vocabulary__name_key", "position", "text_key")


def places_to_choose(county: County, activity: Activity | None) -> QuerySet[Place]:
    municipalities = Organisation.objects.filter(county=county)
    wanted = Q(municipality__in=municipalities) & (Q(valid_to=None) | Q(valid_to__gte=today()))
    if activity is not None:
        wanted |= Q(activities=activity)
    found = Place.objects.filter(wanted).select_related("municipality").distinct()
    return found.order_by("municipality__name_key", "name_key")


def terms_of(activity: Activity) -> list[Term]:
    found = Term.objects.filter(activity_terms__activity=activity).select_related("vocabulary")
    return list(found.order_by("position", "text_key"))


def in_fields(terms: list[Term]) -> dict[str, list[Term]]:
    """By the form's field."""
    return {name: [t for t in terms if t.vocabulary.kind == kind] for name, kind in FIELDS.items()}


def _lists_of(activity: Activity) -> QuerySet[Vocabulary]:
    """The perspectives of the plans that it stands in: what it can be assessed by."""
    editions = Q(nodes__activities=activity) | Q(activities=activity)
    chosen = Edition.objects.filter(editions).values("plan")
    return Vocabulary.objects.filter(kind=Kind.PERSPECTIVES, plans__plan__in=chosen)


def perspectives_of(activity: Activity) -> list[Term]:
    return perspectives_in(_lists_of(activity))


@dataclass
class About:
    """What an activity's own page says of whom it is for and how it meets the perspectives."""

    groups: list[Term] = field(default_factory=list)
    methods: list[Term] = field(default_factory=list)
    focus: list[Term] = field(default_factory=list)
    types: list[Term] = field(default_factory=list)
    purposes: list[Term] = field(default_factory=list)
    perspectives: list[tuple[Term, str, str]] = field(default_factory=list)  # outcome in words, note

    @property
    def assessed(self) -> list[tuple[Term, str, str]]:
        return [each for each in self.perspectives if each[1]]

    @property
    def not_assessed(self) -> str:
        """Those nobody has looked at yet, in one line: seven rows that say the same tell nothing."""
        return ", ".join(term.text for term, outcome, _note in self.perspectives if not outcome)


def about(activity: Activity) -> About:
    """One query."""
    mine = FilteredRelation("assessments", condition=Q(assessments__activity=activity))
    wanted = Q(activity_terms__activity=activity) | Q(vocabulary__in=_lists_of(activity))
    terms = Term.objects.alias(mine=mine).filter(wanted | Q(mine__isnull=False)).distinct()
    terms = terms.annotate(outcome=F("mine__outcome"), said=F("mine__note")).select_related("vocabulary")
    found = About()
    for term in terms.order_by("position", "text_key"):
        kept = next((name for name, kind in FIELDS.items() if term.vocabulary.kind == kind), "")
        if kept:
            getattr(found, kept).append(term)
        elif term.vocabulary.kind == Kind.PERSPECTIVES and (term.outcome or not term.has_ended):
            outcome = str(Outcome(term.outcome).label) if term.outcome else ""
            found.perspectives.append((term, outcome, term.said or ""))
    return found


def perspectives_in(vocabularies: Any) -> list[Term]:
    stands = Q(valid_to=None) | Q(valid_to__gte=today())
    found = Term.objects.filter(stands, vocabulary__in=vocabularies).select_related("vocabulary").distinct()
    return list(found.order_by("vocabulary__name_key", "position", "text_key"))


def assessments_of(activity: Activity) -> dict[int, Assessment]:
    return {row.term_id: row for row in activity.assessments.select_related("term")}


def mark_of_assessments(activity: Activity) -> str:
    rows = activity.assessments.order_by("term_id").values_list("term_id", "outcome", "note")
    return mark_of(*(value for row in rows for value in row))


@dataclass
class Going:
    """The activities of an edition that are not over, with the areas each stands in."""

    titles: dict[int, str] = field(default_factory=dict)
    areas: list[Node] = field(default_factory=list)
    by_area: dict[int, set[int]] = field(default_factory=dict)
    by_node: dict[int, set[int]] = field(default_factory=dict)
    rows: Mapping[int, outline.Row] = field(default_factory=dict)


def going_on(edition: Edition) -> Going:
    """Three queries, however many activities and parts."""
    rows = plans.node_rows(edition)
    direct = queries.counts_by_node(edition)
    every = set().union(*direct.values()) if direct else set()
    standing = queries.with_state(Activity.objects.filter(nodes__edition=edition).distinct()).exclude(Q(state__in=OVER))
    titles = {pk: title for pk, title in standing.order_by("position", "pk").values_list("pk", "title") if pk in every}
    found = Going(titles=titles, rows=rows)
    for node_id, ids in direct.items():
        alive = ids & titles.keys()
        if alive:
            found.by_node[node_id] = alive
            found.by_area.setdefault(plans.area_of(rows[node_id]).pk, set()).update(alive)
    found.areas = [row.node for row in rows.values() if row.node.pk in found.by_area]
    return found


@dataclass
class Cell:
    """How the activities of an area, or of all the plan, meet one perspective."""

    counts: dict[str, int]
    total: int
    area: Node | None = None

    @property
    def addressed(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in ADDRESSED)

    @property
    def unseen(self) -> int:
        """Nobody has looked: that is not «no»."""
        return self.total - sum(self.counts.values())


@dataclass
class Met:
    term: Term
    whole: Cell
    cells: list[Cell]


@dataclass
class Matrix:
    going: Going
    rows: list[Met]
    unseen: list[tuple[int, str]]  # activities that nobody has assessed by any of them

    @property
    def unaddressed(self) -> list[Met]:
        return [row for row in self.rows if not row.whole.addressed]


def matrix(edition: Edition) -> Matrix:
    """Perspectives against areas. Six queries, however much there is."""
    lists = Vocabulary.objects.filter(kind=Kind.PERSPECTIVES, plans__plan=edition.plan_id)
    terms, going = perspectives_in(lists), going_on(edition)
    assessed = Assessment.objects.filter(activity__nodes__edition=edition, term__in=[t.pk for t in terms]).distinct()
    outcomes = {
        (a, t): outcome for a, t, outcome in assessed.order_by().values_list("activity_id", "term_id", "outcome")
    }
    seen = {activity for activity, _term in outcomes}

    def cell(term: Term, ids: set[int], area: Node | None = None) -> Cell:
        counts: dict[str, int] = {}
        for pk in ids:
            if outcome := outcomes.get((pk, term.pk)):
                counts[outcome] = counts.get(outcome, 0) + 1
        return Cell(counts, len(ids), area)

    every = set(going.titles)
    rows = [
        Met(term, cell(term, every), [cell(term, going.by_area[area.pk], area) for area in going.areas])
        for term in terms
    ]
    return Matrix(going, rows, [(pk, title) for pk, title in going.titles.items() if pk not in seen])
