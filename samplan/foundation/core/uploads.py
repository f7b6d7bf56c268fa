"""The one door for files from people: size before reading, name as text only, and a virus scan where one is set up."""

import logging
import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import virus

log = logging.getLogger(__name__)


class UploadField(forms.FileField):
    """A file within UPLOAD_LIMIT, scanned if SAMPLAN_CLAMD is set. What it holds is decided by the room's own reader, by content."""

    default_error_messages = {
        "required": gettext_lazy("Välj en fil."),
        "missing": gettext_lazy("Välj en fil."),
        "empty": gettext_lazy("Filen är tom. Kontrollera att du valde rätt fil och att den är sparad."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            file.name = plain_name(file.name or "")
            check(file)
        return file


def check(file: UploadedFile) -> None:
    """ValidationError in words the sender can act on; the file is rewound."""
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        megabytes = settings.UPLOAD_LIMIT // (1024 * 1024)
        raise forms.ValidationError(
            _("Filen är för stor. Högst %(most)s MB. Ta bort bilder eller dela upp den, och försök igen.")
            % {"most": megabytes}
        )
    if settings.CLAMD:
        _scan(file)


def _scan(file: UploadedFile) -> None:
    data = file.read()
    file.seek(0)
    try:
        found = virus.found_in(data, settings.CLAMD)
    except virus.ScannerDown as reason:
        log.error("virus scanner %s gave no answer: %s", settings.CLAMD, reason)
        words = _("Filen kunde inte kontrolleras mot virus just nu, och togs inte emot. Försök igen om en stund.")
        raise forms.ValidationError(words) from None
    if found:
        log.warning("an upload was refused: %s", found)
        raise forms.ValidationError(
            _(
                "I filen hittades skadlig kod (%(name)s), och den togs inte emot. Tala med er it-avdelning innan du öppnar den igen."
            )
            % {"name": found}
        )


def plain_name(name: str) -> str:
    """The last part of a path, without control characters: shown and kept, never used as an address on our disk."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", last).strip()[:255] or "fil"
