"""Plans that mark the same thing in several ways at once: numbers beside level words, fields inside bullets, names alone."""

from samplan.work.plans.recognition import read, recognise


def plan_of(text, name="plan.txt"):
    return recognise(read(text.encode(), name), match_actor=lambda spelling: None).to_json()


def tree(plan):
    titles = {node["id"]: node["title"] for node in plan["nodes"]}
    return [(node["tier"], node["number"], node["title"], titles.get(node["parent"])) for node in plan["nodes"]]


def under(plan, what, word):
    titles = {node["id"]: node["title"] for node in plan["nodes"]}
    if what == "activities":
        return [(a[word], [x["text"] for x in a["actors"]], [titles[n] for n in a["nodes"]]) for a in plan[what]]
    return [(item[word], titles.get(item["node"])) for item in plan[what]]


def test_a_number_ranks_a_heading_whether_or_not_it_has_a_level_word():
    plan = plan_of(
        "Strategisk plan, Granåkers län\nGäller 2022-07-01--2025-06-30\n\n1. Inledning\n\nText om planen.\n\n"
        "2. Målområde: Delaktighet\n\n2.1 Inflytande\n\nHur kan vi låta fler vara med?\n\n"
        "- Inrätta råd [Ansvarig: Kommunerna]\n\nHur kan anhöriga få plats?\n\n- Skapa anhörigråd\n\n"
        "Så vet vi att vi är på väg:\n\n- Har alla kommuner ett råd?\n\n"
        "3. Målområde: Jämlik vård\n\n3.1 Tolkning\n\nHur kan fler få tolk?\n\n- Upphandla tolk (Aktör: Regionen)\n"
    )
    assert (plan["title"], plan["valid_to"]) == ("Strategisk plan, Granåkers län", "2025-06-30")
    assert tree(plan) == [
        ("Målområde", "2", "Delaktighet", None),
        ("Område", "2.1", "Inflytande", "Delaktighet"),
        ("Fråga", None, "Hur kan vi låta fler vara med?", "Inflytande"),
        ("Fråga", None, "Hur kan anhöriga få plats?", "Inflytande"),
        ("Målområde", "3", "Jämlik vård", None),
        ("Område", "3.1", "Tolkning", "Jämlik vård"),
        ("Fråga", None, "Hur kan fler få tolk?", "Tolkning"),
    ]
    assert under(plan, "activities", "title") == [
        ("Inrätta råd", ["Kommunerna"], ["Hur kan vi låta fler vara med?"]),
        ("Skapa anhörigråd", [], ["Hur kan anhöriga få plats?"]),
        ("Upphandla tolk", ["Regionen"], ["Hur kan fler få tolk?"]),
    ]
    assert under(plan, "questions", "text") == [("Har alla kommuner ett råd?", "Inflytande")]


def test_fields_inside_bullets():
    plan = plan_of(
        "# Program\n\nProgrammet gäller åren 2023 till 2026.\n\n## Strategi 1. Skydd\n\n### Delmål 1.1 Skolresultat\n\n"
        "- **Åtgärd:** Erbjuda läxhjälp\n  - Ansvarig: Skolförvaltningen\n  - Tid: 2023\n  - Indikator: Antal elever\n"
        "- **Åtgärd:** Ge stöd i svenska\n  - Ansvarig: Skolan, Region Norrlunda\n",
        "plan.md",
    )
    assert under(plan, "activities", "title") == [
        ("Erbjuda läxhjälp", ["Skolförvaltningen"], ["Skolresultat"]),
        ("Ge stöd i svenska", ["Skolan", "Region Norrlunda"], ["Skolresultat"]),
    ]
    assert under(plan, "measures", "text") == [("Antal elever", "Skolresultat")]


