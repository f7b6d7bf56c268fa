"""Each deed in a draft's outline as a step that can be undone: the rows it touched, before and after."""

import json
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import clock
from samplan.foundation.history.actions import changes, record

from .. import queries, visions
from ..models import Edition, EditStep, Node, Tier
from ..shape import Shape
from ..states import NotAllowed
from .frozen import lock_editable, node_facts
from .numbering import number_by_place

DERIVED = {"id", "folded", "title_key"}  # made from the rest
OUT_OF_THE_WAY = 1000
UNDONE, REDONE = "plans.step_undone", "plans.step_redone"
Rows = dict[str, dict[str, dict[str, Any] | None]]


class Deed:
    """What a deed does, noted while it is done: `touch` rows before they change, `made` after they are made."""

    def __init__(self, edition: Edition, by: Any) -> None:
        self.edition, self.by, self.shape = edition, by, Shape.of(edition)
        self._places = {
            pk: before for row in self.shape.children.values() for before, pk in zip([None, *row], row, strict=False)
        }
        self._before: Rows = {}

    def touch(self, *rows: models.Model) -> None:
        for row in rows:
            table = self._before.setdefault(row._meta.db_table, {})
            if str(row.pk) not in table:
                table[str(row.pk)] = as_data(row, self._places.get(row.pk))

    def made(self, row: models.Model) -> None:
        self._before.setdefault(row._meta.db_table, {}).setdefault(str(row.pk), None)

    def close(self, what: str, title: str) -> EditStep:
        """Writes the places and the step. The deed's history is the action's own."""
        self.shape.write(self.edition)
        if self.edition.numbers_itself:
            number_by_place(self.edition)
        before, after = _differing(self._before, current(self._before, self.shape))
        return EditStep.objects.create(
            edition=self.edition,
            what=what,
            title=title[:300],
            before=before,
            after=after,
            by_id=getattr(self.by, "pk", None),
            by_name=visions.name_of(self.by),
        )


def as_data(row: models.Model, place: int | None) -> dict[str, Any]:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in DERIVED}
    if isinstance(row, Node):  # its place is said by what it stands after: others may come before
        del values["position"]
        values["after"] = place
    exact = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
    data: dict[str, Any] = json.loads(json.dumps(exact, cls=DjangoJSONEncoder))
    return data


def model_of(table: str) -> type[models.Model]:
    """Tables of rooms above are found, not named."""
    return next(m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == table)


def current(asked: Rows, shape: Shape) -> Rows:
    """How the same rows are now; None for one that is not there."""
    found: Rows = {}
    for table, rows in asked.items():
        here = {str(r.pk): r for r in model_of(table)._default_manager.filter(pk__in=[int(pk) for pk in rows])}
        found[table] = {pk: as_data(here[pk], _place(here[pk], shape)) if pk in here else None for pk in rows}
    return found


def _place(row: models.Model, shape: Shape) -> int | None:
    return shape.before(row.pk) if isinstance(row, Node) and row.pk in shape.parent else None


