from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.work.rounds import actions
from samplan.work.rounds.letters import Letter, default_reminder, reminder
from samplan.work.rounds.models import Request
from samplan.work.rounds.states import WAITING, Refused

from .. import access, queries
from ..forms import ContactForm, ExtendForm, ReminderForm, ReopenForm


@as_coordinator
def remind(request: CountyRequest, pk: int) -> HttpResponse:
    """Always a preview first: the letter as the chosen organisations get it, one at a time; then it is sent."""
    round = access.get_round(request, pk)
    ids = [i for i in (request.POST or request.GET).getlist("vem") if whole_number(i)]
    chosen = [r for r in round.requests.with_state().select_related("organisation", "round__owner") if str(r.pk) in ids]
    chosen = [r for r in chosen if r.state_now in WAITING]
    if not chosen or round.state_now != "open":
        messages.error(request, _("Välj minst en organisation som inte har lämnat in."))
        return redirect("followup:round", request.county.slug, pk)
    usual = default_reminder(round)
    form = ReminderForm(
        request.POST if "text" in request.POST else None, initial={"subject": usual.subject, "text": usual.text}
    )
    if form.is_bound and form.is_valid() and "skicka" in request.POST:
        sent = actions.remind(requests=chosen, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            ngettext("Påminnelsen är skickad till %(n)s.", "Påminnelsen är skickad till %(n)s organisationer.", sent)
            % {"n": sent},
        )
        return redirect("followup:round", request.county.slug, pk)
    letter = (
        Letter(form.cleaned_data["subject"], form.cleaned_data["text"]) if form.is_bound and form.is_valid() else usual
    )
    context = {"round": round, "chosen": chosen, "form": form, "previews": [(r, *_preview(r, letter)) for r in chosen]}
    return render(request, "followup/remind.html", context)


def _preview(request: Request, letter: Letter) -> tuple[str, Letter]:
    name, email, _purpose = actions.addressee(request, request.state_now or "")
    shown = reminder(
        request,
        _("(personlig länk)"),
        name=name,
        state=request.state_now or "",
        subject=letter.subject,
        text=letter.text,
    )
    return f"{name} <{email}>" if name else email, shown


@as_coordinator
def extend(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    form = ExtendForm(request.POST or None, initial={"closes_on": max(round.closes_on, today()) + timedelta(days=7)})
    rows = [r for r in queries.progress_of(round).rows if r.state in WAITING]
    if request.method == "POST" and form.is_valid():
        ids = request.POST.getlist("vem")
        some = [r.request for r in rows if str(r.request.pk) in ids] if request.POST.get("for") == "some" else None
        try:
            if some == []:
                raise Refused(_("Välj minst en organisation."))
            told = actions.extend(round=round, closes_on=form.cleaned_data["closes_on"], by=request.user, requests=some)
        except Refused as refusal:
            form.add_error("closes_on", str(refusal))
        else:
            messages.success(request, _("Svarstiden är förlängd. %(n)s har fått veta det.") % {"n": told})
            return redirect("followup:round", request.county.slug, pk)
    return render(request, "followup/extend.html", {"round": round, "form": form, "rows": rows})


@as_coordinator
def close(request: CountyRequest, pk: int) -> HttpResponse:
    """Says what follows before it is done."""
    round = access.get_round(request, pk)
    if request.method == "POST":
        try:
            missing = actions.close_round(round=round, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _closed(missing))
        return redirect("followup:round", request.county.slug, pk)
    rows = [r for r in queries.progress_of(round).rows if r.state in WAITING]
    return render(request, "followup/close.html", {"round": round, "rows": rows})


def _closed(missing: int) -> str:
    if not missing:
        return _("Omgången är stängd. Alla hade lämnat in.")
    return _("Omgången är stängd. %(n)s räknas som ej svarat.") % {"n": missing}


@as_coordinator
def contact(request: CountyRequest, pk: int, request_id: int) -> HttpResponse:
    round = access.get_round(request, pk)
    asked = access.get_request(round, request_id)
    form = ContactForm(merging.posted(request), initial=_contact_now(asked))
    if request.method == "POST" and form.is_valid():
        seen = merging.seen(request)
        try:
            actions.change_contact(request=asked, seen=seen, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        except Stale:
            asked.refresh_from_db()
            told = {"now": _contact_now(asked), "seen": actions.mark_of_contact(asked), "events": history_of(asked)}
            back = reverse("followup:round", args=[request.county.slug, pk])
            return merging.page(request, form, title=str(asked.organisation), back=back, **told)
        else:
            messages.success(request, _what_followed(asked, form.cleaned_data["email"]))
            return redirect("followup:round", request.county.slug, pk)
    start = merging.start(request, form, actions.mark_of_contact(asked))
    return render(request, "followup/contact.html", {"round": round, "asked": asked, "form": form, "seen": start})


def _contact_now(asked: Request) -> dict[str, Any]:
    return {
        "name": asked.contact_name,
        "title": asked.contact_title,
        "email": asked.contact_email,
        "fallback_email": asked.fallback_email,
    }


def _what_followed(asked: Request, email: str) -> str:
    if asked.state_now not in WAITING:
        return _("Ändrat. Ingen länk skickades, för svaret väntar inte på någon.")
    if not email:
        asked.refresh_from_db(fields=["fallback_email"])
        return _("Ändrat. Platsen är vakant, och länken har gått till %(address)s.") % {"address": asked.fallback_email}
    return _("Ändrat. Den nya kontaktpersonen har fått en egen länk, och den gamla länken slutade gälla.")


@as_coordinator
def reopen(request: CountyRequest, pk: int, request_id: int) -> HttpResponse:
    round = access.get_round(request, pk)
    asked = access.get_request(round, request_id)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen(request=asked, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Svaret är öppet igen, och organisationen har fått en ny länk."))
            return redirect("followup:round", request.county.slug, pk)
    return render(request, "followup/reopen.html", {"round": round, "asked": asked, "form": form})
