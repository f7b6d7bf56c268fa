from typing import Any

from django.conf import settings
from django.http import HttpRequest

from samplan.foundation.core.nav import menu

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: county, its menu, demo mark, light or dark when somebody has chosen."""
    county = getattr(request, "county", None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "county": county,
        "counties": getattr(request, "counties", []),
        "is_coordinator": getattr(request, "is_coordinator", False),
        "decided_only": getattr(request, "decided_only", False),
        "menu": menu(request, county) if county else [],
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "",
    }
