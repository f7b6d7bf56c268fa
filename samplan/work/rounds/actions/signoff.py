from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.history import queries as history
from samplan.foundation.history.actions import record
from samplan.work.questionnaires.models import Answer

from .. import letters, links
from ..models import Helper, Link, Request
from ..states import Actor, Refused, State, move
from ..writers import By, Writer
from .locking import lock
from .people import checked_address


@transaction.atomic
def submit(
    *, request: Request, manager_name: str, manager_email: str, by: By, manager_title: str = "", note: str = ""
) -> None:
    """Sends the answer to the responsible manager. Still the organisation's own: nobody outside can read it."""
    request = lock(request)
    if not manager_name.strip():
        raise Refused(_("Skriv vem som ska godkänna."))
    request.manager_name, request.manager_title = manager_name.strip()[:120], manager_title.strip()[:120]
    request.manager_email = checked_address(manager_email)
    request.save(update_fields=["manager_name", "manager_title", "manager_email"])
    move(request, State.WITH_MANAGER, actor=Actor.CONTACT, by=by, note=note)
    links.revoke(request, Link.Purpose.APPROVE)
    link = links.make_link(request, Link.Purpose.APPROVE, name=request.manager_name, email=request.manager_email)
    letter = letters.to_approve(request, link, giver=str(by), note=note)
    letters.post(letter, request=request, to=request.manager_email, name=request.manager_name, kind="rounds.to_approve")
    _record_inside(request, "rounds.sent_to_manager", by=by)


@transaction.atomic
def take_back(*, request: Request, by: By) -> None:
    """The contact person wants to mend something before the manager has decided."""
    request = lock(request)
    move(request, State.WRITING, actor=Actor.CONTACT, by=by)
    links.revoke(request, Link.Purpose.APPROVE)
    _record_inside(request, "rounds.taken_back", by=by)


@transaction.atomic
def return_with_note(*, request: Request, note: str, by: By) -> None:
    request = lock(request)
    if not note.strip():
        raise Refused(_("Skriv vad som behöver ändras."))
    move(request, State.RETURNED, actor=Actor.MANAGER, by=by, note=note.strip())
    links.revoke(request, Link.Purpose.APPROVE)
    name, email = request.contact_name, request.address
    link = links.make_link(request, Link.Purpose.ANSWER, name=name or str(request.organisation), email=email)
    letter = letters.sent_back(request, link, manager=str(by), note=note.strip())
    letters.post(letter, request=request, to=email, name=name, kind="rounds.returned")
    _record_inside(request, "rounds.returned", by=by)


@transaction.atomic
def approve(*, request: Request, by: By, note: str = "") -> None:
    """Hands the answer over: from now on it is locked, and others than the organisation may read it."""
    request = lock(request)
    move(request, State.APPROVED, actor=Actor.MANAGER, by=by, note=note)
    finish(request, by=by, note=note)


def finish(request: Request, *, by: By, note: str = "") -> None:
    """What follows when an answer is handed over: it is history with its content, helpers are done, receipts go out."""
    earlier = history.of(request).filter(verb="rounds.approved", after__isnull=False).first()
    record(
        by=by,
        verb="rounds.approved",
        subject=request,
        county=request.round.county.code,
        before=earlier.after if earlier else None,  # a correction: what it said the last time it was handed over
        after={"answers": content_of(request)},
        note=note,
    )
    Helper.objects.filter(request=request, ended_at=None).update(ended_at=timezone.now())
    links.revoke(request, Link.Purpose.HELP)
    people = {request.address: request.contact_name}
    if request.manager_email:
        people[request.manager_email] = request.manager_name
    elif isinstance(by, Writer) and by.email:
        people.setdefault(by.email, by.name)
    for email, name in people.items():
        letter = letters.receipt(request, name=name, approver=str(by))
        letters.post(letter, request=request, to=email, name=name, kind="rounds.receipt")


def content_of(request: Request) -> list[dict[str, str]]:
    rows = Answer.objects.filter(response_id=request.response_id).select_related("question__section")
    ordered = sorted(rows, key=lambda a: (a.question.section.position, a.question.position))
    return [
        {
            "question": str(a.question),
            "key": str(a.question.key),
            "choice": a.choice,
            "text": a.text,
            "written_by": a.saved_by_name,
        }
        for a in ordered
        if not a.is_empty
    ]


def _record_inside(request: Request, verb: str, *, by: By) -> None:
    """Only the organisation reads it, and without content: a draft is not history."""
    record(
        by=by,
        verb=verb,
        subject=request,
        county=request.round.county.code,
        organisation_id=request.organisation_id,
    )
