"""A way through several operations: ordered steps, each with who hands over and who takes over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.foundation.people.models import Organisation

from ..models import Plan, Process, ProcessStep, StepPart

STEP = ("title", "text", "giver", "giver_unit", "receiver", "receiver_unit", "routine", "routine_url")


def mark_of_process(process: Process) -> str:
    return mark_of(process.title, process.text)


def mark_of_step(step: ProcessStep) -> str:
    return mark_of(*_facts(step).values())


def _facts(step: ProcessStep) -> dict[str, str]:
    facts = {name: str(getattr(step, name) or "") for name in STEP}
    return {**facts, "parts": ", ".join(sorted(str(part.node_key) for part in step.parts.all()))}


@transaction.atomic
def add_process(*, plan: Plan, title: str, text: str, by: Any) -> Process:
    process = Process.objects.create(plan=plan, title=title, text=text)
    _record(process, by, "plans.process_added", None, {"title": title, "text": text})
    return process


@transaction.atomic
def edit_process(*, process: Process, title: str, text: str, seen: str, by: Any) -> Process:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    process = _lock(process)
    if mark_of_process(process) != seen:
        raise Stale
    before = {"title": process.title, "text": process.text}
    after = {"title": title, "text": text}
    if before != after:
        process.title, process.text = title, text
        process.save()
        _record(process, by, "plans.process_changed", *changes(before, after))
    return process


@transaction.atomic
def remove_process(*, process: Process, by: Any) -> None:
    process = _lock(process)
    steps = [step.title for step in process.steps.all()]
    _record(process, by, "plans.process_removed", {"title": process.title, "steps": steps}, None)
    process.delete()


@transaction.atomic
def add_step(*, process: Process, parts: Iterable[UUID], by: Any, **values: Any) -> ProcessStep:
    """Last in the process."""
    process = _lock(process)
    step = ProcessStep.objects.create(process=process, position=process.steps.count() + 1, **values)
    _set_parts(step, parts)
    _record(process, by, "plans.step_added", None, _facts(step), step.title)
    return step


@transaction.atomic
def edit_step(*, step: ProcessStep, parts: Iterable[UUID], seen: str, by: Any, **values: Any) -> ProcessStep:
    """Raises Stale when it is not as it was shown (`seen`), and writes nothing."""
    process = _lock(step.process)
    step = process.steps.select_related("giver", "receiver").get(pk=step.pk)
    if mark_of_step(step) != seen:
        raise Stale
    before = _facts(step)
    for name in STEP:
        setattr(step, name, values[name])
    step.save()
    _set_parts(step, parts)
    if before != _facts(step):
        _record(process, by, "plans.step_changed", *changes(before, _facts(step)), step.title)
    return step


@transaction.atomic
def move_step(*, step: ProcessStep, up: bool, by: Any) -> bool:
    """Changes place with its neighbour of the moment; False at the end of the way."""
    process = _lock(step.process)
    steps = list(process.steps.all())
    at = [each.pk for each in steps].index(step.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(steps):
        return False
    steps[at], steps[to] = steps[to], steps[at]
    _number(steps)
    _record(process, by, "plans.step_moved", {"position": at + 1}, {"position": to + 1}, step.title)
    return True


@transaction.atomic
def remove_step(*, step: ProcessStep, by: Any) -> None:
    process = _lock(step.process)
    step = process.steps.get(pk=step.pk)
    _record(process, by, "plans.step_removed", _facts(step), None, step.title)
    step.delete()
    _number(list(process.steps.all()))


@transaction.atomic
def pass_step(*, step: ProcessStep, side: str, to: Organisation, by: Any) -> None:
    """The organisation that took over stands where its predecessor stood: `side` is giver or receiver."""
    process = _lock(step.process)
    step = process.steps.select_related(side).get(pk=step.pk)
    former = getattr(step, side)
    setattr(step, side, to)
    step.save(update_fields=[side])
    _record(process, by, "plans.step_passed_on", {"from": str(former or "")}, {"to": to.name}, step.title)


def _lock(process: Process) -> Process:
    rows = Process.objects.select_for_update(of=("self",)).select_related("plan__county")
    return rows.get(pk=process.pk)


def _number(steps: list[ProcessStep]) -> None:
    for position, each in enumerate(steps, start=1):
        each.position = position
    ProcessStep.objects.bulk_update(steps, ["position"])


def _set_parts(step: ProcessStep, parts: Iterable[UUID]) -> None:
    wanted = set(parts)
    step.parts.exclude(node_key__in=wanted).delete()
    there = set(step.parts.values_list("node_key", flat=True))
    StepPart.objects.bulk_create([StepPart(step=step, node_key=key) for key in wanted - there])


def _record(process: Process, by: Any, verb: str, before: Any, after: Any, step: str = "") -> None:
    record(
        by=by,
        verb=verb,
        subject=process.plan,
        county=process.plan.county.code,
        before=before,
        after=after,
        note=f"{process.title}: {step}" if step else process.title,
    )
