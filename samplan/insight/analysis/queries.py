from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from samplan.foundation.core.dates import as_date
from samplan.foundation.people.models import County, Organisation
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.questionnaires.queries import is_asked, sections_of
from samplan.work.rounds.models import Request, RequestState, Round, RoundState

from .compilation import ORDER, UNANSWERED, Compilation, QuestionResult, Said, SectionResult
from .models import OwnAnalysis


def rounds_to_compile(county: County) -> QuerySet[Round]:
    """Rounds that have been sent, newest first."""
    return Round.objects.filter(county=county, kind=Round.Kind.FOLLOW_UP).in_state(
        RoundState.State.OPEN, RoundState.State.CLOSED
    )


def round_before(round: Round) -> Round | None:
    """The round this one follows: the named one, else the latest closed before it that shares a question."""
    if round.previous_id:
        return round.previous
    keys = Question.objects.filter(section__form_id=round.form_id).values("key")
    earlier = Round.objects.filter(
        county_id=round.county_id, year__lt=round.year, form__sections__questions__key__in=keys
    )
    return earlier.distinct().order_by("-year", "-opens_on").first()


@dataclass
class _Handed:
    """One round's answers that have been handed in, by question key and organisation."""

    requests: list[Request]
    answers: dict[tuple[UUID, int], Answer]
    approvals: dict[int, RequestState]

    @property
    def approved_ids(self) -> set[int]:
        return {r.organisation_id for r in self.requests if r.state_now == RequestState.State.APPROVED}


def _handed_in(round: Round, *, texts: bool) -> _Handed:
    requests = list(round.requests.sent().select_related("organisation"))
    approved = [r for r in requests if r.state_now == RequestState.State.APPROVED]
    rows = Answer.objects.filter(response__in=[r.response_id for r in approved]).select_related("response", "question")
    if not texts:
        rows = rows.defer("text")
    answers = {(row.question.key, row.response.organisation_id): row for row in rows}
    states = RequestState.objects.filter(request__in=approved, state=RequestState.State.APPROVED).order_by("at", "id")
    return _Handed(requests, answers, {state.request_id: state for state in states})


def compile_round(round: Round) -> Compilation:
    """Everything handed in, question by question. The number of queries is the same for any number of organisations."""
    now = _handed_in(round, texts=True)
    earlier = round_before(round)
    before = _handed_in(earlier, texts=False) if earlier else None
    before_keys = _asked_in(earlier) if earlier else {}
    sections = [
        SectionResult(section, [_result(q, round, earlier, now, before, before_keys) for q in section.asked])
        for section in sections_of(round.form)
    ]
    return Compilation(
        sections=sections,
        expected=len(now.requests),
        approved=len(now.approved_ids),
        late=sum(_is_late(r, now) for r in now.requests),
        year=round.year,
        before_year=earlier.year if earlier else None,
        silent=_sorted(r.organisation for r in now.requests if r.organisation_id not in now.approved_ids),
    )


def _asked_in(round: Round) -> dict[UUID, Question]:
    """By key: how each question was put in a round."""
    return {q.key: q for q in Question.objects.filter(section__form_id=round.form_id)}


def _is_late(request: Request, now: _Handed) -> bool:
    state = now.approvals.get(request.pk)
    if not state:
        return False
    return (request.source_date or as_date(state.at)) > (request.closes_on or request.round.closes_on)


def _sorted(organisations: Iterable[Organisation]) -> list[Organisation]:
    return sorted(organisations, key=lambda o: o.name_key)


def _result(
    question: Question,
    round: Round,
    earlier: Round | None,
    now: _Handed,
    before: _Handed | None,
    before_keys: dict[UUID, Question],
) -> QuestionResult:
    asked = [r for r in now.requests if is_asked(question, r.organisation.kind)]
    said, silent, blank = [], [], []
    for request in asked:
        answer = now.answers.get((question.key, request.organisation_id))
        if request.organisation_id not in now.approved_ids:
            silent.append(request.organisation)
        elif answer is None or answer.is_empty:
            blank.append(request.organisation)
        else:
            said.append(_said(request, answer, now, before))
    put = before_keys.get(question.key)
    return QuestionResult(
        question=question,
        said=sorted(said, key=lambda s: s.organisation.name_key),
        silent=_sorted(silent),
        blank=_sorted(blank),
        before=_counts_before(question, before, put.asked_of) if before and put else {},
        year=round.year,
        before_year=earlier.year if earlier and put else None,
        before_silent=_silent_before(question, before) if before and put else set(),
        before_text=put.text if put and put.text != question.text else "",
    )


def _said(request: Request, answer: Answer, now: _Handed, before: _Handed | None) -> Said:
    earlier = before.answers.get((answer.question.key, request.organisation_id)) if before else None
    state = now.approvals.get(request.pk)
    return Said(
        organisation=request.organisation,
        choice=answer.choice,
        text=answer.text,
        before=earlier.choice if earlier else "",
        request_id=request.pk,
        approved_by=state.by_name if state else "",
        approved_at=state.at if state else None,
        source=request.source,
    )


def _asked_before(before: _Handed, asked_of: list[str]) -> list[Request]:
    return [r for r in before.requests if not asked_of or r.organisation.kind in asked_of]


def _counts_before(question: Question, before: _Handed, asked_of: list[str]) -> dict[str, int]:
    asked = _asked_before(before, asked_of)
    given = [
        before.answers[(question.key, r.organisation_id)]
        for r in asked
        if (question.key, r.organisation_id) in before.answers
    ]
    counts = {str(choice): sum(a.choice == choice for a in given) for choice in ORDER}
    counts[UNANSWERED] = len(asked) - sum(counts.values())
    return counts


def _silent_before(question: Question, before: _Handed) -> set[int]:
    answered = {organisation for key, organisation in before.answers if key == question.key}
    return {r.organisation_id for r in before.requests} - answered


def own_analyses(round: Round) -> dict[int, OwnAnalysis]:
    """By question."""
    return {a.question_id: a for a in round.analyses.all()}
