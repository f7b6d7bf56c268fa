"""How the plan thinks one thing leads to another: its contributions, what it starts from, and whether a new arrow closes a circle."""

from collections import deque
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from samplan.foundation.people.models import County

from .models import Contribution, Edition, Input, InputUse, Node


def contributions_of(edition: Edition) -> QuerySet[Contribution]:
    """Of a whole edition, in the plan's order."""
    return Contribution.objects.filter(source__edition=edition).order_by("source__position", "target__position")


def around(node: Node) -> list[Contribution]:
    """What contributes to it, then what it contributes to."""
    found = Contribution.objects.filter(Q(source=node) | Q(target=node)).select_related("source__tier", "target__tier")
    return sorted(found, key=lambda c: (c.source_id == node.pk, c.source.position, c.target.position))


def inputs_of(edition: Edition) -> list[Input]:
    """What the plan starts from, each with what it is put into. Two queries."""
    return list(edition.inputs.prefetch_related("uses__node__tier"))


def uses_of(node: Node) -> list[InputUse]:
    return list(node.inputs.select_related("input").order_by("input__position", "input"))


def way(pairs: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """The shortest way along the arrows from one to the other, both ends with it; empty when there is none."""
    after: dict[int, list[int]] = {}
    for source, target in pairs:
        after.setdefault(source, []).append(target)
    came_from, waiting = {start: start}, deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            found = [end]
            while found[-1] != start:
                found.append(came_from[found[-1]])
            return found[::-1]
        for there in after.get(here, ()):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def contribution_of(request: HttpRequest, pk: int) -> Contribution:
    found = Contribution.objects.filter(source__edition__plan__county=_county(request))
    return get_object_or_404(found.select_related("source__tier", "target__tier"), pk=pk)


def input_of(request: HttpRequest, pk: int) -> Input:
    return get_object_or_404(Input.objects.filter(edition__plan__county=_county(request)), pk=pk)


def _county(request: Any) -> County:
    return request.county
