"""The theory of change in words: nested lists of what leads where, and what is missing in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .theory import Arrow, Part, Theory, among


@dataclass
class Item:
    """A line of a nested list, written flat: whether a list of its own follows, and how many end after it."""

    part: Part
    arrow: Arrow | None  # what ties it to the line it stands under
    again: bool = False  # told in full somewhere above
    opens: bool = False
    ends: int = 0

    @property
    def before(self) -> SafeString:
        return mark_safe("<li>")

    @property
    def after(self) -> SafeString:
        return mark_safe(("<ul>" if self.opens else "</li>") + "</ul></li>" * self.ends)  # noqa: S308 - markup of our own


def leading_to(theory: Theory, keys: set[str], key: str) -> list[Item]:
    """The thing itself, then what leads to it, and what leads to that."""
    return _nested(theory, keys, [key], back=True)


def led_to(theory: Theory, keys: set[str], key: str) -> list[Item]:
    return _nested(theory, keys, [key], back=False)


def everything(theory: Theory) -> list[Item]:
    """From the goals, which lead to nothing more, down to what they all start from. Each thing is told in full once."""
    ends = [key for key in theory.parts if not theory.out_of.get(key)]
    ends.sort(key=lambda key: -theory.parts[key].layer)
    return _nested(theory, set(theory.parts), [*ends, *theory.parts], back=True)


def _nested(theory: Theory, keys: set[str], starts: list[str], *, back: bool) -> list[Item]:
    items: list[Item] = []
    told: set[str] = set()
    for start in starts:
        if start not in told:
            told.add(start)
            items.append(Item(theory.parts[start], None))
            _tell(items, _onwards(theory, keys, start, back=back), theory, keys, told, back=back)
    return items


def _onwards(theory: Theory, keys: set[str], key: str, *, back: bool) -> Iterator[tuple[Part, Arrow]]:
    arrows = (theory.into if back else theory.out_of).get(key, [])
    for arrow in sorted(arrows, key=lambda a: a.contribution is None):  # the claims first
        part = arrow.source if back else arrow.target
        if part.key in keys:
            yield part, arrow


def _tell(
    items: list[Item],
    first: Iterator[tuple[Part, Arrow]],
    theory: Theory,
    keys: set[str],
    told: set[str],
    *,
    back: bool,
) -> None:
    """Depth first with a stack of its own: a chain of contributions can be longer than Python goes down."""
    stack, fresh = [first], True
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
            if not fresh:
                items[-1].ends += 1
            fresh = False
            continue
        if fresh:
            items[-1].opens = True
        part, arrow = found
        again = part.key in told
        items.append(Item(part, arrow, again))
        fresh = False
        if not again:
            told.add(part.key)
            stack.append(_onwards(theory, keys, part.key, back=back))
            fresh = True


@dataclass
class Missing:
    title: str
    why: str
    rows: list[tuple[str, str, str]]  # what, where it is mended, what the link says
    id: str


def gaps(theory: Theory, slug: str, *, may_edit: bool, coordinates: bool, with_activities: bool) -> list[Missing]:
    """What the theory lacks, each with a link to do something about it."""
    found = []
    if with_activities:
        found += [
            _lonely(theory, slug, may_edit),
            _visions(theory, slug, coordinates),
            _aimless(theory, slug, coordinates),
        ]
    found += [_assumed(theory, slug, may_edit), _unused(theory, slug, may_edit)]
    return [gap for gap in found if gap.rows]


def _lonely(theory: Theory, slug: str, may_edit: bool) -> Missing:
    rows = []
    for part in theory.parts.values():
        if part.node is not None and not theory.into.get(part.key) and part.node.tier.standard_type != "question":
            address = theory.address("plans:add_contribution", part.node.pk) + "?hall=fran"
            rows.append(
                (part.title, address, _("Skriv vad som bidrar"))
                if may_edit
                else (part.title, part.href, _("Visa delen"))
            )
    return Missing(
        _("Delar som inget leder till"),
        _("Ingen del bidrar till dem, och ingen aktivitet görs för dem."),
        rows,
        "utan-bidrag",
    )


def _visions(theory: Theory, slug: str, coordinates: bool) -> Missing:
    rows = []
    for part in theory.parts.values():
        if part.node is None or not part.node.tier.is_target_vision:
            continue
        if not any(theory.parts[key].kind == "activity" for key in theory.before(part.key)):
            address = f"{reverse('activities:new', args=[slug])}?del={part.node.pk}"
            rows.append(
                (part.title, address, _("Lägg till en aktivitet"))
                if coordinates
                else (part.title, part.href, _("Visa delen"))
            )
    return Missing(
        _("Målbilder utan aktivitet"),
        _("Inget av det som görs leder till dem, inte heller genom andra delar."),
        rows,
        "malbilder",
    )


def _aimless(theory: Theory, slug: str, coordinates: bool) -> Missing:
    name, words = ("edit", _("Säg var den hör hemma")) if coordinates else ("detail", _("Visa aktiviteten"))
    rows = [(a.title, theory.address(f"activities:{name}", a.pk), words) for a in theory.aimless]
    return Missing(
        _("Aktiviteter som inte hör till någon del"), _("De görs, men planen säger inte för vad."), rows, "aktiviteter"
    )


def _assumed(theory: Theory, slug: str, may_edit: bool) -> Missing:
    claims = theory.claims
    rows = []
    for arrow in claims:
        if arrow.line == "assumed" and arrow.contribution:
            address = theory.address("plans:edit_contribution", arrow.contribution.pk)
            words = _("Skriv vad som talar för det") if may_edit else _("Visa delen")
            told = f"{arrow.source.title} → {arrow.target.title}"
            rows.append((told, address if may_edit else arrow.source.href, words))
    why = _("%(n)d av %(all)d bidrag är antagna. Inget belägg är skrivet.") % {"n": len(rows), "all": len(claims)}
    return Missing(_("Bidrag som bara är antagna"), why, rows, "antagna")


def _unused(theory: Theory, slug: str, may_edit: bool) -> Missing:
    unused = [row for row in theory.inputs if not row.uses.all()]
    rows = [
        (
            row.title,
            theory.address("plans:edit_input", row.pk) if may_edit else "#resurser",
            _("Säg vad den läggs på") if may_edit else _("Visa resurserna"),
        )
        for row in unused
    ]
    return Missing(_("Resurser som inte läggs på något"), _("Planen säger inte vad de går till."), rows, "utan-syfte")


def claims_among(theory: Theory, keys: set[str]) -> list[tuple[Arrow, str]]:
    """Each with the address where what speaks for it is written."""
    return [
        (arrow, theory.address("plans:edit_contribution", arrow.contribution.pk))
        for arrow in among(theory, keys)
        if arrow.contribution
    ]


def choices(theory: Theory) -> list[tuple[Any, str]]:
    """The parts to look at from, in the plan's order."""
    return [(part.node.pk, part.title) for part in theory.parts.values() if part.node is not None]
