from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samplan.foundation.history.actions import note_read
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.history.queries import page_of
from samplan.foundation.people.access import CountyRequest, as_coordinator, in_county, is_coordinator
from samplan.work.rounds.models import Round
from samplan.work.rounds.states import WAITING

from .. import access, exports, queries, sentences
from ..actions import is_imported

READ_ALL = _("Hämtade alla inlämnade svar som fil")


@in_county
def list_(request: CountyRequest) -> HttpResponse:
    context = {
        "lines": queries.round_lines(request.county, drafts=is_coordinator(request.user, request.county)),
        "can_start": bool(queries.editions_to_follow(request.county)),
    }
    return render(request, "followup/list.html", context)


@as_coordinator
def detail(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    is_referral = round.kind == Round.Kind.REFERRAL
    if not round.state_now:
        way = ("plans:referral_audience", round.referral.pk) if is_referral else ("followup:questions", pk)
        return redirect(way[0], request.county.slug, way[1])
    shown = queries.progress_of(round)
    is_open = round.state_now == "open"
    groups = queries.grouped(shown)
    reminded = queries.reminder_log(round)
    vacant = [r for r in groups["not_begun"] if r.is_vacant]
    context = {
        "round": round,
        "is_referral": is_referral,
        "is_open": is_open,
        "title": sentences.heading(shown, is_open=is_open),
        "lead": sentences.lead(shown),
        "segments": sentences.segments(shown),
        "days_left": sentences.days_left(round) if is_open else "",
        "progress": shown,
        "groups": groups,
        "waiting": sum(row.state in WAITING for row in shown.rows),
        "vacant": vacant,
        "vacant_names": sentences.listed([r.request.organisation.short_name for r in vacant]),
        "reminded": reminded,
        "last_reminded": reminded[0].at if reminded else None,
        "coming": [r for r in round.reminders.all() if not r.sent_at] if is_open else [],
        "history": list(history_of(round)[:8]),
        "is_imported": not is_open and is_imported(round),
    }
    return render(request, "followup/round.html", context)


@as_coordinator
def history(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    page = page_of(history_of(round), request.GET.get("sida"))
    back = reverse("followup:round", args=[request.county.slug, pk])
    return render(request, "history/page.html", {"page": page, "subject_title": round.title, "back": back})


@as_coordinator
def status(request: CountyRequest, pk: int) -> HttpResponse:
    """Who has come how far, as a spreadsheet: shape only."""
    round = access.get_round(request, pk)
    response = HttpResponse(exports.status_table(round), content_type=exports.XLSX)
    response["Content-Disposition"] = f'attachment; filename="lage-{round.year}.xlsx"'
    return response


@as_coordinator
def export(request: CountyRequest, pk: int, form: str) -> HttpResponse:
    """The answers that are handed in, in a form that can be read in again."""
    round = access.get_round(request, pk)
    note_read(request.user, round, READ_ALL, county=request.county.code)
    sheet = exports.answers_sheet(round)
    content = exports.as_csv(sheet) if form == "csv" else exports.as_xlsx(sheet)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if form == "csv" else exports.XLSX)
    response["Content-Disposition"] = f'attachment; filename="svar-{round.year}.{form}"'
    return response
