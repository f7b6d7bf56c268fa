from django.utils.translation import gettext as _

from ..models import Request, RequestState

State = RequestState.State
_PLACE = {State.WITH_MANAGER: 1, State.APPROVED: 3}


def steps_of(request: Request, state: str | None) -> list[tuple[str, str]]:
    """The three steps of a sign-off, with where we are now."""
    now = _PLACE.get(State(state), 0) if state else 0
    approver = request.manager_name or _("Ansvarig chef")
    titles = [
        _("Ni svarar och skickar till chefen"),
        _("%(approver)s läser och godkänner") % {"approver": approver},
        _("Länets samordnare kan läsa svaret"),
    ]
    return [(title, "done" if n < now else "current" if n == now else "todo") for n, title in enumerate(titles)]
