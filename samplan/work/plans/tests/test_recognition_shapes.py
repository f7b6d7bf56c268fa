"""Shapes that Swedish plans come in, one small made-up plan for each, and what ought to come out."""

import json

from samplan.work.plans.recognition import Proposal, read, recognise


def recognised(text, name="plan.md"):
    return recognise(read(text.encode(), name), match_actor=lambda spelling: None)


def tree(proposal):
    """Each part with its level and number, under its parent."""
    titles = {node.id: node.title for node in proposal.nodes}
    return [(node.tier, node.number, node.title, titles.get(node.parent)) for node in proposal.nodes]


def activities(proposal):
    titles = {node.id: node.title for node in proposal.nodes}
    return [
        (a.title, [actor.text for actor in a.actors], [titles[ref] for ref in a.nodes]) for a in proposal.activities
    ]


def test_labels_alone_on_their_lines_and_values_below_them():
    plan = recognised(
        "Lokal handlingsplan 2025\n\nBakgrund\nKommunen och vårdcentralen har kommit överens om det här.\n\n"
        "Insatsområde: Barn och unga\n\nLångsiktigt mål\nBarn och unga får rätt stöd i rätt tid.\n\n"
        "Aktivitet\nStarta ett gemensamt team\nAnsvarig\nElevhälsan\nTidplan\nVåren 2025\n\n"
        "Aktivitet\nInformera om stödet\nAnsvarig\nKommunikatören\n",
        "plan.txt",
    )
    assert tree(plan) == [
        ("Insatsområde", "", "Barn och unga", None),
        ("Långsiktigt mål", "", "Barn och unga får rätt stöd i rätt tid.", "Barn och unga"),
    ]
    assert activities(plan) == [
        ("Starta ett gemensamt team", ["Elevhälsan"], ["Barn och unga"]),
        ("Informera om stödet", ["Kommunikatören"], ["Barn och unga"]),
    ]
    assert [w.text for w in plan.activities[0].text] == ["Våren 2025"]


def test_one_responsible_below_a_whole_list_is_responsible_for_all_of_it():
    plan = recognised(
        "Folkhälsoprogram för Lillåns kommun\n\nProgrammet gäller 2023 - 2026\n\nPRIORITERADE OMRÅDEN\n\n"
        "1 Goda uppväxtvillkor\nMål: Alla barn känner sig trygga.\nVi ska:\n- arbeta mot mobbning\n- erbjuda frukost\n"
        "Ansvarig: Skolnämnden\nSå mäter vi: Andel som känner sig trygga\n\n"
        "2 Delaktighet\nVi ska:\n- öppna ett medborgarkontor\nAnsvarig: Kommunstyrelsen\n",
        "plan.txt",
    )
    assert (plan.title, plan.valid_from, plan.valid_to) == (
        "Folkhälsoprogram för Lillåns kommun",
        "2023-01-01",
        "2026-12-31",
    )
    assert tree(plan) == [
        ("Prioriterat område", "1", "Goda uppväxtvillkor", None),
        ("Mål", "", "Alla barn känner sig trygga.", "Goda uppväxtvillkor"),
        ("Prioriterat område", "2", "Delaktighet", None),
    ]
    assert activities(plan) == [
        ("arbeta mot mobbning", ["Skolnämnden"], ["Goda uppväxtvillkor"]),
        ("erbjuda frukost", ["Skolnämnden"], ["Goda uppväxtvillkor"]),
        ("öppna ett medborgarkontor", ["Kommunstyrelsen"], ["Delaktighet"]),
    ]
    assert [m.text for m in plan.measures] == ["Andel som känner sig trygga"]


def test_each_activity_under_its_own_heading():
    plan = recognised(
        "# Plan för suicidprevention 2024–2026\n\n## Mål 1. Minska tillgången till medel\n\n"
        "### Åtgärd 1.1 Säkra broar\nAnsvarig: Tekniska nämnden\nTidplan: 2024\n\n"
        "### Åtgärd 1.2 Inventera läkemedel\nVarje avdelning går igenom sitt förråd.\n*Ansvarig:* Regionen, apoteken\n\n"
        "### Följ upp\n- Har alla broar säkrats?\n"
    )
    assert tree(plan) == [("Mål", "1", "Minska tillgången till medel", None)]
    assert activities(plan) == [
        ("Säkra broar", ["Tekniska nämnden"], ["Minska tillgången till medel"]),
        ("Inventera läkemedel", ["Regionen", "apoteken"], ["Minska tillgången till medel"]),
    ]
    assert [(q.text, q.node) for q in plan.questions] == [("Har alla broar säkrats?", plan.nodes[0].id)]


