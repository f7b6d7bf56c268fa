"""Which bodies own the plan and its parts, work with them, or give advice. A role ends with a day and is never taken away."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record
from samplan.foundation.people.actions.registers import RegisterRefused, iso
from samplan.work.governance.models import Body

from ..models import BodyRole, Edition, Node, Plan


@transaction.atomic
def give_body_role(*, edition: Edition, node: Node | None, body: Body, kind: str, by: Any) -> BodyRole:
    Plan.objects.select_for_update().get(pk=edition.plan_id)
    if body.county_id != edition.plan.county_id or body.has_ended:
        raise RegisterRefused(_("Organet går inte att välja."), "body")
    held = edition.body_roles.filter(node=node, body=body, valid_to=None).first()
    if held:
        words = _("%(body)s står redan här: %(kind)s. Avsluta det först om det har ändrats.")
        raise RegisterRefused(words % {"body": body.name, "kind": held.get_kind_display().lower()}, "body")
    made = BodyRole.objects.create(edition=edition, node=node, body=body, kind=kind, valid_from=today())
    _tell("body_role_given", made, by, after={"kind": kind})
    return made


@transaction.atomic
def end_body_role(*, role: BodyRole, last_day: date, by: Any) -> None:
    Plan.objects.select_for_update().get(pk=role.edition.plan_id)
    role = BodyRole.objects.select_related("edition__plan__county", "body", "node__tier").get(pk=role.pk)
    if role.valid_to is not None:
        raise RegisterRefused(_("Det är redan avslutat."))
    if last_day < role.valid_from:
        raise RegisterRefused(_("Den kan inte upphöra innan den börjar."), "last_day")
    if last_day > today():
        raise RegisterRefused(_("Den dagen har inte varit än."), "last_day")
    role.valid_to = last_day
    role.save(update_fields=["valid_to"])
    _tell("body_role_ended", role, by, before={"kind": role.kind}, after={"day": iso(last_day)})


def _tell(verb: str, role: BodyRole, by: Any, before: Any = None, after: Any = None) -> None:
    facts = {"body": role.body.name, **(after or {})}
    subject = role.node or role.edition
    county = role.edition.plan.county.code
    record(by=by, verb=f"plans.{verb}", subject=subject, county=county, before=before, after=facts)
