"""When nobody is waited for: a paused activity's days are set anew when it goes on, and a declined one was never begun.

What has ended is still evaluated and told of, often most of all then.
"""

from typing import Any

from django.db.models import Q, QuerySet

from samplan.work.activities.models import Activity
from samplan.work.activities.queries import with_state
from samplan.work.activities.states import State

QUIET = (State.PAUSED, State.DECLINED)


def quiet(activities: QuerySet[Activity]) -> Any:
    return with_state(activities).filter(Q(state__in=QUIET)).values("pk")
