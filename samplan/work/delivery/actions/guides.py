"""Writing guides, following them, and ticking off what is done."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County, Organisation, User
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from .. import guides
from ..models import Guide, GuideCheck, GuideDone, GuideStep, GuideUse

Steps = Sequence[tuple[str, Sequence[str]]]


def mark_of_guide(guide: Guide) -> str:
    return mark_of(guide.title, guide.text, guide.source, guides.in_words(guide))


@transaction.atomic
def add_guide(*, county: County, title: str, text: str, source: str, steps: Steps, by: Any) -> Guide:
    list(County.objects.select_for_update(of=("self",)).filter(pk=county.pk))
    if Guide.objects.filter(county=county, title=title).exists():
        raise NotAllowed(_("Länet har redan en vägledning med det namnet."))
    guide = Guide.objects.create(county=county, title=title, text=text, source=source)
    _write(guide, steps)
    _tell(guide, by, "delivery.guide_added", None, {"title": title})
    return guide


@transaction.atomic
def edit_guide(*, guide: Guide, title: str, text: str, source: str, steps: Steps, seen: str, by: Any) -> Guide:
    """A line that somebody has ticked off stays as it is. Raises Stale when the guide is not as it was shown."""
    guide = _held(guide)
    if mark_of_guide(guide) != seen:
        raise Stale
    if Guide.objects.filter(county=guide.county, title=title).exclude(pk=guide.pk).exists():
        raise NotAllowed(_("Länet har redan en vägledning med det namnet."))
    before = {"title": guide.title, "text": guide.text, "source": guide.source, "steps": guides.in_words(guide)}
    guide.title, guide.text, guide.source = title, text, source
    guide.save()
    _write(guide, steps)
    after = {"title": title, "text": text, "source": source, "steps": guides.in_words(guide)}
    if after != before:
        _tell(guide, by, "delivery.guide_changed", before, after)
    return guide


def _write(guide: Guide, steps: Steps) -> None:
    """Steps and lines that stay keep their rows, known by their words."""
    had = {step.title: step for step in guide.steps.prefetch_related("checks")}
    wanted = {title: list(dict.fromkeys(lines)) for title, lines in steps}
    kept = {(s.title, c.text): c for s in had.values() for c in s.checks.all()}
    staying = {(title, line) for title, lines in wanted.items() for line in lines}
    gone = [check.pk for place, check in kept.items() if place not in staying]
    ticked = GuideDone.objects.filter(check_line__in=gone).select_related("check_line").first()
    if ticked is not None:
        words = _("”%(line)s” är avbockad av någon och kan inte tas bort eller skrivas om.")
        raise NotAllowed(words % {"line": ticked.check_line.text})
    GuideCheck.objects.filter(pk__in=gone).delete()
    guide.steps.exclude(title__in=wanted).delete()
    for position, (title, lines) in enumerate(wanted.items()):
        step = had.get(title) or GuideStep(guide=guide, title=title)
        step.position = position
        step.save()
        for place, line in enumerate(lines):
            check = kept.get((title, line)) or GuideCheck(step=step, text=line)
            check.position = place
            check.save()


@transaction.atomic
def end_guide(*, guide: Guide, ended: bool, by: Any) -> Guide:
    """An ended one is not begun any more; what is begun goes on. It can be taken up again."""
    guide = _held(guide)
    if (guide.ended_on is not None) != ended:
        guide.ended_on = today() if ended else None
        guide.save(update_fields=["ended_on"])
        _tell(guide, by, "delivery.guide_ended" if ended else "delivery.guide_taken_up", None, None)
    return guide


@transaction.atomic
def begin(*, guide: Guide, activity: Activity, organisations: Iterable[Organisation], by: Any) -> list[GuideUse]:
    """For each that does not follow it in this activity already. One that had stopped begins again with what it had done."""
    guide = _held(guide)
    if guide.ended_on is not None:
        raise NotAllowed(_("Vägledningen är avslutad. Ta upp den igen först."))
    made = []
    for organisation in organisations:
        use, is_new = GuideUse.objects.get_or_create(
            guide=guide, activity=activity, organisation=organisation, defaults={"begun_on": today()}
        )
        if not is_new and use.stopped_on is None:
            continue
        use.stopped_on, use.stopped_why = None, ""
        use.save()
        made.append(use)
        _tell_use(use, by, "delivery.guide_begun")
    return made


@transaction.atomic
def tick(*, use: GuideUse, done: Collection[int], shown: Collection[int], by: Any) -> tuple[int, int]:
    """Of the lines `shown`, those in `done` are done. Gives how many were ticked and how many were taken back."""
    use = (
        GuideUse.objects.select_for_update(of=("self",))
        .select_related("guide", "activity__county", "organisation")
        .get(pk=use.pk)
    )
    if use.stopped_on is not None:
        raise NotAllowed(_("Ni har slutat följa vägledningen. Börja igen först."))
    lines = GuideCheck.objects.filter(step__guide=use.guide_id, pk__in=shown)
    had = set(use.done.values_list("check_line_id", flat=True))
    new = [line for line in lines if line.pk in done and line.pk not in had]
    back = [line for line in lines if line.pk not in done and line.pk in had]
    who = {"by_id": getattr(by, "pk", None), "by_name": str(by)[:120]}
    GuideDone.objects.bulk_create(GuideDone(use=use, check_line=line, on=today(), **who) for line in new)
    use.done.filter(check_line__in=back).delete()
    if new or back:
        before = {"lines": "; ".join(line.text for line in back)} if back else None
        _tell_use(use, by, "delivery.guide_ticked", before, {"lines": "; ".join(line.text for line in new)})
    return len(new), len(back)


@transaction.atomic
def stop(*, use: GuideUse, why: str, by: Any) -> GuideUse:
    use = (
        GuideUse.objects.select_for_update(of=("self",))
        .select_related("guide", "activity__county", "organisation")
        .get(pk=use.pk)
    )
    if not why.strip():
        raise NotAllowed(_("Skriv varför. Den som läser senare undrar det."))
    if use.stopped_on is None:
        use.stopped_on, use.stopped_why = today(), why.strip()
        use.save()
        _tell_use(use, by, "delivery.guide_stopped", None, {"reason": use.stopped_why})
    return use


@transaction.atomic
def pass_use(*, use: GuideUse, to: Organisation, by: User) -> None:
    """What is done stays done; from now on it is another's."""
    use = (
        GuideUse.objects.select_for_update(of=("self",))
        .select_related("guide", "activity__county", "organisation")
        .get(pk=use.pk)
    )
    former = str(use.organisation)
    if GuideUse.objects.filter(guide=use.guide, activity=use.activity, organisation=to).exists():
        raise NotAllowed(_("%(name)s följer redan vägledningen.") % {"name": to})
    use.organisation = to
    use.save(update_fields=["organisation"])
    _tell_use(use, by, "delivery.guide_passed_on", {"from": former}, {"to": str(to)})


def _held(guide: Guide) -> Guide:
    return Guide.objects.select_for_update(of=("self",)).select_related("county").get(pk=guide.pk)


def _tell(guide: Guide, by: Any, verb: str, before: Any, after: Any) -> None:
    record(by=by, verb=verb, subject=guide, county=guide.county.code, before=before, after=after)


def _tell_use(use: GuideUse, by: Any, verb: str, before: Any = None, after: Any = None) -> None:
    told = {"organisation": str(use.organisation), **(after or {})}
    activity = use.activity
    note = use.guide.title
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=told, note=note)