def test_numbered_sentences_that_say_who_shall_do_what():
    plan = recognised(
        "HANDLINGSPLAN 2023–2025\n\n1. INLEDNING\nPlanen är ett stöd för verksamheterna och bygger på dialog.\n\n"
        "2. MÅL OCH AKTIVITETER\n\n2.1 Fler unga fullföljer sina studier\n"
        "2.1.1 Skolorna ska erbjuda läxhjälp varje vecka.\n2.1.2 Elevhälsan ska följa upp frånvaro.\n\n"
        "2.2 Äldre är delaktiga\n2.2.1 Kommunen ska anställa en äldrelots.\n\n"
        "3. UPPFÖLJNING\n3.1 Har frånvaron minskat?\n3.2 Hur många har träffat lotsen?\n",
        "plan.txt",
    )
    assert tree(plan) == [
        ("Mål", "2.1", "Fler unga fullföljer sina studier", None),
        ("Mål", "2.2", "Äldre är delaktiga", None),
    ]
    assert [under for _, _, under in activities(plan)] == [
        ["Fler unga fullföljer sina studier"],
        ["Fler unga fullföljer sina studier"],
        ["Äldre är delaktiga"],
    ]
    assert not any(activity.sure for activity in plan.activities), "no heading says that they are activities"
    assert [(q.text, q.node) for q in plan.questions] == [
        ("Har frånvaron minskat?", None),
        ("Hur många har träffat lotsen?", None),
    ]


def test_parts_as_rows_between_the_rows_of_one_table():
    plan = recognised(
        "# Handlingsplan\n\n| Område | Insats | Ansvar | Tidsplan | Uppföljning |\n|---|---|---|---|---|\n"
        "| **Skola** | | | | |\n| | Team på alla skolor | Rektor | 2024 | Finns team? |\n| | Kuratorsmottagning | Elevhälsan | 2025 | |\n"
        "| **Vård** | | | | |\n| | Samtalsmottagning | Vårdcentral | 2024 | Har kön minskat? |\n"
    )
    assert [title for _, _, title, _ in tree(plan)] == ["Skola", "Vård"]
    assert activities(plan) == [
        ("Team på alla skolor", ["Rektor"], ["Skola"]),
        ("Kuratorsmottagning", ["Elevhälsan"], ["Skola"]),
        ("Samtalsmottagning", ["Vårdcentral"], ["Vård"]),
    ]
    assert [q.text for q in plan.questions] == ["Finns team?", "Har kön minskat?"]


def test_chapters_that_are_the_parts_and_lists_written_as_sentences():
    plan = recognised(
        "Plan för psykisk hälsa i Stensjö 2022–2025\n\nKapitel 1  Inledning\n\nPlanen är gemensam.\n\n"
        "Kapitel 2  Delaktighet\n\nFler ska vara med.\n\nÅtgärder:\n•\tStarta brukarråd (ansvarig: kommunerna);\n•\tutbilda revisorer.\n\n"
        "Nyckeltal:\n•\tAntal brukarråd\n\nKapitel 3  Tidiga insatser\n\nStöd ges tidigt.\n\nÅtgärder:\n•\tÖppna drop-in;\n•\tpröva chatt.\n",
        "plan.txt",
    )
    assert [(number, title) for _, number, title, _ in tree(plan)] == [("2", "Delaktighet"), ("3", "Tidiga insatser")]
    assert activities(plan)[0] == ("Starta brukarråd", ["kommunerna"], ["Delaktighet"])
    assert [a.title for a in plan.activities][2] == "Öppna drop-in"


def test_an_overview_of_the_parts_adds_no_parts():
    plan = recognised(
        "Verksamhetsplan psykisk hälsa 2024\n\nFokusområden\n  1. Tidiga insatser\n  2. Samordning\n\n"
        "Fokusområde 1 Tidiga insatser\n\nMål 1.1 Alla får hjälp i tid\n\n  a) Kartlägga läget (ansvarig: vården)\n\n"
        "Fokusområde 2 Samordning\n\nMål 2.1 Fler får en plan\n\n  a) Utbilda i SIP (ansvarig: kommunerna, regionen)\n",
        "plan.txt",
    )
    assert [(number, title) for _, number, title, _ in tree(plan)] == [
        ("1", "Tidiga insatser"),
        ("1.1", "Alla får hjälp i tid"),
        ("2", "Samordning"),
        ("2.1", "Fler får en plan"),
    ]
    assert activities(plan)[1] == ("Utbilda i SIP", ["kommunerna", "regionen"], ["Fler får en plan"])
    assert plan.not_understood == []


def test_a_plan_in_prose_gives_its_headings_unsurely():
    plan = recognised(
        "# Program för psykisk hälsa\n\n## Bakgrund\n\nSå här är det.\n\n## Trygga barn\n\nBarn behöver trygghet.\n\n"
        "## Goda arbetsplatser\n\nArbetet påverkar hur vi mår.\n"
    )
    assert [node.title for node in plan.nodes] == ["Trygga barn", "Goda arbetsplatser"]
    assert not any(node.sure for node in plan.nodes)
    assert all(node.why for node in plan.nodes)
    assert [w.text for w in plan.nodes[0].text] == ["Barn behöver trygghet."]


def test_the_proposal_survives_a_journey_as_json():
    plan = recognised(
        "# Plan 2024–2025\n\n## Mål 1: Trygghet\n\n### Aktiviteter\n\n- Starta en gemensam grupp för stöd (Aktör: Vården)\n"
        "- Starta en gemensam grup för stöd\n- Okänt\n\n### Att följa upp\n\n- Har det startat?\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    (joined,) = [activity for activity in plan.activities if activity.joins]
    assert [join.lines for join in joined.joins] == [[8]]
    assert 0.9 < joined.joins[0].likeness < 1
    assert joined.lines == [7, 8]
    assert not joined.sure
    assert plan.not_understood
    again = Proposal.from_dict(json.loads(json.dumps(plan.to_dict())))
    assert again == plan
    assert again.to_json() == plan.to_json()
