from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


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
    return HttpResponse(get_template("500.html").render(), status=500)
