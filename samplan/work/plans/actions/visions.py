"""Who owns the words of a target vision; other wordings suggested to them, and their answers."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.people.models import Organisation, User

from .. import vision_letters, visions
from ..models import Edition, Node, Suggestion, VisionOwner
from ..states import NotAllowed, require_not_over
from .frozen import lock, lock_editable
from .tree import mark_of_words, rewrite


@transaction.atomic
def give_words(*, edition: Edition, nodes: Sequence[Node], organisations: Sequence[Organisation], by: Any) -> int:
    """These organisations own the words of these visions, beside those who own them already. Gives how many were new."""
    edition = lock(edition.pk)
    require_not_over(edition)
    possible = {o.pk for o in visions.possible_owners(edition)}
    if any(o.pk not in possible for o in organisations):
        raise NotAllowed(_("Bara brukarorganisationer och föreningar som står bakom planen kan äga en målbild."))
    held = visions.owners_by_node([node.pk for node in nodes])
    given = 0
    for node in edition.nodes.filter(pk__in=[n.pk for n in nodes], tier__is_target_vision=True):
        had = {owner.pk for owner in held.get(node.pk, [])}
        new = [o for o in organisations if o.pk not in had]
        VisionOwner.objects.bulk_create([VisionOwner(node=node, organisation=o) for o in new])
        if new:
            given += 1
            _tell("vision_given", edition, node, by, note=visions.in_words(new))
    return given


@transaction.atomic
def leave_words(*, node: Node, organisation: Organisation, by: Any) -> None:
    """The organisation no longer owns the words. With the last one gone the plan's coordinators word it."""
    edition = lock(node.edition_id)
    require_not_over(edition)
    deleted, _each = VisionOwner.objects.filter(node=node, organisation=organisation).delete()
    if not deleted:
        raise NotAllowed(_("%(name)s äger inte orden längre.") % {"name": organisation.short_name})
    _tell("vision_left", edition, node, by, note=organisation.short_name)


@transaction.atomic
def pass_vision(*, owner: VisionOwner, to: Organisation, by: User) -> None:
    """What an organisation owned goes to another, when it has ended or been given up."""
    row = VisionOwner.objects.select_related("organisation", "node").get(pk=owner.pk)
    former = row.organisation
    if VisionOwner.objects.filter(node=row.node, organisation=to).exists():
        row.delete()
    else:
        row.organisation = to
        row.save(update_fields=["organisation"])
    county = row.node.edition.plan.county.code
    record(
        by=by,
        verb="plans.vision_passed_on",
        subject=row.node,
        county=county,
        before={"from": former.name},
        after={"to": to.name},
    )


@transaction.atomic
def write_vision(*, node: Node, title: str, text: str, seen: str, by: Any) -> Node:
    """The owners' own change. Raises Stale when it is not as it was shown (`seen`)."""
    edition = lock_editable(node.edition_id)
    node = edition.nodes.select_related("tier", "parent").get(pk=node.pk)
    if mark_of_words(node) != seen:
        raise Stale
    return rewrite(edition, node, node.parent, by, number=node.number, title=title, text=text)


@transaction.atomic
def suggest_words(*, node: Node, title: str, text: str, reason: str, by: Any) -> Suggestion:
    edition = lock_editable(node.edition_id)
    node = edition.nodes.get(pk=node.pk)
    owners = visions.owners_of(node)
    if not owners:
        raise NotAllowed(_("Ingen äger de orden. Säg först vem som gör det, eller ändra dem direkt i planen."))
    if (title, text) == (node.title, node.text):
        raise NotAllowed(_("Det är samma lydelse som nu."))
    if node.suggestions.filter(outcome="", title=title, text=text).exists():
        raise NotAllowed(_("Den lydelsen är redan föreslagen och väntar på svar."))
    made = Suggestion.objects.create(
        node=node, title=title, text=text, reason=reason, by_id=getattr(by, "pk", None), by_name=visions.name_of(by)
    )
    _tell("words_suggested", edition, node, by, before=_words(node), after=_words(made), note=reason)
    for user in visions.speakers(owners):
        if user.pk != made.by_id:
            letter = vision_letters.suggested(made, edition, user)
            _send(letter, user, "plans.suggestion", made, edition)
    return made


