"""The weekly letter: what awaits a person, county by county, oldest first, and what has happened. Nothing waits: no letter.

Of answers it knows only what the to-do lists know: that somebody is to answer, never a word of a draft.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.offers import Todo
from samplan.foundation.history.lines import hide
from samplan.foundation.history.models import Event
from samplan.foundation.history.sentences import sentence
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.people.models import County, User
from samplan.foundation.people.queries import counties_of
from samplan.work.rounds.models import Round

from . import queries, sentences
from .models import Digest, DigestChoice

log = logging.getLogger(__name__)
HOUR = time(7)  # on Mondays, local time
LATEST = timedelta(days=2)  # a worker that was away on Monday morning catches up until Wednesday morning
TOLD = 5  # happenings in a county
READ = 40
AT_A_TIME = 25
SALT = "home.digest"


@dataclass(frozen=True)
class Part:
    county: County
    items: list[Todo]
    happened: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Letter:
    user: User
    parts: list[Part]
    unsubscribe: str

    @property
    def items(self) -> list[Todo]:
        return [item for part in self.parts for item in part.items]

    @property
    def first_name(self) -> str:
        return (self.user.name.split() or [""])[0]

    @property
    def subject(self) -> str:
        return _("Veckan: %(waiting)s") % {"waiting": sentences.waiting(self.items).partition(".")[0].lower()}

    @property
    def lead(self) -> str:
        return sentences.waiting(self.items)

    @property
    def has_counties(self) -> bool:
        return len(self.parts) > 1

    @property
    def today(self) -> date:
        return today()

    @property
    def base(self) -> str:
        return settings.BASE_URL


def build(user: User) -> Letter:
    found = [Part(county, queries.todo(user, county)) for county in counties_of(user)]
    parts = [Part(part.county, part.items, happened(part.county, user)) for part in found if part.items]
    return Letter(user, parts, unsubscribe_address(user))


def for_a_contact_person(user: User, county: County) -> Letter:
    """What a contact person who has not begun gets in the county's open rounds. Nobody's own letter: that is theirs alone."""
    items = [
        Todo(
            round.closes_on,
            _("Svara på %(round)s") % {"round": round.title},
            _("Det brukar ta en halvtimme. Allt sparas medan du skriver."),
            "",
            _("Börja svara"),
        )
        for round in Round.objects.open().filter(county=county).order_by("closes_on")
    ]
    return Letter(user, [Part(county, items, happened(county, user))] if items else [], "")


def happened(county: County, viewer: User) -> list[str]:
    """What everybody in the county may read, of the last seven days. What somebody did many times is told once."""
    since = timezone.now() - timedelta(days=7)
    found = Event.objects.filter(county_code=county.code, organisation_id=None, at__gte=since)[:READ]
    alike: dict[tuple[str, str], list[Event]] = {}
    for row in hide(found, viewer):
        alike.setdefault((row.actor_name, row.verb), []).append(row)
    return [_told(same) for same in list(alike.values())[:TOLD]]


def _told(same: list[Event]) -> str:
    """«Karin Prov påminde (Ekby kommun: Årsuppföljning 2026) och 13 gånger till»."""
    first = same[0]
    text = " ".join(strip_tags(sentence(first)).split())
    if first.subject_name not in text:
        text = f"{text} ({first.subject_name})"
    text = Truncator(text).chars(140)
    if len(same) == 1:
        return text
    return ngettext("%(text)s och %(n)d gång till", "%(text)s och %(n)d gånger till", len(same) - 1) % {
        "text": text,
        "n": len(same) - 1,
    }


def text_of(letter: Letter) -> str:
    return render_to_string("home/digest_letter.txt", {"letter": letter}).strip() + "\n"


def html_of(letter: Letter, language: str) -> str:
    return render_to_string(
        "home/digest_letter.html", {"letter": letter, "language": language, "subject": letter.subject}
    )


def unsubscribe_address(user: User) -> str:
    token = signing.Signer(salt=SALT).sign(str(user.pk))
    return settings.BASE_URL + reverse("home:digest_end", args=[token])


def user_of(token: str) -> User | None:
    try:
        return User.objects.filter(pk=int(signing.Signer(salt=SALT).unsign(token))).first()
    except (signing.BadSignature, ValueError):
        return None


def wants(user: User) -> bool:
    return not DigestChoice.objects.filter(user=user, off_at__isnull=False).exists()


def choose(*, user: User, on: bool) -> None:
    DigestChoice.objects.update_or_create(user=user, defaults={"off_at": None if on else timezone.now()})


def due_week() -> date | None:
    """The Monday whose letters are to go now."""
    monday = today() - timedelta(days=today().weekday())
    from_moment = timezone.make_aware(datetime.combine(monday, HOUR))
    return monday if from_moment <= timezone.now() < from_moment + LATEST else None


def send_due_digests() -> int:
    """Returns how many letters were put in the outbox."""
    week = due_week()
    if week is None:
        return 0
    done = Digest.objects.filter(user=OuterRef("pk"), week=week)
    no = DigestChoice.objects.filter(user=OuterRef("pk"), off_at__isnull=False)
    waiting = User.objects.filter(~Exists(done), ~Exists(no), is_active=True).order_by("pk")[:AT_A_TIME]
    return sum(_send_safely(user, week) for user in waiting)


def _send_safely(user: User, week: date) -> bool:
    """One person's fault does not keep the others from their letters, nor is it tried again each half minute."""
    try:
        return send_one(user=user, week=week)
    except DatabaseError:
        raise
    except Exception:
        log.exception("the weekly letter to user %s could not be made", user.pk)
        Digest.objects.get_or_create(user=user, week=week)
        return False


@transaction.atomic
def send_one(*, user: User, week: date) -> bool:
    """The row and the letter together: a worker killed here leaves neither, two workers at once leave one of each."""
    try:
        with transaction.atomic():
            row = Digest.objects.create(user=user, week=week)
    except IntegrityError:  # another worker was quicker
        return False
    language = getattr(user, "language", "") or settings.LANGUAGE_CODE
    with translation.override(language):
        letter = build(user)
        if not letter.items:
            return False
        enqueue(
            to=user.email,
            to_name=user.name,
            subject=letter.subject,
            text=text_of(letter),
            html=html_of(letter, language),
            kind="home.digest",
            about=user,
            is_private=True,
            headers={
                "List-Unsubscribe": f"<{letter.unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            language=language,
        )
    Digest.objects.filter(pk=row.pk).update(items=len(letter.items))
    return True


def monday_in_words() -> str:
    """The next letter's day."""
    day = today() + timedelta(days=(7 - today().weekday()) % 7 or 7)
    return long_day(day)
