"""Where people's names and addresses are kept. A room lists its places once; the extract, a correction and an erasure go by
the list, and a test finds the column that somebody forgot."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.functional import Promise

from .dates import as_date
from .offers import PersonalData

ERASED = "Borttagen person"  # stands where a name stood, in every language


def at_address(column: str, address: str) -> Q:
    """Rows with the address, however its letters were written."""
    return Q(Exact(Lower(F(column)), address.lower()))


class Somebody(Protocol):
    """A user, as it is or as it was."""

    pk: Any
    name: str
    email: str
    title: str


@dataclass(frozen=True)
class Place:
    """Columns of one model that hold who somebody is. What is counted and decided stands in other columns, untouched."""

    model: type[Model]
    kind: str | Promise  # in words
    why: str | Promise
    name: str = ""  # columns
    email: str = ""
    title: str = ""
    user: str = ""  # holds the user's id
    by_email: str = ""  # a row that is the person's by somebody else's column: a link's use
    at: str = ""
    blank: tuple[str, ...] = ()  # other columns about the person: emptied with the name
    ends: Mapping[str, Any] = field(default_factory=dict)  # set at erasure: a link is revoked
    keeps: str | Promise = ""  # for how long; empty: as long as what the person did is kept
    is_frozen: bool = False  # a decision as it was taken: not corrected
    related: tuple[str, ...] = ()  # for the words of a row
    words: Callable[[Any], str] = str

    def rows(self, who: Somebody) -> QuerySet[Any]:
        """By id; by address; by name only where nothing else says who it was. What is not known of somebody finds nothing: a
        link's holder has no id, and not every row without one is theirs."""
        found = Q(pk__in=[])
        nobody = Q()
        if self.user:
            found |= Q(**{self.user: who.pk}) if who.pk is not None else Q(pk__in=[])
            nobody &= Q(**{self.user: None})
        if self.email:
            found |= at_address(self.email, who.email) if who.email else Q(pk__in=[])
            nobody &= Q(**{self.email: ""})
        if self.by_email and who.email:
            found |= at_address(self.by_email, who.email)
        if self.name and who.name and who.name != ERASED:
            found |= nobody & Q(**{self.name: who.name})
        return self.model._default_manager.filter(found)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(c for c in (self.name, self.email, self.title, *self.blank) if c)


def told(places: Sequence[Place], who: Somebody) -> list[PersonalData]:
    return [one for place in places for one in _told(place, who)]


def _told(place: Place, who: Somebody) -> Iterator[PersonalData]:
    for row in place.rows(who).select_related(*place.related).order_by("pk"):
        at = getattr(row, place.at) if place.at else None
        columns = place.columns if place.words is str else (place.name, place.email, place.title)
        kept = [str(getattr(row, column)) for column in columns if column and getattr(row, column)]
        text = " · ".join(dict.fromkeys([place.words(row)[:200], *kept]))
        yield PersonalData(str(place.kind), text, as_date(at) if at else None, str(place.why), keeps=str(place.keeps))


def forget(places: Sequence[Place], who: Somebody) -> list[str]:
    """Takes the person out of every row and says, kind by kind, how many."""
    done = []
    for place in places:
        new: dict[str, Any] = {column: "" for column in (place.email, place.title, *place.blank) if column}
        if place.name:
            new[place.name] = ERASED
        ends = {column: value() if callable(value) else value for column, value in place.ends.items()}
        rows = place.rows(who)
        count = rows.update(**new, **ends) if new or ends else rows.count()
        if count:
            done.append(f"{place.kind}: {count}")
    return done


def rename(places: Sequence[Place], who: Somebody, now: Somebody) -> list[str]:
    """Writes the right name, address and title where the old ones stand, except in what is frozen."""
    done = []
    for place in places:
        if place.is_frozen:
            continue
        pairs = ((place.name, now.name), (place.email, now.email), (place.title, now.title))
        new = {column: value for column, value in pairs if column}
        count = place.rows(who).update(**new) if new else 0
        if count:
            done.append(f"{place.kind}: {count}")
    return done


def older(
    model: type[Model], column: str, day: date, *conditions: Q, words: Callable[[Any], str] = str, **fields: Any
) -> list[tuple[int, str]]:
    """For a class of things kept for a time: the rows from before the day, each with what it is."""
    rows = model._default_manager.filter(*conditions, **{f"{column}__date__lt": day}, **fields).order_by("pk")
    return [(row.pk, words(row)) for row in rows]


def offered(places: Sequence[Place]) -> tuple[Any, Any, Any]:
    """A room's `personal_data`, `erase` and `correct`, made of its places."""

    def personal_data(user: Somebody) -> list[PersonalData]:
        return told(places, user)

    def erase(user: Somebody, by: Any) -> list[str]:
        return forget(places, user)

    def correct(user: Somebody, now: Somebody) -> list[str]:
        return rename(places, user, now)

    return personal_data, erase, correct
