"""Who may read and change how an activity is carried through: as the activity itself. Guides are the county's, kept by its coordinators."""

from samplan.foundation.people.access import as_coordinator, in_county
from samplan.work.activities.access import activity_of, changeable, changing, may_change, own_organisations

__all__ = ["activity_of", "as_coordinator", "changeable", "changing", "in_county", "may_change", "own_organisations"]
