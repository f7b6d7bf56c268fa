from typing import Any

from django.conf import settings
from django.http import HttpRequest

from samplan.foundation.core.nav import menu


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: county, its menu, demo mark."""
    county = getattr(request, "county", None)
    return {
        "county": county,
        "counties": getattr(request, "counties", []),
        "is_coordinator": getattr(request, "is_coordinator", False),
        "menu": menu(request, county) if county else [],
        "demo": settings.DEMO,
    }
