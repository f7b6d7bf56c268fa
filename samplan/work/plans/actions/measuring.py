"""What is followed in the population. One that comes after the edition was adopted is dated: it is not the adopted words."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record

from ..models import Edition, Measure, Node
from ..states import EDITABLE, latest, require_editable, require_not_over
from .frozen import lock
from .steps import Deed


def mark_of_measure(measure: Measure) -> str:
    return mark_of(measure.text)


@transaction.atomic
def add_measure(*, edition: Edition, node: Node | None, text: str, by: Any) -> Measure:
    """What is followed in the population, last among the plan's own; about a node or the whole plan."""
    edition = lock(edition.pk)
    require_not_over(edition)
    later = latest(edition).state not in EDITABLE
    if node is not None and node.edition_id != edition.pk:
        raise ValueError("the node must belong to the edition")
    last = edition.measures.aggregate(last=Max("position"))["last"] or 0
    measure = Measure(edition=edition, node=node, text=text, position=last + 1, added_on=today() if later else None)
    if later:  # no step of a draft: there is none
        measure.save()
    else:
        deed = Deed(edition, by)
        measure.save()
        deed.made(measure)
        deed.close("plans.measure_added", text)
    _record(measure, edition, by, "plans.measure_added_later" if later else "plans.measure_added", None, {"text": text})
    return measure


@transaction.atomic
def edit_measure(*, measure: Measure, text: str, seen: str, by: Any) -> Measure:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    edition, measure, later = _changeable(measure)
    if mark_of_measure(measure) != seen:
        raise Stale
    before = measure.text
    if before != text:
        deed = None if later else Deed(edition, by)
        if deed:
            deed.touch(measure)
        measure.text = text
        measure.save(update_fields=["text"])
        if deed:
            deed.close("plans.measure_changed", text)
        _record(measure, edition, by, "plans.measure_changed", {"text": before}, {"text": text})
    return measure


@transaction.atomic
def remove_measure(*, measure: Measure, by: Any) -> None:
    edition, measure, later = _changeable(measure)
    _record(measure, edition, by, "plans.measure_removed", {"text": measure.text}, None)
    deed = None if later else Deed(edition, by)
    if deed:
        deed.touch(measure)
    title = measure.text
    measure.delete()
    if deed:
        deed.close("plans.measure_removed", title)


def _changeable(measure: Measure) -> tuple[Edition, Measure, bool]:
    """The edition under lock, the measure as it is now, and whether it came after the edition was adopted."""
    edition = lock(measure.edition_id)
    measure = edition.measures.select_related("node").get(pk=measure.pk)
    if measure.added_on is None:
        require_editable(edition)
    require_not_over(edition)
    return edition, measure, measure.added_on is not None


def _record(
    measure: Measure, edition: Edition, by: Any, verb: str, before: dict[str, str] | None, after: dict[str, str] | None
) -> None:
    """On what it measures: that outlives the measure."""
    record(
        by=by,
        verb=verb,
        subject=measure.node or edition,
        county=edition.plan.county.code,
        before=before,
        after=after,
        note=measure.text,
    )
