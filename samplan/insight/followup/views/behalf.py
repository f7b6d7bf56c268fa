from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.history.actions import note_read
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.work.questionnaires.actions import Unfit, check
from samplan.work.questionnaires.models import Answer, Section
from samplan.work.questionnaires.queries import answers_of, sections_of
from samplan.work.rounds import actions
from samplan.work.rounds.models import Request
from samplan.work.rounds.states import Refused

from .. import access
from ..forms import DateInput

READ_UNCONFIRMED = gettext_lazy("Läste ett infört svar som organisationen inte har bekräftat")


class SourceForm(PlainTextMixin, forms.Form):
    source = forms.ChoiceField(
        label=gettext_lazy("Hur kom svaret?"),
        choices=[
            ("phone", gettext_lazy("Telefon")),
            ("mail", gettext_lazy("Mejl")),
            ("document", gettext_lazy("Dokument")),
        ],
        widget=forms.RadioSelect,
    )
    source_date = forms.DateField(label=gettext_lazy("Vilken dag?"), widget=DateInput())
    note = forms.CharField(
        label=gettext_lazy("Vem sa eller skrev det?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Till exempel «Socialchefen, i telefon»."),
    )

    def clean_source_date(self) -> date:
        day: date = self.cleaned_data["source_date"]
        if day > today():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day


@as_coordinator
def enter(request: CountyRequest, pk: int, request_id: int) -> HttpResponse:
    """An answer that came by phone, mail or document: written in by the coordinator, marked, and sent to the organisation for a yes."""
    round = access.get_round(request, pk)
    asked = access.get_request(round, request_id)
    sections = sections_of(round.form, asked.organisation.kind)
    form = SourceForm(request.POST or None, initial={"source_date": today()})
    given = _given(request.POST, sections) if request.method == "POST" else _shown(asked)
    if given and request.method == "GET":  # not yet the organisation's own words: who looks is written down
        note_read(request.user, asked, READ_UNCONFIRMED, county=request.county.code)
    errors = _unfit(sections, given)
    if request.method == "POST" and form.is_valid() and not errors:
        try:
            actions.enter_on_behalf(request=asked, answers=given, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("Sparat. %(name)s har fått ett mejl och kan svara ja eller rätta.") % {"name": asked.organisation},
            )
            return redirect("followup:round", request.county.slug, pk)
    blocks = [(s, [(q, *given.get(q.pk, ("", "")), errors.get(q.pk, "")) for q in s.asked]) for s in sections]
    context = {
        "round": round,
        "asked": asked,
        "form": form,
        "blocks": blocks,
        "choices": Answer.Choice.choices,
        "problems": [(f"text-{q}", message) for q, message in errors.items()],
    }
    return render(request, "followup/behalf.html", context)


def _shown(asked: Request) -> dict[int, tuple[str, str]]:
    """Only what was entered on behalf before is shown again; an organisation's own draft is never read here."""
    if asked.state_now != "on_behalf":
        return {}
    return {pk: (a.choice, a.text) for pk, a in answers_of(asked.response).items()}


def _given(post: QueryDict, sections: list[Section]) -> dict[int, tuple[str, str]]:
    known = set(Answer.Choice.values)
    given = {}
    for question in (q for s in sections for q in s.asked):
        choice, text = post.get(f"choice-{question.pk}", ""), post.get(f"text-{question.pk}", "").strip()
        given[question.pk] = (choice if choice in known and question.is_scale else "", text)
    return given


def _unfit(sections: list[Section], given: dict[int, tuple[str, str]]) -> dict[int, str]:
    errors = {}
    for question in (q for s in sections for q in s.asked):
        try:
            check(question, *given.get(question.pk, ("", "")))
        except Unfit as problem:
            errors[question.pk] = str(problem)
    return errors
