"""Places things in layers so that the lines between them cross little and run straight. Knows nothing of what they are.

The layers are given (Sugiyama's first step is the caller's); the order within each is found by barycentres, the places by
isotonic regression. A line over several layers gets a point in each of them, so that it goes between the boxes. The same
input gives the same picture each time.
"""

from bisect import bisect_right, insort
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Key = Hashable
Order = list[list[Key]]
SWEEPS, PULLS = 8, 6
POINT = 6.0  # room for a line that passes through a layer


@dataclass(frozen=True)
class Placement:
    order: Order
    middle: dict[Key, float]  # of each thing and each point on the way, across the layers
    routes: list[list[Key]]  # for each line, as given: its ends and the points between
    extent: float

    @property
    def crossings(self) -> int:
        return crossings(self.order, self.routes)


def arrange(
    layers: Sequence[Sequence[Key]],
    lines: Sequence[tuple[Key, Key]],
    sizes: Mapping[Key, float],
    gap: float,
) -> Placement:
    """Orders and places the layers' things. A line within one layer is drawn beside it and moves nothing."""
    order: Order = [list(layer) for layer in layers]
    routes = _routes(order, lines)
    before, after = _neighbours(order, routes)
    order = _ordered(order, routes, before, after)
    room = {key: sizes.get(key, POINT) for layer in order for key in layer}
    middle = _placed(order, room, gap, before, after)
    top = min((middle[k] - room[k] / 2 for layer in order for k in layer), default=0.0)
    middle = {key: place - top for key, place in middle.items()}
    extent = max((middle[k] + room[k] / 2 for layer in order for k in layer), default=0.0)
    return Placement(order, middle, routes, extent)


def crossings(order: Order, routes: Sequence[Sequence[Key]]) -> int:
    """How many pairs of lines cross between neighbouring layers."""
    layer_of = {key: number for number, layer in enumerate(order) for key in layer}
    place = {key: number for layer in order for number, key in enumerate(layer)}
    between: dict[int, list[tuple[int, int]]] = {}
    for route in routes:
        for one, other in pairwise(route):
            first, last = sorted((one, other), key=layer_of.__getitem__)
            if layer_of[first] != layer_of[last]:
                between.setdefault(layer_of[first], []).append((place[first], place[last]))
    total = 0
    for pairs in between.values():
        passed: list[int] = []
        for _first, last in sorted(pairs):
            total += len(passed) - bisect_right(passed, last)
            insort(passed, last)
    return total


def _routes(order: Order, lines: Sequence[tuple[Key, Key]]) -> list[list[Key]]:
    """Each line with a point in every layer it passes; the points are put last in their layers."""
    layer_of = {key: number for number, layer in enumerate(order) for key in layer}
    routes = []
    for number, (source, target) in enumerate(lines):
        start, end = layer_of[source], layer_of[target]
        step = 1 if end > start else -1
        points: list[Key] = (
            [("point", number, layer) for layer in range(start + step, end, step)] if start != end else []
        )
        for point, layer in zip(points, range(start + step, end, step), strict=False):
            order[layer].append(point)
        routes.append([source, *points, target])
    return routes


def _neighbours(order: Order, routes: list[list[Key]]) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    layer_of = {key: number for number, layer in enumerate(order) for key in layer}
    before: dict[Key, list[Key]] = {key: [] for key in layer_of}
    after: dict[Key, list[Key]] = {key: [] for key in layer_of}
    for route in routes:
        for one, other in pairwise(route):
            if layer_of[one] == layer_of[other]:
                continue
            first, last = (one, other) if layer_of[one] < layer_of[other] else (other, one)
            after[first].append(last)
            before[last].append(first)
    return before, after


def _ordered(order: Order, routes: list[list[Key]], before: dict[Key, list[Key]], after: dict[Key, list[Key]]) -> Order:
    """Sweeps to and fro: each thing goes to the middle of what it is tied to. The best order met is kept."""
    best, fewest = [list(layer) for layer in order], crossings(order, routes)
    for sweep in range(SWEEPS):
        tied = before if sweep % 2 == 0 else after
        place = {key: (number + 0.5) / len(layer) for layer in order for number, key in enumerate(layer)}
        for layer in order if tied is before else reversed(order):
            middle = {k: sum(place[o] for o in tied[k]) / len(tied[k]) if tied[k] else place[k] for k in layer}
            layer.sort(key=middle.__getitem__)  # a stable sort: what is alike keeps its order
            for number, key in enumerate(layer):
                place[key] = (number + 0.5) / len(layer)
        found = crossings(order, routes)
        if found < fewest:
            best, fewest = [list(layer) for layer in order], found
        if fewest == 0:
            break
    return best


def _placed(
    order: Order,
    room: dict[Key, float],
    gap: float,
    before: dict[Key, list[Key]],
    after: dict[Key, list[Key]],
) -> dict[Key, float]:
    middle: dict[Key, float] = {}
    for layer in order:
        edge = 0.0
        for key in layer:
            middle[key] = edge + room[key] / 2
            edge += room[key] + gap
    for pull in range(PULLS):
        for layer in order if pull % 2 == 0 else reversed(order):
            tied = [[*before[k], *after[k]] if pull == PULLS - 1 else (before, after)[pull % 2][k] for k in layer]
            wanted = [
                sum(middle[o] for o in others) / len(others) if others else middle[k]
                for k, others in zip(layer, tied, strict=True)
            ]
            for key, place in zip(layer, _apart(wanted, [room[k] for k in layer], gap), strict=True):
                middle[key] = place
    return middle


def _apart(wanted: list[float], rooms: list[float], gap: float) -> list[float]:
    """The places nearest to those wanted that keep the order and the gaps: least squares, by pooling what is too close."""
    shift, shifts = 0.0, []
    for number, room in enumerate(rooms):
        shift += 0.0 if number == 0 else (rooms[number - 1] + room) / 2 + gap
        shifts.append(shift)
    pools: list[tuple[float, int]] = []  # sum and number of what goes together
    for want, shift in zip(wanted, shifts, strict=True):
        total, count = want - shift, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            more, others = pools.pop()
            total, count = total + more, count + others
        pools.append((total, count))
    free = [total / count for total, count in pools for _ in range(count)]
    return [place + shift for place, shift in zip(free, shifts, strict=True)]
