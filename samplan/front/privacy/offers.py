"""What the worker does once a day, and what only the roof can see: accounts that nobody uses, files that nothing needs."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.offers import Processing, Retention
from samplan.foundation.core.personal import ERASED, Place, offered
from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.models import Role, User
from samplan.work.activities.models import ImportDraft
from samplan.work.plans.models import Edition

from . import actions
from .models import RetentionProposal

PLACES = [
    Place(
        RetentionProposal,
        _l("Beslut om gallring"),
        _l("Visar vem som beslutade och när."),
        name="decided_by_name",
        user="decided_by_id",
        at="made_at",
    )
]
personal_data, erase, correct = offered(PLACES)
_last: dict[str, object] = {}


def tick() -> list[str]:
    """Deletes what has been decided; once a day looks for what has been kept long enough."""
    done = [_("Gallrat %(what)s") % {"what": what} for what in actions.delete_approved()]
    day = timezone.localdate()
    if _last.get("day") != day:
        _last["day"] = day
        if made := actions.propose():
            done.append(_("%(n)d förslag till gallring") % {"n": made})
    return done


def _idle(day: date) -> list[tuple[int, str]]:
    """Accounts without any role since before the day, that have not signed in either. Never an administrator."""
    since = Role.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    idle = User.objects.exclude(pk__in=since.values("user")).exclude(name=ERASED).exclude(is_administrator=True)
    idle = idle.filter(Q(last_login=None) | Q(last_login__date__lt=day), joined_at__date__lt=day)
    return [(user.pk, f"{user.name} · {user.email}") for user in idle.order_by("pk")]


def _erase_idle(ids: Sequence[int]) -> int:
    count = 0
    for user in User.objects.filter(pk__in=ids, is_administrator=False):
        with suppress(actions.Hindered):  # who still has something in hand is left until it is handed over
            actions.erase_person(user=user, by=None, reason=_("Inget uppdrag på länge"))
            count += 1
    return count


def _needless(day: date) -> list[tuple[int, str]]:
    """Files that were sent in and that no plan was made of."""
    used = Edition.objects.exclude(source_file_id=None).values("source_file_id")
    files = StoredFile.objects.filter(uploaded_at__date__lt=day).exclude(pk__in=used)
    files = files.exclude(pk__in=ImportDraft.objects.values("file")).order_by("pk")
    return [(file.pk, file.name) for file in files]


def _drop_files(ids: Sequence[int]) -> int:
    count = 0
    for file in StoredFile.objects.filter(pk__in=ids):
        digest = file.sha256
        file.delete()
        if not StoredFile.objects.filter(sha256=digest).exists():  # the same content may have been sent in twice
            (Path(settings.DATA_DIR) / "files" / digest[:2] / digest).unlink(missing_ok=True)
        count += 1
    return count


def retention() -> list[Retention]:
    return [
        Retention(
            "people.idle",
            _("Konton utan uppdrag"),
            730,
            _("sedan uppdraget slutade och personen loggade in sist"),
            _("Uppgifterna behövs inte längre. Det personen gjorde står kvar, utan namn."),
            _idle,
            _erase_idle,
        ),
        Retention(
            "files.uploads",
            _("Filer som skickats in och inte blev någon plan"),
            365,
            _("sedan filen skickades in"),
            _("Arbetsmaterial. Det som lästes ur filen är sparat för sig."),
            _needless,
            _drop_files,
        ),
    ]


def processing() -> list[Processing]:
    return [
        Processing(
            purpose=_("Kunna visa vem som gjorde vad, och upptäcka obehörig läsning"),
            people=_("Alla som har loggat in eller använt en personlig länk"),
            data=_("Namn, vad personen gjorde och när, inloggningar med nätadress"),
            ground=_("Rättslig förpliktelse och allmänt intresse, artikel 6.1 c och e i dataskyddsförordningen"),
            recipients=_("De som får läsa det som historiken gäller, och administratörer"),
            keeps=_("Historiken bevaras. Ett namn kan tas bort utan att kedjan bryts"),
        )
    ]
