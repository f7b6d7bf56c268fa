"""The demo's letter box: its people have no mailboxes of their own."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samplan.foundation.core.text import fold
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.access import in_demonstrations

SHOWN = 60
_LINK = re.compile(r"https?://[^\s<>]+")


@in_demonstrations
def letters(request: HttpRequest) -> HttpResponse:
    """The latest letters, links and all. Only in the demo: elsewhere a letter is its receiver's alone."""
    words = fold(request.GET.get("till", ""))
    latest = list(Mail.objects.order_by("-pk")[: SHOWN * 5])
    found = [mail for mail in latest if words in fold(f"{mail.to_name} {mail.to}")][:SHOWN]
    shown = [(mail, _with_links(mail.text)) for mail in found]
    return render(request, "home/post.html", {"letters": shown, "words": request.GET.get("till", "")})


def _with_links(text: str) -> SafeString:
    """The letter's text with its own addresses as links; everything else escaped. Only links to this site are made."""
    parts, at = [], 0
    for match in _LINK.finditer(text):
        address = match.group()
        parts.append(escape(text[at : match.start()]))
        at = match.end()
        if address.startswith(settings.BASE_URL + "/"):
            path = address[len(settings.BASE_URL) :]
            parts.append(f'<a href="{escape(path)}">{escape(address)}</a>')
        else:
            parts.append(escape(address))
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 (every part is escaped above)
