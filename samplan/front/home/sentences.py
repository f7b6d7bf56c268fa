"""What the start page says in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Todo
from samplan.foundation.core.templatetags.swedish import in_words


def waiting(items: Sequence[Todo]) -> str:
    """The answer to «what do I have to do?»: «Sex saker väntar. Två är försenade.»"""
    if not items:
        return _("Inget väntar på dig.")
    late = sum(item.due < today() for item in items)
    first = ngettext("%(n)s sak väntar.", "%(n)s saker väntar.", len(items)) % {"n": _capital(len(items))}
    if not late:
        return first
    return f"{first} {_late(late, len(items))}"


def _late(late: int, all: int) -> str:
    if all == 1:
        return _("Den är försenad.")
    if late == all:
        return _("Alla är försenade.")
    return ngettext("%(n)s är försenad.", "%(n)s är försenade.", late) % {"n": _capital(late)}


def _capital(number: int) -> str:
    words = in_words(number)
    return words[:1].upper() + words[1:]
