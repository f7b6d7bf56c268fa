"""Answering: the overview, and one section at a time. Everything works by ordinary POST; answer.js saves as one types."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samplan.foundation.core import merging, offers
from samplan.foundation.core.text import whole_number
from samplan.work.questionnaires.actions import Unfit

from .. import presence
from ..access import Purpose, VisitRequest, visiting
from ..actions import Conflict, save_answer
from ..models import RequestState
from ..paper import Block, Paper, Sheet
from ..states import WRITABLE, Refused, latest
from ..words import listed, manager_words
from .steps import steps_of

State = RequestState.State


@visiting(Purpose.ANSWER, Purpose.HELP)
@require_safe
def overview(http: VisitRequest) -> HttpResponse:
    visit = http.visit
    row = latest(visit.request)
    state = row.state if row else None
    if state == State.ON_BEHALF and visit.is_contact:
        return redirect("rounds:confirm", visit.request.pk)
    paper = Paper(visit.request)
    context = {
        "visit": visit,
        "asked": visit.request,
        "paper": paper,
        "row": row,
        "state": state,
        "writable": state in WRITABLE,
        "steps": steps_of(visit.request, state),
        "manager": manager_words(visit.request),
        **_present(http, 0),
    }
    return render(http, "rounds/overview.html", context)


@visiting(Purpose.ANSWER, Purpose.HELP)
@require_http_methods(["GET", "POST"])
def section(http: VisitRequest, number: int) -> HttpResponse:
    visit = http.visit
    row = latest(visit.request)
    if row is None or row.state not in WRITABLE:
        return redirect("rounds:review" if visit.is_contact else "rounds:answer", visit.request.pk)
    paper = Paper(visit.request)
    if not 1 <= number <= len(paper.sheets):
        raise Http404
    sheet = paper.sheets[number - 1]
    for block in sheet.blocks:
        block.mark = _mark(http, block, block.choice, block.text)
    if not visit.may_write(sheet.section.pk):
        return render(http, "rounds/section.html", _context(http, paper, sheet, row), status=200)
    signs = presence.note(visit, sheet.section.pk)
    if http.method == "POST" and _save_sheet(http, sheet):
        return _go(http, paper, sheet)
    return render(http, "rounds/section.html", _context(http, paper, sheet, row, signs))


def _context(
    http: VisitRequest, paper: Paper, sheet: Sheet, row: RequestState, signs: presence.Signs | None = None
) -> dict[str, Any]:
    visit, sheets = http.visit, paper.sheets
    place = sheet.number - 1
    names = dict.fromkeys(b.answer.saved_by_name for b in sheet.blocks if b.answer and not b.is_empty)
    colleagues = [name for name in names if name != visit.writer.name]
    return {
        "visit": visit,
        "asked": visit.request,
        "paper": paper,
        "sheet": sheet,
        "panels": offers.collect("panels", sheet.section, http.user),
        "row": row,
        "may_write": visit.may_write(sheet.section.pk),
        "previous": sheets[place - 1] if place else None,
        "next": sheets[place + 1] if place + 1 < len(sheets) else None,
        "colleagues": colleagues,
        "people": listed([_("Du"), *colleagues]),
        "saved_at": max((b.answer.saved_at for b in sheet.blocks if b.answer), default=None),
        "errors": [(b.name, f"{b.question.number}: {b.error}") for b in sheet.blocks if b.error],
        "conflicts": [b for b in sheet.blocks if b.conflict],
        "steps": steps_of(visit.request, row.state),
        "manager": manager_words(visit.request),
        **_present(http, sheet.section.pk, signs),
    }


def _present(http: VisitRequest, section_id: int, signs: presence.Signs | None = None) -> dict[str, Any]:
    """Who else writes just now: here, and in other sections."""
    others = presence.others(http.visit, signs)
    return {
        "here": [one for one in others if one.section_id == section_id],
        "elsewhere": [one for one in others if one.section_id != section_id],
        "section_id": section_id,
    }


@visiting(Purpose.ANSWER, Purpose.HELP)
@require_safe
def present(http: VisitRequest) -> HttpResponse:
    """What the page asks for now and then: a part of it, and no sign of life by itself."""
    context = _present(http, whole_number(http.GET.get("avsnitt")))
    return render(http, "rounds/_present.html", context)


def _save_sheet(http: VisitRequest, sheet: Sheet) -> bool:
    """Saves each touched question by itself, so that one that can't be kept holds none of the others back."""
    return all([_save_block(http, block) for block in sheet.blocks])


