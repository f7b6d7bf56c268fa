"""Drawings of what leads to what: few crossings, nothing on top of anything, the same picture each time."""

import random
import re
from itertools import combinations, pairwise

import pytest

from samplan.foundation.core.charts.layering import arrange, crossings
from samplan.foundation.core.charts.layers import _LINES, _LOOKS, Box, Layers, Tie, draw_column, draw_layers
from samplan.foundation.core.charts.svg import COLOURS, PRINT

SIZES = (10, 40, 60, 50, 20, 12, 7, 1)  # 200 things in the layers of a plan


def big_plan(seed=1, ties=400):
    chance = random.Random(seed)
    boxes = [
        Box(f"{layer}-{n}", layer, f"{n} Stöd i rätt tid", f"/del/{n}/")
        for layer, size in enumerate(SIZES)
        for n in range(size)
    ]
    found = set()
    while len(found) < ties:
        source, target = chance.sample(boxes, 2)
        if 0 < target.layer - source.layer <= (1 if chance.random() < 0.85 else 4):
            found.add((source.key, target.key))
    lines = [Tie(s, t, chance.choice(("sure", "assumed", "part"))) for s, t in sorted(found)]
    return Layers("Teori", "Så tänker planen", [f"Nivå {n}" for n in range(len(SIZES))], boxes, lines)


def placed(chart):
    order = [[box.key for box in boxes] for _name, boxes in chart.filled()]
    sizes = {box.key: 40.0 + 17 * (len(box.key) % 3) for box in chart.boxes}
    return arrange(order, [(tie.source, tie.target) for tie in chart.ties], sizes, 14), sizes


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_lines_cross_less_than_half_as_much_as_in_any_order(seed):
    """Fails when the sweeps sort by nothing (planted: `layer.sort` left out)."""
    found, _sizes = placed(big_plan(seed))
    mixed = [random.Random(seed).sample(layer, len(layer)) for layer in found.order]
    assert found.crossings < crossings(mixed, found.routes) / 2


def test_crossings_are_counted_as_by_looking_at_every_pair():
    chance = random.Random(9)
    order = [[f"{layer}{n}" for n in range(6)] for layer in range(3)]
    routes = [[chance.choice(layer) for layer in order] for _ in range(14)]
    place = {key: n for layer in order for n, key in enumerate(layer)}
    by_looking = sum(
        (place[one[at]] - place[other[at]]) * (place[one[at + 1]] - place[other[at + 1]]) < 0
        for one, other in combinations(routes, 2)
        for at in (0, 1)
    )
    assert by_looking > 20
    assert crossings(order, routes) == by_looking


def test_nothing_stands_on_top_of_anything():
    """Fails when places are pulled without being kept apart (planted: `_apart` gives back what was wanted)."""
    found, sizes = placed(big_plan())
    for layer in found.order:
        for above, below in pairwise(layer):
            room = (sizes.get(above, 6) + sizes.get(below, 6)) / 2
            assert found.middle[below] - found.middle[above] >= room + 14 - 0.001
        assert found.middle[layer[0]] - sizes.get(layer[0], 6) / 2 >= -0.001


def test_the_same_plan_gives_the_same_picture():
    assert draw_layers(big_plan()) == draw_layers(big_plan())


def test_each_box_is_a_link_and_each_line_is_drawn_as_sure_as_it_is():
    boxes = [
        Box("a", 0, "Pengar & <tid>", "/a/", "pale"),
        Box("b", 1, "Kurser", "/b/", "here"),
        Box("c", 2, "Jag blir trodd", "/c/", "vision", lonely=True),
        Box("d", 1, "En mycket lång rubrik som inte får plats " * 6, "/d/"),
    ]
    ties = [
        Tie("a", "b"),
        Tie("b", "c", "sure"),
        Tie("d", "c", "assumed"),
        Tie("b", "d", "assumed"),
        Tie("c", "a", "sure"),
    ]
    chart = Layers("Så tänker planen", "Samma sak står som lista", ["Resurser", "Delområden", "Målbilder"], boxes, ties)
    for svg in (draw_layers(chart), draw_column(chart)):
        assert sorted(re.findall(r'<a href="(/./)"', svg)) == ["/a/", "/b/", "/c/", "/d/"]
        assert "Pengar &amp; &lt;tid&gt;" in svg
        assert 'role="group"' in svg
        assert svg.count('stroke-dasharray="5 4"') == 2
        assert len(re.findall('class="chart-amber"', svg)) == 2
        assert len(re.findall('<path[^>]*class="chart-teal"', svg)) == 2
        assert svg.count('stroke-dasharray="4 3"') == 1
        assert "style=" not in svg
        assert f"<title>{boxes[3].text}</title>".replace(" </title>", " </title>") in svg
        assert "…" in svg


def test_an_empty_layer_takes_no_room():
    chart = Layers("t", "d", ["Ett", "Två", "Tre"], [Box("a", 0, "A"), Box("b", 2, "B")], [Tie("a", "b", "sure")])
    assert "Två" not in draw_layers(chart)
    assert "Tre" in draw_layers(chart)
    assert "Tre" in draw_column(chart)


def test_what_is_written_is_seen_on_what_it_stands_on():
    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        low, high = sorted((light(COLOURS[one]), light(COLOURS[other])))
        return (high + 0.05) / (low + 0.05)

    for fill, outline, letters in _LOOKS.values():
        assert contrast(letters, fill) >= 4.5, (letters, fill)
        assert contrast(outline, "paper") >= 3, outline
    for colour, _width, _dashes in _LINES.values():
        assert contrast(colour, "paper") >= 3, colour


def test_it_can_be_drawn_for_paper():
    svg = draw_layers(big_plan(ties=20), theme=PRINT)
    assert "class=" not in svg
    assert 'font-family="Inter"' in svg
