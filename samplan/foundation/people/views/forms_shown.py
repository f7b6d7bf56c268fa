"""One page for the registers' forms, so that each looks and answers the same."""

from typing import Any

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
    place: str = "organisations",
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "title": title, "kicker": kicker, "lead": lead, "back": back, "seen": seen, "place": place}
    context |= {"button": button or _("Spara"), **more}
    return render(request, "people/register_form.html", context, status=422 if form.errors else 200)


def refused(form: forms.Form, refusal: Any) -> None:
    """An action's refusal, at the field it is about when the form shows it."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
