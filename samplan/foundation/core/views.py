from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

_BARE = """<!doctype html><html lang="sv"><meta charset="utf-8"><title>Något gick fel – Samplan</title>
<h1>Något gick fel hos oss</h1>
<p>Det som redan är sparat finns kvar. Vänta en stund och försök igen. <a href="/">Till startsidan</a></p></html>"""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that could not be read: too large gets words of its own."""
    if type(exception).__name__ in {"RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent"}:
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Drawn without user, county or database: any of them may be what failed."""
    try:
        page = get_template("500.html").render()
    except Exception:  # even the list of static files may be what is missing
        page = _BARE
    return HttpResponse(page, status=500)


def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116). Not there until the installation has said whom."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def robots_txt(request: HttpRequest) -> HttpResponse:
    """Only what has been published is for search engines."""
    return HttpResponse("User-agent: *\nAllow: /oppet/\nDisallow: /\n", content_type="text/plain; charset=utf-8")


for _view in (security_txt, robots_txt):
    _view.door = "open"  # type: ignore[attr-defined]
