"""Ways to look at the list of activities that each county of the demonstration keeps."""

from datetime import timedelta

from django.utils import timezone

from samplan.foundation.history.actions import dated
from samplan.foundation.people.models import County, User
from samplan.work.activities.actions.saved_views import save_view

# Name, what is chosen, whether all in the county see it.
VIEWS = [
    ("Att väcka till liv", "visa=stilla&grupp=agare", True),
    ("Projekt över tid", "sort=project&form=tidslinje", True),
    ("Ingen har tagit på sig", "visa=utan-agare", False),
]


def keep_views(county: County, by: User) -> None:
    with dated(timezone.now() - timedelta(days=30)):
        for name, query, shared in VIEWS:
            save_view(county=county, name=name, query=query, shared=shared, by=by)
