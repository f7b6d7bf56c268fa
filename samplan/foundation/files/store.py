"""Content by hash in the data folder. Written whole or not at all."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from .models import StoredFile


def _path(sha256: str) -> Path:
    return Path(settings.DATA_DIR) / "files" / sha256[:2] / sha256


def keep(*, data: bytes, name: str, content_type: str, by_id: int | None) -> StoredFile:
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    return StoredFile.objects.create(
        sha256=digest, size=len(data), name=name[:255], content_type=content_type[:100], uploaded_by_id=by_id
    )


def read(file: StoredFile) -> bytes:
    """The content; ValueError if it is not what was stored."""
    data = _path(file.sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(f"file {file.pk} is damaged")
    return data
