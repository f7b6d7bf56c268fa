"""What is kept about somebody, what stands in the way of an erasure, and what has been kept long enough."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.core.offers import Owned, PersonalData, Processing, Retention, collect
from samplan.foundation.core.personal import ERASED
from samplan.foundation.history.erasing import VERB as ERASED_VERB
from samplan.foundation.history.guards import READ_OUT
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.history.sentences import sentence
from samplan.foundation.people.models import County, Role, User
from samplan.foundation.people.queries import current_roles

from .models import Controller, KeepingTime, RetentionProposal

ERASURES = ("privacy.erased", "privacy.address_erased", ERASED_VERB, READ_OUT)


@dataclass
class Group:
    """One kind of data about somebody."""

    kind: str
    why: str
    keeps: str
    rows: list[PersonalData] = field(default_factory=list)


def people_of(counties: Iterable[County]) -> QuerySet[User]:
    """Those who have or have had a role in the counties."""
    places = list(counties)
    roles = Role.objects.filter(Q(county__in=places) | Q(organisation__county__in=places))
    return User.objects.filter(pk__in=roles.values("user")).exclude(name=ERASED)


def about(user: User) -> list[Group]:
    """Everything that is kept about somebody, kind by kind."""
    return grouped([*collect("personal_data", user), *_history(user)])


def grouped(told: Iterable[PersonalData]) -> list[Group]:
    groups: dict[str, Group] = {}
    as_the_rest = _("Så länge det personen gjorde bevaras. Namnet tas bort på begäran, när det får tas bort.")
    for one in told:
        groups.setdefault(one.kind, Group(one.kind, one.why, one.keeps or as_the_rest)).rows.append(one)
    return list(groups.values())


def _history(user: User) -> Iterator[PersonalData]:
    why = _("Visar vem som gjorde vad, så att beslut kan granskas.")
    for event in Event.objects.filter(actor_id=user.pk).order_by("at"):
        yield PersonalData(_("Historik"), plain(event), as_date(event.at), why)
    for event in Event.objects.filter(subject_type="people.user", subject_id=user.pk).exclude(actor_id=user.pk):
        yield PersonalData(_("Historik om personen"), plain(event), as_date(event.at), why)
    why = _("Visar vem som har läst det som är skyddat.")
    for reading in Reading.objects.filter(reader_id=user.pk).order_by("at"):
        yield PersonalData(_("Läst av personen"), f"{reading.subject_name} · {reading.why}", as_date(reading.at), why)
    for reading in Reading.objects.filter(subject_type="people.user", subject_id=user.pk).order_by("at"):
        yield PersonalData(_("Läst om personen"), f"{reading.reader_name} · {reading.why}", as_date(reading.at), why)


def plain(event: Event) -> str:
    return unescape(strip_tags(sentence(event)))


def erasures() -> QuerySet[Event]:
    return Event.objects.filter(verb__in=ERASURES).order_by("-at", "-id")


def erased_words(event: Event) -> str:
    """What kind of thing was taken away, and how much."""
    if event.verb in ("privacy.erased", "privacy.address_erased"):
        return _("En persons uppgifter")
    facts = event.after or {}
    if event.verb == READ_OUT:
        n = facts.get("count", 0)
        words = ngettext("%(n)d rad om vem som har läst vad", "%(n)d rader om vem som har läst vad", n)
    else:
        n = len(facts.get("rows", {}))
        words = ngettext("Uppgifter i %(n)d rad i historiken", "Uppgifter i %(n)d rader i historiken", n)
    return words % {"n": n}


@dataclass(frozen=True)
class Hindrance:
    """Why somebody can't be erased now, and what is to be done first."""

    text: str
    owned: list[Owned] = field(default_factory=list)


def hindrances(user: User, by: User | None) -> list[Hindrance]:
    found = []
    if by is not None and user.pk == by.pk:
        found.append(Hindrance(_("Du kan inte ta bort dig själv. Be en annan samordnare eller administratör.")))
    for role in current_roles(user).filter(kind=Role.Kind.COORDINATOR).select_related("county"):
        others = Role.objects.filter(kind=Role.Kind.COORDINATOR, county=role.county).exclude(user=user.pk)
        if not others.filter(Q(valid_to=None) | Q(valid_to__gte=today()), user__is_active=True).exists():
            words = _("%(name)s är den enda samordnaren i %(county)s. Utse en till först.")
            found.append(Hindrance(words % {"name": user.name, "county": role.county}))
    if (
        user.is_administrator
        and not User.objects.filter(is_administrator=True, is_active=True).exclude(pk=user.pk).exists()
    ):
        found.append(Hindrance(_("%(name)s är den enda administratören. Utse en till först.") % {"name": user.name}))
    if owned := collect("owned_by", user):
        words = _("%(name)s har fortfarande saker i sin hand. Lämna över dem först.")
        found.append(Hindrance(words % {"name": user.name}, owned))
    return found


@dataclass(frozen=True)
class Mention:
    """A text somebody has written in which the name stands: people decide about it, one by one."""

    what: str
    count: int


def mentions(name: str, email: str) -> list[Mention]:
    """Where a name or an address stands in the database, table by table. Slow, and asked for seldom."""
    found = []
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed:
            continue
        columns = [
            f
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for column in columns:
            if count := _count(model, column, name, email):
                found.append(Mention(f"{model._meta.verbose_name} · {column.name}", count))
    return found


def _count(model: type[models.Model], column: Any, name: str, email: str) -> int:
    rows = model._default_manager.annotate(as_text=Cast(column.name, models.TextField()))
    held = Q(pk__in=[])
    for word in filter(None, (name, email)):
        held |= Q(as_text__contains=word) | Q(as_text__contains=_escaped(word))
    return rows.filter(held).count()


def _escaped(word: str) -> str:
    """As SQLite keeps it inside JSON."""
    return (
        word.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
        if connection.vendor == "sqlite"
        else word
    )


@dataclass(frozen=True)
class Kept:
    """A class of things kept for a time, with what this installation has decided."""

    offer: Retention
    time: KeepingTime | None
    proposal: RetentionProposal | None

    @property
    def days(self) -> int:
        return self.time.days if self.time else self.offer.days

    @property
    def decision(self) -> str:
        return self.time.decision if self.time else ""

    def due(self, on: date | None = None) -> list[tuple[int, str]]:
        return self.offer.due((on or today()) - timedelta(days=self.days))


def kept_for_a_time() -> list[Kept]:
    times = {time.key: time for time in KeepingTime.objects.all()}
    waiting = {one.key: one for one in RetentionProposal.objects.filter(decided_at=None)}
    offers: list[Retention] = collect("retention")
    return [Kept(offer, times.get(offer.key), waiting.get(offer.key)) for offer in offers]


def kept_as(key: str) -> Kept | None:
    return next((kept for kept in kept_for_a_time() if kept.offer.key == key), None)


def processing() -> list[Processing]:
    return collect("processing")


def controller() -> Controller:
    return Controller.objects.order_by("pk").first() or Controller(name=settings.BASE_URL)
