"""What stands on the page of how an activity is carried through. Each thing has a module with `section(activity, request)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Section:
    """Drawn by `template` with `context`; nothing where it has nothing to say to this visitor."""

    template: str
    context: dict[str, Any]


# In the order of the page. Each is asked for its section: one or two questions to the database.
SECTIONS: tuple[Callable[[Any, HttpRequest], Section | None], ...] = ()


def sections_of(activity: Any, request: HttpRequest) -> list[Section]:
    return [found for ask in SECTIONS if (found := ask(activity, request))]
