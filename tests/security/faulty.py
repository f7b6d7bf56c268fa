"""A page that trusts what it is sent: what the fuzz must find."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def trusting(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(str(int(request.POST.get("amount") or 0)))
    return HttpResponse('<form method="post"><input name="amount" value="1"></form>')


urlpatterns = [path("x/", trusting)]
handler500 = "samplan.foundation.core.views.failed"