def _save_block(http: VisitRequest, block: Block) -> bool:
    name = block.name
    if f"{name}-text" not in http.POST:
        return True
    choice, text = http.POST.get(f"{name}-choice", ""), http.POST[f"{name}-text"].replace("\r\n", "\n")
    if http.POST.get("go") == f"copy-{block.question.pk}" and block.earlier:
        text = _with_earlier(text, block.earlier.text)
    origin = _started_from(http, block)
    if origin == {"choice": choice, "text": text}:
        return True  # untouched: what somebody else has written since stands
    block.choice, block.text = choice, text
    revision = _number(http.POST.get(f"{name}-revision"))
    try:
        outcome = save_answer(
            request=http.visit.request,
            question=block.question,
            choice=choice,
            text=text,
            revision=revision,
            by=http.visit.writer,
            client=http.POST.get("client", "")[:36],
            seq=_number(http.POST.get("seq")),
        )
    except (Unfit, Refused) as problem:
        block.error = str(problem)
        # Shown again with its fault it still stands on what it started from, not on what somebody has saved meanwhile.
        block.revision, block.mark = revision, http.POST.get(f"{name}-mark", "")
        return False
    if isinstance(outcome, Conflict):
        block.conflict, block.revision = outcome, outcome.revision
        block.mark = _mark(http, block, outcome.choice, outcome.text)  # what is saved now is saved on top of theirs
        block.beside = merging.SideBySide(origin.get("text"), text, outcome.text)
        block.text = block.beside.merged.text
        return False
    return True


def _mark(http: VisitRequest, block: Block, choice: str, text: str) -> str:
    start = merging.Start(base={"choice": choice, "text": text})
    return start.packed(f"answer:{http.visit.request.pk}:{block.question.pk}")


def _started_from(http: VisitRequest, block: Block) -> dict[str, Any]:
    packed = http.POST.get(f"{block.name}-mark", "")
    return merging.Start.read(packed, f"answer:{http.visit.request.pk}:{block.question.pk}").base or {}


def _with_earlier(text: str, earlier: str) -> str:
    """Last year's words after what is already written, never instead of it."""
    return earlier if not text.strip() or text.strip() == earlier.strip() else f"{text.rstrip()}\n\n{earlier}"


def _number(value: str | None) -> int:
    return whole_number(value)


def _go(http: VisitRequest, paper: Paper, sheet: Sheet) -> HttpResponse:
    pk, go = http.visit.request.pk, http.POST.get("go", "next")
    here = reverse("rounds:section", args=[pk, sheet.number])
    if go.startswith("copy-") and go[5:].isdigit():
        return redirect(f"{here}#q{go[5:]}")
    if go == "previous" and sheet.number > 1:
        return redirect("rounds:section", pk, sheet.number - 1)
    if go == "next" and sheet.number < len(paper.sheets):
        return redirect("rounds:section", pk, sheet.number + 1)
    if go in ("next", "review") and http.visit.is_contact:
        return redirect("rounds:review", pk)
    if go == "later":
        return redirect("rounds:later", pk)
    return redirect(here if go == "stay" else reverse("rounds:answer", args=[pk]))


@visiting(Purpose.ANSWER, Purpose.HELP)
@require_safe
def later(http: VisitRequest) -> HttpResponse:
    return render(http, "rounds/later.html", {"visit": http.visit, "asked": http.visit.request})
