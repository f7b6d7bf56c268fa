"""Counting what is refused, telling administrators what is unusual, and forgetting it after ninety days."""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.language import house_language
from samplan.foundation.history.actions import record
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.outbox.actions import enqueue

from ..models import Sighting, User
from ..queries.unusual import TITLES, this_hour, unusual

KEPT = timedelta(days=90)
COUNTED = timedelta(days=1)  # what never became unusual
LETTER_EVERY = timedelta(hours=1)  # of each kind
_FAILED = ("people.sign_in_failed", "people.sign_in_failed_unknown")


def note(*, kind: str, user_id: int = 0, address: str = "") -> None:
    """One write; two the first time in an hour."""
    about = {"user_id": user_id} if user_id else {"user_id": 0, "address": address}
    row = Sighting.objects.filter(kind=kind, hour=this_hour(), **about)
    more = {"count": F("count") + 1, "last_at": timezone.now(), "address": address}
    if row.update(**more):
        return
    try:
        with transaction.atomic():
            _begin(kind=kind, user_id=user_id, address=address, count=1)
    except IntegrityError:  # somebody else was first
        row.update(**more)


def _begin(*, kind: str, user_id: int, address: str, count: int) -> None:
    Sighting.objects.create(
        kind=kind, hour=this_hour(), user_id=user_id, address=address, count=count, last_at=timezone.now()
    )


@transaction.atomic
def gather() -> None:
    """What the history already knows of this hour is counted from there: the requests themselves pay nothing."""
    accounts: Counter[int] = Counter()
    addresses: Counter[str] = Counter()
    came_from: dict[int, str] = {}
    failed = Event.objects.filter(at__gte=this_hour(), verb__in=_FAILED).order_by("at")
    for subject, after in failed.values_list("subject_id", "after"):
        address = str((after or {}).get("from", ""))[:45]
        addresses[address] += 1
        if subject:
            accounts[subject] += 1
            came_from[subject] = address
    for user_id, count in accounts.items():
        _count(Sighting.Kind.ACCOUNT, count, user_id=user_id, address=came_from[user_id])
    for address, count in addresses.items():
        _count(Sighting.Kind.ADDRESS, count, address=address)
    reads = Reading.objects.filter(at__gte=this_hour()).exclude(reader_id=None).order_by()
    for reader, count in reads.values_list("reader_id").annotate(Count("pk")):
        _count(Sighting.Kind.READS, count, user_id=reader)


def _count(kind: str, count: int, *, user_id: int = 0, address: str = "") -> None:
    if count < settings.UNUSUAL[kind]:
        return
    about = {"user_id": user_id} if user_id else {"user_id": 0, "address": address}
    row = Sighting.objects.filter(kind=kind, hour=this_hour(), **about)
    if not row.filter(count__lt=count).update(count=count, last_at=timezone.now()) and not row.exists():
        _begin(kind=kind, user_id=user_id, address=address, count=count)


@transaction.atomic
def tell() -> int:
    """One letter of each kind and hour at most, to every administrator. No names in it: they stand on the page."""
    now = timezone.now()
    waiting = list(unusual().select_for_update().filter(told_at=None))
    sent = 0
    for kind in dict.fromkeys(one.kind for one in waiting):
        last = Sighting.objects.filter(kind=kind).aggregate(at=Max("told_at"))["at"]
        if last and now - last < LETTER_EVERY:
            continue
        rows = [one for one in waiting if one.kind == kind]
        for administrator in User.objects.filter(is_administrator=True, is_active=True):
            _letter(administrator, kind, rows)
            sent += 1
        Sighting.objects.filter(pk__in=[one.pk for one in rows]).update(told_at=now)
    return sent


def _letter(to: User, kind: str, rows: list[Sighting]) -> None:
    with house_language():
        what = str(TITLES[kind])
        times = ", ".join(_("%(n)d gånger") % {"n": one.count} for one in rows[:10])
        page = settings.BASE_URL + reverse("people:unusual")
        text = _(
            "Hej %(name)s!\n\n%(what)s: %(times)s på en timme. Vem, varifrån och vad du kan göra står på sidan Ovanligt:\n\n"
            "%(page)s\n\nKommer det mer av samma sort får du ett nytt brev tidigast om en timme."
        ) % {"name": to.name, "what": what, "times": times, "page": page}
        subject = _("Ovanligt i Samplan: %(what)s") % {"what": what[0].lower() + what[1:]}
        enqueue(to=to.email, to_name=to.name, subject=subject, text=text, kind="people.unusual", button=_("Se vad"))


@transaction.atomic
def mark_seen(*, sighting: Sighting, by: User) -> None:
    if Sighting.objects.filter(pk=sighting.pk, seen_at=None).update(seen_at=timezone.now()):
        record(by=by, verb="people.unusual_seen", subject=sighting, after={"kind": sighting.kind})


def forget() -> int:
    """What was unusual is kept ninety days; a count that stayed low, a day."""
    now = timezone.now()
    old = Sighting.objects.filter(hour__lt=now - KEPT).delete()[0]
    low = Sighting.objects.filter(hour__lt=now - COUNTED).exclude(pk__in=unusual().values("pk"))
    return old + low.delete()[0]
