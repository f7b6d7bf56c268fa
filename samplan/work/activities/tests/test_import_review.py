"""Bringing in a plan document on the web: upload, review, read in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.work.activities.models import Activity, ImportDraft
from samplan.work.plans.models import Edition, FollowUpQuestion, Node

pytestmark = pytest.mark.django_db

PLAN = """# Handlingsplan för psykisk hälsa 2026–2028

## Fokusområde 1. Barn och unga

### Aktiviteter

- Öppna drop-in på tre orter (Aktör: Regionen)
- Starta föräldragrupper på kvällstid (Aktör: Ekby)
- Utbilda alla ledare i föreningslivet (Aktör: Föreningsrådet)

### Att följa upp

- Har väntetiden blivit kortare?

## Fokusområde 2. Äldre

### Aktiviteter

- Erbjuda hembesök till alla som fyller 80
- Starta föräldragrupper på kvällstid (Aktör: Ekby)

### Att följa upp

- Når hembesöken dem som är ensamma?
"""


MARKDOWN = PLAN.encode()


def upload(client, data=MARKDOWN, name="plan.md"):
    address = reverse("activities:import_upload", args=["norrlunda"])
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def draft(client, cast):
    client.force_login(cast.coordinator)
    upload(client)
    return ImportDraft.objects.get()


def page(draft, name="import_review"):
    return reverse(f"activities:{name}", args=["norrlunda", draft.pk])


def as_shown(draft, **changes):
    """What the form holds when nothing has been touched, with the changes of one test."""
    return {"revision": draft.revision, **changes}


def activity_id(draft, words):
    return next(a["id"] for a in draft.proposal["activities"] if words in a["title"])


@pytest.mark.row(140, where="Läs in en plan")
def test_the_review_shows_every_proposal_beside_the_text(client, draft):
    html = client.get(page(draft)).content.decode()
    for words in ("Öppna drop-in på tre orter", "Har väntetiden blivit kortare?", "Barn och unga", "Föreningsrådet"):
        assert html.count(words) >= 2, words
    assert "Står också på 1 ställe till" in html
    assert not Edition.objects.exists()


def test_saving_makes_a_working_draft_with_everything_that_was_kept(client, cast, draft):
    dropped, changed = activity_id(draft, "Utbilda"), activity_id(draft, "drop-in")
    client.post(
        page(draft),
        as_shown(
            draft,
            **{f"act-{dropped}": "drop", f"act-{changed}": "change", f"title-{changed}": "Öppna drop-in på fyra orter"},
        ),
    )
    answer = client.post(
        page(draft, "import_save"),
        {
            "title": "Vår plan",
            "valid_from": "2026-01-01",
            "valid_to": "2028-12-31",
            "owner_name": "Rådet",
            "parties": [cast.ekby.pk],
        },
    )
    edition = Edition.objects.get()
    assert answer.url == reverse("plans:edition", args=["norrlunda", edition.pk])
    assert edition.states.last().state == "working"
    titles = set(Activity.objects.values_list("title", flat=True))
    assert titles == {
        "Öppna drop-in på fyra orter",
        "Starta föräldragrupper på kvällstid",
        "Erbjuda hembesök till alla som fyller 80",
    }
    assert Activity.objects.get(title__startswith="Starta").nodes.count() == 2
    assert FollowUpQuestion.objects.filter(edition=edition).count() == 2
    assert [p.organisation for p in edition.plan.parties.all()] == [cast.ekby]
    assert Activity.objects.get(title__startswith="Öppna").actors.get().organisation == cast.region


def test_a_second_press_does_not_make_a_second_plan(client, draft):
    facts = {"title": "Vår plan"}
    client.post(page(draft, "import_save"), facts)
    assert client.post(page(draft, "import_save"), facts).status_code == 404
    assert Edition.objects.count() == 1


def test_what_hung_on_a_dropped_part_moves_up(client, draft):
    area = next(n["id"] for n in draft.proposal["nodes"] if n["title"] == "Äldre")
    client.post(page(draft), as_shown(draft, **{f"act-{area}": "drop"}))
    client.post(page(draft, "import_save"), {"title": "Vår plan"})
    assert not Node.objects.filter(title="Äldre").exists()
    assert Activity.objects.get(title__startswith="Erbjuda").nodes.count() == 0
    assert FollowUpQuestion.objects.get(text__startswith="Når").node is None


@pytest.mark.row(142, where="Läs in en plan")
def test_an_actor_is_mapped_by_the_reviewer(client, cast, draft):
    html = client.get(page(draft)).content.decode()
    number = next(n for n in range(9) if f'for="actor-{n}">Föreningsrådet' in html)
    client.post(page(draft), as_shown(draft, **{f"actor-{number}": cast.association.pk}))
    client.post(page(draft, "import_save"), {"title": "Vår plan"})
    assert Activity.objects.get(title__startswith="Utbilda").actors.get().organisation == cast.association


def test_two_reviewers_never_lose_each_others_decisions(client, draft):
    first, second = activity_id(draft, "drop-in"), activity_id(draft, "Utbilda")
    client.post(page(draft), as_shown(draft, **{f"act-{first}": "drop"}))
    stale = client.post(page(draft), as_shown(draft, **{f"act-{second}": "drop"}), headers={"X-Autosave": "1"})
    assert stale.status_code == 409
    draft.refresh_from_db()
    assert draft.decisions["items"] == {first: {"act": "drop"}}


def test_the_review_can_be_left_and_found_again_or_thrown_away(client, draft):
    listing = reverse("activities:import_upload", args=["norrlunda"])
    assert "plan.md" in client.get(listing).content.decode()
    client.post(page(draft, "import_drop"))
    assert "Påbörjade" not in client.get(listing).content.decode()
    assert client.get(page(draft)).status_code == 404


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "tom.txt"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "plan.docx"),
        (b"PK\x03\x04trasig", "plan.docx"),
        (b"%PDF-1.4\n%%EOF", "plan.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_swedish_and_nothing_is_saved(client, cast, data, name):
    client.force_login(cast.coordinator)
    answer = upload(client, data, name)
    assert answer.status_code == 422
    assert 'lang="sv"' in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_only_the_countys_coordinator_reads_documents_in(client, cast, draft):
    client.logout()
    assert client.get(page(draft)).status_code == 302
    for user, expected in ((cast.contact, 403), (cast.reader, 403), (cast.outsider, 404)):
        client.force_login(user)
        assert client.get(page(draft)).status_code == expected
        assert upload(client).status_code == expected


def test_the_reviews_query_count_does_not_grow_with_the_document(client, cast, draft):
    client.get(page(draft))
    with CaptureQueriesContext(connection) as few:
        client.get(page(draft))
    more = PLAN + "".join(
        f"\n## Fokusområde {n}. Område {n}\n\n### Aktiviteter\n\n- Gör sak {n} varje vecka\n" for n in range(3, 40)
    )
    upload(client, more.encode(), "stor.md")
    big = ImportDraft.objects.order_by("-pk").first()
    with CaptureQueriesContext(connection) as many:
        client.get(page(big))
    assert len(many) == len(few)


LACKING = PLAN + "\nAnsvaret står i bilaga 1 och vägen in i figur 2.\n"


def test_what_the_document_points_to_and_does_not_hold_is_proposed_as_missing(client, cast):
    client.force_login(cast.coordinator)
    upload(client, LACKING.encode())
    draft = ImportDraft.objects.get()
    shown = client.get(page(draft, "import_save")).content.decode()
    assert "Det här hänvisar planen till, men det finns inte i filen" in shown
    assert "Bilaga 1 (rad " in shown
    line = draft.lines.index("Ansvaret står i bilaga 1 och vägen in i figur 2.") + 1
    data = {"title": "Planen", "missing": ["Bilaga 1", "Bilaga 9"]}
    assert client.post(page(draft, "import_save"), data).status_code == 200  # it is not in the document
    assert not Edition.objects.exists()
    client.post(page(draft, "import_save"), {"title": "Planen", "missing": ["Bilaga 1"]})
    edition = Edition.objects.get()
    assert [(m.title, m.kind, m.where) for m in edition.missing_parts.all()] == [
        ("Bilaga 1", "annex", f"plan.md, rad {line}")
    ]
    assert "Luckor (1)" in client.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()


def test_a_document_that_holds_all_it_points_to_asks_nothing(client, draft):
    assert "finns inte i filen" not in client.get(page(draft, "import_save")).content.decode()
    client.post(page(draft, "import_save"), {"title": "Planen", "missing": ["Bilaga 1"]})
    assert not Edition.objects.get().missing_parts.exists()
