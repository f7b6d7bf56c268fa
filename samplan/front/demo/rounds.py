"""Two past rounds and one open, for each county: who answered, who was late, who was sent back, who is vacant."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation, User
from samplan.insight.followup.actions import build_form
from samplan.insight.followup.models import PlanRound
from samplan.work.questionnaires.models import Answer, Form, Question, Response
from samplan.work.questionnaires.queries import sections_of
from samplan.work.rounds.models import Reminder, Request, RequestState, Round, RoundState

from .answering import Answerer, Written, number_of
from .load import DemoCounty, is_vacant, registrar

State = RequestState.State
LETTER = "Tack för att ni svarar. Förra årets svar står bredvid varje fråga. Räkna med en halvtimme."


@dataclass
class Year:
    """What is the same for everybody in one round."""

    demo: DemoCounty
    round: Round
    answerer: Answerer
    is_open: bool


def load_rounds(demo: DemoCounty) -> None:
    names = [o.short_name for o in demo.organisations]
    answerer = Answerer({name: names[(place + 1) % len(names)] for place, name in enumerate(names)})
    this_year = today().year
    previous = None
    for year in (this_year - 2, this_year - 1, this_year):
        previous = _load_round(demo, year, previous, answerer, is_open=year == this_year)


def _load_round(demo: DemoCounty, year: int, previous: Round | None, answerer: Answerer, *, is_open: bool) -> Round:
    opens, closes = _dates(year, is_open)
    form = build_form(edition=demo.edition, title=f"Årsuppföljning {year}")
    Form.objects.filter(pk=form.pk).update(frozen_at=_moment(opens))
    round = Round.objects.create(
        county=demo.county,
        title=f"Årsuppföljning {year}",
        year=year,
        form=form,
        previous=previous,
        opens_on=opens,
        closes_on=closes,
        letter=LETTER,
        owner=demo.coordinator,
    )
    PlanRound.objects.create(round=round, edition=demo.edition)
    _round_state(round, "open", opens, demo.coordinator)
    if not is_open:
        _round_state(round, "closed", closes + timedelta(days=10), demo.coordinator)
    for days in (14, 4):
        due = closes - timedelta(days=days)
        sent = _moment(due) if due < today() else None
        Reminder.objects.create(round=round, due_on=due, sent_at=sent, recipients=5 if sent else 0)
    loaded = Year(demo, round, answerer, is_open)
    for place, organisation in enumerate([*demo.organisations, *demo.associations]):
        _request(loaded, organisation, place)
    return round


def _dates(year: int, is_open: bool) -> tuple[date, date]:
    """The open round began three weeks ago, whenever the demo is loaded."""
    if is_open:
        return today() - timedelta(days=20), today() + timedelta(days=19)
    return date(year, 11, 4), date(year, 12, 12)


def _moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 14)))


def _round_state(round: Round, state: str, day: date, by: User) -> None:
    RoundState.objects.create(round=round, state=state, at=_moment(day), by_name=str(by), by_id=by.pk)


def _fate(loaded: Year, organisation: Organisation, place: int) -> str:
    """approved · late · returned · with_manager · writing · still · sent · silent. The rest of the county is as January is."""
    seed = number_of("fate", organisation.short_name, loaded.round.year) % 17
    if not loaded.is_open and organisation.kind == Organisation.Kind.USER_ORGANISATION:
        return "approved"
    if not loaded.is_open:
        return "silent" if seed == 3 or is_vacant(organisation) else "late" if seed in (5, 6) else "approved"
    if is_vacant(organisation):
        return "sent"
    order = [
        "approved",
        "writing",
        "sent",
        "writing",
        "with_manager",
        "approved",
        "sent",
        "returned",
        "writing",
        "sent",
        "still",
    ]
    return order[place % len(order)]


def _request(loaded: Year, organisation: Organisation, place: int) -> None:
    contact = organisation.roles.filter(kind="contact").select_related("user").first()
    manager = organisation.roles.filter(kind="manager").select_related("user").first()
    form = loaded.round.form
    request = Request.objects.create(
        round=loaded.round,
        organisation=organisation,
        response=Response.objects.create(form=form, organisation=organisation),
        contact_name=contact.user.name if contact else "",
        contact_title=contact.user.title if contact else "",
        contact_email=contact.user.email if contact else "",
        vacant_since=None if contact else loaded.round.opens_on - timedelta(days=40),
        fallback_email="" if contact else registrar(organisation),
        manager_name=manager.user.name if manager else "",
        manager_title=manager.user.title if manager else "",
        manager_email=manager.user.email if manager else "",
    )
    fate = _fate(loaded, organisation, place)
    _states(loaded, request, fate)
    _answers(loaded, request, fate, place)


def _states(loaded: Year, request: Request, fate: str) -> None:
    opens, closes = loaded.round.opens_on, loaded.round.closes_on
    seed = number_of("day", request.organisation.short_name, loaded.round.year)
    begun = opens + timedelta(days=2 + seed % 9)
    handed = (closes if not loaded.is_open else today()) - timedelta(days=1 + seed % 7)
    late = closes + timedelta(days=3 + seed % 5)
    manager = request.manager_name or request.contact_name
    steps: list[tuple[str, date, str, str]] = [(State.SENT, opens, str(loaded.demo.coordinator), "")]
    if fate not in {"sent", "silent"}:
        steps.append((State.WRITING, begun, request.contact_name, ""))
    if fate in {"approved", "with_manager", "returned", "late"}:
        steps.append((State.WITH_MANAGER, late if fate == "late" else handed, request.contact_name, ""))
    if fate in {"approved", "late"}:
        steps.append((State.APPROVED, late if fate == "late" else handed, manager, ""))
    if fate == "returned":
        steps.append((State.RETURNED, handed, manager, "Fråga 3: skriv vad som saknas, inte bara att det är på gång."))
    if fate == "silent":
        steps.append((State.UNANSWERED, closes + timedelta(days=10), str(loaded.demo.coordinator), ""))
    for hour, (state, day, name, note) in enumerate(steps, 9):
        RequestState.objects.create(request=request, state=state, at=_moment(day, hour), by_name=name, note=note)


def _answers(loaded: Year, request: Request, fate: str, place: int) -> None:
    """Everything for those who are done; some sections for those who write."""
    if fate in {"sent", "silent"}:
        return
    sections = sections_of(loaded.round.form, request.organisation.kind)
    shown = (
        len(sections)
        if fate in {"approved", "late", "with_manager", "returned"}
        else 1 + place % max(1, len(sections) - 1)
    )
    at = _moment(loaded.round.opens_on + timedelta(days=2 if fate == "still" else 10 + place % 6), 13)
    rows = []
    for section in sections[:shown]:
        for question in section.asked:
            written = _written(loaded, question, str(section.pk), request.organisation)
            if written:
                rows.append(
                    Answer(
                        response=request.response,
                        question=question,
                        choice=written.choice,
                        text=written.text,
                        saved_at=at,
                        saved_by_name=request.contact_name,
                    )
                )
    Answer.objects.bulk_create(rows)


def _written(loaded: Year, question: Question, section: str, organisation: Organisation) -> Written | None:
    who, year = organisation.short_name, loaded.round.year
    if question.kind == Question.Kind.OBSTACLES:
        return loaded.answerer.free("hinder", question.number, who, year) if number_of(who, section, year) % 3 else None
    if question.kind == Question.Kind.SUCCESS:
        return (
            loaded.answerer.free("framgang", question.number, who, year) if number_of(section, who, year) % 2 else None
        )
    key, is_open = loaded.demo.keys[str(question.key)]
    return loaded.answerer.answer(key, who, year, is_open)
