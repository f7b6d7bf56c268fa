"""The form of a round, built from an edition's follow-up questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.language import house_language
from samplan.foundation.people.models import Organisation
from samplan.work.plans.models import Edition, FollowUpQuestion, Node
from samplan.work.plans.outline import HEADING_TYPES
from samplan.work.questionnaires.models import Form, Question, Section

from ..models import AskedQuestion

Kind = Organisation.Kind
ASSOCIATIONS = [Kind.ASSOCIATION, Kind.USER_ORGANISATION]
LAST = 10**9  # questions on the plan as a whole stand after its parts
SHORT = 6  # a longer number is a title of its own
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
    """The part of the plan a question's section is made of: the outermost it lies in that is no mere heading, numbered if any is."""
    path: list[Node] = []
    while node is not None:
        path.insert(0, node)
        node = nodes.get(node.parent_id) if node.parent_id else None
    below = [part for part in path if part.tier.standard_type not in HEADING_TYPES] or path
    return next((part for part in below if part.number), below[0] if below else None)


@transaction.atomic
def build_form(*, edition: Edition, title: str, asked: Sequence[Asked] | None = None) -> Form:
    """One section per area; each ends by asking for obstacles and success factors. Keys are the plan's, so that years compare."""
    nodes = {node.pk: node for node in edition.nodes.select_related("tier")}
    sections: dict[int | None, list[Asked]] = {}
    for question in asked_questions(edition) if asked is None else asked:
        area = area_of(nodes.get(question.source.node_id or 0), nodes)
        sections.setdefault(area.pk if area else None, []).append(question)
    form = Form.objects.create(title=title)
    ordered = sorted(sections, key=lambda pk: nodes[pk].position if pk else LAST)
    areas = [nodes[pk] if pk else None for pk in ordered]
    whole = uuid5(NAMESPACE_URL, f"samplan:plan:{edition.plan_id}")
    with house_language():
        for position, (area, number) in enumerate(zip(areas, _numbers(areas), strict=True), 1):
            questions = sections[area.pk if area else None]
            title = area.title if area else _("Planen som helhet")
            section = Section.objects.create(form=form, position=position, number=number, title=title[:200])
            _ask(section, questions)
            _closing(section, area.key if area else whole, questions)
    return form


def _numbers(areas: Sequence[Node | None]) -> list[str]:
    """The plan's own numbers where they tell the sections apart; else 1, 2, 3."""
    own = [area.number.rstrip(".") if area else str(len(areas)) for area in areas]
    fit = all(0 < len(number) <= SHORT for number in own) and len(set(own)) == len(own)
    return own if fit else [str(place) for place in range(1, len(areas) + 1)]


def _ask(section: Section, questions: Sequence[Asked]) -> None:
    for place, asked in enumerate(questions, 1):
        question = Question.objects.create(
            section=section,
            position=place,
            number=f"{section.number}.{place}",
            kind=asked.kind,
            text=asked.text,
            help=asked.help,
            key=asked.source.key,
            asked_of=asked.asked_of,
        )
        AskedQuestion.objects.create(question=question, source=asked.source)


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