def test_capitals_go_on_after_a_list_of_what_can_be_measured():
    plan = plan_of(
        "HANDLINGSPLAN 2024\n\nBAKGRUND\n\nKommunen har arbetat med frågan sedan 2015.\n\nFOKUSOMRÅDEN\n\n1. FRÄMJA\n\n"
        "Aktiviteter 2024:\n– Ha hälsosamtal i årskurs 4, ansvarig skolsköterska\n\nMätbara mål:\n"
        "– Andel elever som trivs\n\n2. FÖREBYGGA\n\nAktiviteter 2024:\n– Utbilda ledare (Ansvarig: HR)\n"
    )
    assert [(number, title) for _, number, title, _ in tree(plan)] == [("1", "FRÄMJA"), ("2", "FÖREBYGGA")]
    assert under(plan, "activities", "title") == [
        ("Ha hälsosamtal i årskurs 4", ["skolsköterska"], ["FRÄMJA"]),
        ("Utbilda ledare", ["HR"], ["FÖREBYGGA"]),
    ]
    assert under(plan, "measures", "text") == [("Andel elever som trivs", "FRÄMJA")]


def test_a_goal_s_name_on_one_line_and_its_wording_on_the_next():
    plan = plan_of(
        "Plan för psykisk hälsa i Ekby\n\n2025\n\nMål 1\n\nBarn får stöd\n\nAktiviteter\n\n"
        "1. Starta grupper (Ansvarig: Skolan)\n\nAtt följa upp\n\n1. Har grupper startat?\n\n"
        "Mål 2\n\nÄldre har sällskap\n\nAktiviteter\n\n1. Öppna träffpunkt\n2. Ordna resor\n\nAtt följa upp\n\n"
        "1. Finns träffpunkt?\n"
    )
    assert (plan["valid_from"], plan["valid_to"]) == ("2025-01-01", "2025-12-31")
    assert tree(plan) == [("Mål", "1", "Barn får stöd", None), ("Mål", "2", "Äldre har sällskap", None)]
    assert under(plan, "activities", "title") == [
        ("Starta grupper", ["Skolan"], ["Barn får stöd"]),
        ("Öppna träffpunkt", [], ["Äldre har sällskap"]),
        ("Ordna resor", [], ["Äldre har sällskap"]),
    ]
    assert under(plan, "questions", "text") == [
        ("Har grupper startat?", "Barn får stöd"),
        ("Finns träffpunkt?", "Äldre har sällskap"),
    ]


def test_a_goal_named_again_refers_to_the_goal():
    plan = plan_of(
        "# Plan\n\n## Mål 1: Barn får stöd\n\nText om målet.\n\n## Aktivitetsplan\n\n### Mål 1\n\n- Starta grupper\n",
        "plan.md",
    )
    assert [title for _, _, title, _ in tree(plan)] == ["Barn får stöd"]


def test_paragraph_signs_and_letters_of_an_agreement():
    plan = plan_of(
        "Norrlunda län 2024-03-01\n\nÖVERENSKOMMELSE OM PSYKISK HÄLSA\nmellan Region Norrlunda och länets kommuner\n"
        "2024–2027\n\nParterna är överens om följande.\n\n§ 1 Syfte\nSyftet är att samordna arbetet.\n\n"
        "§ 2 Gemensamma åtaganden\n\nParterna ska\na) erbjuda en väg in,\nb) utbilda personal.\n\n"
        "§ 3 Regionens åtaganden\n\nRegionen ska\na) bemanna en telefonlinje,\nb) ställa lokaler till förfogande.\n\n"
        "§ 4 Kommunernas åtaganden\n\nKommunerna ska\na) utse kontaktpersoner.\n\n"
        "§ 5 Uppföljning\n\nParterna besvarar årligen följande frågor:\n- Finns en väg in?\n"
    )
    assert plan["title"].startswith("ÖVERENSKOMMELSE OM PSYKISK HÄLSA")
    assert (plan["valid_from"], plan["valid_to"]) == ("2024-01-01", "2027-12-31")
    assert [(number, title) for _, number, title, _ in tree(plan)] == [
        ("3", "Regionens åtaganden"),
        ("4", "Kommunernas åtaganden"),
    ]
    assert [(title.rstrip("."), parts) for title, _, parts in under(plan, "activities", "title")] == [
        ("erbjuda en väg in", []),
        ("utbilda personal", []),
        ("bemanna en telefonlinje", ["Regionens åtaganden"]),
        ("ställa lokaler till förfogande", ["Regionens åtaganden"]),
        ("utse kontaktpersoner", ["Kommunernas åtaganden"]),
    ]
    assert under(plan, "questions", "text") == [("Finns en väg in?", None)]


