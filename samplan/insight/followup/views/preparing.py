from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.core.plain_text import plain_posts
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.work.plans.models import Edition, FollowUpQuestion
from samplan.work.questionnaires.models import Question, Section
from samplan.work.rounds import inviting
from samplan.work.rounds.inviting_forms import InvitedForm
from samplan.work.rounds.letters import invitation
from samplan.work.rounds.models import Request, Round
from samplan.work.rounds.states import Refused

from .. import access, actions, queries
from ..actions import PEOPLE, Asked
from ..forms import KINDS, NewRoundForm, QuestionsForm, TimesForm

STEPS = [
    ("questions", gettext_lazy("Frågor")),
    ("audience", gettext_lazy("Organisationer")),
    ("times", gettext_lazy("Tider och mejl")),
    ("preview", gettext_lazy("Granska och skicka")),
]


def _steps(current: str) -> list[tuple[str, str]]:
    names = [key for key, _title in STEPS]
    place = names.index(current)
    return [
        (str(title), "done" if n < place else "current" if n == place else "todo")
        for n, (_key, title) in enumerate(STEPS)
    ]


@as_coordinator
def new(request: CountyRequest) -> HttpResponse:
    editions = queries.editions_to_follow(request.county)
    if not editions:
        return redirect("followup:list", request.county.slug)
    asked_for = request.GET.get("plan", "")
    first = next((edition for edition in editions if str(edition.pk) == asked_for), editions[0])
    previous = queries.latest_round(first)
    form = NewRoundForm(request.POST or None, editions=editions, initial=_initial(first, previous))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        previous = queries.latest_round(data["edition"])
        round = actions.prepare_round(
            **data,
            by=request.user,
            organisations=queries.suggested(data["edition"], previous),
            letter=previous.letter if previous else "",
            reminders=inviting.suggested_reminders(data["opens_on"], data["closes_on"]),
            previous=previous,
        )
        return redirect("followup:questions", request.county.slug, round.pk)
    return render(request, "followup/new.html", {"form": form, "previous": previous})


def _initial(edition: Edition, previous: Round | None) -> dict[str, Any]:
    """This year, or the next where this year's round is made already."""
    day = today()
    year = day.year + (previous is not None and previous.year >= day.year)
    autumn = date(year, 11, 1)
    opens = max(day, autumn) if year > day.year or day.month > 6 else day
    with house_language():
        title = _("Årsuppföljning %(year)s") % {"year": year}
    return {
        "edition": edition.pk,
        "title": title,
        "year": year,
        "opens_on": opens,
        "closes_on": opens + timedelta(days=39),
    }


@as_coordinator
@plain_posts
def questions(request: CountyRequest, pk: int) -> HttpResponse:
    """The questions as the plan has them; wording, help and kind may be changed, and questions left out."""
    round = access.get_draft(request, pk)
    edition = round.plan_round.edition
    form = QuestionsForm(
        merging.posted(request), sources=actions.asked_questions(edition), initial=_questions_now(round)
    )
    if request.method == "POST":
        asked = _asked(form.data, actions.asked_questions(edition))
        try:
            actions.set_questions(round=round, asked=asked, seen=merging.seen(request), by=request.user)
            return redirect("followup:audience", request.county.slug, pk)
        except actions.NoQuestions:
            messages.error(request, _("Minst en fråga behövs."))
        except Stale:
            told = {"now": _questions_now(round), "seen": actions.mark_of_questions(round)}
            return merging.page(request, form, title=_("Frågor"), back=request.path, events=history_of(round), **told)
    context = {
        "round": round,
        "steps": _steps("questions"),
        "groups": _by_section(round),
        "left_out": _left_out(round),
        "edition": edition,
        "kinds": KINDS,
        "seen": merging.start(request, form, actions.mark_of_questions(round)),
    }
    return render(request, "followup/questions.html", context)


@dataclass(frozen=True)
class Row:
    """One of the plan's questions in the form being made: as it is put, or as the plan has it when it is left out."""

    source: FollowUpQuestion
    question: Asked | Question
    number: str = ""
    changed: str = ""  # «new», or how the last round put it
    is_asked: bool = True


def _by_section(round: Round) -> list[tuple[Section, list[Row]]]:
    earlier = _earlier_texts(round.previous)
    asked = Question.objects.filter(section__form=round.form, asked__isnull=False)
    groups: dict[int, tuple[Section, list[Row]]] = {}
    for question in asked.select_related("section", "asked__source__node").order_by("section__position", "position"):
        row = Row(question.asked.source, question, question.number, _changed(question, earlier))
        groups.setdefault(question.section_id, (question.section, []))[1].append(row)
    return list(groups.values())


def _left_out(round: Round) -> list[Row]:
    kept = set(Question.objects.filter(section__form=round.form).values_list("key", flat=True))
    rows = actions.asked_questions(round.plan_round.edition)
    return [Row(a.source, a, is_asked=False) for a in rows if a.source.key not in kept]


def _questions_now(round: Round) -> dict[str, Any]:
    """What stands in the form's fields: as it is put, or for what is left out as the plan has it."""
    rows = [row for _section, rows in _by_section(round) for row in rows] + _left_out(round)
    now: dict[str, Any] = {}
    for row in rows:
        key, one = row.source.pk, row.question
        now |= {f"with-{key}": row.is_asked, f"text-{key}": one.text, f"help-{key}": one.help, f"kind-{key}": one.kind}
    return now


def _earlier_texts(previous: Round | None) -> dict[Any, str]:
    if previous is None:
        return {}
    return dict(Question.objects.filter(section__form=previous.form_id).values_list("key", "text"))


