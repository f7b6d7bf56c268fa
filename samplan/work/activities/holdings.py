"""What there is of an activity's many kinds of rows, asked in the one question that reads it: its page then asks only for those."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from samplan.foundation.terms.models import Vocabulary

from .models import (
    Activity,
    ActivityDocument,
    ActivityLineage,
    ActivityTerm,
    Actor,
    Adoption,
    Asking,
    Carrying,
    CycleMark,
    Forecast,
    Nomination,
    Post,
    ReportingPoint,
    Rescoping,
    Volume,
)

# Name of the rows: model, and how a row leads to its activity.
ROWS: dict[str, tuple[Any, Q]] = {
    "forecasts": (Forecast, Q(activity=OuterRef("pk"))),
    "rescopings": (Rescoping, Q(activity=OuterRef("pk"))),
    "lineage": (ActivityLineage, Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))),
    "adoptions": (Adoption, Q(activity=OuterRef("pk"))),
    "askings": (Asking, Q(activity=OuterRef("pk"))),
    "carryings": (Carrying, Q(activity=OuterRef("pk"))),
    "actors": (Actor, Q(activity=OuterRef("pk"))),
    "posts": (Post, Q(activity=OuterRef("pk"))),
    "documents": (ActivityDocument, Q(activity=OuterRef("pk"))),
    "points": (ReportingPoint, Q(county=OuterRef("county"))),
    "volumes": (Volume, Q(activity=OuterRef("pk"))),
    "methods": (ActivityTerm, Q(activity=OuterRef("pk"), term__vocabulary__kind=Vocabulary.Kind.METHODS)),
    "nominations": (Nomination, Q(activity=OuterRef("pk"))),
    "places": (Activity.places.through, Q(activity=OuterRef("pk"))),
}


def with_holdings(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    latest = CycleMark.objects.filter(activity=OuterRef("pk")).order_by("-on", "-pk").values("phase")[:1]
    return activities.annotate(phase=Subquery(latest)).annotate(
        **{f"has_{name}": Exists(model.objects.filter(how)) for name, (model, how) in ROWS.items()}
    )


def those(activity: Any, name: str, rows: QuerySet[Any]) -> Iterable[Any]:
    """The rows, or nothing without asking where the page's question has told that there are none."""
    return rows if getattr(activity, f"has_{name}", True) else ()
