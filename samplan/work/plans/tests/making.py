"""A small made-up plan for the room's tests."""

from datetime import date

from samplan.work.plans import actions

TIERS = [
    actions.NewTier("Långsiktigt mål", "impact"),
    actions.NewTier("Målbild", "outcome", is_target_vision=True),
    actions.NewTier("Inriktning", "direction"),
    actions.NewTier("Insatsområde", "outcome"),
    actions.NewTier("Delområde", "output"),
    actions.NewTier("Utmaningsfråga", "question"),
]
NODES = [
    actions.NewNode("goal", "Långsiktigt mål", None, "", "God hälsa i länet", "Alla ska må bra.", lines=[3]),
    actions.NewNode("v1", "Målbild", "goal", "1", "Jag hittar rätt första gången"),
    actions.NewNode("v2", "Målbild", "goal", "2", "Jag blir trodd"),
    actions.NewNode("dir", "Inriktning", "goal", "", "Stöd som bygger på kunskap"),
    actions.NewNode("a1", "Insatsområde", "dir", "1", "Kunskap"),
    actions.NewNode("s11", "Delområde", "a1", "1.1", "Kunskap för personal", "Detta kan nås genom kurser."),
    actions.NewNode(
        "q1",
        "Utmaningsfråga",
        "s11",
        "",
        "Hur kan fler våga fråga?",
        wordings=[("Hur skulle fler kunna våga fråga?", [88])],
    ),
    actions.NewNode("a2", "Insatsområde", "dir", "2", "Stöd"),
    actions.NewNode("s21", "Delområde", "a2", "2.1", "Tillgänglighet"),
    actions.NewNode("q2", "Utmaningsfråga", "s21", "", "Hur kan vägen in bli kortare?"),
]
QUESTIONS = [
    actions.NewQuestion("s11", "Har personalen det kunnande som behövs?", [12]),
    actions.NewQuestion("s21", "Finns en tydlig väg in?", [30]),
    actions.NewQuestion(None, "Vad gjorde störst nytta i år?", is_open=True),
]
MEASURES = [actions.NewMeasure("goal", "Självskattad hälsa i årskurs 7", [5])]


def make_plan(cast, **changes):
    values = {
        "county": cast.norr,
        "title": "Plan för god hälsa",
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2028, 12, 31),
        "tiers": TIERS,
        "nodes": NODES,
        "questions": QUESTIONS,
        "measures": MEASURES,
        "owner_name": "Samverkansrådet",
        "by": cast.coordinator,
    }
    return actions.create_edition(**{**values, **changes})
