"""An edition's text as it stood at a moment: today's rows with each deed since then taken back, the last one first."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from samplan.foundation.core.dates import as_date

from .actions.numbering import numbers_of
from .models import Edition, EditStep, FollowUpQuestion, Measure, Node, Tier, Wording
from .shape import Shape
from .versions import FACTS, TABLES, Row, Rows, rows_of

NAMES = {model._meta.db_table: name for name, (model, _way) in TABLES.items()}
EDITION = "edition"
QUESTION_ADDED = "plans.question_added"


def end_of(day: date) -> datetime:
    """The last moment of a day, here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def rows_at(edition: Edition, moment: datetime) -> Rows | None:
    """The text then, and under `edition` the facts about it; None before it was begun."""
    if moment < edition.created_at:
        return None
    past = _Past(edition)
    past.leave_out_later(moment)
    for step in edition.steps.filter(at__gt=moment).order_by("-pk"):
        past.take_back(step)
    return past.told()


class _Past:
    def __init__(self, edition: Edition) -> None:
        self.rows = rows_of(edition)
        self.facts: Row = {name: getattr(edition, name) for name in (*FACTS, "numbers_itself")}
        self.shape = Shape()
        for row in sorted(self.rows["node"].values(), key=lambda row: (row["position"], row["id"])):
            self.shape.parent[row["id"]] = row["parent_id"]
            self.shape.children.setdefault(row["parent_id"], []).append(row["id"])

    def leave_out_later(self, moment: datetime) -> None:
        """Measures that were added to the adopted plan: no step of a draft tells of them, their own day does."""
        measures = self.rows["measure"]
        for pk in [pk for pk, row in measures.items() if row["added_on"] and row["added_on"] > as_date(moment)]:
            del measures[pk]

    def take_back(self, step: EditStep) -> None:
        for table, was in step.before.items():
            now = step.after.get(table, {})
            if table == Node._meta.db_table:
                self._nodes({int(pk): row for pk, row in was.items()}, {int(pk): row for pk, row in now.items()})
            elif table == Edition._meta.db_table:
                for row in was.values():
                    self.facts |= {k: v for k, v in _read(Edition, row or {}).items() if k in self.facts}
            elif table in NAMES:
                self._rows(NAMES[table], was)
        if step.what == QUESTION_ADDED:
            self._close_gap(step)

    def _rows(self, name: str, was: Mapping[str, Row | None]) -> None:
        rows, model = self.rows[name], TABLES[name][0]
        for pk, row in was.items():
            if row is None:
                rows.pop(int(pk), None)
            else:
                rows[int(pk)] = {**rows.get(int(pk), {"id": int(pk)}), **_read(model, row)}

    def _close_gap(self, step: EditStep) -> None:
        """A new question shoved those after it one place on."""
        for row in step.after.get(FollowUpQuestion._meta.db_table, {}).values():
            for other in self.rows["question"].values():
                if row and other["position"] > row["position"]:
                    other["position"] -= 1

    def _nodes(self, was: Mapping[int, Row | None], now: Mapping[int, Row | None]) -> None:
        shape, rows = self.shape, self.rows["node"]
        waiting: dict[int, int | None] = {}  # what is to be placed, and after which
        for pk, row in was.items():
            if row is not None and (now.get(pk) is None or "after" in row or "parent_id" in row):
                waiting[pk] = row["after"] if "after" in row else shape.before(pk)
        for pk, row in was.items():
            if pk in shape.parent and (row is None or pk in waiting):
                shape.take_out(pk)
            if row is None:
                shape.parent.pop(pk, None)
                rows.pop(pk, None)
            else:
                rows[pk] = {**rows.get(pk, {"id": pk}), **_read(Node, row)}
        while waiting:
            ready = [pk for pk, after in waiting.items() if after not in waiting] or list(waiting)
            for pk in ready:
                shape.put(pk, rows[pk]["parent_id"], waiting.pop(pk))

    def told(self) -> Rows:
        nodes = self.rows["node"]
        order = self.shape.order()
        self.rows["node"] = {pk: {**nodes[pk], "position": place} for place, pk in enumerate(order, start=1)}
        self.rows[EDITION] = {0: self.facts}
        if self.facts["numbers_itself"]:
            for pk, number in numbers_of(objects(self.rows)["node"]).items():
                self.rows["node"][pk]["number"] = number
        return self.rows


def _read(model: Any, row: Row) -> Row:
    """A step's values as the database gives them: days and keys are kept as text."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in row.items() if name in fields}


def objects(rows: Rows) -> dict[str, list[Any]]:
    """Parts, questions and measures as the outline is built of them: unsaved, and never to be saved."""
    tiers = {pk: Tier(**row) for pk, row in rows["tier"].items()}
    worded: dict[int, list[Wording]] = {}
    for row in sorted(rows["wording"].values(), key=lambda row: row["id"]):
        worded.setdefault(row["node_id"], []).append(Wording(**row))
    nodes = [Node(**row) for row in sorted(rows["node"].values(), key=lambda row: row["position"])]
    for node in nodes:
        node.tier = tiers[node.tier_id]
        fill(node, "wordings", worded.get(node.pk, []))
    there = {node.pk for node in nodes}
    hanging: dict[str, list[Any]] = {}
    for name, model in (("question", FollowUpQuestion), ("measure", Measure)):
        ordered = sorted(rows[name].values(), key=lambda row: (row["position"], row["id"]))
        hanging[name] = [model(**row) for row in ordered if row["node_id"] is None or row["node_id"] in there]
    return {"node": nodes, **hanging}


def fill(owner: Any, name: str, rows: Iterable[Any]) -> None:
    """As if they had been fetched: whoever asks for all of them asks the database no more."""
    found = getattr(owner, name).all()
    found._result_cache, found._prefetch_done = list(rows), True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def dress(edition: Any, rows: Rows) -> None:
    """The edition with the words of that time: its facts, and its outline however it is built. Never save it."""
    for name, value in rows[EDITION][0].items():
        setattr(edition, name, value)
    made = objects(rows)
    for node in made["node"]:
        node.edition = edition
    for name, of in (("nodes", "node"), ("questions", "question"), ("measures", "measure")):
        fill(edition, name, made[of])
