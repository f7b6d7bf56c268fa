"""One page for the room's forms."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    back: str,
    kicker: str = "",
    lead: str = "",
    button: str = "",
    seen: str = "",
) -> HttpResponse:
    context = {"form": form, "title": title, "kicker": kicker, "lead": lead, "back": back, "seen": seen}
    context |= {"button": button or _("Spara")}
    return render(request, "governance/form.html", context, status=422 if form.errors else 200)