def test_letters_and_figures_number_the_parts_and_the_activities():
    plan = plan_of(
        "Välfärdsrådet\nHandlingsplan för jämlik hälsa, 2022 - 2024\n\nInriktning A - Uppväxt\n\n"
        "Vi vill att alla barn ska få en bra start.\n\nA1. Alla barn når målen\n"
        "A1.1 Införa lässtöd. Ansvarig: Barn- och utbildningsnämnden. Klart: 2023.\n"
        "A1.2 Erbjuda läxhjälp. Ansvarig: Kulturnämnden. Klart: 2022.\n\nA2. Alla har fritid\n"
        "A2.1 Sänka avgifter. Ansvarig: Fritidsnämnden. Klart: 2024.\n\nInriktning B - Arbete\n\n"
        "B1. Fler unga i arbete\nB1.1 Skapa praktikplatser. Ansvarig: Kommunstyrelsen. Klart: 2023.\n"
    )
    assert plan["title"].startswith("Handlingsplan för jämlik hälsa")
    assert [(number, title, above) for _, number, title, above in tree(plan)] == [
        ("A", "Uppväxt", None),
        ("A1", "Alla barn når målen", "Uppväxt"),
        ("A2", "Alla har fritid", "Uppväxt"),
        ("B", "Arbete", None),
        ("B1", "Fler unga i arbete", "Arbete"),
    ]
    assert under(plan, "activities", "title") == [
        ("Införa lässtöd. Klart: 2023.", ["Barn- och utbildningsnämnden"], ["Alla barn når målen"]),
        ("Erbjuda läxhjälp. Klart: 2022.", ["Kulturnämnden"], ["Alla barn når målen"]),
        ("Sänka avgifter. Klart: 2024.", ["Fritidsnämnden"], ["Alla har fritid"]),
        ("Skapa praktikplatser. Klart: 2023.", ["Kommunstyrelsen"], ["Fler unga i arbete"]),
    ]


def test_activities_written_as_paragraphs_some_with_an_actor():
    plan = plan_of(
        "Plan för Ekby\n\nBakgrund\n\nMånga mår bra, men skillnaderna är stora och har vuxit under flera år.\n\n"
        "1. Trygg uppväxt\n\nText om området, i hela meningar.\n\nAktiviteter\n\n"
        "Starta föräldragrupper (Aktör: Familjecentralen)\n\nÖppna en chatt för unga\n\n"
        "2. Gott åldrande\n\nText om området, i hela meningar.\n\nAktiviteter\n\nOrdna träffpunkter\n\n"
        "Uppföljning\n\n1. Finns träffpunkter?\n\n3. Arbete\n\nText om området.\n\nAktiviteter\n\nUtbilda chefer\n"
    )
    assert [(number, title) for _, number, title, _ in tree(plan)] == [
        ("1", "Trygg uppväxt"),
        ("2", "Gott åldrande"),
        ("3", "Arbete"),
    ]
    assert under(plan, "activities", "title") == [
        ("Starta föräldragrupper", ["Familjecentralen"], ["Trygg uppväxt"]),
        ("Öppna en chatt för unga", [], ["Trygg uppväxt"]),
        ("Ordna träffpunkter", [], ["Gott åldrande"]),
        ("Utbilda chefer", [], ["Arbete"]),
    ]
    assert under(plan, "questions", "text") == [("Finns träffpunkter?", "Gott åldrande")]


def test_one_part_with_a_level_s_word_in_its_title_does_not_name_the_others():
    plan = plan_of(
        "# Plan\n\n## 1. Fokusområde unga\n\nAktiviteter\n\n- Starta grupper\n\n"
        "## 2. Särskilda medel\n\nAktiviteter\n\n- Fördela medel\n",
        "plan.md",
    )
    assert [(tier, title) for tier, _, title, _ in tree(plan)] == [
        ("Fokusområde", "Fokusområde unga"),
        ("Område", "Särskilda medel"),
    ]
