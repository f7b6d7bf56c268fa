from django.urls import path

from . import views

_WORDS = "<slug:county>/ord/"
_TERM = f"{_WORDS}<int:pk>/"

app_name = "terms"
urlpatterns = [
    path(_WORDS, views.words, name="words"),
    path(f"{_WORDS}prova/", views.try_text, name="try_text"),
    path(f"{_WORDS}listor/ny/", views.vocabulary_new, name="vocabulary_new"),
    path(f"{_WORDS}listor/<int:vocabulary>/nytt/", views.term_new, name="term_new"),
    path(_TERM, views.term, name="term"),
    path(f"{_TERM}andra/", views.term_edit, name="term_edit"),
    path(f"{_TERM}upphor/", views.term_end, name="term_end"),
    path(f"{_TERM}aterta/", views.term_resume, name="term_resume"),
    path(f"{_TERM}skrivsatt/", views.spelling_add, name="spelling_add"),
    path(f"{_TERM}skrivsatt/<int:spelling>/ta-bort/", views.spelling_remove, name="spelling_remove"),
]
