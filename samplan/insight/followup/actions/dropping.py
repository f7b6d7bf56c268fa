"""What was never sent, or was read in wrong, is thrown away whole. A round that organisations answered never is."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record
from samplan.work.questionnaires.models import Response
from samplan.work.rounds.models import RequestState, Round
from samplan.work.rounds.states import Refused, round_state

OWN = frozenset({"requests", "states", "reminders", "plan_round", "following"})  # what goes, or lets go, with the round


@transaction.atomic
def drop_draft(*, round: Round, by: Any) -> None:
    """Throws away a round that was never sent."""
    held = Round.objects.select_for_update().get(pk=round.pk)
    if round_state(held) != "draft":
        raise Refused(_("Omgången är redan utskickad."))
    record(by=by, verb="followup.dropped", subject=held, county=held.county.code)
    _throw_away(held)


@transaction.atomic
def drop_imported(*, round: Round, by: Any) -> None:
    """Takes away a round that came from a file, so that the file can be read in anew."""
    held = Round.objects.select_for_update().get(pk=round.pk)
    if not is_imported(held):
        raise Refused(_("Bara en omgång som lästs in från en fil, och som ingen har ändrat, kan tas bort."))
    if _is_leaned_on(held):
        raise Refused(_("En analys eller rapport bygger på omgången. Då står den kvar."))
    organisations = held.requests.count()
    record(
        by=by,
        verb="followup.import_dropped",
        subject=held,
        county=held.county.code,
        before={"organisations": organisations},
    )
    _throw_away(held)


def is_imported(round: Round) -> bool:
    """All of it stands as it came from the file."""
    rows = {(r.source, r.state_now) for r in round.requests.with_state()}
    return rows == {("import", RequestState.State.APPROVED)}


def _is_leaned_on(round: Round) -> bool:
    """Tables of rooms above are found, not named, here."""
    others = [r for r in Round._meta.related_objects if r.get_accessor_name() not in OWN]
    return any(r.related_model._default_manager.filter(**{r.field.name: round}).exists() for r in others)


def _throw_away(round: Round) -> None:
    responses = list(round.requests.values_list("response", flat=True))
    form = round.form
    round.delete()
    Response.objects.filter(pk__in=responses).delete()
    form.delete()
