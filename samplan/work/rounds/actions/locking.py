from django.db import connection

from samplan.work.rounds.models import Request, Round


def lock(request: Request) -> Request:
    """The request as it stands now, kept still until the transaction ends. (SQLite: the transaction itself is the lock.)"""
    return (
        Request.objects.select_for_update(of=("self",))
        .select_related("round__owner", "round__county", "organisation", "response")
        .get(pk=request.pk)
    )


def hold(request: Request) -> None:
    """Keeps the request still without reading it again: for saving as typed, which happens at every pause."""
    if connection.features.has_select_for_update:
        Request.objects.select_for_update(of=("self",)).values_list("pk").get(pk=request.pk)


def lock_round(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("owner", "county", "form").get(pk=round.pk)
