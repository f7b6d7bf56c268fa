"""Made-up activities on the plans room's small plan, for the room's tests."""

from datetime import timedelta

from django.utils import timezone

from samplan.work.activities import actions
from samplan.work.activities.models import Activity
from samplan.work.plans.tests.making import make_plan


def make_activities(cast, new=None):
    """(edition, nodes by ref, activities by title)."""
    edition, nodes = make_plan(cast, source_name="plan.docx")
    ids = {ref: node.pk for ref, node in nodes.items()}
    if new is None:
        new = [
            actions.NewActivity(
                "En väg in", "proposed", [ids["q2"], ids["q1"]], [("Ekby kommun", cast.ekby)], [40, 91]
            ),
            actions.NewActivity("Kurs för personal", "project", [ids["q1"]], [], state="ongoing", owner=cast.ekby),
            actions.NewActivity(
                "Stöd till anhöriga",
                "operation",
                [ids["s21"]],
                [("Region Norrlunda", cast.region), ("föreningar", None)],
                state="paused",
                owner=cast.region,
            ),
            actions.NewActivity("Öppet hus", "other", [], state="ended", owner=cast.alby),
        ]
    made = actions.create_activities(edition=edition, activities=new, by=cast.coordinator)
    return edition, nodes, {a.title: a for a in made}


def age(activity, days):
    """As if nothing had been heard of it for so long: at noon, since an hour more or less in summer can be another day."""
    noon = timezone.localtime().replace(hour=12) - timedelta(days=days)
    Activity.objects.filter(pk=activity.pk).update(changed_at=noon)
