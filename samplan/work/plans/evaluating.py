"""What was found about an edition, and which choices it led to in the next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Todo
from samplan.foundation.core.tables import CellValue, Sheet
from samplan.foundation.people.models import County

from .models import Consequence, Edition, Evaluation, Finding, Node
from .queries import with_state
from .states import EDITABLE


def next_of(edition: Edition) -> Edition | None:
    """The edition of the same plan that comes right after, whatever its state."""
    later: Any = Edition.objects.filter(plan=edition.plan_id, number__gt=edition.number).order_by("number")
    return with_state(later).first()


def before(edition: Edition) -> Edition | None:
    return Edition.objects.filter(plan=edition.plan_id, number__lt=edition.number).order_by("-number").first()


@dataclass(frozen=True)
class Line:
    evaluation: Evaluation
    findings: int
    answered: int

    @property
    def waiting(self) -> int:
        return self.findings - self.answered


def evaluations_of(edition: Edition) -> list[Line]:
    counts = {
        "all_findings": Count("findings", distinct=True),
        "answered": Count("findings", filter=~Q(findings__consequences=None), distinct=True),
    }
    rows: Any = edition.evaluations.annotate(**counts)
    return [Line(row, row.all_findings, row.answered) for row in rows]


def findings_of(evaluation: Evaluation) -> QuerySet[Finding]:
    return evaluation.findings.select_related("node__tier").prefetch_related("consequences__node__tier")


def sheet_of(edition: Edition) -> Sheet:
    """One row for each answer, and one for each finding that has none."""
    columns = (
        _("Utvärdering"),
        _("Blev klar"),
        _("Slutsats"),
        _("Vad visar det?"),
        _("Gäller"),
        _("Ledde till"),
        _("Varför?"),
    )
    rows = []
    for evaluation in edition.evaluations.all():
        for finding in findings_of(evaluation):
            about_part = str(finding.node) if finding.node else _("Hela planen")
            said = (evaluation.title, evaluation.on, finding.text, finding.basis, about_part)
            rows += [(*said, *led) for led in _led(finding)]
    return Sheet(_("Slutsatser"), columns, rows)


def _led(finding: Finding) -> list[tuple[CellValue, CellValue]]:
    answers = list(finding.consequences.all())
    if not answers:
        return [(None, None)]
    return [(str(a.node) if a.node else _("Följs inte"), a.because) for a in answers]


def without_choice(edition: Edition) -> QuerySet[Finding]:
    """What was found about the edition before, that this one says nothing of."""
    former = before(edition)
    return Finding.objects.filter(evaluation__edition=former, consequences=None) if former else Finding.objects.none()


def about(node: Node) -> list[Finding]:
    """Found about the part, in this edition or in others that it has been through."""
    rows = Finding.objects.filter(node__key=node.key, evaluation__edition__plan=node.edition.plan_id)
    return list(rows.select_related("evaluation__edition").order_by("-evaluation__on", "position"))


def led_to(node: Node) -> list[Consequence]:
    """What the part was written, or kept, because of."""
    rows = Consequence.objects.filter(node__key=node.key, node__edition__plan=node.edition.plan_id)
    return list(rows.select_related("finding__evaluation__edition").order_by("finding__evaluation__on", "pk"))


def todo(county: County) -> list[Todo]:
    """Drafts that leave something unanswered of what was found about the edition before."""
    later: Any = with_state(Edition.objects.filter(plan__county=county, number__gt=1))
    out = []
    for draft in later.filter(state__in=EDITABLE).select_related("plan"):
        number = without_choice(draft).count()
        if number:
            words = ngettext(
                "%(n)d slutsats har inget svar i %(plan)s", "%(n)d slutsatser har inget svar i %(plan)s", number
            )
            out.append(
                Todo(
                    due=today(),
                    text=words % {"n": number, "plan": draft.title},
                    why=_(
                        "De kommer ur utvärderingen av den förra. Säg för var och en vilken del den ledde till, eller varför den inte följs."
                    ),
                    url=reverse("plans:evaluations", args=[county.slug, before(draft).pk]),  # type: ignore[union-attr]
                    action=_("Svara på slutsatserna"),
                )
            )
    return out
