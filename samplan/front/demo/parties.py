"""Invented: who has a part in a few of a county's activities, who pays, their papers, and what more could do."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import dated
from samplan.foundation.people.models import Organisation, Role, User
from samplan.work.activities import queries
from samplan.work.activities.actions import nominating, papers, parties
from samplan.work.activities.models import Activity, Nomination
from samplan.work.plans.models import Edition

INVENTED = "Påhittat i demonstrationen."
INVENTED_TEXT = "Påhittad i demonstrationen."  # as courses.py writes of what is invented
PAPER = """Demonstration: projektplan

Syfte: den som behöver stöd ska få det utan att vänta.
Ansvar: ägaren håller ihop, parterna bemannar efter överenskommelse.
Uppföljning: en kort enkät varje halvår.
"""
# Said by invented people.
WHY = [
    "Vi prövade efter att ha sett den här. Det som avgjorde var att samma person höll i den hela tiden.",
    "Den kostar lite och märks snabbt. Börja med en enda enhet och låt dem som berörs vara med från start.",
]


def take_part(edition: Edition, organisations: list[Organisation], by: User) -> None:
    """The three first that go on, have an owner and are invented: what a document tells of stays as it tells it."""
    rows: Any = queries.with_state(Activity.objects.filter(edition=edition, text=INVENTED_TEXT))
    chosen: list[Any] = list(rows.filter(state="ongoing").exclude(owner=None).order_by("position")[:3])
    with dated(timezone.now() - timedelta(days=40)):
        for number, activity in enumerate(chosen):
            _people(activity, organisations, number, by)
            _money(activity, number, by)
        for activity in chosen[:2]:
            _papers(activity, by)
        _nominate(chosen, organisations)
    Activity.objects.bulk_update(chosen, ["changed_at"])  # as old as before: this is not what was last heard of them


def _people(activity: Any, organisations: list[Organisation], number: int, by: User) -> None:
    Activity.objects.filter(pk=activity.pk).update(
        contact="Verksamhetens växel, fråga efter samordnaren",
        follow_up_method="En kort enkät till dem som har deltagit, varje halvår. Ägaren sammanställer.",
    )
    others = [o for o in organisations if o.pk != activity.owner_id]
    joins, left = others[number % len(others)], others[(number + 3) % len(others)]
    add: dict[str, Any] = {"activity": activity, "by": by}
    parties.add_party(
        **add,
        role="performer",
        text=f"{joins.name}, socialtjänsten",
        organisation=joins,
        responsibility="Ser till att de egna kan vara med, och tar upp det som kommer fram.",
        joined_on=today() - timedelta(days=90),
    )
    if left.pk != joins.pk:
        was = parties.add_party(
            **add,
            role="performer",
            text=f"{left.name}, kultur och fritid",
            organisation=left,
            joined_on=_last_year(2, 1),
        )
        why = f"Personalen behövdes på annat håll. {INVENTED}"
        parties.leave(actor=was, on=_last_year(11, 30), why=why, by=by)
    parties.add_party(**add, role="evaluator", text="Ett lärosäte", responsibility="Intervjuar deltagare två gånger.")
    parties.add_party(**add, role="follower", text=activity.owner.name, organisation=activity.owner)


def _money(activity: Any, number: int, by: User) -> None:
    """The first has money for as long as it goes on; of the second the money ends before the activity."""
    this_year = today().year
    add = {
        "activity": activity,
        "role": "funder",
        "by": by,
        "text": activity.owner.name,
        "organisation": activity.owner,
    }
    starts = activity.starts_on
    if number == 0:
        parties.add_party(**add, responsibility="Egna medel", share=60, joined_on=starts)
        parties.add_party(**add, responsibility="Stimulansmedel", share=40, joined_on=starts)
        shares = [(activity.owner.name, activity.owner, 60), ("En stiftelse", None, 20)]
        ends = date(this_year + 1, 6, 30)
        parties.add_post(
            activity=activity, title="Samordnare", percent=50, starts_on=starts, ends_on=ends, shares=shares, by=by
        )
    if number == 1:
        Activity.objects.filter(pk=activity.pk).update(ends_on=date(this_year + 2, 6, 30))
        last = date(this_year, 12, 31)
        parties.add_party(**add, responsibility=f"Stimulansmedel {this_year}", joined_on=starts, left_on=last)


def _papers(activity: Activity, by: User) -> None:
    sent = SimpleUploadedFile("projektplan.txt", PAPER.encode(), "text/plain")
    papers.add_paper(activity=activity, title="Projektplan", on=_last_year(1, 15), file=sent, by=by)
    papers.add_paper(
        activity=activity,
        title="Minnesanteckningar",
        on=_last_year(9, 3),
        url="https://example.org/anteckningar",
        by=by,
    )


def _nominate(chosen: list[Any], organisations: list[Organisation]) -> None:
    roles = Role.objects.filter(organisation__in=organisations, kind=Role.Kind.CONTACT).select_related("user")
    contacts = [role.user for role in roles.order_by("pk")[:2]]
    for activity, people in zip(chosen, (contacts, contacts[:1]), strict=False):
        for user, why in zip(people, WHY, strict=False):
            row = nominating.nominate(activity=activity, why=why, by=user)
            Nomination.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=40))


def _last_year(month: int, day: int) -> date:
    return date(today().year - 1, month, day)