def _differing(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """Only what became different: a row that stands in both keeps the columns that changed."""
    old: Rows = {}
    new: Rows = {}
    for table, rows in before.items():
        for pk, was in rows.items():
            now = after[table][pk]
            if was is not None and now is not None:
                places = {"after": was.get("after")}, {"after": now.get("after")}
                was, now = changes(was, now)
                if (
                    "parent_id" in was and table == Node._meta.db_table
                ):  # the same sibling before it, under another part
                    was, now = {**was, **places[0]}, {**now, **places[1]}
            if was != now:
                old.setdefault(table, {})[pk] = was
                new.setdefault(table, {})[pk] = now
    return old, new


def own_last(edition: Edition, by: Any) -> EditStep | None:
    """What the person's undo takes back."""
    mine = edition.steps.filter(by_id=getattr(by, "pk", None)).exclude(what__in=[UNDONE, REDONE])
    return mine.filter(undone_at=None).order_by("-pk").first()


def own_undone(edition: Edition, by: Any) -> EditStep | None:
    """What the person's redo does again: undone, and nothing new done by them since it was."""
    mine = edition.steps.filter(by_id=getattr(by, "pk", None)).exclude(what__in=[UNDONE, REDONE])
    newest = mine.order_by("-pk").first()
    return mine.filter(undone_at__gte=newest.at).order_by("pk").first() if newest else None


@transaction.atomic
def undo(*, edition: Edition, by: Any) -> EditStep | None:
    """Takes back the person's own last deed; refused, with what is in the way, when somebody has changed the same since."""
    edition = lock_editable(edition.pk)
    step = own_last(edition, by)
    if step is not None:
        _turn(edition, step, step.after, step.before, UNDONE, by)
        step.undone_at = timezone.now()
        step.save(update_fields=["undone_at"])
    return step


@transaction.atomic
def redo(*, edition: Edition, by: Any) -> EditStep | None:
    edition = lock_editable(edition.pk)
    step = own_undone(edition, by)
    if step is not None:
        _turn(edition, step, step.before, step.after, REDONE, by)
        step.undone_at = None
        step.save(update_fields=["undone_at"])
    return step


def _turn(edition: Edition, step: EditStep, was: Rows, to: Rows, what: str, by: Any) -> None:
    deed = Deed(edition, by)
    now = current(was, deed.shape)
    _require_untouched(edition, step, was, now)
    visions.require_own_words(_reworded(to, now), by)
    facts = _facts(edition, to)
    try:
        with transaction.atomic():
            _put_back(deed, to, now)
            connection.check_constraints([*to])
    except IntegrityError:
        raise NotAllowed(_("Det går inte att ångra: något som hörde dit är borttaget.")) from None
    before_it, after_it = _differing(
        now, current(was, deed.shape)
    )  # as it was and became, also what others moved beside it
    EditStep.objects.create(
        edition=edition,
        what=what,
        title=step.title,
        before=before_it,
        after=after_it,
        by_id=getattr(by, "pk", None),
        by_name=visions.name_of(by),
    )
    before, after = changes(facts, _facts(edition, to))
    record(
        by=by,
        verb=what,
        subject=_subject(edition, step, to),
        county=edition.plan.county.code,
        before=before or None,
        after=after or None,
        note=step.title,
    )


def _subject(edition: Edition, step: EditStep, rows: Rows) -> models.Model:
    """The part that the step was done to: one that a move only changed places with is touched too."""
    nodes = list(edition.nodes.filter(pk__in=[int(pk) for pk in rows.get(Node._meta.db_table, {})]).order_by("pk"))
    return next((node for node in nodes if str(node) == step.title), nodes[0] if nodes else edition)


def _facts(edition: Edition, rows: Rows) -> dict[str, Any]:
    """The words of the one node that a step is about, for the history."""
    ids = [int(pk) for pk in rows.get(Node._meta.db_table, {})]
    nodes = list(edition.nodes.select_related("parent").filter(pk__in=ids)[:2]) if len(ids) == 1 else []
    return node_facts(nodes[0]) if nodes else {}


def _require_untouched(edition: Edition, step: EditStep, was: Rows, now: Rows) -> None:
    for table, rows in was.items():
        for pk, row in rows.items():
            if not _same(row, now[table][pk], numbered=edition.numbers_itself):
                raise NotAllowed(_in_the_way(edition, step, table, pk))


def _reworded(to: Rows, now: Rows) -> list[int]:
    """The parts whose words would become others, or that would go."""
    table = Node._meta.db_table
    found = []
    for pk, row in to.get(table, {}).items():
        here = now[table][pk]
        if here and (row is None or any(row.get(name, here[name]) != here[name] for name in ("title", "text"))):
            found.append(int(pk))
    return found


def _same(expected: dict[str, Any] | None, found: dict[str, Any] | None, *, numbered: bool) -> bool:
    """Where it stands among its siblings, and a number made from that, may have changed by what others did beside it."""
    if expected is None or found is None:
        return expected is None and found is None
    free = {"after", "number"} if numbered else {"after"}
    return all(found.get(name) == value for name, value in expected.items() if name not in free)


def _in_the_way(edition: Edition, step: EditStep, table: str, pk: str) -> str:
    later = edition.steps.filter(pk__gt=step.pk, undone_at=None).exclude(what__in=[UNDONE, REDONE])
    for other in later:
        if pk in other.after.get(table, {}):
            words = _("Det går inte att ångra: %(name)s har ändrat ”%(title)s” sedan dess, klockan %(at)s.")
            return words % {"name": other.by_name, "title": other.title, "at": clock(other.at)}
    return _("Det går inte att ångra: ”%(title)s” har ändrats sedan dess.") % {"title": step.title}


def _put_back(deed: Deed, to: Rows, now: Rows) -> None:
    nodes = Node._meta.db_table
    tables = sorted(to, key=lambda table: table != nodes)  # parts first: the rest hangs on them
    for table in tables:
        for pk, row in to[table].items():
            if row is not None and now[table][pk] is None:
                _make(table, pk, row)
    for table in tables:
        _change(table, {pk: row for pk, row in to[table].items() if row is not None and now[table][pk] is not None})
    for table in reversed(tables):
        for pk in [pk for pk, row in to[table].items() if row is None]:
            _take_away(deed, table, int(pk))
    _place_back(deed, to.get(nodes, {}))
    deed.edition.refresh_from_db(fields=["numbers_itself"])
    if deed.edition.numbers_itself:
        number_by_place(deed.edition)


def _values(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in row.items() if name in fields}


def _make(table: str, pk: str, row: dict[str, Any]) -> None:
    model = model_of(table)
    extra = {"position": 0} if model is Node else {}
    values = _values(model, row)
    model._default_manager.create(pk=int(pk), **values, **extra)
    model._default_manager.filter(pk=int(pk)).update(
        **values
    )  # also the moment it was first made, which create sets anew


def _change(table: str, rows: dict[str, dict[str, Any]]) -> None:
    model = model_of(table)
    here = model._default_manager.in_bulk([int(pk) for pk in rows])
    names: set[str] = set()
    for pk, row in rows.items():
        for name, value in _values(model, row).items():
            setattr(here[int(pk)], name, value)
            names.add(name)
    if model is Tier and "position" in names:  # no two at the same place, not even on the way
        model._default_manager.filter(pk__in=here).update(position=F("position") + OUT_OF_THE_WAY)
    fields = [f for f in model._meta.concrete_fields if f.attname in names]
    made = [f for f in model._meta.concrete_fields if f.name in DERIVED - {"id"}] if fields else []
    for one in here.values():
        for made_field in made:
            made_field.pre_save(one, False)
    if fields:
        model._default_manager.bulk_update(here.values(), [f.name for f in [*fields, *made]])


def _take_away(deed: Deed, table: str, pk: int) -> None:
    model = model_of(table)
    row = model._default_manager.get(pk=pk)
    if isinstance(row, Node):
        if hanging := queries.hangs_on(row):
            words = _("Det går inte att ångra: ”%(title)s” har %(what)s.")
            raise NotAllowed(words % {"title": row, "what": ", ".join(hanging)})
        deed.shape.forget(pk)
    row.delete()


def _place_back(deed: Deed, rows: dict[str, dict[str, Any] | None]) -> None:
    """Each after the sibling it stood after; those that stood after another of them come after it."""
    shape = deed.shape
    waiting = {int(pk): row for pk, row in rows.items() if row and ("after" in row or "parent_id" in row)}
    for pk in waiting:
        if pk in shape.parent:
            shape.take_out(pk)
    parents = dict(deed.edition.nodes.filter(pk__in=waiting).values_list("pk", "parent_id"))
    while waiting:
        ready = [pk for pk, row in waiting.items() if row.get("after") not in waiting] or list(waiting)
        for pk in ready:
            after = waiting.pop(pk).get("after")
            shape.position.setdefault(pk, 0)
            shape.put(pk, parents[pk], after)
            _require_no_circle(shape, pk)
    shape.write(deed.edition)


def _require_no_circle(shape: Shape, pk: int) -> None:
    above, seen = shape.parent[pk], {pk}
    while above is not None:
        if above in seen:
            raise NotAllowed(_("Det går inte att ångra: delen skulle hamna under sig själv."))
        seen.add(above)
        above = shape.parent.get(above)
