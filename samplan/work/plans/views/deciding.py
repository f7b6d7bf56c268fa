"""Who has adopted an edition and who has not yet: one organisation at a time writes what its board decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.views.forms_shown import refused
from samplan.work.governance import actions as governance
from samplan.work.governance.queries import deciding_of, numbers_in

from .. import access, actions, deciding, queries
from ..deciding_forms import DecisionForm, NumberForm, WithdrawForm
from ..states import EDITABLE


@access.reading_decided
def decisions(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = deciding.decisions_of(shown)
    access.mark_writable(request, found.lines)
    context = {
        "edition": shown,
        "found": found,
        "adoption": queries.adoption_of(shown),
        "is_open": shown.state in EDITABLE,
    }
    return render(request, "plans/decisions.html", context)


@access.decides_for_organisation
def decide(request: HttpRequest, edition: int, organisation: int) -> HttpResponse:
    shown, line = access.line_of(request, edition, organisation)
    form = DecisionForm(request.POST or None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            facts = form.cleaned_data
            actions.write_decision(edition=shown, organisation=line.organisation, by=request.user, **facts)
            messages.success(request, _("Beslutet är inskrivet."))
            return redirect(_page(request, shown.pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    standing = [board for board in line.boards if board.decision]
    context = {"boards": deciding_of(line.organisation).exists(), "standing": standing}
    return _form(request, form, shown, line, title=_("Skriv in ett beslut"), button=_("Skriv in beslutet"), **context)


@access.decides_for_organisation
def number(request: HttpRequest, edition: int, organisation: int) -> HttpResponse:
    shown, line = access.line_of(request, edition, organisation)
    form = NumberForm(merging.posted(request), initial={"number": line.number})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_diary_number(
                edition=shown,
                organisation=line.organisation,
                number=form.cleaned_data["number"],
                seen=merging.seen(request),
                by=request.user,
            )
            messages.success(request, _("Sparat."))
            return redirect(_page(request, shown.pk))
        except Stale:
            shown = access.edition_of(request, edition)
            now = {"number": numbers_in(shown.matter).get(organisation, "")}
            told: dict[str, Any] = {"now": now, "seen": governance.mark_of_number(shown.matter, line.organisation)}
            told["events"] = queries.events_of_edition(shown).filter(verb__startswith="governance.number")
            return merging.page(request, form, title=shown.title, back=_page(request, shown.pk), **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, governance.mark_of_number(shown.matter, line.organisation))
    return _form(request, form, shown, line, title=_("Diarienummer"), button=_("Spara"), seen=seen, boards=True)


@access.decides_for_organisation
def withdraw(request: HttpRequest, edition: int, organisation: int, decision: int) -> HttpResponse:
    shown, line = access.line_of(request, edition, organisation)
    found = access.decision_of(shown, line, decision)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            governance.withdraw_decision(decision=found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Beslutet är taget tillbaka."))
            return redirect(_page(request, shown.pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    told = {"title": _("Var beslutet fel inskrivet?"), "button": _("Ta tillbaka beslutet")}
    return _form(request, form, shown, line, decision=found, boards=True, **told)


def _page(request: HttpRequest, edition: int) -> str:
    return reverse("plans:decisions", args=[request.county.slug, edition])  # type: ignore[attr-defined]


def _form(request: HttpRequest, form: Any, shown: Any, line: deciding.Line, **more: Any) -> HttpResponse:
    context = {"form": form, "edition": shown, "line": line, "back": _page(request, shown.pk), **more}
    return render(request, "plans/decision_form.html", context, status=422 if form.errors else 200)
