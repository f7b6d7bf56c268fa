from django.http import Http404
from django.shortcuts import get_object_or_404

from samplan.foundation.people.access import CountyRequest
from samplan.work.rounds.models import Round

from . import queries
from .compilation import Compilation, QuestionResult


def get_round(request: CountyRequest, pk: int) -> Round:
    """A round of this county that has been sent. Whoever has a role in the county may read what was handed in."""
    return get_object_or_404(
        queries.rounds_to_compile(request.county).select_related("form", "previous", "county"), pk=pk
    )


def get_result(compiled: Compilation, question_id: int) -> QuestionResult:
    result = compiled.result(question_id)
    if result is None:
        raise Http404
    return result
