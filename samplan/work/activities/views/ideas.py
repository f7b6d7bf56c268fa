"""The register of ideas, and saying that more ought to do an activity."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import text_area

from .. import access
from .. import ideas as reading
from ..actions import nominating as writing
from ..states import BADGE, NotAllowed, State


class NominateForm(PlainTextMixin, forms.Form):
    why = forms.CharField(
        label=_l("Varför borde fler göra den?"),
        widget=text_area(3),
        max_length=2000,
        help_text=_l("Vad har den lett till, och vad ska andra tänka på?"),
        error_messages={"required": _l("Skriv varför. Det är det som får andra att pröva.")},
    )
    use_required_attribute = False


@access.in_county
def ideas(request: HttpRequest) -> HttpResponse:
    context = {
        "register": reading.register(request.county),  # type: ignore[attr-defined]
        "badge": BADGE,
        "labels": {state.value: state.label for state in State},
        "may_add": access.may_nominate(request),
    }
    return render(request, "activities/ideas.html", context)


@access.nominating
def nominate(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.nominate(activity=shown, why=form.cleaned_data["why"], by=request.user)
            messages.success(request, _("Tack! Den står nu bland idéer som fler kan göra."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("activities:detail", request.county.slug, shown.pk)  # type: ignore[attr-defined]
    context = {"form": form, "activity": shown}
    return render(request, "activities/nominate.html", context, status=422 if form.errors else 200)


@access.nominating
@require_POST
def take_back(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    if writing.take_back(activity=shown, by=request.user):
        messages.success(request, _("Tillbakataget. Det du skrev finns i historiken."))
    return redirect("activities:detail", request.county.slug, shown.pk)  # type: ignore[attr-defined]
