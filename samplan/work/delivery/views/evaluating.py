"""What one wants to know of an activity: asking, changing the question, answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.activities.states import NotAllowed

from .. import access
from .. import evaluating as reading
from ..actions import evaluating as writing
from ..evaluating_forms import AnswerForm, QuestionForm
from ..models import EvaluationQuestion


@access.changing
def new(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    initial = {"organisation": shown.owner_id, "due": shown.ends_on}
    form = QuestionForm(request.POST or None, organisations=_organisations(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        made = writing.ask_question(activity=shown, by=request.user, **form.cleaned_data)
        if reading.who_writes_for(made.organisation):
            messages.success(request, _("Frågan är ställd till %(who)s.") % {"who": made.organisation})
        else:
            words = _("Frågan är sparad, men ingen skriver för %(who)s här än. Bjud in någon som kan svara.")
            messages.warning(request, words % {"who": made.organisation})
        return redirect(_place(request, made))
    context = {"form": form, "activity": shown}
    return render(request, "delivery/evaluation_form.html", context, status=422 if form.errors else 200)


@access.changing
def edit(request: HttpRequest, activity: int, question: int) -> HttpResponse:
    shown, row = _question(request, activity, question)
    organisations = _organisations(request, row.organisation_id)
    form = QuestionForm(merging.posted(request), organisations=organisations, initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_question(question=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_place(request, row))
        except NotAllowed as refusal:
            return _refused(request, row, refusal)
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": _now(row), "seen": writing.mark_of_question(row)}
            told["events"] = history_of(shown).filter(verb="delivery.evaluation_changed")
            return merging.page(request, form, title=shown.title, back=_place(request, row), **told)
    if row.answered_on is not None:
        return _refused(request, row, _("Frågan är besvarad och står kvar som den är."))
    start = merging.start(request, form, writing.mark_of_question(row))
    context = {"form": form, "activity": shown, "row": row, "seen": start}
    return render(request, "delivery/evaluation_form.html", context, status=422 if form.errors else 200)


@access.changing
@require_POST
def remove(request: HttpRequest, activity: int, question: int) -> HttpResponse:
    _shown, row = _question(request, activity, question)
    place = f"{_page(request, activity)}#ta-reda-pa"
    try:
        writing.remove_question(question=row, by=request.user)
        messages.success(request, _("Borttagen. Vad den frågade finns kvar bland ändringarna."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(place)


@access.answering_evaluation
def answer(request: HttpRequest, activity: int, question: int) -> HttpResponse:
    row = access.evaluation_of(request, activity, question)
    form = AnswerForm(merging.posted(request), initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        try:
            writing.answer_question(question=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Tack. Svaret står nu bredvid frågan."))
            return redirect(_place(request, row))
        except NotAllowed as refusal:
            return _refused(request, row, refusal)
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": {"answer": row.answer}, "seen": writing.mark_of_answer(row)}
            told["events"] = history_of(row.activity).filter(verb__startswith="delivery.evaluation_answer")
            return merging.page(request, form, title=row.text, back=_place(request, row), **told)
    start = merging.start(request, form, writing.mark_of_answer(row))
    context = {"form": form, "activity": row.activity, "row": row, "seen": start}
    return render(request, "delivery/evaluation_answer.html", context, status=422 if form.errors else 200)


def _organisations(request: HttpRequest, also: int | None = None) -> Any:
    return request.county.organisations.choosable(also)  # type: ignore[attr-defined]


def _question(request: HttpRequest, activity: int, question: int) -> tuple[Any, EvaluationQuestion]:
    shown = access.changeable(request, activity)
    return shown, get_object_or_404(shown.evaluation_questions.select_related("organisation"), pk=question)


def _now(row: EvaluationQuestion) -> dict[str, Any]:
    return {"text": row.text, "due": row.due, "organisation": row.organisation_id, "who": row.who}


def _page(request: HttpRequest, activity: int) -> str:
    return reverse("delivery:page", args=[request.county.slug, activity])  # type: ignore[attr-defined]


def _place(request: HttpRequest, row: EvaluationQuestion) -> str:
    return f"{_page(request, row.activity_id)}#fraga-{row.pk}"


def _refused(request: HttpRequest, row: EvaluationQuestion, refusal: NotAllowed | str) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect(_place(request, row))
