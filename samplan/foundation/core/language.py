from django.conf import settings
from django.utils import translation


def house_language() -> translation.override:
    """For what is kept or sent: its words are in the installation's language, whichever language its maker reads in."""
    return translation.override(settings.LANGUAGE_CODE)
