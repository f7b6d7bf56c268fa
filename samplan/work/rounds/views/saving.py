"""Saves one answer as it is typed. 200 is said only when the answer is committed."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from samplan.foundation.core.dates import clock
from samplan.foundation.core.merging import SideBySide
from samplan.foundation.core.text import whole_number
from samplan.work.questionnaires.actions import Unfit
from samplan.work.questionnaires.models import Question
from samplan.work.questionnaires.queries import is_asked

from .. import presence
from ..access import Purpose, VisitRequest, visiting
from ..actions import Conflict, save_answer
from ..states import Refused
from ..words import choice_words


@visiting(Purpose.ANSWER, Purpose.HELP)
@require_POST
def save(http: VisitRequest) -> HttpResponse:
    question = _question(http)
    if question is None or not http.visit.may_write(question.section_id):
        return JsonResponse({"state": "locked", "message": ""}, status=403)
    try:
        outcome = save_answer(
            request=http.visit.request,
            question=question,
            choice=http.POST.get("choice", ""),
            text=http.POST.get("text", ""),
            revision=_number(http, "revision"),
            by=http.visit.writer,
            client=http.POST.get("client", "")[:36],
            seq=_number(http, "seq"),
        )
    except Unfit as problem:
        return JsonResponse({"state": "unfit", "message": str(problem)}, status=422)
    except Refused as problem:
        return JsonResponse({"state": "locked", "message": str(problem)}, status=423)
    if isinstance(outcome, Conflict):
        return JsonResponse(_conflict(http, outcome), status=409)
    presence.note(http.visit, question.section_id)
    return JsonResponse({"state": "saved", "revision": outcome.revision, "at": clock(outcome.at)})


def _conflict(http: VisitRequest, outcome: Conflict) -> dict[str, object]:
    """Their answer; and both texts side by side, put together from what the page says that it started from."""
    mine = http.POST.get("text", "").replace("\r\n", "\n")
    base = http.POST["base"].replace("\r\n", "\n") if "base" in http.POST else None
    beside = SideBySide(base, mine, outcome.text)
    return {
        "html": render_to_string("rounds/_two_texts.html", {"beside": beside, "conflict": outcome}, http),
        "both": beside.merged.both,
        "state": "conflict",
        "revision": outcome.revision,
        "choice": outcome.choice,
        "word": choice_words().get(outcome.choice, ""),
        "text": outcome.text,
        "by": outcome.by_name,
        "at": clock(outcome.at),
    }


def _question(http: VisitRequest) -> Question | None:
    asked = http.visit.request
    pk = _number(http, "question")
    question = Question.objects.filter(pk=pk, section__form_id=asked.response.form_id).first()
    return question if question and is_asked(question, asked.organisation.kind) else None


def _number(http: VisitRequest, name: str) -> int:
    value = http.POST.get(name, "")
    return whole_number(value)
