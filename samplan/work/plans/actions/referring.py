"""A draft goes out for opinions: prepared, sent, thrown away, and those who replied told what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.language import house_language
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.work.questionnaires.models import Form, Question, Response, Section
from samplan.work.rounds.actions import open_round
from samplan.work.rounds.actions.inviting import Invited, asked_names, mark_of_audience, remind_on, set_invited
from samplan.work.rounds.inviting import suggested_reminders
from samplan.work.rounds.models import Round, RoundState
from samplan.work.rounds.states import round_state

from .. import referred, states
from ..models import Dispatch, Edition, Referral, ReferralQuestion
from ..states import NotAllowed, State
from .editions import send_on_referral
from .frozen import lock_editable

REFERRAL = uuid5(NAMESPACE_URL, "samplan:referral")


@transaction.atomic
def prepare_referral(
    *, edition: Edition, title: str, depth: str, closes_on: date, letter: str, invited: Iterable[Invited], by: Any
) -> Referral:
    """A draft: nobody is told before `send_referral`."""
    edition = lock_editable(edition.pk)
    opens_on = today()
    _require_time(closes_on)
    round = Round.objects.create(
        county=edition.plan.county,
        kind=Round.Kind.REFERRAL,
        title=title,
        year=opens_on.year,
        form=Form.objects.create(title=title),
        opens_on=opens_on,
        closes_on=closes_on,
        letter=letter,
        owner=by,
    )
    referral = Referral.objects.create(edition=edition, round=round, depth=depth)
    set_invited(round, invited)
    _record(referral, "plans.referral_prepared", by=by, after=referred.facts(referral))
    return referral


def mark_of_referral(referral: Referral) -> str:
    return mark_of(*referred.facts(referral).values())


@transaction.atomic
def change_referral(
    *, referral: Referral, title: str, depth: str, closes_on: date, letter: str, seen: str, by: Any
) -> None:
    referral = _draft(referral)
    if mark_of_referral(referral) != seen:
        raise Stale
    _require_time(closes_on)
    before, round = referred.facts(referral), referral.round
    round.title, round.closes_on, round.letter, referral.depth = title, closes_on, letter, depth
    round.save()
    referral.save(update_fields=["depth"])
    before, after = changes(before, referred.facts(referral))
    if after:
        _record(referral, "plans.referral_changed", by=by, before=before, after=after)


@transaction.atomic
def set_referral_audience(*, referral: Referral, invited: Iterable[Invited], seen: str, by: Any) -> None:
    referral = _draft(referral)
    if mark_of_audience(referral.round) != seen:
        raise Stale
    before = asked_names(referral.round)
    set_invited(referral.round, invited)
    after = asked_names(referral.round)
    if before != after:
        _record(
            referral,
            "plans.referral_audience_set",
            by=by,
            before={"organisations": before},
            after={"organisations": after},
        )


@transaction.atomic
def send_referral(*, referral: Referral, seen: str, by: Any) -> int:
    """Keeps the text as sent, builds the form of it, asks everybody, and notes who was given it. `seen`: the text that was previewed."""
    edition = lock_editable(referral.edition_id)
    referral = _draft(referral)
    text = referred.text_of(edition)
    if mark_of(referred.mark_of_text(text), mark_of_audience(referral.round), mark_of_referral(referral)) != seen:
        raise Stale
    round = referral.round
    if out := open_referral(edition):
        raise NotAllowed(_("”%(title)s” är redan ute. Stäng den först.") % {"title": out})
    _require_time(round.closes_on)
    if len(text) == 1:
        raise NotAllowed(_("Planen är tom. Lägg in det som ska läsas först."))
    referral.text = text
    referral.save(update_fields=["text"])
    round.opens_on, round.year = today(), today().year
    round.save(update_fields=["opens_on", "year"])
    with house_language():
        _ask(referral, edition)
    remind_on(round, suggested_reminders(round.opens_on, round.closes_on))
    if states.latest(edition).state == State.WORKING:
        send_on_referral(edition=edition, by=by)
    open_round(round=round, by=by)
    sent = _note_dispatches(referral, by=by)
    _record(referral, "plans.referral_sent", by=by, after={"count": sent})
    return sent


def mark_of_preview(referral: Referral) -> str:
    """Of all that is sent: the text, to whom, and when it is to be answered."""
    text = referred.text_of(referral.edition)
    return mark_of(referred.mark_of_text(text), mark_of_audience(referral.round), mark_of_referral(referral))


def open_referral(edition: Edition) -> Referral | None:
    """The one that is out now."""
    open_rounds = Round.objects.open().filter(kind=Round.Kind.REFERRAL)
    return Referral.objects.filter(edition=edition, round__in=open_rounds).select_related("round").first()


def _ask(referral: Referral, edition: Edition) -> None:
    """One open question per part, and about the whole also where they stand."""
    form = referral.round.form
    for position, sheet in enumerate(referred.sheets_of(edition, referral.depth), 1):
        section = Section.objects.create(form=form, position=position, number=str(position), title=sheet.title)
        questions = [_question(section, put, place) for place, put in enumerate(sheet.puts, 1)]
        if sheet.is_whole:
            text, meanings = referred.stance_words()
            stance = Question(
                section=section, kind=Question.Kind.SCALE, text=text, meanings=meanings, key=uuid5(REFERRAL, "stance")
            )
            questions.append((stance, None))
        for place, (question, node) in enumerate(questions, 1):
            question.position, question.number = place, f"{position}.{place}"
            question.save()
            ReferralQuestion.objects.create(
                referral=referral, question=question, node=node, node_key=node.key if node else None
            )


def _question(section: Section, put: referred.Put, place: int) -> tuple[Question, Any]:
    key = uuid5(REFERRAL, str(put.node.key) if put.node else "whole")
    help = "" if put.node and place > 1 else _("Skriv gärna hur ni vill att det ska stå. Tomt är också ett svar.")
    text = referred.question_words(put)
    return Question(section=section, kind=Question.Kind.TEXT, text=text, help=help, key=key), put.node


def _note_dispatches(referral: Referral, *, by: Any) -> int:
    round = referral.round
    with house_language():
        words = {"edition": referral.edition.title, "round": round.title, "day": long_day(round.closes_on)}
        what = (_("Utkastet ”%(edition)s” på remiss: %(round)s, svar senast %(day)s") % words)[:300]
    rows = [
        Dispatch(
            edition=referral.edition,
            organisation=request.organisation,
            to=request.organisation.name,
            what=what,
            at=timezone.now(),
            by_id=by.pk,
            by_name=str(by)[:120],
        )
        for request in round.requests.select_related("organisation")
    ]
    return len(Dispatch.objects.bulk_create(rows))


@transaction.atomic
def drop_referral(*, referral: Referral, by: Any) -> None:
    """Throws away one that was never sent."""
    referral = _draft(referral)
    round, form = referral.round, referral.round.form
    _record(referral, "plans.referral_dropped", by=by)
    responses = list(round.requests.values_list("response", flat=True))
    referral.delete()
    round.delete()
    Response.objects.filter(pk__in=responses).delete()
    form.delete()


def _draft(referral: Referral) -> Referral:
    held = _held(referral)
    if round_state(held.round) != RoundState.State.DRAFT:
        raise NotAllowed(_("Remissen är redan utskickad."))
    return held


def _held(referral: Referral) -> Referral:
    """As it stands now, with its round kept still until the transaction ends."""
    Round.objects.select_for_update().get(pk=referral.round_id)
    rows = Referral.objects.select_for_update(of=("self",))
    return rows.select_related("round__form", "round__owner", "edition__plan__county").get(pk=referral.pk)


def _require_time(closes_on: date) -> None:
    if closes_on < today():
        raise NotAllowed(_("Sista dagen har redan varit. Välj en senare dag."))


def _record(referral: Referral, verb: str, *, by: Any, **told: Any) -> None:
    county = referral.edition.plan.county.code
    record(by=by, verb=verb, subject=referral.edition, county=county, note=referral.round.title, **told)
