"""Evaluations of an edition, what they found, and what each finding led to. None of it is the plan's own text."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record

from ..models import Consequence, Edition, Evaluation, Finding, Node
from ..states import NotAllowed
from .frozen import lock


def mark_of_evaluation(row: Evaluation) -> str:
    return mark_of(*_facts(row).values())


def mark_of_finding(row: Finding) -> str:
    return mark_of(*_said(row).values())


@transaction.atomic
def add_evaluation(
    *, edition: Edition, title: str, on: date, by_whom: str, basis: str, url: str, by: Any
) -> Evaluation:
    edition = lock(edition.pk)
    row = Evaluation.objects.create(edition=edition, title=title, on=on, by_whom=by_whom, basis=basis, url=url)
    _record(edition, by, "plans.evaluation_added", None, _facts(row), row.title)
    return row


@transaction.atomic
def edit_evaluation(*, evaluation: Evaluation, seen: str, by: Any, **values: Any) -> Evaluation:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    edition = lock(evaluation.edition_id)
    row = _there(edition, evaluation)
    if mark_of_evaluation(row) != seen:
        raise Stale
    was = _facts(row)
    for name in ("title", "on", "by_whom", "basis", "url"):
        setattr(row, name, values[name])
    if _facts(row) != was:
        row.save()
        _record(edition, by, "plans.evaluation_changed", *changes(was, _facts(row)), row.title)
    return row


@transaction.atomic
def remove_evaluation(*, evaluation: Evaluation, by: Any) -> None:
    """One that has found something stays: what it led to leans on it."""
    edition = lock(evaluation.edition_id)
    row = _there(edition, evaluation)
    if row.findings.exists():
        raise NotAllowed(_("Utvärderingen har slutsatser. Ta bort dem först."))
    _record(edition, by, "plans.evaluation_removed", _facts(row), None, row.title)
    row.delete()


@transaction.atomic
def add_finding(*, evaluation: Evaluation, text: str, basis: str, node: Node | None, by: Any) -> Finding:
    edition = lock(evaluation.edition_id)
    _require_own(edition, node)
    evaluation = _there(edition, evaluation)
    last = evaluation.findings.aggregate(last=Max("position"))["last"] or 0
    row = Finding.objects.create(evaluation=evaluation, text=text, basis=basis, node=node, position=last + 1)
    _record(edition, by, "plans.finding_added", None, _said(row), evaluation.title)
    return row


@transaction.atomic
def edit_finding(*, finding: Finding, text: str, basis: str, node: Node | None, seen: str, by: Any) -> Finding:
    edition, row = _held(finding)
    _require_own(edition, node)
    if mark_of_finding(row) != seen:
        raise Stale
    was = _said(row)
    row.text, row.basis, row.node = text, basis, node
    if _said(row) != was:
        row.save()
        _record(edition, by, "plans.finding_changed", *changes(was, _said(row)), row.evaluation.title)
    return row


@transaction.atomic
def move_finding(*, finding: Finding, up: bool, by: Any) -> bool:
    """Changes place with the one before or after; False when there is none."""
    edition, row = _held(finding)
    rows = list(row.evaluation.findings.all())
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, each in enumerate(rows, start=1):
        each.position = position
    Finding.objects.bulk_update(rows, ["position"])
    _record(edition, by, "plans.finding_moved", None, None, row.evaluation.title)
    return True


@transaction.atomic
def remove_finding(*, finding: Finding, by: Any) -> None:
    edition, row = _held(finding)
    if row.consequences.exists():
        raise NotAllowed(_("Slutsatsen har fått svar i nästa utgåva. Ta bort svaret först."))
    _record(edition, by, "plans.finding_removed", _said(row), None, row.evaluation.title)
    row.delete()


@transaction.atomic
def answer_finding(*, finding: Finding, node: Node | None, because: str, by: Any) -> Consequence:
    """It led to a part of the next edition; or, without one, it is not followed, because."""
    edition, row = _held(finding)
    if node is not None and (node.edition.plan_id != edition.plan_id or node.edition.number <= edition.number):
        raise NotAllowed(_("Välj en del av en senare utgåva av samma plan."))
    answers = list(row.consequences.all())
    if node is None and answers:
        raise NotAllowed(_("Slutsatsen har redan lett till något. Ta bort det först om den inte ska följas."))
    if any(answer.node_id is None for answer in answers):
        raise NotAllowed(_("Det står att slutsatsen inte följs. Ta bort det först."))
    if node is not None and any(answer.node_id == node.pk for answer in answers):
        raise NotAllowed(_("Den delen är redan vald."))
    made = Consequence.objects.create(finding=row, node=node, because=because)
    verb = "plans.finding_followed" if node else "plans.finding_not_followed"
    _record(node.edition if node else edition, by, verb, None, _led(made), row.text[:200])
    return made


@transaction.atomic
def remove_answer(*, consequence: Consequence, by: Any) -> None:
    edition, row = _held(consequence.finding)
    here = row.consequences.select_related("node__edition__plan__county").filter(pk=consequence.pk).first()
    if here is None:
        raise NotAllowed(_("Svaret är redan borttaget."))
    told = here.node.edition if here.node else edition
    _record(told, by, "plans.finding_answer_removed", _led(here), None, row.text[:200])
    here.delete()


def _there(edition: Edition, evaluation: Evaluation) -> Evaluation:
    row = edition.evaluations.filter(pk=evaluation.pk).first()
    if row is None:
        raise NotAllowed(_("Utvärderingen är borttagen."))
    return row


def _held(finding: Finding) -> tuple[Edition, Finding]:
    edition = lock(finding.evaluation.edition_id)
    row = Finding.objects.select_related("evaluation", "node").filter(pk=finding.pk).first()
    if row is None:
        raise NotAllowed(_("Slutsatsen är borttagen."))
    return edition, row


def _require_own(edition: Edition, node: Node | None) -> None:
    if node is not None and node.edition_id != edition.pk:
        raise ValueError("the node must belong to the edition")


def _facts(row: Evaluation) -> dict[str, str]:
    return {
        "title": row.title,
        "on": row.on.isoformat(),
        "by_whom": row.by_whom,
        "basis": row.basis,
        "url": row.url,
    }


def _said(row: Finding) -> dict[str, str]:
    return {"text": row.text, "basis": row.basis, "part": str(row.node or "")}


def _led(row: Consequence) -> dict[str, str]:
    return {"part": str(row.node or ""), "reason": row.because}


def _record(edition: Edition, by: Any, verb: str, before: Any, after: Any, note: str) -> None:
    county = edition.plan.county.code
    record(by=by, verb=verb, subject=edition, county=county, before=before, after=after, note=note)
