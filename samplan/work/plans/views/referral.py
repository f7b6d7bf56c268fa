"""A referral of a draft: prepared in calm steps, sent after a preview, thrown away if it was never sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.rounds import inviting
from samplan.work.rounds.actions.inviting import PEOPLE, Invited, mark_of_audience
from samplan.work.rounds.inviting_forms import InvitedForm
from samplan.work.rounds.letters import invitation
from samplan.work.rounds.states import Refused

from .. import access, referred, referring
from ..actions import referring as actions
from ..models import Referral
from ..referral_forms import ReferralForm
from ..states import EDITABLE, NotAllowed

STEPS = [("what", _l("Vad och när")), ("who", _l("Organisationer")), ("preview", _l("Granska och skicka"))]


def _steps(current: str) -> list[tuple[str, str]]:
    place = [key for key, _title in STEPS].index(current)
    return [
        (str(title), "done" if n < place else "current" if n == place else "todo")
        for n, (_key, title) in enumerate(STEPS)
    ]


def _draft(request: HttpRequest, pk: int) -> Referral:
    """One that is not sent; one that is has a page of its own."""
    referral = referring.referral_of(request, pk)
    if referral.round.state_now:
        raise Http404
    return referral


@access.in_county
def referrals(request: HttpRequest, edition: int) -> HttpResponse:
    """Where the draft stands as a public record, its referrals, and who was given it when."""
    shown = access.edition_of(request, edition)
    context = {
        "edition": shown,
        "lines": referring.lines_of(shown, drafts=request.is_coordinator),  # type: ignore[attr-defined]
        "dispatches": referring.dispatches_of(shown),
        "may_send": request.is_coordinator and shown.state in EDITABLE,  # type: ignore[attr-defined]
    }
    return render(request, "plans/referrals.html", context)


@access.as_coordinator
@access.told
def new(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    form = ReferralForm(request.POST or None, initial=ReferralForm.begin(shown))
    if request.method == "POST" and form.is_valid():
        first = referring.parties_first(request.county, shown)  # type: ignore[attr-defined]
        organisations = [o for o in inviting.candidates(request.county) if o.pk in first]  # type: ignore[attr-defined]
        invited = inviting.invited_of(organisations)
        made = actions.prepare_referral(edition=shown, invited=invited, by=request.user, **form.cleaned_data)
        return redirect("plans:referral_audience", request.county.slug, made.pk)  # type: ignore[attr-defined]
    context = {"edition": shown, "form": form, "steps": _steps("what")}
    return render(request, "plans/referral_form.html", context)


@access.as_coordinator
def change(request: HttpRequest, referral: int) -> HttpResponse:
    shown = _draft(request, referral)
    form = ReferralForm(merging.posted(request), initial=ReferralForm.now(shown))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_referral(referral=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            return redirect("plans:referral_audience", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except Stale:
            shown = _draft(request, referral)
            told: dict[str, Any] = {"now": ReferralForm.now(shown), "seen": actions.mark_of_referral(shown)}
            events = history_of(shown.edition).filter(verb="plans.referral_changed")
            return merging.page(request, form, title=shown.round.title, back=request.path, events=events, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    start = merging.start(request, form, actions.mark_of_referral(shown))
    context = {"edition": shown.edition, "referral": shown, "form": form, "seen": start, "steps": _steps("what")}
    return render(request, "plans/referral_form.html", context)


@access.as_coordinator
def audience(request: HttpRequest, referral: int) -> HttpResponse:
    """The plan's parties, user organisations and the county's other organisations, each with its contact person."""
    shown = _draft(request, referral)
    forms = _invited_forms(request, shown)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        invited = [form.invited for form in forms if form.cleaned_data["chosen"]]
        try:
            actions.set_referral_audience(referral=shown, invited=invited, seen=merging.seen(request), by=request.user)
            return redirect("plans:referral_preview", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except Stale:
            return _audience_met(request, shown, forms)
    context = {
        "edition": shown.edition,
        "referral": shown,
        "steps": _steps("who"),
        "forms": forms,
        "count": sum(bool(form["chosen"].value()) for form in forms),
        "problems": [problem for form in forms for problem in form.problems] if request.method == "POST" else [],
        "seen": merging.start(request, list(forms), mark_of_audience(shown.round)),
    }
    return render(request, "plans/referral_audience.html", context)


def _invited_forms(request: HttpRequest, referral: Referral) -> list[InvitedForm]:
    """Those chosen first; for the others what the register knows."""
    organisations = inviting.candidates(request.county)  # type: ignore[attr-defined]
    chosen = {r.organisation_id: r for r in referral.round.requests.all()}
    suggested = {i.organisation.pk: i for i in inviting.invited_of(organisations)}
    organisations.sort(key=lambda o: o.pk not in chosen)
    forms = []
    for organisation in organisations:
        who: Any = chosen.get(organisation.pk) or suggested.get(organisation.pk) or Invited(organisation)
        initial = {name: getattr(who, name) for name in PEOPLE} | {"chosen": organisation.pk in chosen}
        forms.append(InvitedForm(merging.posted(request), organisation=organisation, initial=initial))
    return forms


def _audience_met(request: HttpRequest, referral: Referral, forms: list[InvitedForm]) -> HttpResponse:
    """Somebody else has chosen meanwhile. Each field says whose it is: they stand without their row on that page."""
    standing = {form.organisation.pk: form for form in _invited_forms(request, referral)}
    now = {}
    for form in forms:
        for one in form:
            now[one.html_name] = standing[form.organisation.pk][one.name].initial
            one.label = f"{form.organisation.short_name}: {one.label}"
    told: dict[str, Any] = {"seen": mark_of_audience(referral.round), "events": history_of(referral.edition)}
    return merging.page(request, list(forms), now=now, title=_("Organisationer"), back=request.path, **told)


@access.as_coordinator
def preview(request: HttpRequest, referral: int) -> HttpResponse:
    """The mail, what is asked, and the text as it will be kept; nothing is sent before the button."""
    shown = _draft(request, referral)
    if request.method == "POST":
        try:
            sent = actions.send_referral(referral=shown, seen=request.POST.get("seen", ""), by=request.user)
            messages.success(request, _("Skickat till %(n)s organisationer.") % {"n": sent})
            return redirect("plans:referral", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except Stale:
            messages.error(request, _("Något ändrades medan du läste. Inget är skickat. Läs igenom en gång till."))
        except (NotAllowed, Refused) as refusal:
            messages.error(request, str(refusal))
        shown = _draft(request, referral)
    requests = list(
        shown.round.requests.select_related("organisation", "round__owner").order_by("organisation__name_key")
    )
    first = next((r for r in requests if not r.is_vacant), requests[0] if requests else None)
    context = {
        "edition": shown.edition,
        "referral": shown,
        "steps": _steps("preview"),
        "requests": requests,
        "without_address": [r for r in requests if not r.address],
        "vacant": [r for r in requests if r.is_vacant and r.address],
        "shown": first,
        "letter": invitation(first, _("(personlig länk)"), name=first.contact_name) if first else None,
        "sheets": _as_asked(shown),
        "stance": referred.stance_words(),
        "reminders": inviting.suggested_reminders(shown.round.opens_on, shown.round.closes_on),
        "seen": actions.mark_of_preview(shown),
    }
    return render(request, "plans/referral_preview.html", context)


def _as_asked(referral: Referral) -> list[tuple[referred.Sheet, list[str], int]]:
    """Each section with its questions, and how many: the whole is also asked where they stand."""
    found = []
    for sheet in referred.sheets_of(referral.edition, referral.depth):
        words = [referred.question_words(put) for put in sheet.puts]
        found.append((sheet, words, len(words) + sheet.is_whole))
    return found


@access.as_coordinator
@require_POST
def drop(request: HttpRequest, referral: int) -> HttpResponse:
    shown = _draft(request, referral)
    edition = shown.edition_id
    actions.drop_referral(referral=shown, by=request.user)
    messages.success(request, _("Remissen är borttagen. Inget hade skickats."))
    return redirect("plans:referrals", request.county.slug, edition)  # type: ignore[attr-defined]
