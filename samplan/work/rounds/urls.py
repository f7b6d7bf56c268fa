from django.urls import path, register_converter

from .links import LENGTH
from .views import links

app_name = "rounds"


class SecretConverter:
    """A personal link's secret: so long that no page's name can be taken for one."""

    regex = rf"[A-Za-z0-9_-]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SecretConverter, "secret")

urlpatterns = [
    path("svar/<int:pk>/<secret:secret>/", links.link, name="link"),
]
