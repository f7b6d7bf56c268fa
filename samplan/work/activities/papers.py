"""The papers of an activity: kept here, or where they lie."""

from collections.abc import Sequence
from typing import Any

from .holdings import those
from .models import ActivityDocument

FEW = 3
# What a browser may be told that a file is. Anything else is bytes: what somebody sent is never shown as a page of ours.
KINDS = {
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/jpeg",
    "image/png",
    "text/plain",
}
BYTES = "application/octet-stream"


def papers_of(activity: Any) -> Sequence[ActivityDocument]:
    """The newest first. One query."""
    return list(those(activity, "documents", ActivityDocument.objects.filter(activity=activity).select_related("file")))


def kind_of(document: ActivityDocument) -> str:
    kind = document.file.content_type.partition(";")[0].strip().lower() if document.file else ""
    return kind if kind in KINDS else BYTES
