"""The list of activities in columns, one for each state."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .filters import Filters, in_order
from .models import ActivityState
from .queries import Line

State = ActivityState.State


@dataclass
class Column:
    state: State
    lines: list[Line] = field(default_factory=list)


def columns(lines: Iterable[Line], chosen: Filters) -> list[Column]:
    """Those that hold something, in the order that an activity passes through them."""
    found: dict[str, Column] = {}
    for line in in_order(lines, chosen.order):
        found.setdefault(line.state, Column(State(line.state))).lines.append(line)
    return [found[state] for state in State if state in found]
