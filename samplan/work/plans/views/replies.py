"""What came back from a referral: compiled, answered, printed, and told to those who replied."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.documents.pdf import render_pdf
from samplan.foundation.core.documents.word import render_word
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import write_xlsx
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of
from samplan.work.rounds.queries import progress
from samplan.work.rounds.states import WAITING
from samplan.work.rounds.words import state_words

from .. import access, own_template, referral_document, referral_letters, referring
from ..actions import replying as actions
from ..models import Referral
from ..referral_forms import ReplyForm
from ..states import NotAllowed
from .documents import PDF, WORD, as_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.in_county
def referral(request: HttpRequest, referral: int) -> HttpResponse:
    """Who has answered and what they say, part by part. Our answers are read by others once those who replied are told."""
    shown = _sent(request, referral)
    compiled = referring.compile(shown)
    may_reply = _may_reply(request, shown)
    only_waiting = may_reply and request.GET.get("visa") == "obesvarade"
    organisation = whole_number(request.GET.get("organisation", "")) if request.GET.get("organisation") else None
    shown_parts = [(p, _shown(p, organisation, only_waiting)) for p in compiled.parts]
    context: dict[str, Any] = {
        "edition": shown.edition,
        "referral": shown,
        "compiled": compiled,
        "parts": [(part, opinions) for part, opinions in shown_parts if opinions],
        "silent": [] if only_waiting else [part for part, opinions in shown_parts if not opinions],
        "only_waiting": only_waiting,
        "may_reply": may_reply,
        "shows_replies": may_reply or shown.told_at is not None,
        "is_open": shown.round.state_now == "open",
        "organisation": organisation,
    }
    rows = progress(shown.round).rows
    context["who"] = [(row, state_words(row.state)) for row in rows]
    context["waiting"] = sum(row.state in WAITING for row in rows)
    return render(request, "plans/referral.html", context)


def _shown(part: referring.Part, organisation: int | None, only_waiting: bool) -> list[referring.Opinion]:
    return [
        one for one in part.opinions if not (only_waiting and one.reply) and organisation in (None, one.organisation.pk)
    ]


def _sent(request: HttpRequest, pk: int) -> Referral:
    found = referring.referral_of(request, pk)
    if not found.round.state_now:
        raise Http404
    return found


def _may_reply(request: HttpRequest, referral: Referral) -> bool:
    return bool(request.is_coordinator or access.owns_plan(request, referral.edition.plan_id))  # type: ignore[attr-defined]


@access.edits_plans
def reply(request: HttpRequest, referral: int, answer: int) -> HttpResponse:
    """One opinion beside the text as sent and as it stands, and what we answer."""
    found = _sent(request, referral)
    compiled = referring.compile(found)
    opinion = next((one for one in compiled.opinions if one.answer.pk == answer), None)
    if opinion is None:
        raise Http404
    form = ReplyForm(merging.posted(request), initial=ReplyForm.now(opinion.reply))
    if request.method == "POST" and form.is_valid():
        seen = merging.seen(request)
        try:
            actions.give_reply(referral=found, answer=opinion.answer, seen=seen, by=request.user, **form.cleaned_data)
            return _onward(request, found, compiled, opinion)
        except Stale:
            now = referring.opinion_of(found, answer).reply
            told: dict[str, Any] = {"now": ReplyForm.now(now), "seen": actions.mark_of_reply(now)}
            about = history_of(found.edition).filter(verb__startswith="plans.reply_", note=str(opinion.organisation))
            return merging.page(request, form, title=opinion.part, back=request.path, events=about, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {
        "edition": found.edition,
        "referral": found,
        "compiled": compiled,
        "opinion": opinion,
        "part": next(part for part in compiled.parts if opinion in part.opinions),
        "form": form,
        "seen": merging.start(request, form, actions.mark_of_reply(opinion.reply)),
        "after": compiled.after(opinion),
    }
    return render(request, "plans/referral_reply.html", context)


def _onward(
    request: HttpRequest, referral: Referral, compiled: referring.Compiled, opinion: referring.Opinion
) -> HttpResponse:
    """To the next without an answer; back to the compilation after the last."""
    slug = request.county.slug  # type: ignore[attr-defined]
    after = compiled.after(opinion)
    if request.POST.get("go") == "next" and after:
        messages.success(request, _("Sparat. Här är nästa utan svar."))
        return redirect("plans:reply", slug, referral.pk, after.answer.pk)
    messages.success(request, _("Svaret är sparat."))
    return redirect(f"{reverse('plans:referral', args=[slug, referral.pk])}#synpunkt-{opinion.answer.pk}")


@access.as_coordinator
def tell(request: HttpRequest, referral: int) -> HttpResponse:
    """«Så tog vi hand om era synpunkter»: the letters as each gets them; nothing is sent before the button."""
    shown = _sent(request, referral)
    if request.method == "POST":
        try:
            told = actions.tell_replies(referral=shown, by=request.user)
            messages.success(request, _("Skickat till %(n)s organisationer.") % {"n": told})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("plans:referral", request.county.slug, shown.pk)  # type: ignore[attr-defined]
    compiled = referring.compile(shown)
    letters = []
    for asked in compiled.requests:
        asked.round = shown.round
        letters.append((asked, referral_letters.taken_care_of(asked, compiled.of(asked.organisation_id))))
    context = {
        "edition": shown.edition,
        "referral": shown,
        "compiled": compiled,
        "letters": letters,
        "is_open": shown.round.state_now == "open",
    }
    return render(request, "plans/referral_tell.html", context)


@access.in_county
def word(request: HttpRequest, referral: int) -> HttpResponse:
    return as_file(_document(request, referral), own_template.printer(request.county, render_word), WORD, "docx")  # type: ignore[attr-defined]


@access.in_county
def pdf(request: HttpRequest, referral: int) -> HttpResponse:
    return as_file(_document(request, referral), render_pdf, PDF, "pdf")


@access.in_county
def xlsx(request: HttpRequest, referral: int) -> HttpResponse:
    shown = _sent(request, referral)
    sheets = referral_document.sheets(referring.compile(shown), replies=_shows(request, shown))
    response = HttpResponse(write_xlsx(sheets), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{slugify(shown.round.title)}.xlsx"'
    return response


def _document(request: HttpRequest, referral: int) -> Any:
    shown = _sent(request, referral)
    return referral_document.build(referring.compile(shown), replies=_shows(request, shown))


def _shows(request: HttpRequest, referral: Referral) -> bool:
    return referral.told_at is not None or _may_reply(request, referral)
