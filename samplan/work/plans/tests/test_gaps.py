"""What a plan lacks is told as lacking, until somebody finds it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.work.plans import actions, gaps
from samplan.work.plans.actions import gaps as writing
from samplan.work.plans.models import MissingPart
from samplan.work.plans.states import NotAllowed
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    return make_plan(cast)


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def text(answer):
    return answer.content.decode()


def test_what_is_referred_to_and_lacking_is_written_in_seen_found_and_lost_again(client, cast, made):
    client.force_login(cast.coordinator)
    edition, part = made.edition, made.nodes_by_ref["s11"]
    page = address(cast, "gaps", edition.pk)
    assert "Inget är inskrivet" in text(client.get(page))
    data = {"kind": "annex", "title": "Bilaga 3", "where": "Sidan 14", "node": part.pk}
    assert client.post(address(cast, "add_gap", edition.pk), data).status_code == 302
    assert "En sak som planen hänvisar till saknas" in text(client.get(page))
    assert "Bilaga 3" in text(client.get(address(cast, "node", part.pk)))
    assert "Luckor (1)" in text(client.get(address(cast, "edition", edition.pk)))
    assert "Bilaga 3" in text(client.get(address(cast, "document", edition.pk)))
    row = MissingPart.objects.get()
    found = {"found_on": today().isoformat(), "found_note": "Hos regionens registrator, RS/2024-77."}
    assert client.post(address(cast, "gap_found", edition.pk, row.pk), found).status_code == 302
    assert "RS/2024-77" in text(client.get(page))
    assert "Bilaga 3" not in text(client.get(address(cast, "node", part.pk)))
    client.post(address(cast, "gap_deed", edition.pk, row.pk), {"gor": "saknas"})
    assert MissingPart.objects.get().found_on is None
    client.post(address(cast, "gap_deed", edition.pk, row.pk), {"gor": "tabort"})
    assert not MissingPart.objects.exists()
    verbs = Event.objects.filter(verb__startswith="plans.missing").order_by("pk").values_list("verb", flat=True)
    assert [v.rpartition("_")[2] for v in verbs] == ["added", "found", "again", "removed"]


def test_it_is_written_in_an_adopted_plan_too(client, cast, made):
    actions.adopt(edition=made.edition, on=today(), reason="Beslut", replaces=False, by=cast.coordinator)
    client.force_login(cast.coordinator)
    data = {"kind": "figure", "title": "Figur 2", "where": "", "node": ""}
    client.post(address(cast, "add_gap", made.edition.pk), data)
    assert MissingPart.objects.get().title == "Figur 2"


def test_the_same_is_not_written_twice_and_another_persons_change_is_seen(client, cast, made):
    client.force_login(cast.coordinator)
    facts = {"edition": made.edition, "kind": "annex", "where": "", "node": None, "by": cast.coordinator}
    row = writing.add_missing(title="Bilaga 3", **facts)
    with pytest.raises(NotAllowed, match="står redan"):
        writing.add_missing(title="bilaga 3", **facts)
    url = address(cast, "edit_gap", made.edition.pk, row.pk)
    seen = client.get(url).context["seen"]
    MissingPart.objects.update(where="Sidan 2")
    data = {"kind": "annex", "title": "Bilaga 3 A", "where": "", "node": "", "seen": seen}
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "Sidan 2" in text(answer)
    assert MissingPart.objects.get().title == "Bilaga 3"


def test_a_day_that_has_not_been_is_no_day_to_find_it(client, cast, made):
    client.force_login(cast.coordinator)
    facts = {"kind": "annex", "title": "Bilaga 3", "where": "", "node": None, "by": cast.coordinator}
    row = writing.add_missing(edition=made.edition, **facts)
    data = {"found_on": today().replace(year=today().year + 1).isoformat(), "found_note": "Här"}
    assert "har inte varit än" in text(client.post(address(cast, "gap_found", made.edition.pk, row.pk), data))


def test_what_the_plan_leaves_open_is_listed_with_where_it_is_mended(client, cast, made):
    client.force_login(cast.coordinator)
    titles = {one.title: {node.number for node in one.parts} for one in gaps.open_in(made.edition, cast.norr.slug)}
    assert titles == {
        "Målbilder som ingen äger orden i": {"1", "2"},
        "Målbilder utan mått": {"1", "2"},
    }
    made.edition.questions.filter(node=made.nodes_by_ref["s21"]).delete()
    source, target = made.nodes_by_ref["s11"], made.nodes_by_ref["v1"]
    actions.add_contribution(source=source, target=target, evidence="", by=cast.coordinator)
    titles = {one.title: {node.number for node in one.parts} for one in gaps.open_in(made.edition, cast.norr.slug)}
    assert titles["Delområde utan uppföljningsfråga"] == {"2.1"}
    assert titles["Målbilder som inget bidrar till"] == {"2"}
    page = address(cast, "gaps", made.edition.pk)
    shown = text(client.get(page))
    assert "Delområde utan uppföljningsfråga" in shown
    assert "ändras i nästa utgåva" not in shown
    actions.adopt(edition=made.edition, on=today(), reason="Beslut", replaces=False, by=cast.coordinator)
    adopted = text(client.get(page))
    assert adopted.count("ändras i nästa utgåva") == 2
    assert adopted.count("Fyll i det") == shown.count("Fyll i det") - 2


def test_a_reader_reads_and_writes_nothing(client, cast, made):
    client.force_login(cast.reader)
    assert address(cast, "add_gap", made.edition.pk) not in text(client.get(address(cast, "gaps", made.edition.pk)))
    assert client.get(address(cast, "add_gap", made.edition.pk)).status_code == 403


def test_the_page_asks_as_often_however_much_is_missing(client, cast, made):
    client.force_login(cast.coordinator)
    url, node = address(cast, "gaps", made.edition.pk), made.nodes_by_ref["s11"]
    counts = []
    for n in range(2):
        for k in range(1 + 12 * n):
            MissingPart.objects.create(edition=made.edition, node=node, kind="annex", title=f"Bilaga {n}.{k}")
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
