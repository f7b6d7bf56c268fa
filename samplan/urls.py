from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("konto/", include("samplan.foundation.people.account_urls")),
    path("sprak/", include("django.conf.urls.i18n")),
    *[path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")],
]
handler400 = "samplan.foundation.core.views.unreadable"
handler404 = "samplan.foundation.core.views.not_found"
handler403 = "samplan.foundation.core.views.forbidden"
handler429 = "samplan.foundation.people.views.limits.too_many"
handler500 = "samplan.foundation.core.views.failed"
