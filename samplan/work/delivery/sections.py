"""What stands on the page of how an activity is carried through. Each thing has a module with `section(activity, request)`."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Section:
    """Drawn by `template` with `context`; nothing where it has nothing to say to this visitor."""

    template: str
    context: dict[str, Any]


# The modules of this room that have a section, in the order of the page: by name, since they make a Section of this module.
# Each is asked for its own: one or two questions to the database.
SECTIONS = ("milestones", "guides", "criteria", "evaluating", "telling", "final_reports")


def sections_of(activity: Any, request: HttpRequest) -> list[Section]:
    modules = [import_module(f".{name}", __package__) for name in SECTIONS]
    return [found for module in modules if (found := module.section(activity, request))]
