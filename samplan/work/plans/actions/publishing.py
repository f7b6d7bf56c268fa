from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record

from .. import states
from ..models import Edition, Publication
from ..states import DECIDED, NotAllowed
from .frozen import lock


@transaction.atomic
def publish_edition(*, edition: Edition, decided_by: str, by: Any) -> Publication:
    """Everybody can read it from now on. A second call changes nothing; a draft is refused."""
    held = lock(edition.pk)
    if states.latest(held).state not in DECIDED:
        raise NotAllowed(_("Planen är inte antagen. Bara antagna utgåvor kan publiceras."))
    if standing := held.publications.filter(withdrawn_at=None).first():
        return standing
    made = Publication.objects.create(
        edition=held, decided_by=decided_by, published_at=timezone.now(), published_by_name=str(by)[:120]
    )
    record(by=by, verb="plans.published", subject=held, county=held.plan.county.code, after={"decided_by": decided_by})
    return made


@transaction.atomic
def withdraw_edition(*, edition: Edition, by: Any) -> bool:
    """The open address stops working at once. False when it was not published."""
    held = lock(edition.pk)
    standing = held.publications.filter(withdrawn_at=None)
    if not standing.update(withdrawn_at=timezone.now(), withdrawn_by_name=str(by)[:120]):
        return False
    record(by=by, verb="plans.withdrawn", subject=held, county=held.plan.county.code)
    return True
