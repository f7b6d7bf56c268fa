from typing import Any

from django.db import transaction
from django.utils import timezone

from samplan.foundation.core.documents.word_template import read_template
from samplan.foundation.files import store
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County

from ..models import OwnTemplate

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@transaction.atomic
def use_template(*, county: County, data: bytes, name: str, by: Any) -> OwnTemplate:
    """Raises BadTemplate. The one before is kept, and no longer used."""
    template = read_template(data)
    County.objects.select_for_update().get(pk=county.pk)
    former = OwnTemplate.objects.filter(county=county, ended_at=None).select_related("file").first()
    if former is not None:
        former.ended_at = timezone.now()
        former.save(update_fields=["ended_at"])
    made = OwnTemplate.objects.create(
        county=county,
        file=store.keep(data=data, name=name, content_type=DOCX, by_id=getattr(by, "pk", None)),
        lacks=template.lacks,
        by_id=getattr(by, "pk", None),
        by_name=str(by)[:120],
    )
    before = {"file": former.file.name} if former else None
    record(by=by, verb="plans.template_taken", subject=county, county=county.code, before=before, after={"file": name})
    return made


@transaction.atomic
def drop_template(*, county: County, by: Any) -> bool:
    """Back to Samplan's look; False when there is no own."""
    County.objects.select_for_update().get(pk=county.pk)
    row = OwnTemplate.objects.filter(county=county, ended_at=None).select_related("file").first()
    if row is None:
        return False
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    facts = {"file": row.file.name}
    record(by=by, verb="plans.template_dropped", subject=county, county=county.code, before=facts)
    return True
