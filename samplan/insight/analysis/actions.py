from typing import Any

from django.db import transaction
from django.utils import timezone

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record
from samplan.work.questionnaires.models import Question
from samplan.work.rounds.models import Round

from .models import OwnAnalysis


@transaction.atomic
def save_analysis(
    *, round: Round, question: Question, text: str, data_version: str, revision: int, by: Any
) -> OwnAnalysis:
    """Writes what the county makes of the answers. `revision` is the one the writer saw (0: none yet); Stale if it has moved."""
    Round.objects.select_for_update().get(pk=round.pk)  # one writer at a time, also for the first row
    analysis = OwnAnalysis.objects.filter(round=round, question=question).first()
    if (analysis.revision if analysis else 0) != revision:
        raise Stale
    before = analysis.text if analysis else ""
    analysis = analysis or OwnAnalysis(round=round, question=question, revision=0)
    analysis.text = text.strip()
    analysis.revision += 1
    analysis.data_version = data_version
    analysis.written_at = timezone.now()
    analysis.written_by_name = str(by)
    analysis.written_by_id = getattr(by, "pk", None)
    analysis.save()
    _record(analysis, "analysis.written", by, before={"text": before}, after={"text": analysis.text})
    return analysis


@transaction.atomic
def still_true(*, analysis: OwnAnalysis, data_version: str, by: Any) -> None:
    """«Texten stämmer»: read again on the present answers and left as it is."""
    OwnAnalysis.objects.filter(pk=analysis.pk).update(
        data_version=data_version, written_at=timezone.now(), written_by_name=str(by)
    )
    _record(analysis, "analysis.read_again", by)


@transaction.atomic
def put_in_report(*, analysis: OwnAnalysis, in_report: bool, by: Any) -> None:
    OwnAnalysis.objects.filter(pk=analysis.pk).update(in_report=in_report)
    _record(analysis, "analysis.put_in_report" if in_report else "analysis.taken_out_of_report", by)


def _record(analysis: OwnAnalysis, verb: str, by: Any, **values: Any) -> None:
    record(by=by, verb=verb, subject=analysis, county=analysis.round.county.code, **values)
