"""The worker's part of the chain: what has been written since last time goes under a new seal. No write waits for it."""

from django.db import connection, transaction
from django.utils import timezone

from .chain import START, new_salt, row_hash, rows_hash, seal_hash
from .models import Event, Seal

AT_ONCE = 200  # rows under one seal: SQLite lets nobody else write meanwhile, so it has to be quick
TURN = 0x53616D70  # PostgreSQL's lock for «somebody is sealing»


def seal_new(*, at_most: int = 50) -> int:
    """Seals what is waiting, batch by batch; returns how many events. With several workers one does it, the others go on."""
    total = 0
    for _turn in range(at_most):
        if not Event.objects.filter(sealed_in=None).exists():  # asked first: an idle worker takes no lock
            break
        count = seal_batch()
        total += count
        if count == 0:
            break
    return total


@transaction.atomic
def seal_batch() -> int:
    """Rows are known by not being sealed, never by their numbers: one with a lower number may be committed after this."""
    if not _has_the_turn():
        return 0
    waiting = Event.objects.filter(sealed_in=None).order_by("id").select_for_update(skip_locked=_can_skip())
    rows = list(waiting[:AT_ONCE])
    if not rows:
        return 0
    last = Seal.objects.order_by("-number").first()
    number, sealed = (last.number + 1 if last else 1), []
    for row in rows:
        salt = row.salt or new_salt()  # an erased one has its salt already
        sealed.append((row.pk, row_hash(row, salt), salt))
    seal = Seal(number=number, at=timezone.now(), first_id=rows[0].pk, last_id=rows[-1].pk, count=len(rows))
    seal.hash = seal_hash(seal, last.hash if last else START, rows_hash((pk, digest) for pk, digest, _salt in sealed))
    seal.save(force_insert=True)
    with connection.cursor() as cursor:  # one prepared statement: the rows differ in everything
        cursor.executemany(
            "UPDATE history_event SET sealed_in = %s, hash = %s, salt = %s WHERE id = %s",
            [(number, digest, salt, pk) for pk, digest, salt in sealed],
        )
    return len(rows)


def _has_the_turn() -> bool:
    """SQLite: the transaction itself is the turn."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        return bool(cursor.fetchone()[0])


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked
