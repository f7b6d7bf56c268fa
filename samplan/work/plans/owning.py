"""What somebody, or an organisation, has in hand in plans that are not over, and areas nobody answers for."""

from functools import partial

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Owned, Ownerless
from samplan.foundation.people.models import County, Organisation, User

from . import queries
from .actions import passing_on, processes, relations, visions
from .contact_table import table_of
from .models import ContactRole, Edition, EditionState, Party, Plan, ProcessStep, VisionOwner


def owned_by(holder: User | Organisation) -> list[Owned]:
    if isinstance(holder, User):
        return [
            _contact(role, partial(passing_on.pass_contact_role, role=role), held=True)
            for role in _contact_roles().filter(user=holder)
        ]
    if isinstance(holder, Organisation):
        roles = _contact_roles().filter(organisation=holder)
        contacts = [_contact(role, partial(passing_on.move_contact_role, role=role)) for role in roles]
        parties = [_party(party) for party in _parties().filter(organisation=holder)]
        return contacts + parties + _local_plans(holder) + _steps(holder) + _visions(holder)
    return []


def _contact_roles() -> QuerySet[ContactRole]:
    rows = ContactRole.objects.filter(valid_to=None)
    return rows.select_related("edition__plan__county", "node", "organisation", "user")


def _contact(role: ContactRole, pass_on: partial[None], *, held: bool = False) -> Owned:
    county = role.edition.plan.county
    return Owned(
        str(role),
        _("Kontaktperson i planen"),
        reverse("plans:contacts", args=[county.slug, role.edition_id]),
        pass_on,
        organisation_id=role.organisation_id if held else None,
        county_id=county.pk,
    )


def _parties() -> QuerySet[Party]:
    current = Q(valid_to=None) | Q(valid_to__gte=today())
    return Party.objects.filter(current).select_related("plan__county", "organisation")


def _party(party: Party) -> Owned:
    county = party.plan.county
    pass_on = partial(passing_on.pass_party, party=party)
    return Owned(
        party.plan.title,
        _("Står bakom planen"),
        reverse("plans:list", args=[county.slug]),
        pass_on,
        county_id=county.pk,
    )


def _local_plans(holder: Organisation) -> list[Owned]:
    plans = Plan.objects.filter(organisation=holder).select_related("county", "organisation")
    return [
        Owned(
            plan.title,
            _("Lokal plan"),
            reverse("plans:list", args=[plan.county.slug]),
            partial(relations.pass_local_plan, plan=plan),
            county_id=plan.county_id,
        )
        for plan in plans
    ]


def _steps(holder: Organisation) -> list[Owned]:
    """Each side of a step is a thing of its own: the same organisation may hand over and take over."""
    found = []
    for side in ("giver", "receiver"):
        steps = ProcessStep.objects.filter(**{side: holder}).select_related("process__plan__county")
        for step in steps:
            county = step.process.plan.county
            pass_on = partial(processes.pass_step, step=step, side=side)
            kind = _("Lämnar över i en process") if side == "giver" else _("Tar över i en process")
            url = reverse("plans:list", args=[county.slug])
            found.append(Owned(f"{step.process}: {step}", kind, url, pass_on, county_id=county.pk))
    return found


def _visions(holder: Organisation) -> list[Owned]:
    """Words that it owns in editions that may still change or are in force."""
    rows = VisionOwner.objects.filter(organisation=holder).select_related("node__tier", "node__edition__plan__county")
    over = queries.with_state(Edition.objects.filter(nodes__vision_owners__organisation=holder)).filter(
        state=EditionState.State.SUPERSEDED
    )
    found = []
    for row in rows.exclude(node__edition__in=over.values("pk")):
        county = row.node.edition.plan.county
        url = reverse("plans:node", args=[county.slug, row.node_id])
        pass_on = partial(visions.pass_vision, owner=row)
        found.append(Owned(str(row.node), _("Äger en målbilds ord"), url, pass_on, county_id=county.pk))
    return found


def ownerless(county: County) -> list[Ownerless]:
    """Areas of the editions in force where some organisation has nobody, once the county has begun to name people."""
    found = []
    for edition in queries.current_editions(county):
        table = table_of(edition)
        if not table.filled:
            continue
        for line in table.lines:
            vacant = [cell.organisation.short_name for cell in line.cells if cell.role is None]
            if line.area and vacant:
                url = reverse("plans:contacts", args=[county.slug, edition.pk])
                title = _("%(area)s: %(organisations)s") % {"area": line.area, "organisations": _some(vacant)}
                found.append(Ownerless(title, _("Område utan kontaktperson"), url))
    return found


def _some(names: list[str], most: int = 3) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return _("%(names)s och %(n)d till") % {"names": ", ".join(names[:most]), "n": len(names) - most}
