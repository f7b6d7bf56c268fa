"""The tree while it is gathered. A part met again, in an annex or in other words, is the same part."""

from collections.abc import Sequence

from ..proposal import NodeProposal, Wording
from .wording import alike, plain, same_title, title_keys

_LIKE_ENOUGH = 0.6
_LEFT_OVER = 0.12  # enough when order leaves no other choice


class Tree:
    def __init__(self) -> None:
        self.nodes: list[NodeProposal] = []
        self.by_id: dict[str, NodeProposal] = {}
        self.children: dict[str | None, list[NodeProposal]] = {}
        self._by_title: dict[str, list[NodeProposal]] = {}

    def add(
        self,
        *,
        tier: str,
        number: str,
        title: str,
        parent: str | None,
        lines: Sequence[int],
        question: bool = False,
        sure: bool = True,
        why: str = "",
    ) -> NodeProposal:
        known = self._known(tier, number, title, parent, question=question)
        if known is not None:
            known.tier = known.tier or tier
            self.meet(known, title, lines)
            return known
        node = NodeProposal(f"n{len(self.nodes) + 1}", tier, number, title, parent, list(lines), sure=sure, why=why)
        self.nodes.append(node)
        self.by_id[node.id] = node
        self.children.setdefault(parent, []).append(node)
        for key in title_keys(title):
            self._by_title.setdefault(key, []).append(node)
        return node

    def meet(self, node: NodeProposal, title: str, lines: Sequence[int]) -> None:
        """The same part once more: its lines, and its wording if that is another."""
        node.lines += [line for line in lines if line not in node.lines]
        if plain(title) != plain(node.title) and not any(plain(w.text) == plain(title) for w in node.wordings):
            node.wordings.append(Wording(title, list(lines)))

    def _known(self, tier: str, number: str, title: str, parent: str | None, *, question: bool) -> NodeProposal | None:
        same = [
            node
            for node in {n.id: n for key in title_keys(title) for n in self._by_title.get(key, [])}.values()
            if same_title(node.title, title)
            and _numbers_agree(node.number, number)
            and (not tier or not node.tier or node.tier == tier)
        ]
        for node in same:
            if node.parent == parent:
                return node
        # An annex repeats a part without what it stands under in the plan itself.
        if len(same) == 1 and not question and (parent is None or same[0].parent is None):
            return same[0] if not self._is_under(parent, same[0]) else None
        return None

    def _is_under(self, inner: str | None, outer: NodeProposal) -> bool:
        while inner is not None:
            if inner == outer.id:
                return True
            inner = self.by_id[inner].parent
        return False

    def referred(self, tier: str, number: str) -> NodeProposal | None:
        """«Mål 1» as a reference; unique, or nothing."""
        wanted = number.rstrip(".")
        found = [n for n in self.nodes if n.tier == tier and n.number.rstrip(".") == wanted]
        return found[0] if len(found) == 1 else None

    def match_questions(self, parent: str | None, texts: Sequence[str], tiers: set[str]) -> list[NodeProposal | None]:
        """For each question of a later section, the one under the same part that it words anew, or None."""
        known = [node for node in self.children.get(parent, []) if node.tier in tiers]
        pairs = sorted(
            (
                (alike(node.title, text), -abs(i - j), i, j)
                for i, node in enumerate(known)
                for j, text in enumerate(texts)
            ),
            reverse=True,
        )
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for likeness, _, i, j in pairs:
            if likeness >= _LIKE_ENOUGH and i not in taken and j not in matched:
                matched[j] = i
                taken.add(i)
        self._by_order(known, texts, matched, taken)
        return [known[matched[j]] if j in matched else None for j in range(len(texts))]

    def _by_order(
        self, known: Sequence[NodeProposal], texts: Sequence[str], matched: dict[int, int], taken: set[int]
    ) -> None:
        """Between two matched neighbours, as many left on both sides are the same in order, if they have something in common."""
        left = [j for j in range(len(texts)) if j not in matched]
        for j in left:
            before = max((matched[k] for k in matched if k < j), default=-1)
            after = min((matched[k] for k in matched if k > j), default=len(known))
            free = [i for i in range(before + 1, after) if i not in taken and not known[i].wordings]
            mine = [k for k in left if k not in matched and _between(k, matched, j)]
            if len(free) == len(mine):
                i = free[mine.index(j)]
                if alike(known[i].title, texts[j]) >= _LEFT_OVER:
                    matched[j] = i
                    taken.add(i)


def _between(k: int, matched: dict[int, int], j: int) -> bool:
    low, high = min(k, j), max(k, j)
    return not any(low < m < high for m in matched)


def _numbers_agree(one: str, other: str) -> bool:
    return not one or not other or one.rstrip(".") == other.rstrip(".")
