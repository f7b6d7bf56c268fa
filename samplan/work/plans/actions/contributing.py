"""Contributions between parts, and what the plan starts from. Only while the edition is open."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record

from .. import contributing
from ..models import Contribution, Edition, Input, InputUse, Node
from ..states import NotAllowed
from .frozen import lock_editable
from .steps import Deed


class Circular(NotAllowed):
    """The arrow would lead back to where it starts; the message shows the whole circle."""


def mark_of_contribution(contribution: Contribution) -> str:
    return mark_of(contribution.evidence)


def mark_of_input(row: Input) -> str:
    return mark_of(row.kind, row.title, row.kronor, row.percent, *sorted(row.uses.values_list("node_id", flat=True)))


@transaction.atomic
def add_contribution(*, source: Node, target: Node, evidence: str, by: Any) -> Contribution:
    """«Bidrar till». Refused when it is there already, or when the target already leads to the source."""
    edition = lock_editable(source.edition_id)
    if target.edition_id != edition.pk:
        raise ValueError("both parts must belong to the edition")
    if source.pk == target.pk:
        raise NotAllowed(_("En del kan inte bidra till sig själv."))
    pairs = list(contributing.contributions_of(edition).values_list("source_id", "target_id"))
    if (source.pk, target.pk) in pairs:
        words = {"source": source, "target": target}
        raise NotAllowed(_("Det står redan att ”%(source)s” bidrar till ”%(target)s”.") % words)
    back = contributing.way(pairs, target.pk, source.pk)
    if back:
        raise Circular(_circle(back, edition))
    deed = Deed(edition, by)
    made = Contribution.objects.create(source=source, target=target, evidence=evidence)
    deed.made(made)
    deed.close("plans.contribution_added", str(made))
    _record(made, edition, by, "plans.contribution_added", None, {"evidence": evidence})
    return made


@transaction.atomic
def edit_contribution(*, contribution: Contribution, evidence: str, seen: str, by: Any) -> Contribution:
    """Changes what speaks for it; empty is assumed. Raises Stale when it is not as it was shown (`seen`)."""
    edition = lock_editable(contribution.source.edition_id)
    contribution = _fresh(contribution)
    if mark_of_contribution(contribution) != seen:
        raise Stale
    before = contribution.evidence
    if before != evidence:
        deed = Deed(edition, by)
        deed.touch(contribution)
        contribution.evidence = evidence
        contribution.save(update_fields=["evidence"])
        deed.close("plans.contribution_changed", str(contribution))
        _record(contribution, edition, by, "plans.contribution_changed", {"evidence": before}, {"evidence": evidence})
    return contribution


@transaction.atomic
def remove_contribution(*, contribution: Contribution, by: Any) -> None:
    edition = lock_editable(contribution.source.edition_id)
    contribution = _fresh(contribution)
    before = {"evidence": contribution.evidence}
    _record(contribution, edition, by, "plans.contribution_removed", before, None)
    deed, title = Deed(edition, by), str(contribution)
    deed.touch(contribution)
    contribution.delete()
    deed.close("plans.contribution_removed", title)


@transaction.atomic
def add_input(
    *,
    edition: Edition,
    kind: str,
    title: str,
    kronor: int | None,
    percent: int | None,
    nodes: list[Node],
    by: Any,
) -> Input:
    """What the plan starts from, last among them, and what it is put into."""
    edition = lock_editable(edition.pk)
    _require_here(edition, nodes)
    last = edition.inputs.aggregate(last=Max("position"))["last"] or 0
    made = Input.objects.create(
        edition=edition, kind=kind, title=title, kronor=kronor, percent=percent, position=last + 1
    )
    _put_into(made, nodes)
    _record_input(made, edition, by, "plans.input_added", None, _facts(made))
    return made


@transaction.atomic
def edit_input(
    *,
    row: Input,
    kind: str,
    title: str,
    kronor: int | None,
    percent: int | None,
    nodes: list[Node],
    seen: str,
    by: Any,
) -> Input:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    edition = lock_editable(row.edition_id)
    row = edition.inputs.get(pk=row.pk)
    if mark_of_input(row) != seen:
        raise Stale
    _require_here(edition, nodes)
    before = _facts(row)
    row.kind, row.title, row.kronor, row.percent = kind, title, kronor, percent
    row.save(update_fields=["kind", "title", "kronor", "percent"])
    row.uses.exclude(node__in=nodes).delete()
    _put_into(row, nodes)
    after = _facts(row)
    if after != before:
        before, after = changes(before, after)
        _record_input(row, edition, by, "plans.input_changed", before, after)
    return row


@transaction.atomic
def remove_input(*, row: Input, by: Any) -> None:
    edition = lock_editable(row.edition_id)
    row = edition.inputs.get(pk=row.pk)
    _record_input(row, edition, by, "plans.input_removed", _facts(row), None)
    row.delete()


def _circle(back: list[int], edition: Edition) -> str:
    titles = {n.pk: str(n) for n in edition.nodes.filter(pk__in=back)}
    circle = " → ".join(f"”{titles[pk]}”" for pk in [back[-1], *back])
    words = _(
        "Det blir en cirkel: %(circle)s. Något kan inte leda till sig självt. "
        "Vänd på bidraget, eller ta först bort ett av dem som redan finns i cirkeln."
    )
    return words % {"circle": circle}


def _fresh(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_related("source__tier", "target__tier").get(pk=contribution.pk)


def _record(
    contribution: Contribution, edition: Edition, by: Any, verb: str, before: dict[str, Any] | None, after: Any
) -> None:
    """On the part it comes from, which outlives it; the other end stands in the note."""
    source, note = contribution.source, str(contribution.target)
    county = edition.plan.county.code
    record(by=by, verb=verb, subject=source, county=county, before=before, after=after, note=note)


def _require_here(edition: Edition, nodes: list[Node]) -> None:
    if any(node.edition_id != edition.pk for node in nodes):
        raise ValueError("an input is put into parts of its own edition")


def _put_into(row: Input, nodes: list[Node]) -> None:
    there = set(row.uses.values_list("node_id", flat=True))
    InputUse.objects.bulk_create([InputUse(input=row, node=node) for node in nodes if node.pk not in there])


def _facts(row: Input) -> dict[str, Any]:
    into = row.uses.select_related("node").order_by("node__position")
    return {
        "kind": row.kind,
        "title": row.title,
        "kronor": row.kronor,
        "percent": row.percent,
        "into": ", ".join(str(use.node) for use in into),
    }


def _record_input(row: Input, edition: Edition, by: Any, verb: str, before: Any, after: Any) -> None:
    county = edition.plan.county.code
    record(by=by, verb=verb, subject=edition, county=county, before=before, after=after, note=row.title)
