from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import CountyRequest, as_administrator
from ..actions.unusual import mark_seen
from ..queries.unusual import lines
from ..queries.unusual import unusual as found_unusual

PER_PAGE = 30


@as_administrator
def unusual(request: CountyRequest) -> HttpResponse:
    """What was out of the ordinary; what nobody has seen comes first."""
    found = found_unusual()
    unseen = found.filter(seen_at=None).order_by("-last_at", "-pk")
    seen = Paginator(found.exclude(seen_at=None).order_by("-last_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("sida")
    )
    context = {
        "unseen": lines(list(unseen[:PER_PAGE])),
        "count": unseen.count(),
        "seen": lines(list(seen)),
        "page": seen,
    }
    return render(request, "people/unusual.html", context)


@as_administrator
@require_POST
def unusual_seen(request: CountyRequest, pk: int) -> HttpResponse:
    mark_seen(sighting=get_object_or_404(found_unusual(), pk=pk), by=request.user)
    messages.success(request, _("Noterat. Det står kvar under Sett i nittio dagar."))
    return redirect("people:unusual")
