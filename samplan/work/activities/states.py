"""Which moves an activity may make. Its state is the latest dated ActivityState row; rows are added, never changed."""

from django.utils.translation import gettext as _

from .models import Activity, ActivityState

State = ActivityState.State

MOVES: dict[str, tuple[str, ...]] = {
    State.IDEA: (State.PREPARING, State.DECIDED, State.ONGOING, State.DECLINED),
    State.PREPARING: (State.DECIDED, State.ONGOING, State.PAUSED, State.CARRIED, State.DECLINED),
    State.DECIDED: (State.PREPARING, State.ONGOING, State.PAUSED, State.CARRIED, State.DECLINED),
    State.ONGOING: (State.PAUSED, State.CARRIED, State.ORDINARY, State.ENDED),
    State.PAUSED: (State.PREPARING, State.ONGOING, State.CARRIED, State.ENDED),
    State.CARRIED: (State.PREPARING, State.DECIDED, State.ONGOING, State.PAUSED, State.ENDED, State.DECLINED),
    State.ORDINARY: (State.ONGOING, State.ENDED),
    State.ENDED: (State.ONGOING,),
    State.DECLINED: (State.IDEA,),
    State.MERGED: (),  # it lives on in another: actions/becoming.py
    State.SPLIT: (),
}
BECAME = (State.MERGED, State.SPLIT)
WITH_REASON = (State.PAUSED, State.CARRIED, State.ENDED, State.DECLINED)  # whoever reads it later asks why
WITH_PAYER = (State.ORDINARY,)  # what is no longer a project must be paid by somebody
OVER = (State.ENDED, State.DECLINED, *BECAME)
RUNNING = (State.PREPARING, State.DECIDED, State.ONGOING)  # what can stand still
BADGE = {
    State.IDEA: "idea",
    State.PREPARING: "neutral",
    State.DECIDED: "neutral",
    State.ONGOING: "ok",
    State.PAUSED: "paused",
    State.ENDED: "ended",
    State.ORDINARY: "ok",
    State.DECLINED: "ended",
    State.CARRIED: "paused",
    State.MERGED: "ended",
    State.SPLIT: "ended",
}


class NotAllowed(Exception):
    """The activity's state does not allow it; the message is for the reader."""


def latest(activity: Activity) -> ActivityState:
    return activity.states.order_by("-on", "-id")[0]


def require_move(now: ActivityState, to: str, reason: str, payer: str = "") -> None:
    if to not in MOVES[now.state]:
        words = {"now": now.get_state_display().lower(), "to": State(to).label.lower()}
        raise NotAllowed(_("Aktiviteten är ”%(now)s” och kan inte bli ”%(to)s”.") % words)
    if to in WITH_REASON and not reason.strip():
        raise NotAllowed(_("Skriv varför. Den som läser senare undrar det."))
    if to in WITH_PAYER and not payer.strip():
        raise NotAllowed(_("Skriv vem som betalar nu."))
