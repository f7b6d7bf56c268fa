from django.shortcuts import get_object_or_404

from samplan.foundation.people.access import CountyRequest
from samplan.insight.analysis.access import get_round
from samplan.work.rounds.models import Round

from . import queries
from .models import Report


def get_report(request: CountyRequest, pk: int) -> Report:
    return get_object_or_404(queries.reports_of(request.county).select_related("round__county", "round__form"), pk=pk)


def round_to_report(request: CountyRequest, pk: int) -> Round:
    return get_round(request, pk)
