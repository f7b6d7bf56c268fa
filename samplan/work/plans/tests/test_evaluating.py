"""What was found about a plan leads to something in the next edition, or it is told why not."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.work.plans import actions, evaluating, offers
from samplan.work.plans.actions import evaluating as writing
from samplan.work.plans.models import Consequence, Evaluation, Finding, Node
from samplan.work.plans.states import NotAllowed
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    made = make_plan(cast)
    actions.adopt(edition=made.edition, on=today(), reason="Beslut", replaces=False, by=cast.coordinator)
    return made


@pytest.fixture
def evaluation(cast, made):
    facts = {"title": "Halvtid", "on": today(), "by_whom": "Samverkansrådet", "basis": "", "url": ""}
    return writing.add_evaluation(edition=made.edition, by=cast.coordinator, **facts)


def begin_next(cast, made):
    facts = {"title": "Nästa plan", "valid_from": None, "valid_to": None, "by": cast.coordinator}
    return actions.start_edition(predecessor=made.edition, **facts).edition


def find(cast, evaluation, node=None, text="Vägen in är lång."):
    return writing.add_finding(evaluation=evaluation, text=text, basis="", node=node, by=cast.coordinator)


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def text(answer):
    return answer.content.decode()


def test_what_was_found_is_written_in_and_leads_to_a_part_of_the_next_edition(client, cast, made):
    client.force_login(cast.coordinator)
    edition, part = made.edition, made.nodes_by_ref["s21"]
    data = {"title": "Halvtid", "on": today().isoformat(), "by_whom": "Rådet", "basis": "Svar i tre år.", "url": ""}
    page = client.post(address(cast, "add_evaluation", edition.pk), data).url
    row = Evaluation.objects.get()
    said = {"text": "Vägen in är lång.", "basis": "Nio av sexton säger det.", "node": part.pk}
    client.post(address(cast, "add_finding", edition.pk, row.pk), said)
    finding = Finding.objects.get()
    assert "Vägen in är lång." in text(client.get(address(cast, "node", part.pk)))
    answering = address(cast, "answer_finding", edition.pk, finding.pk)
    assert "ingen nästa utgåva" in text(client.get(answering, follow=True))
    after = begin_next(cast, made)
    assert "En slutsats om förra utgåvan har inget svar här" in text(client.get(address(cast, "edition", after.pk)))
    (todo,) = [t for t in offers.todo(cast.coordinator, cast.norr) if "inget svar i" in t.text]
    assert "1 utan svar" in text(client.get(todo.url))
    form = client.get(answering).context["form"]
    same = after.nodes.get(key=part.key)
    assert form.initial["node"] == same
    client.post(answering, {"how": "part", "node": same.pk, "because": "En väg in för alla."})
    assert "Ledde till" in text(client.get(page))
    assert "Bygger på slutsatsen" in text(client.get(address(cast, "node", same.pk)))
    assert "har inget svar här" not in text(client.get(address(cast, "edition", after.pk)))
    assert not [t for t in offers.todo(cast.coordinator, cast.norr) if "inget svar i" in t.text]


def test_what_is_not_followed_says_why(client, cast, made, evaluation):
    client.force_login(cast.coordinator)
    finding = find(cast, evaluation)
    begin_next(cast, made)
    url = address(cast, "answer_finding", made.edition.pk, finding.pk)
    assert "Skriv varför slutsatsen inte följs" in text(client.post(url, {"how": "not", "because": " "}))
    assert "Välj vilken del det är" in text(client.post(url, {"how": "part", "because": ""}))
    client.post(url, {"how": "not", "because": "Staten gör det."})
    page = address(cast, "evaluation", made.edition.pk, evaluation.pk)
    assert "Följs inte, därför att:" in text(client.get(page))
    answer = Consequence.objects.get()
    client.post(address(cast, "finding_deed", made.edition.pk, finding.pk), {"gor": answer.pk})
    assert not Consequence.objects.exists()
    verbs = [v for v in Event.objects.order_by("pk").values_list("verb", flat=True) if v.startswith("plans.finding")]
    assert verbs == ["plans.finding_added", "plans.finding_not_followed", "plans.finding_answer_removed"]


def test_the_two_answers_exclude_each_other(cast, made, evaluation):
    finding, after = find(cast, evaluation), begin_next(cast, made)
    part = after.nodes.first()
    with pytest.raises(NotAllowed, match="senare utgåva"):
        writing.answer_finding(finding=finding, node=made.nodes_by_ref["s21"], because="", by=cast.coordinator)
    writing.answer_finding(finding=finding, node=part, because="", by=cast.coordinator)
    with pytest.raises(NotAllowed, match="redan lett till"):
        writing.answer_finding(finding=finding, node=None, because="Nej", by=cast.coordinator)
    with pytest.raises(NotAllowed, match="redan vald"):
        writing.answer_finding(finding=finding, node=part, because="", by=cast.coordinator)
    with pytest.raises(NotAllowed, match="fått svar"):
        writing.remove_finding(finding=finding, by=cast.coordinator)
    with pytest.raises(NotAllowed, match="har slutsatser"):
        writing.remove_evaluation(evaluation=evaluation, by=cast.coordinator)


def test_a_part_that_answers_is_not_thrown_away_unseen_and_takes_its_reason_along_when_split(cast, made, evaluation):
    finding, after = find(cast, evaluation), begin_next(cast, made)
    part = after.nodes.get(key=made.nodes_by_ref["q1"].key)
    answer = writing.answer_finding(finding=finding, node=part, because="", by=cast.coordinator)
    after.questions.all().delete()
    with pytest.raises(NotAllowed, match="1 slutsats som den svarar på"):
        actions.remove_node(node=part, by=cast.coordinator)
    words = {"stays": actions.Words("", "Ett", ""), "new": actions.Words("", "Två", "")}
    key = f"plans_consequence.node_id.{answer.pk}"
    new = actions.split_node(
        node=part, moved=[key], seen=actions.mark_of_words(Node.objects.get(pk=part.pk)), by=cast.coordinator, **words
    )
    assert Consequence.objects.get().node == new


def test_what_was_found_is_fetched_as_a_table_with_a_row_for_each_answer(client, cast, made, evaluation):
    """Planted: leaving out findings that nobody has answered, which are the ones to look for."""
    client.force_login(cast.reader)
    about, silent, dropped = [
        find(cast, evaluation, node=node, text=words)
        for node, words in ((made.nodes_by_ref["s21"], "Ett"), (None, "Två"), (None, "Tre"))
    ]
    part = begin_next(cast, made).nodes.get(key=about.node.key)
    writing.answer_finding(finding=about, node=part, because="En väg in.", by=cast.coordinator)
    writing.answer_finding(finding=dropped, node=None, because="Staten gör det.", by=cast.coordinator)
    page = address(cast, "evaluations", made.edition.pk)
    assert "?format=xlsx" in text(client.get(page))
    _head, *rows = load_workbook(io.BytesIO(client.get(f"{page}?format=xlsx").content)).active.values
    assert [(row[2], row[4], row[5] or "", row[6] or "") for row in rows] == [
        (about.text, str(about.node), str(part), "En väg in."),
        (silent.text, "Hela planen", "", ""),
        (dropped.text, "Hela planen", "Följs inte", "Staten gör det."),
    ]


def test_findings_change_place_and_what_another_wrote_is_seen(client, cast, made, evaluation):
    client.force_login(cast.coordinator)
    first, second = find(cast, evaluation), find(cast, evaluation, text="Anhöriga saknas.")
    client.post(address(cast, "finding_deed", made.edition.pk, second.pk), {"gor": "upp"})
    assert list(evaluation.findings.all()) == [second, first]
    url = address(cast, "edit_finding", made.edition.pk, first.pk)
    seen = client.get(url).context["seen"]
    Finding.objects.filter(pk=first.pk).update(basis="Nytt.")
    answer = client.post(url, {"text": "Vägen är kort.", "basis": "", "node": "", "seen": seen})
    assert answer.status_code == 409
    assert "Nytt." in text(answer)
    url = address(cast, "edit_evaluation", made.edition.pk, evaluation.pk)
    data = {"title": "Halvtid", "on": "2999-01-01", "by_whom": "R", "basis": "", "url": ""}
    assert "har inte varit än" in text(client.post(url, {**data, "seen": client.get(url).context["seen"]}))


def test_a_reader_reads_and_a_neighbour_writes_nothing(client, cast, made, evaluation):
    find(cast, evaluation)
    page = address(cast, "evaluation", made.edition.pk, evaluation.pk)
    client.force_login(cast.reader)
    assert "Vägen in är lång." in text(client.get(page))
    assert address(cast, "add_finding", made.edition.pk, evaluation.pk) not in text(client.get(page))
    client.force_login(cast.outsider)
    assert client.get(page).status_code == 404


def test_the_pages_ask_as_often_however_much_was_found(client, cast, made, evaluation):
    client.force_login(cast.coordinator)
    after = begin_next(cast, made)
    parts = list(after.nodes.all())
    pages = [
        address(cast, "evaluation", made.edition.pk, evaluation.pk),
        address(cast, "evaluations", made.edition.pk),
        address(cast, "evaluations", made.edition.pk) + "?format=xlsx",
    ]
    counts = []
    for n in range(2):
        for k in range(1 + 8 * n):
            row = find(cast, evaluation, node=made.nodes_by_ref["s11"], text=f"{n}.{k}")
            writing.answer_finding(finding=row, node=parts[k], because="", by=cast.coordinator)
        for page in pages:
            client.get(page)
        with CaptureQueriesContext(connection) as asked:
            for page in pages:
                client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert evaluating.evaluations_of(made.edition)[0].waiting == 0


def test_what_somebody_removed_meanwhile_is_told_and_nothing_is_written(client, cast, made, evaluation, monkeypatch):
    """The planted bug: with `get` in the action the second person meets an error page."""
    client.force_login(cast.coordinator)
    finding = find(cast, evaluation)
    kept = writing.edit_finding

    def removed_first(**values):
        Finding.objects.all().delete()
        return kept(**values)

    monkeypatch.setattr(writing, "edit_finding", removed_first)
    url = address(cast, "edit_finding", made.edition.pk, finding.pk)
    data = {"text": "Ny", "basis": "", "node": "", "seen": client.get(url).context["seen"]}
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200
    assert "Slutsatsen är borttagen." in text(answer)
