"""The bare tree of an edition: what stands under what, and in which order. One query, and few writes when something moves."""

from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Case, F, IntegerField, Value, When

from .models import Edition, Node


@dataclass
class Shape:
    parent: dict[int, int | None] = field(default_factory=dict)
    children: dict[int | None, list[int]] = field(default_factory=dict)
    tier: dict[int, int] = field(default_factory=dict)
    position: dict[int, int] = field(default_factory=dict)  # as the database has it

    @classmethod
    def of(cls, edition: Edition) -> "Shape":
        shape = cls()
        rows = edition.nodes.order_by("position", "pk").values_list("pk", "parent_id", "tier_id", "position")
        for pk, parent, tier, position in rows:
            shape.parent[pk], shape.tier[pk], shape.position[pk] = parent, tier, position
            shape.children.setdefault(parent, []).append(pk)
        return shape

    def siblings(self, pk: int) -> list[int]:
        return self.children[self.parent[pk]]

    def before(self, pk: int) -> int | None:
        """The sibling right before it."""
        row = self.siblings(pk)
        place = row.index(pk)
        return row[place - 1] if place else None

    def block(self, pk: int) -> list[int]:
        """A node and everything under it, in reading order."""
        return self._walk([pk])

    def order(self) -> list[int]:
        return self._walk(self.children.get(None, []))

    def depth(self, pk: int) -> int:
        above, depth = self.parent[pk], 0
        while above is not None:
            above, depth = self.parent[above], depth + 1
        return depth

    def take_out(self, pk: int) -> None:
        self.children[self.parent[pk]].remove(pk)

    def forget(self, pk: int) -> None:
        self.take_out(pk)
        del self.parent[pk], self.tier[pk], self.position[pk]

    def put(self, pk: int, parent: int | None, after: int | None) -> None:
        """Right after a sibling; first when there is none."""
        self.parent[pk] = parent
        row = self.children.setdefault(parent, [])
        row.insert(row.index(after) + 1 if after in row else 0, pk)

    def last_under(self, parent: int | None) -> int | None:
        row = self.children.get(parent)
        return row[-1] if row else None

    def _walk(self, tops: list[int]) -> list[int]:
        out, waiting = [], tops[::-1]
        while waiting:
            pk = waiting.pop()
            out.append(pk)
            waiting.extend(reversed(self.children.get(pk, [])))
        return out

    def write(self, edition: Edition) -> None:
        """Positions in reading order, 1 to n: runs that move together are moved by one statement."""
        order = self.order()
        moves = [(self.position[pk], place - self.position[pk]) for place, pk in enumerate(order, start=1)]
        self._shift(edition, sorted((old, step) for old, step in moves if step))
        self.position = {pk: place for place, pk in enumerate(order, start=1)}

    def _shift(self, edition: Edition, moves: list[tuple[int, int]]) -> None:
        if not moves:
            return
        if any(one[0] == two[0] for one, two in pairwise(sorted((p, pk) for pk, p in self.position.items()))):
            self._write_each()
            return
        whens = [
            When(position__gte=first, position__lte=last, then=F("position") + Value(step))
            for first, last, step in _runs(moves, set(self.position.values()))
        ]
        changed = edition.nodes.filter(position__gte=moves[0][0], position__lte=moves[-1][0])
        changed.update(position=Case(*whens, default=F("position"), output_field=IntegerField()))

    def _write_each(self) -> None:
        """Two stood at the same place: they can't be told apart by it."""
        rows = [Node(pk=pk, position=place) for place, pk in enumerate(self.order(), start=1)]
        Node.objects.bulk_update([row for row in rows if self.position[row.pk] != row.position], ["position"])


def _runs(moves: list[tuple[int, int]], taken: set[int]) -> list[tuple[int, int, int]]:
    """(first, last, step) of positions that go the same way, with nothing that stays between them."""
    runs: list[tuple[int, int, int]] = []
    for position, step in moves:
        if runs and runs[-1][2] == step and not taken.intersection(range(runs[-1][1] + 1, position)):
            runs[-1] = (runs[-1][0], position, step)
        else:
            runs.append((position, position, step))
    return runs
