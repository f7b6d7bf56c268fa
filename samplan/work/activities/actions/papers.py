from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.files import store

from ..models import Activity, ActivityDocument
from ..states import NotAllowed
from .changes import lock, tell, touch


@transaction.atomic
def add_paper(
    *, activity: Activity, title: str, on: date, by: Any, file: Any = None, url: str = ""
) -> ActivityDocument:
    """A file as it was uploaded, or an address."""
    activity = lock(activity)
    by_id = getattr(by, "pk", None)
    kept = None
    if file is not None:
        kept = store.keep(data=file.read(), name=file.name, content_type=file.content_type or "", by_id=by_id)
    row = ActivityDocument.objects.create(
        activity=activity, title=title, file=kept, url=url, on=on, by_id=by_id, by_name=str(by)[:120]
    )
    tell(activity, by, "activities.paper_added", None, _told(row), title)
    touch(activity)
    return row


@transaction.atomic
def remove_paper(*, document: ActivityDocument, by: Any) -> None:
    """It is no longer shown. The file itself lies where it lay: what the history tells of can be found again."""
    activity = lock(document.activity)
    row = ActivityDocument.objects.select_related("file").filter(pk=document.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har redan tagit bort dokumentet."))
    told = _told(row)
    row.delete()
    tell(activity, by, "activities.paper_removed", told, None, row.title)
    touch(activity)


def _told(row: ActivityDocument) -> dict[str, str]:
    where = {"file": row.file.name} if row.file else {"url": row.url}
    return {"title": row.title, "on": str(row.on), **where}
