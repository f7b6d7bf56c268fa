"""One made-up plan, written by many hands: other heads, labels, bullets and ways to name who does it — the same tree."""

import pytest

from samplan.work.plans.recognition import read, recognise

AREAS = [
    (
        "Trygg uppväxt",
        [
            ("Starta föräldragrupper i alla kommuner", "Familjecentralen"),
            ("Utbilda skolpersonal i tidiga tecken på ohälsa", "Barn- och utbildningsnämnden"),
            ("Öppna en chatt för unga", None),
        ],
        ["Har föräldragrupper startat?", "Hur många har fått utbildning?"],
    ),
    (
        "Ett arbetsliv som håller",
        [("Ta fram en modell för tidig rehabilitering", "Region Ekby"), ("Erbjuda handledning åt chefer", None)],
        ["Används modellen av arbetsgivarna?"],
    ),
    (
        "Gott åldrande",
        [
            ("Ordna träffpunkter på landsbygden", "Pensionärsföreningen"),
            ("Införa hembesök till alla över 80 år", "Hemtjänsten"),
        ],
        ["Finns träffpunkter i alla kommuner?"],
    ),
]

HEADS = {
    "declared": "## Fokusområde {n}: {title}",
    "declared, only the title": "## {title}",
    "declared, numbered": "## {after}. {title}",
    "focus area": "Fokusområde {n}: {title}",
    "capitals": "FOKUSOMRÅDE {n}. {capitals}",
    "bold": "**Fokusområde {n} – {title}**",
    "bold, only the title": "**{title}**",
    "numbered": "{after}. {title}",
    "goal": "Mål {n}. {title}",
    "priority": "Prioriterat område {n}: {title}",
    "strategy": "Strategi {n} – {title}",
    "letter": "Fokusområde {letter} – {title}",
    "theme without number": "Tema: {title}",
    "only the title": "{title}",
}
LABELS = {"plain": "{}", "colon": "{}:", "bold": "**{}**"}
ACTIVITY_LABELS = ["Aktiviteter", "Insatser", "Åtgärder", "Det här ska vi göra", "Planerade insatser", "Så gör vi"]
FOLLOW_UP_LABELS = ["Att följa upp", "Uppföljningsfrågor", "Hur följer vi upp?", "Uppföljning", "Så följer vi upp"]
ITEMS = {
    "dash": "- {}",
    "bullet": "• {}",
    "star": "* {}",
    "en dash": "– {}",
    "indented": "   - {}",
    "numbered": "{n}. {}",
    "numbered by area": "{area}.{n} {}\n",
    "numbered paragraphs": "{n}. {}\n",
}
ACTORS = {
    "aktör": "{} (Aktör: {actor})",
    "ansvarig": "{} (Ansvarig: {actor})",
    "after a stop": "{}. (Ansvar: {actor})",
    "sentence": "{}. Ansvarig: {actor}.",
    "dash": "{} – ansvarig: {actor}",
    "line below": "{}\n  Ansvarig: {actor}",
    "bullet below": "{}\n  - Ansvarig: {actor}",
    "brackets": "{} [Ansvarig: {actor}]",
}


def written(
    head="focus area",
    label="plain",
    activities="Aktiviteter",
    follow_up="Att följa upp",
    item="dash",
    actor="aktör",
    intro=True,
    noise=False,
    contents=False,
    background=True,
):
    heads = [
        HEADS[head].format(n=n, after=n + 1, title=title, capitals=title.upper(), letter="ABC"[n - 1])
        for n, (title, _, _) in enumerate(AREAS, 1)
    ]
    before = "Bakgrund"
    if head in ("declared, only the title", "declared, numbered", "numbered"):
        before = HEADS[head].format(after=1, title="Bakgrund")
    mark = "# " if head.startswith("declared") else ""
    lines = [f"{mark}Plan för psykisk hälsa i Ekby", "", "2023–2025", ""]
    if contents:
        lines += ["Innehåll", ""]
        lines += [f"{head.strip('#* ')}\t{page}" for page, head in enumerate([before, *heads], 3)] + [""]
    if background:
        lines += [before, "", "Många mår bra, men skillnaderna mellan grupper är stora. Planen visar vad vi gör.", ""]
    for n, (opening, (_, actions, questions)) in enumerate(zip(heads, AREAS, strict=True), 1):
        lines += [opening, ""]
        if intro:
            lines += ["Här beskrivs området. Det handlar om sådant som många har lyft fram i arbetet.", ""]
        lines += [LABELS[label].format(activities), ""]
        for place, (title, who) in enumerate(actions, 1):
            text = ACTORS[actor].format(title, actor=who) if who else title
            lines += ITEMS[item].format(text, n=place, area=n).split("\n")
        lines += [""]
        if noise:
            lines += [f"Ekby kommun – Plan för psykisk hälsa\t{n + 3}", ""]
        lines += [LABELS[label].format(follow_up), ""]
        lines += [f"- {question}" for question in questions] + [""]
    return "\n".join(lines)


