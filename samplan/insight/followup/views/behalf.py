from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import note_read
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.work.questionnaires.actions import Unfit, check
from samplan.work.questionnaires.models import Answer, Question, Section
from samplan.work.questionnaires.queries import answers_of, sections_of
from samplan.work.rounds import actions
from samplan.work.rounds.inviting_forms import DateInput
from samplan.work.rounds.models import Request, Round
from samplan.work.rounds.states import Refused, State

from .. import access

Given = dict[int, tuple[str, str]]  # question id -> choice, text
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


class _Choice(forms.ChoiceField):
    """What is not among the answers is no answer."""

    def to_python(self, value: Any) -> str:
        chosen: str = super().to_python(value)
        return chosen if self.valid_value(chosen) else ""


class AnswersForm(PlainTextMixin, forms.Form):
    """All questions of the form at once: a choice where there is one, and a text."""

    def __init__(self, data: Any, *, sections: list[Section], given: Given) -> None:
        super().__init__(data)
        self.questions = [question for section in sections for question in section.asked]
        for question in self.questions:
            choice, text = given.get(question.pk, ("", ""))
            if question.is_scale:
                label, choices = _("Fråga %s, svar"), [("", _("Inget svar")), *Answer.Choice.choices]
                self.fields[f"choice-{question.pk}"] = _Choice(
                    label=label % question.number, choices=choices, required=False, initial=choice
                )
            self.fields[f"text-{question.pk}"] = forms.CharField(
                label=_("Fråga %s, text") % question.number,
                required=False,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in self.questions:
            try:
                check(question, *self._said(question, data))
            except Unfit as problem:
                self.add_error(f"text-{question.pk}", str(problem))
        return data

    def answers(self) -> Given:
        return {question.pk: self._said(question, self.cleaned_data) for question in self.questions}

    def _said(self, question: Question, data: dict[str, Any]) -> tuple[str, str]:
        return data.get(f"choice-{question.pk}", ""), data.get(f"text-{question.pk}", "")

    def row(self, question: Question) -> tuple[Question, str, str, str]:
        """For the page: the question, what is chosen and written, and what is wrong."""
        choice = self[f"choice-{question.pk}"].value() if question.is_scale else ""
        text = self[f"text-{question.pk}"]
        return question, choice or "", text.value() or "", str(text.errors[0]) if text.errors else ""


@as_coordinator
def enter(request: CountyRequest, pk: int, request_id: int) -> HttpResponse:
    """An answer that came by phone, mail or document: written in by the coordinator, marked, and sent to the organisation for a yes."""
    round = access.get_round(request, pk)
    asked = access.get_request(round, request_id)
    sections = sections_of(round.form, asked.organisation.kind)
    shown = _shown(request, asked)
    form = SourceForm(merging.posted(request), initial=_source_now(asked))
    answers = AnswersForm(merging.posted(request), sections=sections, given=shown)
    if request.method == "POST" and all([form.is_valid(), answers.is_valid()]):
        given, seen = answers.answers(), merging.seen(request)
        try:
            actions.enter_on_behalf(request=asked, answers=given, seen=seen, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        except Stale:
            return _told(request, round, asked, [form, answers], sections)
        else:
            text = _("Sparat. %(name)s har fått ett mejl och kan svara ja eller rätta.")
            messages.success(request, text % {"name": asked.organisation})
            return redirect("followup:round", request.county.slug, pk)
    rows = [(section, [answers.row(question) for question in section.asked]) for section in sections]
    context = {
        "round": round,
        "asked": asked,
        "form": form,
        "blocks": rows,
        "choices": Answer.Choice.choices,
        "problems": [(f"text-{q.pk}", wrong) for _s, line in rows for q, _c, _t, wrong in line if wrong],
        "seen": merging.start(request, [form, answers], actions.mark_of_behalf(asked)),
    }
    return render(request, "followup/behalf.html", context)


def _shown(request: CountyRequest, asked: Request) -> Given:
    """Only what was entered on behalf before is shown again; an organisation's own draft is never read here."""
    if asked.state_now != State.ON_BEHALF:
        return {}
    given = {pk: (a.choice, a.text) for pk, a in answers_of(asked.response).items()}
    if given and request.method == "GET":
        _note(request, asked)
    return given


def _note(request: CountyRequest, asked: Request) -> None:
    """Not yet the organisation's own words: who looks is written down."""
    note_read(request.user, asked, READ_UNCONFIRMED, county=request.county.code)


def _source_now(asked: Request) -> dict[str, Any]:
    if asked.state_now != State.ON_BEHALF:
        return {"source": "", "source_date": today(), "note": ""}
    return {"source": asked.source, "source_date": asked.source_date, "note": asked.source_note}


def _told(
    request: CountyRequest, round: Round, asked: Request, both: list[forms.Form], sections: list[Section]
) -> HttpResponse:
    """Somebody else has entered it meanwhile: both are shown, and the second one puts them together."""
    now = access.get_request(round, asked.pk)
    standing = AnswersForm(None, sections=sections, given=_shown(request, now))
    _note(request, now)
    return merging.page(
        request,
        both,
        now={**_source_now(now), **{name: field.initial for name, field in standing.fields.items()}},
        seen=actions.mark_of_behalf(now),
        title=_("Skriv in svar för %(name)s") % {"name": asked.organisation},
        back=reverse("followup:round", args=[request.county.slug, round.pk]),
        events=history_of(now),
    )
