"""What somebody, or an organisation, had in hand in this room goes to another."""

from django.db import transaction
from django.utils import timezone

from samplan.foundation.history.actions import record
from samplan.foundation.people.models import Organisation, User

from ..models import Activity, Actor, PostShare
from .changes import set_owner


@transaction.atomic
def pass_person(*, activity: Activity, to: User, by: User) -> None:
    """Another in the same organisation holds it together."""
    set_owner(activity=activity, owner=activity.owner, owner_person=to.name, by=by)


@transaction.atomic
def pass_ownership(*, activity: Activity, to: Organisation, by: User) -> None:
    set_owner(activity=activity, owner=to, owner_person=activity.owner_person, by=by)


@transaction.atomic
def pass_part(*, actor: Actor, to: Organisation, by: User) -> None:
    """The document's spelling stays as it was written; whom it means is another from now on."""
    former = actor.organisation
    actor.organisation = to
    actor.save(update_fields=["organisation"])
    Activity.objects.filter(pk=actor.activity_id).update(changed_at=timezone.now())
    record(
        by=by,
        verb="activities.performer_passed_on" if actor.role == Actor.Role.PERFORMER else "activities.party_passed_on",
        subject=actor.activity,
        county=actor.activity.county.code,
        before={"from": str(former or "")},
        after={"to": to.name},
    )


@transaction.atomic
def pass_share(*, share: PostShare, to: Organisation, by: User) -> None:
    """As a part: the spelling stays, whom it means is another."""
    activity = share.post.activity
    former = share.organisation
    share.organisation = to
    share.save(update_fields=["organisation"])
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    record(
        by=by,
        verb="activities.share_passed_on",
        subject=activity,
        county=activity.county.code,
        before={"from": str(former or "")},
        after={"to": to.name},
    )
