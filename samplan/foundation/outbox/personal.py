"""Letters: to whom they went, and how long their text is kept."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.offers import Processing, Retention
from samplan.foundation.core.personal import ERASED, Place, Somebody, at_address, older, rename, told

from .models import Mail

PLACES = [
    Place(
        Mail,
        _l("Mejl till personen"),
        _l("Visar vad som har skickats och om det kom fram."),
        name="to_name",
        email="to",
        at="created_at",
        keeps=_l("Ett år."),
        is_frozen=True,  # a letter went to the address it went to
    )
]
TEXTS = ("subject", "text", "html", "last_error")


def personal_data(user: Somebody) -> Any:
    return told(PLACES, user)


def erase(user: Somebody, by: Any) -> list[str]:
    """Letters to the person are emptied and not sent; in others' letters the name and the address are taken out."""
    own = PLACES[0].rows(user)
    own.filter(sent_at=None, given_up_at=None).update(given_up_at=timezone.now())
    emptied = own.update(
        to="", to_name=ERASED, reply_to="", subject="", text="", html="", last_error="", headers={}, attachment=b""
    )
    swapped = _swap(user)
    done = [_("Mejl till personen, tömda: %(n)d") % {"n": emptied}] if emptied else []
    return done + ([_("Mejl till andra, där namnet är struket: %(n)d") % {"n": swapped}] if swapped else [])


def _swap(user: Somebody) -> int:
    named = at_address("reply_to", user.email) if user.email else Q(pk__in=[])
    for column in TEXTS:
        for word in filter(None, (user.name, user.email)):
            named |= Q(**{f"{column}__contains": word})
    name = re.compile(rf"(?<!\w){re.escape(user.name)}(s?)(?!\w)")
    address = re.compile(rf"(?<![\w.]){re.escape(user.email)}(?!\w)", re.IGNORECASE)
    count = 0
    for mail in Mail.objects.filter(named).iterator():
        for column in TEXTS:
            text = name.sub(rf"{ERASED}\1", getattr(mail, column)) if user.name else getattr(mail, column)
            setattr(mail, column, address.sub("", text) if user.email else text)
        if user.email and mail.reply_to.lower() == user.email.lower():
            mail.reply_to = ""
        mail.save(update_fields=[*TEXTS, "reply_to"])
        count += 1
    return count


def correct(user: Somebody, now: Somebody) -> list[str]:
    """A letter that waits goes to the right address."""
    waiting = PLACES[0].rows(user).filter(sent_at=None, given_up_at=None)
    count = waiting.update(to=now.email, to_name=now.name)
    return [*rename(PLACES, user, now), *([_("Mejl som väntar: %(n)d") % {"n": count}] if count else [])]


def _due(day: date) -> list[tuple[int, str]]:
    return older(Mail, "created_at", day, ~Q(sent_at=None) | ~Q(given_up_at=None))


def _delete(ids: Sequence[int]) -> int:
    return Mail.objects.filter(pk__in=ids).delete()[0]


def retention() -> list[Retention]:
    return [
        Retention(
            "outbox.letters",
            _("Skickade mejl"),
            365,
            _("sedan mejlet skrevs"),
            _("Arbetsmaterial av tillfällig betydelse."),
            _due,
            _delete,
        )
    ]


def processing() -> list[Processing]:
    return [
        Processing(
            purpose=_("Skicka frågor, påminnelser och besked med e-post"),
            people=_("Kontaktpersoner, chefer, medarbetare som hjälper till, samordnare"),
            data=_("Namn, e-postadress, brevets text, när det skickades"),
            ground=_("Uppgift av allmänt intresse, artikel 6.1 e i dataskyddsförordningen"),
            recipients=_("Den som får brevet, och den e-postserver som installationen använder"),
            keeps=_("Ett år, se gallring"),
        )
    ]
