from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import include, path
from django.utils.html import format_html

PAGE = """<!doctype html><html lang="sv"><title>Legitimera dig</title><form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{}"><label>Vem är du? <input name="who"></label>
<button>Legitimera</button></form></html>"""


def come_in(request: HttpRequest) -> HttpResponse:
    """Says who one is, and is believed."""
    if request.method != "POST":
        return HttpResponse(format_html(PAGE, get_token(request)))
    user, _ = get_user_model().objects.get_or_create(username=request.POST["who"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(request.GET.get("next", "/"))


urlpatterns = [path("in/", come_in), path("o/", include("oauth2_provider.urls"))]
