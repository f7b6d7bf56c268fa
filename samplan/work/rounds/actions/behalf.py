"""Answers that came another way: by phone, mail or document, or from an earlier round's file."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.work.questionnaires.actions import check
from samplan.work.questionnaires.models import Answer, Question

from .. import letters, links
from ..models import Link, Request
from ..states import Actor, Refused, State, move, state_of
from ..writers import By
from .locking import lock
from .signoff import content_of, finish

Answers = Mapping[int, tuple[str, str]]  # question id -> choice, text
SOURCES = {
    "phone": gettext_lazy("telefon"),
    "mail": gettext_lazy("mejl"),
    "document": gettext_lazy("dokument"),
    "import": gettext_lazy("en tidigare omgångs fil"),
}


NOTHING = mark_of("", None, "")  # nothing is entered yet


def mark_of_behalf(request: Request) -> str:
    """Of what is entered and waits for a yes: how it came, and how many times each answer has been saved. Never of a draft."""
    if state_of(request) != State.ON_BEHALF:
        return NOTHING
    saved = request.response.answers.order_by("question_id").values_list("question_id", "revision")
    return mark_of(request.source, request.source_date, request.source_note, *saved)


@transaction.atomic
def enter_on_behalf(
    *,
    request: Request,
    source: str,
    source_date: date,
    answers: Answers,
    by: By,
    note: str = "",
    seen: str = NOTHING,
) -> None:
    """Writes what the organisation has said, marked with how it came, and asks the organisation for a yes."""
    request = lock(request)
    state = state_of(request)
    _refuse_over_draft(request, state)
    if mark_of_behalf(request) != seen:
        raise Stale
    _set_source(request, source, source_date, note)
    _write(request, answers, by=by)
    move(request, State.ON_BEHALF, actor=Actor.COORDINATOR, by=by)
    links.revoke(request)
    name, email = request.contact_name, request.address
    link = links.make_link(request, Link.Purpose.CONFIRM, name=name or str(request.organisation), email=email)
    letter = letters.please_confirm(request, link, name=name, enterer=str(by))
    letters.post(letter, request=request, to=email, name=name, kind="rounds.confirm")
    record(
        by=by,
        verb="rounds.entered_on_behalf",
        subject=request,
        county=request.round.county.code,
        after={"source": source, "source_date": source_date.isoformat()},
        note=note,
    )


def _refuse_over_draft(request: Request, state: str | None) -> None:
    """The organisation's own words are never overwritten, nor shown by being overwritten."""
    if state != State.ON_BEHALF and request.response.answers.exists():
        raise Refused(
            _("%(organisation)s har börjat skriva själva. Be dem lämna in, eller hjälp dem på plats.")
            % {"organisation": request.organisation}
        )


def _set_source(request: Request, source: str, source_date: date, note: str) -> None:
    if source not in SOURCES:
        raise Refused(_("Välj hur svaret kom."))
    request.source, request.source_date, request.source_note = source, source_date, note
    request.save(update_fields=["source", "source_date", "source_note"])


def _write(request: Request, answers: Answers, *, by: By) -> None:
    asked = {q.pk: q for q in Question.objects.filter(section__form_id=request.response.form_id)}
    there = {a.question_id: a for a in Answer.objects.filter(response=request.response)}
    for pk, (choice, text) in answers.items():
        check(asked[pk], choice, text)
        if not choice and not text.strip():
            continue
        row = there.pop(pk, None) or Answer(response=request.response, question=asked[pk], revision=0)
        if row.pk and (row.choice, row.text) == (choice, text):
            continue  # as it stood: whoever else has it before them has not been overtaken
        row.choice, row.text, row.revision = choice, text, row.revision + 1
        row.saved_at, row.saved_by_name, row.saved_by_id = timezone.now(), str(by)[:120], by.pk
        row.client, row.client_seq = "", 0
        row.save()
    Answer.objects.filter(pk__in=[row.pk for row in there.values()]).delete()


@transaction.atomic
def confirm_on_behalf(*, request: Request, by: By) -> None:
    """«Ja, det stämmer»: the organisation hands it over as it stands."""
    request = lock(request)
    if state_of(request) != State.ON_BEHALF:
        raise Refused(_("Svaret är redan hanterat."))
    move(request, State.APPROVED, actor=Actor.CONTACT, by=by)
    links.revoke(request, Link.Purpose.CONFIRM)
    finish(request, by=by)


@transaction.atomic
def correct_on_behalf(*, request: Request, by: By) -> Link:
    """«Rätta själv»: from now on it is the organisation's own draft. Returns the link that opens it."""
    request = lock(request)
    if state_of(request) != State.ON_BEHALF:
        raise Refused(_("Svaret är redan hanterat."))
    move(request, State.WRITING, actor=Actor.CONTACT, by=by)
    links.revoke(request, Link.Purpose.CONFIRM)
    record(
        by=by,
        verb="rounds.taken_over",
        subject=request,
        county=request.round.county.code,
        organisation_id=request.organisation_id,
        before={"answers": content_of(request)},
    )
    name, email = request.contact_name or str(request.organisation), request.address
    link, _secret = links.issue(request, Link.Purpose.ANSWER, name=name, email=email)
    return link


@transaction.atomic
def enter_imported(
    *, request: Request, source_date: date, answers: Answers, by: By, source: str = "import", note: str = ""
) -> None:
    """An earlier round's answer read from a file: it was handed over then, so nobody is asked for a yes now."""
    request = lock(request)
    _refuse_over_draft(request, state_of(request))
    _set_source(request, source, source_date, note)
    _write(request, answers, by=by)
    move(request, State.APPROVED, actor=Actor.COORDINATOR, by=by)
    record(
        by=by,
        verb="rounds.imported",
        subject=request,
        county=request.round.county.code,
        after={"answers": content_of(request)},
        note=note,
    )
