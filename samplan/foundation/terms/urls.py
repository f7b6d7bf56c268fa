from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from .access import keeps_words, makes_lists, national
from .views import comparing, files, keeping, reading

_WORDS = "<slug:county>/ord/"
_NATIONAL = "administration/ordlistor/"
_LIST, _TERM = "listor/<int:vocabulary>/", "<int:pk>/"

# What is written in the same way in a county's lists and in the whole country's.
_WRITING: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    (_LIST, "vocabulary", keeping.vocabulary),
    (f"{_LIST}andra/", "vocabulary_edit", keeping.vocabulary_edit),
    (f"{_LIST}nytt/", "term_new", keeping.term_new),
    (f"{_LIST}mot/<int:other>/", "compare", comparing.compare),
    (f"{_LIST}jamforelser/<int:mapping>/ta-bort/", "unmap", comparing.unmap),
    (f"{_LIST}fil/", "word_file", files.word_file),
    (f"{_LIST}fil/<int:file>/", "word_review", files.word_review),
    (f"{_TERM}andra/", "term_edit", keeping.term_edit),
    (f"{_TERM}upphor/", "term_end", keeping.term_end),
    (f"{_TERM}aterta/", "term_resume", keeping.term_resume),
    (f"{_TERM}ta-bort/", "term_remove", keeping.term_remove),
    (f"{_TERM}skrivsatt/", "spelling_add", keeping.spelling_add),
    (f"{_TERM}skrivsatt/<int:spelling>/ta-bort/", "spelling_remove", keeping.spelling_remove),
)


def _writing(start: str, prefix: str, door: Callable[..., Any]) -> list[URLPattern]:
    found = [path(start + route, door(view), name=prefix + name) for route, name, view in _WRITING]
    for kind in ("xlsx", "csv"):
        view = door(files.word_download)
        found.append(path(f"{start}{_LIST}fil.{kind}", view, {"kind": kind}, name=f"{prefix}word_{kind}"))
    return found


app_name = "terms"
urlpatterns = [
    path(_WORDS, reading.words, name="words"),
    path(f"{_WORDS}prova/", reading.try_text, name="try_text"),
    path(f"{_WORDS}listor/ny/", makes_lists(keeping.vocabulary_new), name="vocabulary_new"),
    path(_WORDS + _TERM, reading.term, name="term"),
    *_writing(_WORDS, "", keeps_words),
    path(_NATIONAL, national(keeping.national_words), name="national_words"),
    path(f"{_NATIONAL}ny/", national(keeping.vocabulary_new), name="national_vocabulary_new"),
    path(_NATIONAL + _TERM, national(keeping.national_term), name="national_term"),
    *_writing(_NATIONAL, "national_", national),
]
