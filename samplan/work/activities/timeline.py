"""An activity's states through time, drawn: what has been as filled bars, what is planned ahead as a dashed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from samplan.foundation.core.dates import today

from .forecasts import Course
from .models import ActivityState

WIDTH, LEFT, RIGHT = 900, 0, 900
MIN_LABEL = 64  # narrower bars go without a word: the list below says it
State = ActivityState.State
LOOK = {
    State.ONGOING: "on",
    State.ORDINARY: "on",
    State.PAUSED: "paused",
    State.PREPARING: "pale",
    State.DECIDED: "pale",
}


@dataclass(frozen=True)
class Bar:
    x: int
    width: int
    look: str
    label: str

    @property
    def shows_label(self) -> bool:
        return self.width >= MIN_LABEL


@dataclass(frozen=True)
class Timeline:
    bars: list[Bar]
    years: list[tuple[int, int]]  # x, year
    today: int
    ahead: tuple[int, int] | None  # x and width of what is planned
    moves: list[tuple[int, int, int, str]]  # y, x of the first day, x of the one that holds, in words
    width: int = WIDTH

    @property
    def height(self) -> int:
        return 64 + 22 * len(self.moves)


def draw(states: Sequence[ActivityState], activity: Any, moved: Iterable[Course] = ()) -> Timeline | None:
    """Nothing for an activity with a single state and no end: there is no story to draw."""
    day = today()
    courses = [course for course in moved if course.now]
    told = [activity.ends_on, activity.ordinary_on, *(d for c in courses for d in (c.first, c.now))]
    first, last = states[0].on, max([day, *(d for d in told if d)])
    if (len(states) < 2 and last == day) or last <= first:
        return None
    start, end = first, last + timedelta(days=max(30, (last - first).days // 20))

    def x(when: date) -> int:
        return round((when - start).days / (end - start).days * WIDTH)

    bars = []
    for place, state in enumerate(states):
        until = states[place + 1].on if place + 1 < len(states) else day
        width = x(until) - x(state.on)
        if width > 0:
            bars.append(Bar(x(state.on), width, LOOK.get(State(state.state), "rest"), state.get_state_display()))
    until = max((d for d in (activity.ends_on, activity.ordinary_on) if d), default=day)
    running = states[-1].state in (State.PREPARING, State.DECIDED, State.ONGOING)
    ahead = (x(day), x(until) - x(day)) if running and until > day else None
    years = [(x(date(y, 1, 1)), y) for y in range(start.year + 1, end.year + 1)]
    within = [c for c in courses if c.now and min(c.first, c.now) >= first]
    moves = [(52 + 22 * n, x(c.first), x(c.now), c.words) for n, c in enumerate(within) if c.now]
    return Timeline(bars, years, x(day), ahead, moves)