@transaction.atomic
def answer_suggestion(*, suggestion: Suggestion, take: bool, answer: str, seen: str, by: Any) -> Suggestion:
    """The owners take the wording, or decline it with a reason. `seen`: the vision's words as they were shown beside it."""
    edition = lock_editable(suggestion.node.edition_id)
    suggestion = _waiting(suggestion)
    node = edition.nodes.select_related("tier", "parent").get(pk=suggestion.node_id)
    visions.require_own_words([node.pk], by)
    if not visions.owners_of(node):
        raise NotAllowed(_("Ingen äger de orden längre."))
    if mark_of_words(node) != seen:
        raise Stale
    if take:
        reason = _("Förslag från %(name)s. %(reason)s") % {"name": suggestion.by_name, "reason": suggestion.reason}
        words = {"number": node.number, "title": suggestion.title, "text": suggestion.text}
        rewrite(edition, node, node.parent, by, reason.strip(), **words)
    _close(suggestion, Suggestion.Outcome.TAKEN if take else Suggestion.Outcome.DECLINED, answer, by)
    verb = "suggestion_taken" if take else "suggestion_declined"
    _tell(verb, edition, node, by, after={**_words(suggestion), "suggested_by": suggestion.by_name}, note=answer)
    asked = User.objects.filter(pk=suggestion.by_id or 0, is_active=True).first()
    if asked is not None and asked.pk != getattr(by, "pk", None):
        _send(
            vision_letters.answered(suggestion, edition, asked), asked, "plans.suggestion_answered", suggestion, edition
        )
    return suggestion


@transaction.atomic
def withdraw_suggestion(*, suggestion: Suggestion, by: Any) -> None:
    edition = lock_editable(suggestion.node.edition_id)
    suggestion = _waiting(suggestion)
    if suggestion.by_id != getattr(by, "pk", None):
        raise NotAllowed(_("Bara den som lämnade förslaget kan ta tillbaka det."))
    _close(suggestion, Suggestion.Outcome.WITHDRAWN, "", by)
    _tell("suggestion_withdrawn", edition, suggestion.node, by, before=_words(suggestion))


def _waiting(suggestion: Suggestion) -> Suggestion:
    here = Suggestion.objects.select_for_update(of=("self",)).select_related("node").filter(pk=suggestion.pk).first()
    if here is None:
        raise NotAllowed(_("Förslaget finns inte längre."))
    if here.outcome:
        words = _("%(name)s har redan svarat på förslaget: %(outcome)s.")
        outcome = here.get_outcome_display().lower()
        raise NotAllowed(words % {"name": here.answered_by_name, "outcome": outcome})
    return here


def _close(suggestion: Suggestion, outcome: str, answer: str, by: Any) -> None:
    suggestion.outcome, suggestion.answer, suggestion.answered_at = outcome, answer, timezone.now()
    suggestion.answered_by_id, suggestion.answered_by_name = getattr(by, "pk", None), visions.name_of(by)
    suggestion.save()


def _words(of: Node | Suggestion) -> dict[str, str]:
    return {"title": of.title, "text": of.text}


def _send(letter: vision_letters.Letter, to: User, kind: str, about: Suggestion, edition: Edition) -> None:
    county = edition.plan.county.code
    enqueue(
        to=to.email, to_name=to.name, subject=letter.subject, text=letter.text, kind=kind, about=about, county=county
    )


def _tell(
    verb: str,
    edition: Edition,
    node: Node,
    by: Any,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    note: str = "",
) -> None:
    county = edition.plan.county.code
    record(by=by, verb=f"plans.{verb}", subject=node, county=county, before=before, after=after, note=note)
