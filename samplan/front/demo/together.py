"""How the first county's plan hangs together with others in the demonstration. The ties are to real strategies; the rest is made up."""

from datetime import timedelta
from typing import Any

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation, User
from samplan.work.activities.actions.adopting import take_up
from samplan.work.activities.models import Activity, ActivityState
from samplan.work.plans.actions import NewTier
from samplan.work.plans.actions.processes import add_process, add_step
from samplan.work.plans.actions.relations import add_relation, create_plan_under
from samplan.work.plans.models import Edition

COUNTY = "17"
# Kind, to what, its name, who issued it.
TIES = [
    ("carries_out", "agreement", "Överenskommelsen om psykisk hälsa och suicidprevention", "Staten och SKR"),
    ("follows", "strategy", "Värmlandsstrategin", "Region Värmland"),
    ("follows", "strategy", "God och nära vård", ""),
    ("touches", "strategy", "ANDTS-strategin", ""),
]
TIERS = [NewTier("Mål", "impact"), NewTier("Område", "outcome")]
# What happens, who hands over, unit, who takes over, unit, routine. 0 is the region, 1 the first municipality.
STEPS = [
    (
        "Berätta i god tid",
        0,
        "Barn- och ungdomspsykiatrin",
        0,
        "Vuxenpsykiatrin",
        "Samtal ett halvår före 18 år (påhittad rutin)",
    ),
    (
        "Planera tillsammans",
        0,
        "Barn- och ungdomspsykiatrin",
        0,
        "Vuxenpsykiatrin",
        "Gemensam vårdplan (påhittad rutin)",
    ),
    ("Kalla till SIP när kommunen behövs", 0, "Vuxenpsykiatrin", 1, "Socialtjänsten", ""),
    ("Följ upp efter tre månader", 1, "Socialtjänsten", 0, "Vuxenpsykiatrin", ""),
]


def tie_together(edition: Edition, organisations: list[Organisation], by: User) -> None:
    plan = edition.plan
    if plan.county.code != COUNTY:
        return
    for kind, to_kind, title, publisher in TIES:
        add_relation(
            plan=plan,
            kind=kind,
            to_kind=to_kind,
            to_plan=None,
            title=title,
            publisher=publisher,
            url="",
            note="",
            valid_from=None,
            valid_to=None,
            by=by,
        )
    _process(edition, organisations, by)
    _local_plan(edition, organisations, by)


def _process(edition: Edition, organisations: list[Organisation], by: User) -> None:
    region = next(o for o in organisations if o.kind == Organisation.Kind.REGION)
    town = next(o for o in organisations if o.kind == Organisation.Kind.MUNICIPALITY)
    sides: dict[Any, Organisation | None] = {0: region, 1: town, None: None}
    process = add_process(
        plan=edition.plan,
        title="Från barn- till vuxenpsykiatrin",
        text="Demonstration: när en ung person fyller 18 år och behöver fortsatt stöd.",
        by=by,
    )
    part = edition.nodes.filter(number="4.3").first()
    for title, giver, giver_unit, receiver, receiver_unit, routine in STEPS:
        add_step(
            process=process,
            title=title,
            text="",
            giver=sides[giver],
            giver_unit=giver_unit,
            receiver=sides[receiver],
            receiver_unit=receiver_unit,
            routine=routine,
            routine_url="",
            parts=[part.key] if part else [],
            by=by,
        )


def _local_plan(edition: Edition, organisations: list[Organisation], by: User) -> None:
    town = next(o for o in organisations if o.kind == Organisation.Kind.MUNICIPALITY)
    local = create_plan_under(
        parent=edition.plan,
        title=f"Lokal plan för {town.short_name} (demonstration)",
        organisation=town,
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        lead="",
        tiers=TIERS,
        by=by,
    )
    states = (ActivityState.State.ONGOING, ActivityState.State.PREPARING)
    for number, activity in enumerate(Activity.objects.filter(edition=edition).order_by("position")[:2]):
        take_up(
            activity=activity,
            plan=local.plan,
            text="Demonstration: så gör vi det hos oss.",
            state=states[number],
            on=today() - timedelta(days=40 * (number + 1)),
            reason="",
            by=by,
        )
