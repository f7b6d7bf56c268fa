from django.urls import path

from .views import bodies

_BODIES = "<slug:county>/organ/"
_BODY = f"{_BODIES}<int:pk>/"

app_name = "governance"
urlpatterns = [
    path(_BODIES, bodies.bodies, name="bodies"),
    path(f"{_BODIES}nytt/", bodies.body_new, name="body_new"),
    path(_BODY, bodies.body, name="body"),
    path(f"{_BODY}andra/", bodies.body_edit, name="body_edit"),
    path(f"{_BODY}upphor/", bodies.body_end, name="body_end"),
    path(f"{_BODY}aterta/", bodies.body_resume, name="body_resume"),
    path(f"{_BODY}historik/", bodies.body_history, name="body_history"),
    path(f"{_BODY}namn/", bodies.alias_add, name="alias_add"),
    path(f"{_BODY}namn/<int:alias>/ta-bort/", bodies.alias_remove, name="alias_remove"),
]
