from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.charts.drawing import draw
from samplan.foundation.core.charts.words import Language
from samplan.foundation.core.plain_text import plain_posts
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest, as_coordinator, coordinator_saves, in_county
from samplan.work.rounds.models import Round

from . import access, actions, exports, queries, sentences
from .compilation import ORDER, QuestionResult, Said
from .forms import AnalysisForm

CHANGED = "andrade"
WHOLE, BESIDE_LABEL, NARROW = 960, 752, 320  # widths that charts are drawn for, in pixels


@in_county
def latest(request: CountyRequest) -> HttpResponse:
    rounds = list(queries.rounds_to_compile(request.county))
    if rounds:
        return redirect("analysis:round", request.county.slug, rounds[0].pk)
    return render(request, "analysis/empty.html")


@in_county
def compilation(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    compiled = queries.compile_round(round)
    analyses = queries.own_analyses(round)
    sections = [
        (s, [(q, _chart(q, BESIDE_LABEL), analyses.get(q.question.pk)) for q in s.counted]) for s in compiled.sections
    ]
    context = {
        "round": round,
        "rounds": queries.rounds_to_compile(request.county),
        "compiled": compiled,
        "title": sentences.overall(compiled),
        "sections": sections,
        "written": sum(bool(a.text) for a in analyses.values()),
    }
    return render(request, "analysis/round.html", context)


@coordinator_saves
@plain_posts
def question_page(request: CountyRequest, pk: int, question: int) -> HttpResponse:
    """Everything said to one question. POST saves the county's own text; a stale save writes nothing and shows both."""
    round = access.get_round(request, pk)
    compiled = queries.compile_round(round)
    result = access.get_result(compiled, question)
    if request.method == "POST":
        return _save(request, round, result)
    shown = request.GET.get("visa", "")
    own = queries.own_analyses(round).get(result.question.pk)
    form = AnalysisForm(initial={"text": own.text if own else ""})
    context = {
        "round": round,
        "compiled": compiled,
        "result": result,
        "finding": sentences.finding(result),
        "movement": sentences.movement(result),
        "chart": _chart(result, WHOLE),
        "rows": _rows(result),
        "texts": _texts(result, shown),
        "shown": shown,
        "changed": [s for s in result.texts if s.is_changed],
        "own": own,
        "stale": bool(own and own.text and own.data_version != result.data_version),
        "seen": merging.start(request, form, str(own.revision if own else 0)),
        **_neighbours(compiled.results, result),
    }
    return render(request, "analysis/question.html", context)


def _save(request: CountyRequest, round: Round, result: QuestionResult) -> HttpResponse:
    form = AnalysisForm(merging.posted(request))
    if not form.is_valid():  # a personal number never comes here: this is a sign that no keyboard writes
        raise BadRequest
    back = reverse("analysis:question", args=[request.county.slug, round.pk, result.question.pk])
    try:
        actions.save_analysis(
            round=round,
            question=result.question,
            text=form.cleaned_data["text"],
            data_version=result.data_version,
            revision=_number(merging.seen(request)),
            by=request.user,
        )
    except Stale:
        own = round.analyses.get(question=result.question)
        told = {"now": {"text": own.text}, "seen": str(own.revision), "events": history_of(own)}
        return merging.page(request, form, title=result.question.text, back=back, **told)
    messages.success(request, _("Analysen är sparad."))
    return redirect(back)


def _number(text: str | None) -> int:
    return whole_number(text)


@dataclass(frozen=True)
class Drawn:
    """One chart for a wide page and one for a phone: a wide one made small can't be read. The page's style shows one."""

    wide: SafeString
    narrow: SafeString


def _chart(result: QuestionResult, width: int) -> Drawn | None:
    if not result.question.is_scale or not result.said:
        return None
    return Drawn(_draw(result, width, "w"), _draw(result, NARROW, "n"))


def _draw(result: QuestionResult, width: int, kind: str) -> SafeString:
    language: Language = "en" if (get_language() or "").startswith("en") else "sv"
    svg = draw(result.distribution, width=width, key=f"{kind}{result.question.pk}", language=language)
    return mark_safe(svg)  # noqa: S308 (drawn by core.charts, which escapes)


def _rows(result: QuestionResult) -> list[dict[str, Any]]:
    """The distribution as a table: each answer, both years' counts, and who."""
    rows = []
    for choice in ORDER:
        said = result.with_choice(choice)
        if said or result.before.get(choice):
            rows.append(
                {
                    "choice": choice,
                    "label": choice.label,
                    "before": result.before.get(choice),
                    "now": len(said),
                    "said": said,
                }
            )
    return rows


def _texts(result: QuestionResult, shown: str) -> list[Said]:
    if shown == CHANGED:
        return [s for s in result.texts if s.is_changed]
    return [s for s in result.texts if not shown or s.choice == shown]


def _neighbours(results: list[QuestionResult], result: QuestionResult) -> dict[str, Any]:
    place = results.index(result)
    return {
        "previous": results[place - 1].question if place else None,
        "next": results[place + 1].question if place + 1 < len(results) else None,
    }


@as_coordinator
@require_POST
def to_report(request: CountyRequest, pk: int, question: int) -> HttpResponse:
    round = access.get_round(request, pk)
    own = get_object_or_404(round.analyses, question=question)
    actions.put_in_report(analysis=own, in_report="ut" not in request.POST, by=request.user)
    return redirect("analysis:question", request.county.slug, pk, question)


@as_coordinator
@require_POST
def confirm(request: CountyRequest, pk: int, question: int) -> HttpResponse:
    round = access.get_round(request, pk)
    own = get_object_or_404(round.analyses, question=question)
    result = access.get_result(queries.compile_round(round), question)
    actions.still_true(analysis=own, data_version=result.data_version, by=request.user)
    return redirect("analysis:question", request.county.slug, pk, question)


@in_county
def workbook(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    response = HttpResponse(
        exports.workbook(queries.compile_round(round)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="sammanstallning-{round.year}.xlsx"'
    return response
