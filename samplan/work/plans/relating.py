"""Reads how plans hang together: ties in both directions, plans under plans, and the picture of them."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.people.models import County

from . import queries
from .models import Plan, Relation

WIDTH, BOX, HEIGHT, GAP, MOST = 760, 220, 62, 14, 8


@dataclass(frozen=True)
class Tie:
    """One tie as seen from a plan: in words, with an address when the other end is here."""

    words: str
    title: str
    kind: str  # what the other end is
    url: str = ""
    outside: bool = False  # the address leads away from here
    publisher: str = ""
    note: str = ""
    years: str = ""
    relation: Relation | None = None  # one's own, that can be changed here


@dataclass
class Ties:
    over: list[Tie] = field(default_factory=list)  # what this plan leans on
    beside: list[Tie] = field(default_factory=list)
    under: list[Tie] = field(default_factory=list)  # what leans on this plan

    @property
    def any(self) -> bool:
        return bool(self.over or self.beside or self.under)


def ties_of(plan: Plan, *, decided_only: bool = False) -> Ties:
    """Both directions, and the plans over and under it. A number of questions that does not grow with them."""
    pages = _pages(plan.county, decided_only=decided_only)
    found = Ties()
    if plan.parent and (page := pages.get(plan.parent.pk)):
        found.over.append(Tie(_("Del av"), plan.parent.title, _("Plan"), page))
    for relation in plan.relations.select_related("to_plan"):
        if relation.to_plan_id and relation.to_plan_id not in pages:
            continue
        (found.beside if relation.kind == Relation.Kind.TOUCHES else found.over).append(_own(relation, pages))
    for relation in Relation.objects.filter(to_plan=plan).select_related("plan"):
        if page := pages.get(relation.plan_id):
            tie = Tie(backwards(relation.kind), relation.plan.title, _("Plan"), page, note=relation.note)
            (found.beside if relation.kind == Relation.Kind.TOUCHES else found.under).append(tie)
    for part in plan.parts.select_related("organisation").order_by("title_key"):
        if page := pages.get(part.pk):
            words = _("Lokal plan") if part.organisation else _("Delplan")
            found.under.append(Tie(words, part.title, part.area or str(part.organisation or ""), page))
    return found


def backwards(kind: str) -> str:
    return {
        Relation.Kind.CARRIES_OUT: _("Genomförs av"),
        Relation.Kind.FOLLOWS: _("Utgångspunkt för"),
        Relation.Kind.REPLACES: _("Ersätts av"),
    }.get(Relation.Kind(kind), _("Hänger ihop med"))


def _own(relation: Relation, pages: dict[int, str]) -> Tie:
    return Tie(
        str(Relation.Kind(relation.kind).label),
        str(relation),
        str(Relation.To(relation.to_kind).label),
        pages[relation.to_plan_id] if relation.to_plan_id else relation.url,
        outside=relation.to_plan_id is None,
        publisher=relation.publisher,
        note=relation.note,
        years=_years(relation),
        relation=relation,
    )


def _years(relation: Relation) -> str:
    first, last = relation.valid_from, relation.valid_to
    if first and last:
        return f"{first.year}–{last.year}"
    if first:
        return _("från %(year)d") % {"year": first.year}
    return _("till %(year)d") % {"year": last.year} if last else ""


def _pages(county: County, *, decided_only: bool) -> dict[int, str]:
    """The address of each plan's edition in force."""
    rows = queries.plans_in(county, decided_only=decided_only)
    return {r.plan.pk: reverse("plans:edition", args=[county.slug, r.edition.pk]) for r in rows if r.edition}


def nested(rows: list[queries.PlanRow]) -> list[queries.PlanRow]:
    """Each plan with those that stand under it right after."""
    under: dict[int | None, list[queries.PlanRow]] = {}
    known = {row.plan.pk for row in rows}
    for row in rows:
        under.setdefault(row.plan.parent_id if row.plan.parent_id in known else None, []).append(row)
    out: list[queries.PlanRow] = []
    waiting = [(row, 0) for row in reversed(under.get(None, []))]
    while waiting:
        row, row.depth = waiting.pop()
        out.append(row)
        waiting += [(below, row.depth + 1) for below in reversed(under.pop(row.plan.pk, []))]
    return out


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    lines: list[str]
    words: str = ""  # on the line to it
    is_here: bool = False
    is_beside: bool = False

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2

    @property
    def right(self) -> int:
        return self.x + BOX

    @property
    def written(self) -> list[tuple[int, str]]:
        top = self.middle - 9 * (len(self.lines) - 1) + 5
        return [(top + 18 * n, line) for n, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    here: Box
    left: list[Box]
    right: list[Box]
    left_out: int


def picture_of(plan: Plan, ties: Ties) -> Picture | None:
    """What it leans on to the left, what leans on it to the right; beside it what only touches it, with a broken line."""
    left = [(tie, False) for tie in ties.over]
    right = [(tie, False) for tie in ties.under]
    for tie in ties.beside:
        (left if len(left) <= len(right) else right).append((tie, True))
    if not left and not right:
        return None
    most = max(min(max(len(left), len(right)), MOST), 1)
    height = most * (HEIGHT + GAP) + GAP
    return Picture(
        WIDTH,
        height,
        Box((WIDTH - BOX) // 2, (height - HEIGHT) // 2, _two_lines(plan.title), is_here=True),
        _column(left[:MOST], 1, height),
        _column(right[:MOST], WIDTH - BOX - 1, height),
        max(len(left) - MOST, 0) + max(len(right) - MOST, 0),
    )


def _column(ties: list[tuple[Tie, bool]], x: int, height: int) -> list[Box]:
    top = (height - len(ties) * (HEIGHT + GAP) + GAP) // 2
    return [
        Box(x, top + n * (HEIGHT + GAP), _two_lines(tie.title), tie.words, is_beside=beside)
        for n, (tie, beside) in enumerate(ties)
    ]


def _two_lines(title: str, most: int = 28) -> list[str]:
    lines = [""]
    for word in title.split():
        if len(lines[-1]) + len(word) + 1 > most and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line if len(line) <= most else f"{line[: most - 1]}…" for line in lines]
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1][: most - 2].rstrip()} …"]
