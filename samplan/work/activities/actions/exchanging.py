"""A file of activities is read in whole, or not at all."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.language import house_language
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record
from samplan.foundation.people.queries import ActorRegister
from samplan.work.plans.models import Edition

from .. import states
from ..exchange import AGES, GivenRow, Standing, standing
from ..exchange_compare import Change, Comparison, compare
from ..forecasts import DAYS
from ..models import Activity, ActivityState
from .changes import edit_activity, mark_of_activity, set_owner
from .creation import NewActivity, create_activities
from .stating import change_state

KINDS, STATES = Activity.Kind, ActivityState.State
WORDS = ("title", "meaning", "text", "place", "contact", "follow_up_method")


class FileHasErrors(Exception):
    """Nothing of the file was written."""


@transaction.atomic
def read_activities(*, edition: Edition, rows: Sequence[GivenRow], seen: str, name: str, by: Any) -> Comparison:
    """Raises Stale when something in the edition is not as it was when the dry run was shown."""
    list(Edition.objects.select_for_update(of=("self",)).filter(pk=edition.pk))  # one file at a time
    mine = Activity.objects.filter(county=edition.plan.county).order_by("pk")
    list(mine.select_for_update(of=("self",)).values_list("pk", flat=True))
    found = standing(edition)
    done = compare(found, rows)
    if done.mark != seen:
        raise Stale
    if done.errors:
        raise FileHasErrors
    with house_language():
        writer = _Writer(found, by, name)
        for change in done.changed:
            writer.change(change)
        writer.make(done.new)
    record(
        by=by,
        verb="activities.file_read",
        subject=edition,
        county=edition.plan.county.code,
        after={"changed": len(done.changed), "new": len(done.new)},
        note=name,
    )
    return done


class _Writer:
    def __init__(self, found: Standing, by: Any, name: str) -> None:
        self.found, self.by, self.name = found, by, name
        self.register = ActorRegister(found.edition.plan.county)
        self.parts = found.by_ref
        self.kinds = {str(kind.label): kind for kind in KINDS}
        self.states = {str(state.label): state for state in STATES}

    def change(self, change: Change) -> None:
        assert change.line is not None  # noqa: S101 - what is new goes another way
        activity, cells = change.line.activity, change.cells
        if change.touches(*WORDS, "kind", *AGES, *DAYS, "parts", "actors"):
            elsewhere = [node.pk for node in activity.nodes.all() if node.pk not in self.found.refs]
            edit_activity(
                activity=activity,
                node_ids=[*elsewhere, *self._node_ids(cells)],
                actors=self._actors(cells, activity),
                seen=mark_of_activity(activity),
                moved_why=_("Läst in ur filen %(name)s.") % {"name": self.name},
                by=self.by,
                **self._texts(cells),
            )
        if change.touches("owner", "owner_person"):
            owner = activity.owner
            if change.touches("owner"):
                owner = self.found.organisations[fold(cells["owner"])] if cells["owner"] else None
            set_owner(activity=activity, owner=owner, owner_person=cells["owner_person"], by=self.by)
        if change.touches("state"):
            on = date.fromisoformat(cells["state_on"])
            to, why = self.states[cells["state"]], cells["reason"]
            payer = why[:200] if to in states.WITH_PAYER else ""  # the file has one column for both
            change_state(activity=activity, to=to, on=on, reason=why, payer=payer, kind_follows=False, by=self.by)
        if change.touches("places"):
            self._place(activity, cells, change.line.cells["places"])

    def _texts(self, cells: dict[str, str]) -> dict[str, Any]:
        days = {name: date.fromisoformat(cells[name]) if cells[name] else None for name in DAYS}
        years = {name: int(cells[name]) if cells[name] else None for name in AGES}
        words = {name: cells[name] for name in WORDS}
        return {**words, **years, **days, "kind": self.kinds[cells["kind"]]}

    def _node_ids(self, cells: dict[str, str]) -> list[int]:
        return [self.parts[fold(ref)].pk for ref in filter(None, cells["parts"].split("; "))]

    def _actors(self, cells: dict[str, str], activity: Activity | None = None) -> list[tuple[str, Any]]:
        """A spelling that stays keeps the organisation that somebody has said it means."""
        kept = {actor.text: actor.organisation for actor in activity.performers} if activity else {}
        texts = filter(None, cells["actors"].split("\n"))
        return [(text, kept[text] if text in kept else self.register.find(text)) for text in texts]

    def _place(self, activity: Activity, cells: dict[str, str], before: str) -> None:
        activity.places.set(self.found.places[fold(name)] for name in filter(None, cells["places"].split("; ")))
        record(
            by=self.by,
            verb="activities.changed",
            subject=activity,
            county=activity.county.code,
            before={"places": before},
            after={"places": cells["places"]},
        )

    def make(self, new: Sequence[Change]) -> None:
        if not new:
            return
        edition = self.found.edition
        wanted = [
            NewActivity(
                node_ids=self._node_ids(change.cells),
                actors=self._actors(change.cells),
                state=self.states[change.cells["state"]],
                owner=self.found.organisations.get(fold(change.cells["owner"])) if change.cells["owner"] else None,
                **self._texts(change.cells),
            )
            for change in new
        ]
        made = create_activities(edition=edition, activities=wanted, by=self.by)
        for activity, change in zip(made, new, strict=True):
            cells = change.cells
            on = date.fromisoformat(cells["state_on"])
            ActivityState.objects.filter(activity=activity).update(on=on, reason=cells["reason"])
            if cells["owner_person"]:
                Activity.objects.filter(pk=activity.pk).update(owner_person=cells["owner_person"])
            activity.places.set(self.found.places[fold(n)] for n in filter(None, cells["places"].split("; ")))
