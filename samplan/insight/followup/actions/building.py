"""The form of a round, built from an edition's follow-up questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.people.models import Organisation
from samplan.work.plans.models import Edition, FollowUpQuestion, Node
from samplan.work.questionnaires.models import Form, Question, Section

from ..models import AskedQuestion

Kind = Organisation.Kind
ASSOCIATIONS = [Kind.ASSOCIATION, Kind.USER_ORGANISATION]
AUTHORITIES = [kind for kind in Kind.values if kind not in ASSOCIATIONS]


@dataclass(frozen=True)
class Asked:
    """How one of the plan's questions is put this time."""

    source: FollowUpQuestion
    text: str
    help: str = ""
    kind: str = Question.Kind.SCALE

    @property
    def asked_of(self) -> list[str]:
        """Associations get the questions that are about them; authorities the rest."""
        return [
            str(k)
            for k in (ASSOCIATIONS if self.source.audience == FollowUpQuestion.Audience.ASSOCIATIONS else AUTHORITIES)
        ]


def asked_questions(edition: Edition) -> list[Asked]:
    """The plan's questions as they stand there, in its order."""
    rows = edition.questions.select_related("node").order_by("position")
    return [Asked(q, q.text, q.help, Question.Kind.TEXT if q.is_open else Question.Kind.SCALE) for q in rows]


def area_of(node: Node | None, nodes: dict[int, Node]) -> Node | None:
    """The part of the plan a question's section is made of: the outermost numbered part it lies in."""
    area, top = None, None
    while node is not None:
        top = node
        area = node if node.number else area
        node = nodes.get(node.parent_id) if node.parent_id else None
    return area or top


@transaction.atomic
def build_form(*, edition: Edition, title: str, asked: Sequence[Asked] | None = None) -> Form:
    """One section per area; each ends by asking for obstacles and success factors. Keys are the plan's, so that years compare."""
    nodes = {node.pk: node for node in edition.nodes.all()}
    sections: dict[int | None, list[Asked]] = {}
    for question in asked_questions(edition) if asked is None else asked:
        area = area_of(nodes.get(question.source.node_id or 0), nodes)
        sections.setdefault(area.pk if area else None, []).append(question)
    form = Form.objects.create(title=title)
    ordered = sorted(sections.items(), key=lambda item: nodes[item[0]].position if item[0] else 10**9)
    for position, (area_id, questions) in enumerate(ordered, 1):
        _section(form, position, nodes[area_id] if area_id else None, edition, questions)
    return form


def _section(form: Form, position: int, area: Node | None, edition: Edition, questions: Sequence[Asked]) -> None:
    number = area.number if area and area.number else str(position)
    title = area.title if area else _("Planen som helhet")
    section = Section.objects.create(form=form, position=position, number=number, title=title[:200])
    for place, asked in enumerate(questions, 1):
        question = Question.objects.create(
            section=section,
            position=place,
            number=f"{number}.{place}",
            kind=asked.kind,
            text=asked.text,
            help=asked.help,
            key=asked.source.key,
            asked_of=asked.asked_of,
        )
        AskedQuestion.objects.create(question=question, source=asked.source)
    _closing(section, area.key if area else uuid5(NAMESPACE_URL, f"samplan:plan:{edition.plan_id}"), questions)


def _closing(section: Section, key: UUID, questions: Iterable[Asked]) -> None:
    """What hindered and what helped, asked of whoever was asked anything in the section."""
    questions = list(questions)
    kinds = sorted({kind for asked in questions for kind in asked.asked_of})
    closing = [
        (Question.Kind.OBSTACLES, _("Vad har hindrat er?"), _("Ett hinder per rad räcker. Tomt är också ett svar.")),
        (Question.Kind.SUCCESS, _("Vad har hjälpt er framåt?"), _("Det som andra kan ha nytta av.")),
    ]
    for place, (kind, text, help) in enumerate(closing, len(questions) + 1):
        Question.objects.create(
            section=section,
            position=place,
            number=f"{section.number}.{place}",
            kind=kind,
            text=text,
            help=help,
            key=uuid5(key, str(kind)),
            asked_of=kinds,
        )


class FormFrozen(Exception):
    """The form has been sent: its questions no longer change."""


@transaction.atomic
def reword(*, form: Form, asked: Sequence[Asked], edition: Edition, by: Any) -> None:
    """Puts the questions anew while nobody has been asked: the whole form is rebuilt in place."""
    held = Form.objects.select_for_update().get(pk=form.pk)
    if held.frozen_at:
        raise FormFrozen
    fresh = build_form(edition=edition, title=held.title, asked=asked)
    held.sections.all().delete()
    fresh.sections.update(form=held)
    fresh.delete()
