"""Walks the chain from its start and says what does not hold. Writes nothing, locks nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.db import connection
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import collect

from . import guards
from .chain import START, row_hash, rows_hash, seal_hash
from .erasing import VERB as ERASED
from .models import Event, Seal
from .sealing import AT_ONCE

SLOW = timedelta(
    days=1
)  # no transaction takes longer: a row older than that when it was first seen came in by another way
SHOWN = 100  # of each sort; a chain torn in two would else fill the screen


@dataclass(frozen=True)
class Problem:
    text: str
    seal: int | None = None
    event: int | None = None


@dataclass
class Verdict:
    seals: int = 0
    sealed: int = 0
    unsealed: int = 0
    erased: int = 0
    last_number: int = 0
    last_hash: str = START
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)  # worth a look, but may have a reason

    @property
    def holds(self) -> bool:
        return not self.problems

    def wrong(self, text: str, *, seal: int | None = None, event: int | None = None) -> None:
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(text, seal, event))


def verify() -> Verdict:
    verdict = Verdict()
    for name in guards.missing(connection):
        verdict.wrong(_("Spärren %(name)s saknas i databasen. Det går att ändra i historiken.") % {"name": name})
    for text in collect("missing_guards", connection):
        verdict.wrong(text)
    top = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    verdict.unsealed = Event.objects.filter(sealed_in=None).count()
    _walk(verdict, top, bound=_bound())
    return verdict


def _bound() -> dict[int, str]:
    """What each erased event is bound to since: by the latest erasing that names it."""
    bound: dict[int, str] = {}
    for told in Event.objects.filter(verb=ERASED).order_by("id").iterator():
        bound |= {int(pk): digest for pk, digest in (told.after or {}).get("rows", {}).items()}
    return bound


def _walk(verdict: Verdict, top: int, bound: dict[int, str]) -> None:
    rows = Event.objects.exclude(sealed_in=None).filter(sealed_in__lte=top).order_by("sealed_in", "id")
    groups = groupby(rows.iterator(chunk_size=1000), key=lambda row: row.sealed_in or 0)
    waiting = next(groups, None)
    previous, before = START, None
    for seal in Seal.objects.filter(number__lte=top).order_by("number").iterator(chunk_size=1000):
        for number in range(verdict.last_number + 1, seal.number):
            verdict.wrong(_("Försegling %(n)d saknas.") % {"n": number}, seal=number)
        while waiting is not None and waiting[0] < seal.number:
            _without_seal(verdict, *waiting)
            waiting = next(groups, None)
        own: list[tuple[int, str]] = []
        if waiting is not None and waiting[0] == seal.number:
            own = list(_checked(verdict, waiting[1], before, bound))
            waiting = next(groups, None)
        _check_seal(verdict, seal, previous, own)
        verdict.seals += 1
        verdict.last_number, verdict.last_hash, previous = seal.number, seal.hash, seal.hash
        before = seal if seal.count < AT_ONCE else before  # a full one left others waiting
    _after_the_last(verdict, top)


def _after_the_last(verdict: Verdict, top: int) -> None:
    """The last seal taken away: rows say they lie under one that nobody has. (New seals made while we walked are there.)"""
    later = Event.objects.filter(sealed_in__gt=top).order_by("sealed_in", "id")
    gone = later.exclude(sealed_in__in=Seal.objects.filter(number__gt=top).values("number"))
    for number, rows in groupby(gone[:SHOWN], key=lambda row: row.sealed_in or 0):
        _without_seal(verdict, number, rows)


def _without_seal(verdict: Verdict, number: int, rows: Iterator[Event]) -> None:
    for row in rows:
        said = _("Rad %(id)d hör till försegling %(n)d, som saknas.") % {"id": row.pk, "n": number}
        verdict.wrong(said, seal=number, event=row.pk)


def _checked(
    verdict: Verdict, rows: Iterator[Event], before: Seal | None, bound: dict[int, str]
) -> Iterator[tuple[int, str]]:
    for row in rows:
        verdict.sealed += 1
        verdict.erased += row.erased_at is not None
        expected = row.hash if row.erased_at is None else bound.get(row.pk, "")
        if row_hash(row, row.salt) != expected and not _holds_now(row):
            _say_wrong(verdict, row)
        if before and row.at < before.at - SLOW and len(verdict.remarks) < SHOWN:
            said = _("Rad %(id)d är daterad långt före den dag den kom in.") % {"id": row.pk}
            verdict.remarks.append(Problem(said, row.sealed_in, row.pk))
        yield row.pk, row.hash


def _say_wrong(verdict: Verdict, row: Event) -> None:
    if row.erased_at is None:
        said = _("Rad %(id)d är ändrad efter att den skrevs.")
    else:
        said = _("Rad %(id)d är tömd eller ändrad utan att historiken berättar om det.")
    verdict.wrong(said % {"id": row.pk}, seal=row.sealed_in, event=row.pk)


def _holds_now(row: Event) -> bool:
    """Somebody may have erased it in the open while we walked."""
    now = Event.objects.filter(pk=row.pk, hash=row.hash, erased_at__isnull=False).first()
    return now is not None and now.erased_at != row.erased_at and row_hash(now, now.salt) == _bound().get(row.pk)


def _check_seal(verdict: Verdict, seal: Seal, previous: str, own: list[tuple[int, str]]) -> None:
    if len(own) != seal.count:
        said = _("Försegling %(n)d höll %(then)d rader, nu finns %(now)d.")
        verdict.wrong(said % {"n": seal.number, "then": seal.count, "now": len(own)}, seal=seal.number)
    elif seal_hash(seal, previous, rows_hash(own)) != seal.hash:
        said = _("Försegling %(n)d stämmer inte med sina rader eller med förseglingen före.")
        verdict.wrong(said % {"n": seal.number}, seal=seal.number)
