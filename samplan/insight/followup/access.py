from django.http import Http404
from django.shortcuts import get_object_or_404

from samplan.foundation.people.access import CountyRequest
from samplan.work.plans.models import Edition
from samplan.work.rounds.models import Request, Round

from . import queries
from .actions import is_imported


def get_round(request: CountyRequest, pk: int) -> Round:
    return get_object_or_404(queries.all_rounds_of(request.county), pk=pk)


def get_draft(request: CountyRequest, pk: int) -> Round:
    """A round that has not been sent; one that has is no longer prepared."""
    round = get_round(request, pk)
    if round.state_now or round.kind != Round.Kind.FOLLOW_UP:
        raise Http404
    return round


def get_imported(request: CountyRequest, pk: int) -> Round:
    """A round that stands as it was read in from a file."""
    round = get_round(request, pk)
    if not is_imported(round):
        raise Http404
    return round


def get_request(round: Round, pk: int) -> Request:
    return get_object_or_404(
        round.requests.with_state().select_related("organisation", "response", "round__owner"), pk=pk
    )


def get_edition(request: CountyRequest, pk: int) -> Edition:
    return get_object_or_404(Edition.objects.select_related("plan__county"), pk=pk, plan__county=request.county)
