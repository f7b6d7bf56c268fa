"""Pass 9: activities. The same wording twice is one activity; a slip of the pen is proposed as the same; what is near is shown."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from ..proposal import ActivityProposal, ActorProposal, Join, Similar, Wording
from .wording import alike, plain, typing_slip

_NEAR = 0.82
_LONGEST_NAME = 200
_MOST_PAIRS = 200_000


class Activities:
    def __init__(self, match_actor: Callable[[str], str | None]) -> None:
        self.all: list[ActivityProposal] = []
        self._by_key: dict[str, ActivityProposal] = {}
        self._match = match_actor

    def add(
        self,
        title: str,
        actors: Sequence[str],
        node: str | None,
        lines: Sequence[int],
        *,
        sure: bool = True,
        why: str = "",
        nodes: Sequence[str] = (),
    ) -> ActivityProposal:
        title = title.rstrip(" ;,") or title
        key = plain(title)
        known = self._by_key.get(key)
        if known is None:
            known = ActivityProposal(f"a{len(self.all) + 1}", title, sure=sure, why=why)
            self.all.append(known)
            self._by_key[key] = known
        elif not set(lines) <= set(known.lines):
            known.joins.append(Join(title, list(lines), 1.0))
        for line in lines:
            if line not in known.lines:
                known.lines.append(line)
        for under in [*([node] if node else []), *nodes]:
            if under not in known.nodes:
                known.nodes.append(under)
        self.name_actors(known, actors)
        return known

    def name_actors(self, activity: ActivityProposal, actors: Sequence[str]) -> None:
        for text in actors:
            if len(text) > _LONGEST_NAME:
                add_text(activity.text, text, activity.lines[-1:])  # a sentence, not a name
            elif text and not any(plain(actor.text) == plain(text) for actor in activity.actors):
                activity.actors.append(ActorProposal(text, self._match(text)))

    def join_slips(self) -> None:
        """What differs by a typing error is one activity; the more usual wording, or the first, is kept."""
        buckets: dict[str, list[ActivityProposal]] = defaultdict(list)
        for activity in self.all:
            words = plain(activity.title).split()
            figures = " ".join(word for word in words if word.isdigit())
            for end in {words[0][:4], words[-1][-4:]} if words else ():
                buckets[f"{end} {len(words) // 4} {figures}"].append(activity)
                if (len(words) + 2) // 4 != len(words) // 4:
                    buckets[f"{end} {(len(words) + 2) // 4} {figures}"].append(activity)
        gone: set[str] = set()
        for bucket in buckets.values():
            if len(bucket) > 300:
                continue
            for place, one in enumerate(bucket):
                for other in bucket[place + 1 :]:
                    if one is other or one.id in gone or other.id in gone:
                        continue
                    if likeness := typing_slip(one.title, other.title):
                        kept, lost = (one, other) if one.lines[0] <= other.lines[0] else (other, one)
                        self._take_in(kept, lost, likeness)
                        gone.add(lost.id)
        self.all = [activity for activity in self.all if activity.id not in gone]

    def _take_in(self, kept: ActivityProposal, lost: ActivityProposal, likeness: float) -> None:
        kept.joins += [*lost.joins, Join(lost.title, list(lost.lines), likeness)]
        kept.lines += [line for line in lost.lines if line not in kept.lines]
        kept.nodes += [node for node in lost.nodes if node not in kept.nodes]
        kept.text += lost.text
        for actor in lost.actors:
            if not any(plain(a.text) == plain(actor.text) for a in kept.actors):
                kept.actors.append(actor)
        kept.sure = False
        kept.why = "Två nästan lika skrivningar läses som samma aktivitet. De skiljer sig bara på något som ser ut som ett skrivfel."

    def similar(self) -> list[Similar]:
        """Pairs for a person to look at. Left out where there are so many that nobody would."""
        if len(self.all) ** 2 / 2 > _MOST_PAIRS:
            return []
        pairs = [
            Similar(one.id, other.id, round(likeness, 2))
            for place, one in enumerate(self.all)
            for other in self.all[place + 1 :]
            if (likeness := alike(one.title, other.title)) >= _NEAR and len(plain(one.title).split()) > 2
        ]
        return sorted(pairs, key=lambda pair: -pair.likeness)[:50]


def add_text(texts: list[Wording], text: str, lines: Sequence[int]) -> None:
    if text and not any(known.text == text and known.lines == list(lines) for known in texts):
        texts.append(Wording(text, list(lines)))