def _changed(question: Question, earlier: dict[Any, str]) -> str:
    """«new» or the earlier wording, when it is not asked in the words of the last round."""
    if not earlier:
        return ""
    before = earlier.get(question.key)
    return "new" if before is None else before if before != question.text else ""


def _asked(post: QueryDict, sources: list[Asked]) -> list[Asked]:
    asked = []
    for one in sources:
        key = one.source.pk
        if f"with-{key}" in post:
            kind = post.get(f"kind-{key}", one.kind)
            asked.append(
                Asked(
                    one.source,
                    post.get(f"text-{key}", "").strip() or one.text,
                    post.get(f"help-{key}", "").strip(),
                    kind if kind in (Question.Kind.SCALE, Question.Kind.TEXT) else one.kind,
                )
            )
    return asked


@as_coordinator
def audience(request: CountyRequest, pk: int) -> HttpResponse:
    """The plan's parties and the county's other organisations, each with its contact person and manager."""
    round = access.get_draft(request, pk)
    forms = _invited_forms(request, round)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        invited = [form.invited for form in forms if form.cleaned_data["chosen"]]
        try:
            actions.set_audience(round=round, invited=invited, seen=merging.seen(request), by=request.user)
            return redirect("followup:times", request.county.slug, pk)
        except Stale:
            return _audience_met(request, round, forms)
    context = {
        "round": round,
        "steps": _steps("audience"),
        "forms": forms,
        "count": sum(bool(form["chosen"].value()) for form in forms),
        "problems": [problem for form in forms for problem in form.problems] if request.method == "POST" else [],
        "seen": merging.start(request, list(forms), actions.mark_of_audience(round)),
    }
    return render(request, "followup/audience.html", context)


def _audience_met(request: CountyRequest, round: Round, forms: list[InvitedForm]) -> HttpResponse:
    """Somebody else has chosen meanwhile. Each field says whose it is: they stand without their row on that page."""
    standing = {form.organisation.pk: form for form in _invited_forms(request, round)}
    now = {}
    for form in forms:
        for one in form:
            now[one.html_name] = standing[form.organisation.pk][one.name].initial
            one.label = f"{form.organisation.short_name}: {one.label}"
    told = {"seen": actions.mark_of_audience(round), "events": history_of(round)}
    return merging.page(request, list(forms), now=now, title=_("Organisationer"), back=request.path, **told)


def _invited_forms(request: CountyRequest, round: Round) -> list[InvitedForm]:
    """Those chosen first; for the others what the register and the last round know."""
    organisations = inviting.candidates(request.county)
    chosen = {r.organisation_id: r for r in round.requests.all()}
    suggested = {i.organisation.pk: i for i in inviting.invited_of(organisations, round.previous)}
    organisations.sort(key=lambda o: o.pk not in chosen)
    forms = []
    for organisation in organisations:
        who = chosen.get(organisation.pk) or suggested[organisation.pk]
        initial = {name: getattr(who, name) for name in PEOPLE} | {"chosen": organisation.pk in chosen}
        forms.append(InvitedForm(merging.posted(request), organisation=organisation, initial=initial))
    return forms


@as_coordinator
def times(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_draft(request, pk)
    form = TimesForm(merging.posted(request), initial=_times_now(round))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_times(round=round, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            return redirect("followup:preview", request.county.slug, pk)
        except Stale:
            round.refresh_from_db()
            told = {"now": _times_now(round), "seen": actions.mark_of_times(round), "events": history_of(round)}
            return merging.page(request, form, title=_("Tider och mejl"), back=request.path, **told)
    start = merging.start(request, form, actions.mark_of_times(round))
    context = {"round": round, "steps": _steps("times"), "form": form, "seen": start}
    return render(request, "followup/times.html", context)


def _times_now(round: Round) -> dict[str, Any]:
    days = "\n".join(r.due_on.isoformat() for r in round.reminders.all())
    return {"opens_on": round.opens_on, "closes_on": round.closes_on, "letter": round.letter, "reminders": days}


@as_coordinator
def preview(request: CountyRequest, pk: int) -> HttpResponse:
    """Everything as it will be, the mail among it; nothing is sent before the button."""
    round = access.get_draft(request, pk)
    requests = list(round.requests.select_related("organisation", "round__owner").order_by("organisation__name_key"))
    if request.method == "POST":
        try:
            count = actions.send_round(round=round, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Skickat till %(n)s organisationer.") % {"n": count})
            return redirect("followup:round", request.county.slug, pk)
    shown = next((r for r in requests if not r.is_vacant), requests[0] if requests else None)
    context = {
        "round": round,
        "steps": _steps("preview"),
        "requests": requests,
        "without_address": [r for r in requests if not r.address],
        "vacant": [r for r in requests if r.is_vacant and r.address],
        "shown": shown,
        "letter": _letter(shown),
        "sections": round.form.sections.prefetch_related("questions"),
        "reminders": round.reminders.all(),
        "opens_later": round.opens_on > today(),
    }
    return render(request, "followup/preview.html", context)


def _letter(shown: Request | None) -> Any:
    return invitation(shown, _("(personlig länk)"), name=shown.contact_name) if shown else None


@as_coordinator
@require_POST
def drop(request: CountyRequest, pk: int) -> HttpResponse:
    actions.drop_draft(round=access.get_draft(request, pk), by=request.user)
    messages.success(request, _("Utkastet är borttaget. Inget hade skickats."))
    return redirect("followup:list", request.county.slug)
