"""Which moves an edition may make. Its state is the latest EditionState row; rows are added, never changed."""

from django.utils.translation import gettext as _

from .models import Edition, EditionState

State = EditionState.State

EDITABLE = (State.WORKING, State.REFERRAL)
DECIDED = (State.ADOPTED, State.SUPERSEDED)
MOVES: dict[str, tuple[str, ...]] = {
    State.WORKING: (State.REFERRAL, State.ADOPTED),
    State.REFERRAL: (State.WORKING, State.ADOPTED),
    State.ADOPTED: (State.SUPERSEDED,),
    State.SUPERSEDED: (),
}


class NotAllowed(Exception):
    """The edition's state does not allow it; the message is for the reader."""


def latest(edition: Edition) -> EditionState:
    return edition.states.order_by("at", "id").reverse()[0]


def require_editable(edition: Edition) -> None:
    if latest(edition).state not in EDITABLE:
        raise NotAllowed(
            _("Utgåvan är antagen och kan inte ändras. Börja på nästa utgåva om något behöver bli annorlunda.")
        )


def require_not_over(edition: Edition) -> None:
    """For what hangs on the adopted text and may change after: not on an edition that something newer has replaced."""
    if latest(edition).state == State.SUPERSEDED:
        raise NotAllowed(_("Utgåvan gäller inte längre. Ändra i den som gäller nu."))


def require_move(edition: Edition, to: str) -> None:
    now = latest(edition)
    if to not in MOVES[now.state]:
        words = {"now": now.get_state_display().lower(), "to": State(to).label.lower()}
        raise NotAllowed(_("Utgåvan är ”%(now)s” och kan inte bli ”%(to)s”.") % words)
