"""Reads about referrals: what was sent and answered, what we have answered to it, who was given which draft."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from samplan.foundation.core.merging.words import Mark, marks
from samplan.foundation.people.models import County, Organisation
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.models import Request, RequestState, Round
from samplan.work.rounds.states import WAITING
from samplan.work.rounds.words import choice_words

from .models import Dispatch, Edition, Node, Party, Referral, ReferralQuestion, Reply
from .referred import Shown, rest, under

STANCES = (Answer.Choice.YES, Answer.Choice.PARTLY, Answer.Choice.NO)


def referral_of(request: HttpRequest, pk: int) -> Referral:
    """404 outside the county; one that is not sent is the coordinator's own."""
    referrals = _with_round(Referral.objects.filter(edition__plan__county=request.county))  # type: ignore[attr-defined]
    if not request.is_coordinator:  # type: ignore[attr-defined]
        referrals = referrals.exclude(round__states=None)
    referral = get_object_or_404(referrals, pk=pk)
    referral.round = Round.objects.with_state().select_related("owner", "county", "form").get(pk=referral.round_id)
    return referral


def _with_round(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    return referrals.select_related("round__owner", "round__county", "round__form", "edition__plan__county")


def opinion_of(referral: Referral, pk: int) -> "Opinion":
    """One opinion that has been handed in."""
    found = next((one for one in compile(referral).opinions if one.answer.pk == pk), None)
    if found is None:
        raise Http404
    return found


@dataclass
class Line:
    """One referral in an edition's list."""

    referral: Referral
    asked: int = 0
    handed_in: int = 0
    waiting: int = 0  # organisations that are still answering

    @property
    def state(self) -> str:
        return self.referral.round.state_now or "draft"


def lines_of(edition: Edition, *, drafts: bool) -> list[Line]:
    """The edition's referrals, newest first, in a fixed number of queries."""
    rounds = Round.objects.filter(referral__edition=edition).with_state()
    by_round = {round.pk: round for round in rounds.select_related("owner", "county")}
    lines = {}
    for referral in Referral.objects.filter(edition=edition).order_by("-pk"):
        referral.round = by_round[referral.round_id]
        if drafts or referral.round.state_now:
            lines[referral.round_id] = Line(referral)
    for request in Request.objects.filter(round__in=list(lines)).with_state():
        line = lines[request.round_id]
        line.asked += 1
        line.handed_in += request.state_now == RequestState.State.APPROVED
        line.waiting += request.state_now in WAITING
    return list(lines.values())


def answering_now(edition: Edition) -> Line | None:
    """The referral that is out, with how many have not answered yet."""
    return next((line for line in lines_of(edition, drafts=False) if line.state == "open"), None)


def dispatches_of(edition: Edition) -> list[Dispatch]:
    return list(edition.dispatches.select_related("organisation").order_by("-at", "-pk"))


@dataclass
class Opinion:
    """What an organisation wants changed in a part, and what we have answered."""

    answer: Answer
    organisation: Organisation
    asked: ReferralQuestion
    part: str
    reply: Reply | None = None


@dataclass(frozen=True)
class Stance:
    """Where an organisation stands on the whole."""

    organisation: Organisation
    choice: str
    text: str

    @property
    def word(self) -> str:
        return choice_words().get(self.choice, "")


@dataclass(frozen=True)
class Changed:
    """A part that reads otherwise now than when it was sent."""

    name: str
    marks: list[Mark]
    is_gone: bool = False


@dataclass
class Part:
    """A part that was asked about: as sent, as it is, and what was said about it."""

    asked: ReferralQuestion
    name: str
    shown: list[Shown]
    node: Node | None
    changed: list[Changed]
    opinions: list[Opinion] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(one.reply is None for one in self.opinions)


@dataclass
class Compiled:
    """A referral with all that has been handed in, in the plan's reading order."""

    referral: Referral
    requests: list[Request]  # handed in
    asked: int
    parts: list[Part]
    stances: list[Stance]

    @cached_property
    def opinions(self) -> list[Opinion]:
        return [one for part in self.parts for one in part.opinions]

    @property
    def waiting(self) -> int:
        return sum(one.reply is None for one in self.opinions)

    @property
    def first_waiting(self) -> Opinion | None:
        return next((one for one in self.opinions if one.reply is None), None)

    @property
    def answered(self) -> int:
        return len(self.opinions) - self.waiting

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """«Ja 2 · Delvis 1 · Nej 0», and what else was chosen when somebody did."""
        words = choice_words()
        return [
            (choice, words[choice], n)
            for choice in Answer.Choice.values
            if (n := sum(stance.choice == choice for stance in self.stances)) or choice in STANCES
        ]

    def of(self, organisation: int) -> list[Opinion]:
        return [one for one in self.opinions if one.organisation.pk == organisation]

    def after(self, opinion: Opinion) -> Opinion | None:
        """The next without an answer, from the one given and round to the first."""
        place = self.opinions.index(opinion) + 1
        turned = self.opinions[place:] + self.opinions[: place - 1]
        return next((one for one in turned if one.reply is None), None)


def compile(referral: Referral) -> Compiled:
    """The same number of queries for any number of replies. Reads nothing that has not been handed in."""
    requests = list(referral.round.requests.approved().select_related("organisation"))
    requests.sort(key=lambda r: r.organisation.name_key)
    asked = list(
        referral.questions.select_related("question__section").order_by(
            "question__section__position", "question__position"
        )
    )
    answers = Answer.objects.filter(
        response__in=[r.response_id for r in requests], question__in=[a.question_id for a in asked]
    )
    given = {(a.question_id, a.response_id): a for a in answers.select_related("reply", "response__organisation")}
    nodes = {str(n.key): n for n in Node.objects.filter(edition=referral.edition_id).select_related("tier")}
    lead = {"title": referral.edition.title, "text": referral.edition.lead}
    compiled = Compiled(referral, requests, referral.round.requests.count(), [], [])
    for one in asked:
        if one.question.is_scale:
            compiled.stances += _stances(one, requests, given)
        else:
            part = _part(one, referral, [a for a in asked if not a.question.is_scale], nodes, lead)
            part.opinions = list(_opinions(part, requests, given))
            compiled.parts.append(part)
    return compiled


Given = dict[tuple[int, int], Answer]


def _stances(one: ReferralQuestion, requests: list[Request], given: Given) -> list[Stance]:
    found = []
    for request in requests:
        answer = given.get((one.question_id, request.response_id))
        if answer and not answer.is_empty:
            found.append(Stance(request.organisation, answer.choice, answer.text))
    return found


def _opinions(part: Part, requests: list[Request], given: Given) -> Iterable[Opinion]:
    for request in requests:
        answer = given.get((part.asked.question_id, request.response_id))
        if answer and answer.text.strip():
            reply = getattr(answer, "reply", None)
            yield Opinion(answer, request.organisation, part.asked, part.name, reply)


def _part(
    one: ReferralQuestion,
    referral: Referral,
    asked: list[ReferralQuestion],
    nodes: dict[str, Node],
    lead: dict[str, str],
) -> Part:
    shown = shown_for(one, referral, asked)
    key = str(one.node_key or "")
    name = next((s.name for s in shown if s.part["key"] == key and key), "") or _("Förslaget som helhet")
    changed = [change for s in shown if (change := _changed(s, nodes, lead))]
    return Part(one, name, shown, nodes.get(key), changed)


def shown_for(one: ReferralQuestion, referral: Referral, asked: list[ReferralQuestion]) -> list[Shown]:
    """The text as sent that a question is about; a part that is asked about on its own is left to that."""
    others = {str(a.node_key) for a in asked if a.node_key and a.node_key != one.node_key}
    if one.node_key is None:
        return rest(referral.text, others)
    mine = under(referral.text, str(one.node_key))
    inner = {s.part["key"] for s in mine} & others
    covered = {s.part["key"] for key in inner for s in under(referral.text, key)}
    return [s for s in mine if s.part["key"] not in covered]


def _changed(shown: Shown, nodes: dict[str, Node], lead: dict[str, str]) -> Changed | None:
    part = shown.part
    if part["key"]:
        node = nodes.get(part["key"])
        if node is None:
            return Changed(shown.name, [], is_gone=True)
        title, text = node.title, node.text
    else:
        title, text = lead["title"], lead["text"]
    sent, now = f"{part['title']}\n{part['text']}".strip(), f"{title}\n{text}".strip()
    return Changed(shown.name, marks(sent, now)) if sent != now else None


def about_node(node: Node) -> list[tuple[Referral, list[Opinion]]]:
    """What was said about a part in each of its edition's referrals, newest first."""
    found = []
    questions = ReferralQuestion.objects.filter(node_key=node.key, referral__edition=node.edition_id)
    for one in questions.select_related("referral__round", "referral__edition", "question").order_by("-referral"):
        rows = Answer.objects.filter(
            question=one.question_id,
            response__request__in=Request.objects.approved().filter(round=one.referral.round_id),
        ).select_related("reply", "response__organisation")
        opinions = [
            Opinion(a, a.response.organisation, one, str(node), getattr(a, "reply", None))
            for a in rows.order_by("response__organisation__name_key")
            if a.text.strip()
        ]
        if opinions:
            found.append((one.referral, opinions))
    return found


def sent_with(section: Any) -> list[Shown]:
    """The text as sent that a section of a referral's form is about."""
    asked = list(
        ReferralQuestion.objects.filter(referral__questions__question__section=section)
        .distinct()
        .select_related("referral", "question")
        .order_by("question__section__position", "question__position")
    )
    open_ones = [a for a in asked if a.question.kind == Question.Kind.TEXT]
    here = [a for a in open_ones if a.question.section_id == section.pk]
    return [s for one in here for s in shown_for(one, one.referral, open_ones)]


def answered_to(request: Request) -> list[Opinion]:
    """What one organisation wrote, with what we answered, once those who replied have been told."""
    referral = Referral.objects.filter(round=request.round_id, told_at__isnull=False).first()
    if referral is None:
        return []
    referral = _with_round(Referral.objects.all()).get(pk=referral.pk)
    return compile(referral).of(request.organisation_id)


def parties_first(county: County, edition: Edition) -> set[int]:
    """The organisations that stand behind the plan, and all user organisations: chosen when a referral is begun."""
    parties = Party.objects.filter(plan=edition.plan_id, valid_to=None).values_list("organisation_id", flat=True)
    users = Organisation.objects.filter(county=county, kind=Organisation.Kind.USER_ORGANISATION)
    return {*parties, *users.values_list("pk", flat=True)}


def live(county: County) -> list[Line]:
    """Every referral in the county that somebody has something left to do with: for the start page."""
    editions = Edition.objects.filter(plan__county=county, referrals__told_at=None, referrals__isnull=False).distinct()
    found = []
    for edition in editions.select_related("plan__county"):
        for line in lines_of(edition, drafts=True):
            if line.referral.told_at is None:
                line.referral.edition = edition
                found.append(line)
    return found
