"""What the roof itself has to tell, letters that did not arrive, and to do: the weekly letter."""

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Todo
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County, User

from . import letters
from .digest import send_due_digests
from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof

ONE_BY_ONE = 3  # more than so many are told of in one row


def todo(user: User, county: County) -> list[Todo]:
    if not is_coordinator(user, county):
        return []
    failed = letters.failed(county)
    page = reverse("home:letters", args=[county.slug]) + "?lage=failed"
    if len(failed) > ONE_BY_ONE:
        text = ngettext("%(n)d brev kom inte fram", "%(n)d brev kom inte fram", len(failed)) % {"n": len(failed)}
        why = _("Rätta adresserna eller skicka igen.")
        return [Todo(today(), text, why, page, _("Se breven"), waiting=len(failed))]
    return [
        Todo(
            today(),
            _("Brevet till %(name)s kom inte fram") % {"name": mail.to_name or mail.to},
            letters.reason(mail) + " " + _("Det gällde «%(subject)s».") % {"subject": mail.subject},
            f"{page}#brev-{mail.pk}",
            _("Rätta eller skicka igen"),
            waiting=1,
        )
        for mail in failed
    ]


def tick() -> list[str]:
    """Each half minute sees whether the weekly letters are to go."""
    if not cache.add("home.digest", 1, 30):
        return []
    sent = send_due_digests()
    return [ngettext("%(n)d veckobrev", "%(n)d veckobrev", sent) % {"n": sent}] if sent else []
