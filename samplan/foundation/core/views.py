from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

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
