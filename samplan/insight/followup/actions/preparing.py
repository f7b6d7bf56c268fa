"""A round is prepared in calm steps, and nothing is sent before it has been previewed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.work.plans.models import Edition
from samplan.work.questionnaires.models import Question
from samplan.work.rounds.actions import open_round
from samplan.work.rounds.actions.inviting import Invited, asked_names, mark_of_audience, remind_on, set_invited
from samplan.work.rounds.models import Round
from samplan.work.rounds.states import Refused, round_state

from ..models import PlanRound
from .building import Asked, build_form


class NoQuestions(Exception):
    """The edition has no question to ask."""


@transaction.atomic
def prepare_round(
    *,
    edition: Edition,
    title: str,
    year: int,
    opens_on: date,
    closes_on: date,
    by: Any,
    organisations: Iterable[Invited] = (),
    letter: str = "",
    reminders: Iterable[date] = (),
    previous: Round | None = None,
    asked: Sequence[Asked] | None = None,
) -> Round:
    """A draft: form, audience and dates. Nobody is told before `send_round`."""
    if asked is None and not edition.questions.exists():
        raise NoQuestions
    county = edition.plan.county
    round = Round.objects.create(
        county=county,
        title=title,
        year=year,
        form=build_form(edition=edition, title=title, asked=asked),
        previous=previous,
        opens_on=opens_on,
        closes_on=closes_on,
        letter=letter,
        owner=by,
    )
    PlanRound.objects.create(round=round, edition=edition)
    set_invited(round, organisations)
    remind_on(round, reminders)
    record(by=by, verb="followup.prepared", subject=round, county=county.code, after=_times(round))
    return round


def _draft(round: Round) -> Round:
    held = Round.objects.select_for_update().get(pk=round.pk)
    if round_state(held) != "draft":
        raise Refused(_("Omgången är redan utskickad."))
    return held


def _require(seen: str | None, now: str) -> None:
    """Raises Stale when what stands is not what was shown. None: nobody was shown a form."""
    if seen is not None and seen != now:
        raise Stale


def mark_of_questions(round: Round) -> str:
    return mark_of(*(words for row in _wording(round) for words in row))


@transaction.atomic
def set_questions(*, round: Round, asked: Sequence[Asked], by: Any, seen: str | None = None) -> None:
    """Puts the questions anew while nobody has been asked: the form is built again in place."""
    held = _draft(round)
    if not asked:
        raise NoQuestions
    _require(seen, mark_of_questions(held))
    before = _wording(held)
    fresh = build_form(edition=held.plan_round.edition, title=held.form.title, asked=asked)
    held.form.sections.all().delete()
    fresh.sections.update(form=held.form)
    fresh.delete()
    after = _wording(held)
    if before != after:
        record(
            by=by,
            verb="followup.questions_set",
            subject=held,
            county=held.county.code,
            before={"questions": before},
            after={"questions": after},
        )


def _wording(round: Round) -> list[list[str]]:
    rows = Question.objects.filter(section__form=round.form_id).order_by("section__position", "position")
    return [list(row) for row in rows.values_list("number", "text", "help", "kind")]


@transaction.atomic
def set_audience(*, round: Round, invited: Iterable[Invited], by: Any, seen: str | None = None) -> None:
    """Exactly these organisations are asked."""
    held = _draft(round)
    _require(seen, mark_of_audience(held))
    before = asked_names(held)
    set_invited(held, invited)
    after = asked_names(held)
    if before != after:
        record(
            by=by,
            verb="followup.audience_set",
            subject=held,
            county=held.county.code,
            before={"organisations": before},
            after={"organisations": after},
        )


@transaction.atomic
def set_times(
    *,
    round: Round,
    opens_on: date,
    closes_on: date,
    letter: str,
    reminders: Iterable[date],
    by: Any,
    seen: str | None = None,
) -> None:
    held = _draft(round)
    _require(seen, mark_of_times(held))
    before = _times(held)
    held.opens_on, held.closes_on, held.letter = opens_on, closes_on, letter.strip()
    held.save(update_fields=["opens_on", "closes_on", "letter"])
    remind_on(held, reminders)
    after = _times(held)
    if before != after:
        before, after = changes(before, after)
        record(by=by, verb="followup.times_set", subject=held, county=held.county.code, before=before, after=after)


def mark_of_times(round: Round) -> str:
    return mark_of(*_times(round).values())


def _times(round: Round) -> dict[str, Any]:
    days = [day.isoformat() for day in round.reminders.values_list("due_on", flat=True)]
    opens, closes = round.opens_on.isoformat(), round.closes_on.isoformat()
    return {"opens_on": opens, "closes_on": closes, "letter": round.letter, "reminders": days}


@transaction.atomic
def send_round(*, round: Round, by: Any) -> int:
    """Freezes the form and sends every invitation. Returns how many organisations were asked."""
    open_round(round=round, by=by)
    return round.requests.count()
