"""Reads a plan as it stood on a day, and two versions of it to be compared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from samplan.foundation.core.dates import as_date, today
from samplan.work.governance.models import Decision

from . import as_of, comparing, difference, versions
from .comparing import Comparison, Line
from .difference import NODE
from .models import BodyRole, ContactRole, Edition, EditionState, Lineage, Party
from .states import DECIDED, State


@dataclass(frozen=True)
class Side:
    """One of the two: an edition, as it is or as it was at the end of a day."""

    edition: Any
    day: date | None = None


def state_on(edition: Edition, day: date) -> EditionState | None:
    """The state it had that day; none before it was begun. A decision holds from its day, whenever it was written down."""
    return edition.states.filter(on__lte=day).order_by("-at", "-id").first()


def rows_on(edition: Edition, day: date) -> versions.Rows | None:
    """The text at the end of the day: the adopted text from the day of the decision on; none before it was begun."""
    state = state_on(edition, day)
    if state is not None and state.state in DECIDED:
        return {**versions.rows_of(edition), as_of.EDITION: {0: _facts(edition)}}
    return as_of.rows_at(edition, as_of.end_of(day))


def _facts(edition: Edition) -> versions.Row:
    return {name: getattr(edition, name) for name in (*versions.FACTS, "numbers_itself")}


@dataclass
class Day:
    """An edition on a day, dressed in its words of then; `found` is False when there was nothing to read."""

    day: date
    edition: Any
    found: bool
    state: EditionState | None
    in_force: Edition | None  # which edition of the plan that held that day
    parties: list[Party]
    bodies: list[BodyRole]
    contacts: list[ContactRole]
    decisions: list[Decision]


def on_day(edition: Any, day: date, *, decided_only: bool = False) -> Day:
    """`edition` is given the words it had that day, and must not be saved."""
    state = state_on(edition, day)
    may_read = not decided_only or (state is not None and state.state in DECIDED)
    rows = rows_on(edition, day) if may_read else None
    if rows is not None:
        as_of.dress(edition, rows)
    return Day(
        day=day,
        edition=edition,
        found=rows is not None,
        state=state,
        in_force=in_force(edition.plan_id, day),
        parties=list(_then(Party.objects.filter(plan=edition.plan_id), day).select_related("organisation")),
        bodies=list(_then(edition.body_roles.all(), day).select_related("body", "node")),
        contacts=[]
        if decided_only
        else list(_then(edition.contact_roles.all(), day).select_related("organisation", "user", "node")),
        decisions=_decisions(edition, day),
    )


def _then(rows: Any, day: date) -> Any:
    """What held that day."""
    begun, not_over = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    return rows.filter(begun, not_over)


def _decisions(edition: Edition, day: date) -> list[Decision]:
    if edition.matter_id is None:
        return []
    standing = Decision.objects.filter(matter=edition.matter_id, withdrawn_at=None, on__lte=day)
    return list(standing.select_related("body__organisation").order_by("on", "pk"))


def in_force(plan_id: int, day: date) -> Edition | None:
    """The newest edition that was adopted that day and had begun to hold."""
    latest: dict[int, EditionState] = {}
    rows = EditionState.objects.filter(edition__plan=plan_id, on__lte=day).select_related("edition")
    for row in rows.order_by("at", "id"):
        latest[row.edition_id] = row
    adopted = [row.edition for row in latest.values() if row.state == State.ADOPTED]
    begun = [one for one in adopted if one.valid_from is None or one.valid_from <= day]
    return max(begun or adopted, key=lambda one: one.number, default=None)


def begun_on(edition: Any) -> date:
    """The earliest day there is something to read: when it was begun here, or decided before that."""
    decided = edition.states.filter(state__in=DECIDED).order_by("on").values_list("on", flat=True).first()
    return min(filter(None, (as_date(edition.created_at), decided)))


def worth_comparing_with(edition: Any) -> date:
    """What a draft is compared with, when nothing earlier is there: as it was sent on referral, else as it was begun."""
    sent = edition.states.filter(state=State.REFERRAL).order_by("-at").values_list("on", flat=True).first()
    return min(sent or as_date(edition.created_at), today())


def compare(old: Side, new: Side) -> Comparison | None:
    """None when the older one was not there that day."""
    rows = [rows_on(side.edition, side.day) if side.day else versions.rows_of(side.edition) for side in (old, new)]
    if rows[0] is None or rows[1] is None:
        return None
    before, after = (versions.version_of(side.edition, one) for side, one in zip((old, new), rows, strict=True))
    keys = {str(key): pk for key, pk in new.edition.nodes.values_list("key", "pk")}
    made = comparing.compare(before, after, difference.between(before, after), keys)
    _tell_lineage(made, new.edition, before.by_key(NODE).keys())
    return made


def _tell_lineage(made: Comparison, edition: Edition, known: Any) -> None:
    """What was split off or joined: told where it is news, that is where the older version has what it came from."""
    lines: dict[str, Line] = {line.key: line for line in made.lines}
    for row in Lineage.objects.filter(edition=edition):
        line = lines.get(str(row.to_key))
        if line is not None and str(row.from_key) in known and line.changed:
            line.notes.append(f"{row.get_kind_display()} ”{row.from_title}”")
