"""The one check of free text: what people write is kept, but never a personal identity number.

A form takes the mixin first: `class NoteForm(PlainTextMixin, forms.Form)`. A view that takes posted text without a form
stands behind `@plain_posts`. What comes another way (a file) asks `refuse` before it is written.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render

from . import personal_numbers


class PersonalNumberInText(ValidationError):
    """The text holds a personal identity number; nothing was written. The message says where and what to do."""


def refuse(*texts: str) -> None:
    """Raises for a text that must not be kept. For actions that are given text directly."""
    for text in texts:
        if words := personal_numbers.refusal(text):
            raise PersonalNumberInText(words)


class PlainTextMixin:
    """Refuses personal identity numbers in every text of the form, whatever the form's own clean does.

    `numbers_may_stand` names fields that are not free text: a secret, a code, an address.
    """

    numbers_may_stand: tuple[str, ...] = ()

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if not self.is_bound:  # type: ignore[attr-defined]
            return
        for name in free_text_fields(self):
            written = self[name].data  # type: ignore[index]
            if isinstance(written, str) and (words := personal_numbers.refusal(written)):
                self.add_error(name, words)  # type: ignore[attr-defined]


def free_text_fields(form: Any) -> list[str]:
    """The form's fields in which somebody may write what they want: the posted text is looked at, before it is made into anything."""
    fields = getattr(form, "fields", None) or form.base_fields
    return [
        name
        for name, field in fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.EmailField | forms.URLField | forms.UUIDField | forms.GenericIPAddressField)
        and not isinstance(field.widget, forms.PasswordInput | forms.Select)
        and name not in getattr(form, "numbers_may_stand", ())
    ]


View = Callable[..., HttpResponse]


def plain_posts_of(*names: str) -> Callable[[View], View]:
    """As `plain_posts`, for a view where only some of what is posted is somebody's own words."""
    return lambda view: plain_posts(view, names)


def plain_posts(view: View, names: tuple[str, ...] = ()) -> View:
    """For views that read posted texts themselves. A text with a personal identity number never reaches the view: a page
    shows it, to be mended, and carries everything else that was posted, so that nothing has to be written again."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unfit = _unfit(request.POST, names) if request.method == "POST" else []
        if not unfit:
            return view(request, *args, **kwargs)
        if request.headers.get("X-Autosave"):  # the page keeps its text, marks the field and says why
            return JsonResponse({"state": "unfit", "field": unfit[0]["name"], "message": unfit[0]["error"]}, status=422)
        shown = {one["name"] for one in unfit}
        carried = [(k, v) for k in request.POST if k not in shown for v in request.POST.getlist(k)]
        context = {
            "unfit": unfit,
            "errors": [(one["id"], one["error"]) for one in unfit],
            "carried": [(k, v) for k, v in carried if k != "csrfmiddlewaretoken"],
        }
        return render(request, "core/personal_number.html", context, status=422)

    return inner


def _unfit(post: QueryDict, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The texts that can't be kept. A name that is posted several times is shown with all its texts, in order."""
    found: list[dict[str, Any]] = []
    for name in names or post:
        texts = post.getlist(name)
        if any(personal_numbers.refusal(text) for text in texts):
            found += [
                {
                    "id": f"unfit-{len(found) + n}",
                    "name": name,
                    "text": text,
                    "error": personal_numbers.refusal(text),
                    "rows": min(20, 3 + text.count("\n") + len(text) // 70),
                }
                for n, text in enumerate(texts)
            ]
    return found
