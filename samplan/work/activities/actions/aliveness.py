"""What a county asks of an activity that can be followed."""

from typing import Any

from django.db import transaction

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County

from ..aliveness import NEWS_DAYS, Point, Rules, mark_of_rules, rules_of
from ..models import QualityRule


@transaction.atomic
def set_rules(*, county: County, rules: Rules, seen: str, by: Any) -> None:
    """Raises Stale when the rules are not as shown. What the county asks as the product does leaves no row."""
    county = County.objects.select_for_update(no_key=True).get(pk=county.pk)
    before = rules_of(county)
    if mark_of_rules(before) != seen:
        raise Stale
    if before == rules:
        return
    QualityRule.objects.filter(county=county).delete()
    for point in Point:
        counts = point in rules.points
        days = rules.days if point == Point.NEWS and rules.days != NEWS_DAYS else None
        if not counts or days:
            QualityRule.objects.create(county=county, point=point, counts=counts, days=days)
    record(
        by=by,
        verb="activities.points_set",
        subject=county,
        county=county.code,
        before=_told(before),
        after=_told(rules),
    )


def _told(rules: Rules) -> dict[str, Any]:
    return {"points": [str(point.value) for point in rules.points], "news_days": rules.days}
