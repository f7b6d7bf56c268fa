from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

Response = Callable[[HttpRequest], HttpResponse]

# Everything a browser can lend a page and we never ask for; passkeys are asked for by our own pages only.
_NEVER = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen "
    "gamepad geolocation gyroscope hid idle-detection interest-cohort local-fonts magnetometer microphone midi payment "
    "picture-in-picture screen-wake-lock serial speaker-selection usb window-management xr-spatial-tracking"
).split()
_OWN = ("publickey-credentials-get", "publickey-credentials-create")
POLICY = ", ".join([f"{name}=()" for name in _NEVER] + [f"{name}=(self)" for name in _OWN])


def headers(get_response: Response) -> Response:
    """Asks for no device of the visitor's, and keeps signed-in pages out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


_LARGEST = 2**63 - 1  # what a database can hold as a number


def possible_request(get_response: Response) -> Response:
    """A number that no row can have is an address that does not exist; a NUL, which no keyboard writes and no database text can
    hold, stands in no address and in nothing that is posted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        if request.method == "POST" and _holds_nul(request):
            raise BadRequest
        if any(isinstance(value, int) and value > _LARGEST for value in kwargs.values()):
            raise Http404

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _holds_nul(request: HttpRequest) -> bool:
    try:
        return any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts))
    except UnreadablePostError:  # the visitor went away: who reads it next answers
        return False


def size_limit(get_response: Response) -> Response:
    """Refuses a body far beyond any limit of ours before a byte of it is read; what is merely too large gets its form's own words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > 10 * settings.UPLOAD_LIMIT:
            response = render(request, "413.html", status=413)
            response.headers["Connection"] = "close"
            return response
        return get_response(request)

    return middleware