def came_out(text):
    plan = recognise(read(text.encode(), "plan.txt"), match_actor=lambda spelling: None).to_json()
    titles = {node["id"]: node["title"].casefold() for node in plan["nodes"]}
    return {
        "title": plan["title"],
        "valid": (plan["valid_from"], plan["valid_to"]),
        "nodes": list(titles.values()),
        "activities": sorted(
            (
                activity["title"].rstrip("."),
                ", ".join(actor["text"] for actor in activity["actors"]),
                ", ".join(titles[node] for node in activity["nodes"]),
            )
            for activity in plan["activities"]
        ),
        "questions": sorted((q["text"], titles.get(q["node"], "hela planen")) for q in plan["questions"]),
    }


EXPECTED = {
    "title": "Plan för psykisk hälsa i Ekby",
    "valid": ("2023-01-01", "2025-12-31"),
    "nodes": [title.casefold() for title, _, _ in AREAS],
    "activities": sorted((text, who or "", title.casefold()) for title, actions, _ in AREAS for text, who in actions),
    "questions": sorted((text, title.casefold()) for title, _, questions in AREAS for text in questions),
}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("head", HEADS)
def test_however_the_parts_are_headed(head, label):
    assert came_out(written(head=head, label=label)) == EXPECTED


@pytest.mark.parametrize("head", HEADS)
def test_with_contents_and_running_heads_on_each_page(head):
    assert came_out(written(head=head, noise=True, contents=True)) == EXPECTED


@pytest.mark.parametrize("head", HEADS)
def test_without_background_or_introductions(head):
    assert came_out(written(head=head, label="bold", intro=False, background=False)) == EXPECTED


@pytest.mark.parametrize("activities", ACTIVITY_LABELS)
@pytest.mark.parametrize("follow_up", FOLLOW_UP_LABELS)
def test_whatever_the_labels_are_called(activities, follow_up):
    assert came_out(written(activities=activities, follow_up=follow_up)) == EXPECTED
    assert came_out(written(activities=activities, follow_up=follow_up, label="colon", head="numbered")) == EXPECTED


@pytest.mark.parametrize("head", ["focus area", "declared", "numbered"])
@pytest.mark.parametrize("item", ITEMS)
def test_whatever_bullets_the_lists_have(item, head):
    assert came_out(written(item=item, head=head)) == EXPECTED


@pytest.mark.parametrize("item", ["dash", "bullet", "numbered"])
@pytest.mark.parametrize("actor", ACTORS)
def test_however_it_is_said_who_does_it(actor, item):
    assert came_out(written(actor=actor, item=item)) == EXPECTED


def table(*, merged, heads, header="| Mål | Aktivitet | Ansvarig | Tid |"):
    lines = ["# Plan för psykisk hälsa i Ekby", "", "2023–2025", ""]
    if not heads:
        lines += [header, "| --- | --- | --- | --- |"]
    for n, (title, actions, questions) in enumerate(AREAS, 1):
        if heads:
            lines += [f"## Mål {n}: {title}", "", header.replace("Mål | ", ""), "| --- | --- | --- |"]
        for place, (text, who) in enumerate(actions):
            goal = title if place == 0 or merged == "repeated" else ""
            lines += [f"| {text} | {who or ''} | 2024 |" if heads else f"| {goal} | {text} | {who or ''} | 2024 |"]
        if heads:
            lines += ["", "Uppföljningsfrågor", "", *(f"- {question}" for question in questions), ""]
    return "\n".join(lines)


@pytest.mark.parametrize("merged", ["repeated", "empty below"])
@pytest.mark.parametrize(
    "header",
    [
        "| Mål | Aktivitet | Ansvarig | Tid |",
        "| Mål | Åtgärd | Aktör | Tidplan |",
        "| Målsättning | Insats | Ansvar | Klart |",
        "| Prioriterat mål | Vad ska göras? | Vem ansvarar? | När? |",
        "| Fokusområde | Åtgärder | Ansvarig nämnd | År |",
    ],
)
def test_one_table_for_all(merged, header):
    came = came_out(table(merged=merged, heads=False, header=header))
    assert {**came, "questions": EXPECTED["questions"]} == EXPECTED


def test_a_table_under_each_head():
    assert came_out(table(merged="", heads=True)) == EXPECTED
