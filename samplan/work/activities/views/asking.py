"""Asking an organisation to take on an activity; its answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access
from .. import asking as reading
from ..actions import asking as writing
from ..asking_forms import AnswerForm, AskForm
from ..states import NotAllowed


@access.as_coordinator
def ask(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    form = AskForm(request.POST or None, organisations=reading.can_be_asked(shown))
    if request.method == "POST" and form.is_valid():
        try:
            writing.ask(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Frågan är skickad. Du får ett mejl när de har svarat."))
            return _to_activity(request, shown.pk)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "activity": shown}
    return render(request, "activities/ask.html", context, status=422 if form.errors else 200)


@access.answers_askings
def asking(request: HttpRequest, asking: int) -> HttpResponse:
    row = access.asking_of(request, asking)
    form = AnswerForm(request.POST or None, initial={"owner_person": str(request.user)})
    if request.method == "POST" and form.is_valid():
        try:
            answered = writing.answer(asking=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Tack för svaret: %(outcome)s.") % {"outcome": answered.get_outcome_display()})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return _to_activity(request, row.activity_id)
    context = {"form": form, "row": row, "activity": row.activity}
    return render(request, "activities/asking.html", context, status=422 if form.errors else 200)


@access.as_coordinator
@require_POST
def withdraw_asking(request: HttpRequest, asking: int) -> HttpResponse:
    row = access.asking_of(request, asking)
    try:
        writing.withdraw(asking=row, by=request.user)
        messages.success(request, _("Frågan till %(name)s är tillbakatagen.") % {"name": row.organisation})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return _to_activity(request, row.activity_id)


def _to_activity(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("activities:detail", request.county.slug, pk)  # type: ignore[attr-defined]
