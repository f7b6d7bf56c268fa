"""What the latest closed round says about each part of a plan, for the plan's own pages. Handed in only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from samplan.foundation.core.charts.data import Answer as Given
from samplan.foundation.core.charts.data import AnswerStrip, DistributionRow
from samplan.foundation.people.models import Organisation
from samplan.work.plans.models import Edition, FollowUpQuestion, Node
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.questionnaires.queries import is_asked
from samplan.work.rounds.models import Request, RequestState, Round, RoundState

SCALE = (Given.YES, Given.PARTLY, Given.NO)


@dataclass
class Heard:
    """One of the plan's questions in the round: who was asked, and what each answered."""

    question: Question
    choices: dict[int, Given] = field(
        default_factory=dict
    )  # organisation id -> choice; asked but silent is not answered

    @property
    def counts(self) -> dict[Given, int]:
        return dict(Counter(self.choices.values()))


def latest_closed(edition: Edition) -> Round | None:
    """Of the plan, whichever edition it followed: questions keep their keys."""
    rounds = Round.objects.filter(plan_round__edition__plan=edition.plan_id)
    return rounds.in_state(RoundState.State.CLOSED).order_by("-year", "-opens_on").first()


def heard_in(round: Round, keys: Iterable[UUID]) -> dict[UUID, Heard]:
    """By question key, the questions with a scale. Three queries, whatever the number of organisations."""
    questions = Question.objects.filter(section__form=round.form_id, key__in=list(keys), kind=Question.Kind.SCALE)
    heard = {q.key: Heard(q) for q in questions}
    requests = list(Request.objects.filter(round=round).sent().select_related("organisation"))
    for request in requests:
        for one in heard.values():
            if is_asked(one.question, request.organisation.kind):
                one.choices[request.organisation_id] = Given.NOT_ANSWERED
    approved = {r.response_id: r.organisation_id for r in requests if r.state_now == RequestState.State.APPROVED}
    answers = Answer.objects.filter(response__in=approved, question__in=[h.question.pk for h in heard.values()])
    key_of = {h.question.pk: key for key, h in heard.items()}
    for response, question, choice in answers.exclude(choice="").values_list("response", "question", "choice"):
        heard[key_of[question]].choices[approved[response]] = Given(choice)
    return heard


def together(many: Iterable[Heard]) -> dict[int, Given]:
    """One answer per organisation for several questions: its middle one on the scale, partly when two stand in the middle.

    What is no point on the scale is left out of that; who has nothing else keeps it.
    """
    given: dict[int, list[Given]] = {}
    for one in many:
        for organisation, choice in one.choices.items():
            given.setdefault(organisation, []).append(choice)
    return {organisation: _one_of(choices) for organisation, choices in given.items()}


def _one_of(choices: list[Given]) -> Given:
    points = sorted((choice for choice in choices if choice in SCALE), key=SCALE.index)
    if points:
        low, high = points[(len(points) - 1) // 2], points[len(points) // 2]
        return low if low is high else Given.PARTLY
    answered = [choice for choice in choices if choice is not Given.NOT_ANSWERED]
    return answered[0] if answered else Given.NOT_ANSWERED


def strip_of(title: str, choices: Mapping[int, Given]) -> AnswerStrip:
    counts = Counter(choice.value for choice in choices.values())
    return AnswerStrip(title, DistributionRow(title, **counts))


def asked_in(edition: Edition) -> dict[int, list[UUID]]:
    """Keys of the edition's questions by the node they ask about."""
    asked: dict[int, list[UUID]] = {}
    for key, node in edition.questions.exclude(node=None).values_list("key", "node"):
        asked.setdefault(node, []).append(key)
    return asked


def asked_under(node: Node) -> list[UUID]:
    """Keys of what is asked about a node or anything in it, in the plan's order."""
    parents = dict(Node.objects.filter(edition=node.edition_id).values_list("pk", "parent"))
    rows = FollowUpQuestion.objects.filter(edition=node.edition_id).exclude(node=None).order_by("position")
    return [key for key, pk in rows.values_list("key", "node") if node.pk in _up(pk, parents)]


def _up(pk: int, parents: Mapping[int, int | None]) -> list[int]:
    """The node and everything it lies in."""
    path, here = [], pk if pk in parents else None
    while here is not None:
        path.append(here)
        here = parents.get(here)
    return path


def by_word(one: Heard) -> list[tuple[Given, list[Organisation]]]:
    """Who gave each answer, in the scale's order, for a node's own page."""
    organisations = {o.pk: o for o in Organisation.objects.filter(pk__in=one.choices)}
    ordered = sorted(one.choices, key=lambda pk: organisations[pk].name_key)
    rows = [(word, [organisations[pk] for pk in ordered if one.choices[pk] is word]) for word in Given]
    return [(word, named) for word, named in rows if named]
