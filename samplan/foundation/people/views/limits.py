import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..queries.limits import seconds_to_wait


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: says how long to wait, to the person and to their browser."""
    seconds = seconds_to_wait(request)
    response = render(request, "account/too_many.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
