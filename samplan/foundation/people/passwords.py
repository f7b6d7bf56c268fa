from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MaximumLength:
    """A password longer than anybody types is only work for the one who hashes it (ASVS 2.1.2)."""

    LONGEST = 128

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.LONGEST:
            raise ValidationError(
                _("Lösenordet är för långt. Det får ha högst %(most)s tecken.") % {"most": self.LONGEST},
                code="too_long",
            )

    def get_help_text(self) -> str:
        return _("Lösenordet får ha högst %(most)s tecken.") % {"most": self.LONGEST}
