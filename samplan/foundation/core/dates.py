"""Dates as Swedes write and say them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

WEEKDAY_WITHIN = 6


def today() -> date:
    return timezone.localdate()


def as_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def named(value: date, pattern: str) -> str:
    """Months and weekdays as the language writes them: «25 nov», «25 Nov»."""
    text = date_format(value, pattern).replace(".", "")
    return text if get_language() == "en" else text.lower()


def day(value: date | datetime | None) -> str:
    """«25 nov», with the year when it is not this one."""
    if value is None:
        return ""
    the_day = as_date(value)
    return named(the_day, "j M" if the_day.year == today().year else "j M Y")


def long_day(value: date | datetime | None) -> str:
    """«25 november 2026», for what may be cited."""
    return named(as_date(value), "j F Y") if value else ""


def clock(value: datetime) -> str:
    return date_format(timezone.localtime(value), "H:i" if get_language() == "en" else "H.i")


def when(value: datetime) -> str:
    """«i dag 07.52», «i går», «fre 20 nov»."""
    the_day = as_date(value)
    distance = (today() - the_day).days
    if distance == 0:
        return _("i dag %(clock)s") % {"clock": clock(value)}
    if distance == 1:
        return _("i går %(clock)s") % {"clock": clock(value)}
    return day(value)


def distance(value: date | datetime) -> str:
    """How far off in words: «om 9 dagar», «på onsdag», «1 vecka sen»."""
    the_day = as_date(value)
    days = (the_day - today()).days
    if days == 0:
        return _("i dag")
    if days == 1:
        return _("i morgon")
    if days == -1:
        return _("1 dag sen")
    if 1 < days <= WEEKDAY_WITHIN:
        return _("på %(weekday)s") % {"weekday": named(the_day, "l")}
    if days > 0:
        return ngettext("om %(n)d dag", "om %(n)d dagar", days) % {"n": days}
    if days > -7:
        return ngettext("%(n)d dag sen", "%(n)d dagar sen", -days) % {"n": -days}
    weeks = -days // 7
    return ngettext("%(n)d vecka sen", "%(n)d veckor sen", weeks) % {"n": weeks}


def age(days: int) -> str:
    """How old news is: «14 dagar», «5 mån», «2 år»."""
    if days < 60:
        return ngettext("%(n)d dag", "%(n)d dagar", days) % {"n": days}
    if days < 730:
        return _("%(n)d mån") % {"n": days // 30}
    return _("%(n)d år") % {"n": days // 365}
