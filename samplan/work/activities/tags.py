"""What the list of activities can be narrowed to beside the plan: words, places, perspectives."""

from typing import Any

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from samplan.foundation.people.models import County
from samplan.foundation.terms.models import Vocabulary

from .models import Activity, ActivityDocument, ActivityTerm, Assessment, Volume

Kind = Vocabulary.Kind
ADDRESSED = (Assessment.Outcome.MEETS, Assessment.Outcome.PARTLY)
# The name of each in the list's address.
NAMES = {Kind.TARGET_GROUPS: "malgrupp", Kind.METHODS: "metod", Kind.FOCUS_AREAS: "fokus"}
METHOD = NAMES[Kind.METHODS]
PLACE, PERSPECTIVE, PART, EVIDENCE = "plats", "perspektiv", "del", "visar"
SHOWN: tuple[Any, ...] = (ActivityDocument, Volume)  # what shows what an activity leads to

Tags = dict[str, dict[int, str]]


def tags_by_activity(county: County) -> dict[int, Tags]:
    """Per activity, what the list can be narrowed to: words, places, the perspectives that it meets; its parts of plans, and what
    shows what it leads to. One query."""

    def rows(found: Any, kind: Any, key: str, text: Any) -> Any:
        return found.annotate(_kind=Cast(kind, CharField()), _key=Cast(key, CharField())).values_list(
            "activity_id", "_kind", "_key", text
        )

    words = ActivityTerm.objects.filter(activity__county=county, term__vocabulary__kind__in=NAMES)
    places = Activity.places.through.objects.filter(activity__county=county)
    parts = Activity.nodes.through.objects.filter(activity__county=county)
    nothing = Value("", TextField())
    met = Assessment.objects.filter(activity__county=county, outcome__in=ADDRESSED)
    found = rows(words.order_by(), "term__vocabulary__kind", "term_id", "term__text").union(
        rows(places.order_by(), Value(PLACE), "place_id", "place__name"),
        rows(met.order_by(), Value(PERSPECTIVE), "term_id", "term__text"),
        rows(parts.order_by(), Value(PART), "node_id", nothing),
        *(
            rows(model.objects.filter(activity__county=county).order_by(), Value(EVIDENCE), "pk", nothing)
            for model in SHOWN
        ),
        all=True,
    )
    out: dict[int, Tags] = {}
    for activity_id, kind, key, text in found:
        name = NAMES.get(kind, kind)
        out.setdefault(activity_id, {}).setdefault(name, {})[int(key)] = text
    return out
