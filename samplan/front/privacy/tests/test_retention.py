"""Nothing goes away before somebody has decided so; plans, decisions and approved reports never do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.core.offers import collect
from samplan.foundation.core.tests.starting import start_of
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.foundation.history.actions import note_read
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Role, User
from samplan.front.privacy import actions, queries
from samplan.front.privacy.models import KeepingTime, RetentionProposal
from samplan.front.privacy.offers import tick
from samplan.insight.analysis.queries import compile_round
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds.models import Request, RequestState, RoundState

LONG_AGO = timezone.now() - timedelta(days=1000)


@pytest.fixture
def admin(client, cast):
    User.objects.filter(pk=cast.stranger.pk).update(is_administrator=True)
    cast.stranger.refresh_from_db()
    client.force_login(cast.stranger)
    return client


@pytest.fixture
def letters(db):
    for n in range(3):
        enqueue(to=f"p{n}@example.org", subject=f"Brev {n}", text="…", kind="x")
    Mail.objects.update(sent_at=LONG_AGO, created_at=LONG_AGO)
    enqueue(to="ny@example.org", subject="Nytt", text="…", kind="x")
    unsent = enqueue(to="aldrig@example.org", subject="Väntar", text="…", kind="x")
    Mail.objects.filter(pk=unsent.pk).update(created_at=LONG_AGO)
    return Mail.objects.filter(sent_at=LONG_AGO)


def test_what_is_proposed_is_deleted_only_after_a_decision(admin, letters, cast):
    actions.propose()
    actions.propose()  # every day: still one proposal
    proposal = RetentionProposal.objects.get(key="outbox.letters")
    assert proposal.count == 3
    assert actions.delete_approved() == []
    assert Mail.objects.count() == 5

    address = reverse("privacy:proposal", args=[proposal.pk])
    assert "Brev 2" in admin.get(address).content.decode()
    refused = admin.post(address, {"seen": "3", "gallra": "1", "decision": ""})
    assert "vilket beslut" in refused.content.decode()
    admin.post(address, {"seen": "3", "gallra": "1", "decision": "Gallringsbeslut 2026-14"})
    assert Mail.objects.count() == 5  # the worker does it
    assert tick()
    assert sorted(Mail.objects.values_list("subject", flat=True)) == ["Nytt", "Väntar"]
    proposal.refresh_from_db()
    assert (proposal.deleted_count, proposal.ids, proposal.decided_by_name) == (3, [], "Siv Prov")
    assert Event.objects.get(verb="privacy.retention_deleted").note == "Gallringsbeslut 2026-14"
    assert actions.delete_approved() == []


def test_a_list_that_has_grown_is_read_again(admin, letters):
    actions.propose()
    proposal = RetentionProposal.objects.get(key="outbox.letters")
    RetentionProposal.objects.filter(pk=proposal.pk).update(count=4, ids=[*proposal.ids, 9])
    answer = admin.post(
        reverse("privacy:proposal", args=[proposal.pk]), {"seen": "3", "gallra": "1", "decision": "B"}, follow=True
    )
    assert "Läs listan igen" in answer.content.decode()
    assert RetentionProposal.objects.get(pk=proposal.pk).decided_at is None


def test_what_is_left_be_is_not_deleted(admin, letters):
    actions.propose()
    proposal = RetentionProposal.objects.get(key="outbox.letters")
    admin.post(reverse("privacy:proposal", args=[proposal.pk]), {"seen": "3", "behall": "1", "decision": "Tvist pågår"})
    assert actions.delete_approved() == []
    assert letters.count() == 3


def test_another_time_is_decided_with_a_reference(admin, letters, cast):
    address = reverse("privacy:time", args=["outbox.letters"])
    assert admin.post(address, {"days": "5000", "decision": ""}).status_code == 200
    assert not KeepingTime.objects.exists()
    admin.post(address, {"days": "5000", "decision": "Plan 2026", "seen": start_of(admin, address)})
    actions.propose()
    assert not RetentionProposal.objects.filter(key="outbox.letters").exists()
    assert "Plan 2026" in admin.get(reverse("privacy:keeping")).content.decode()
    assert admin.get(reverse("privacy:time", args=["no.such"])).status_code == 404


def test_drafts_of_closed_rounds_go_and_every_figure_stays(cast, two_years):
    """Found that an answer handed in once and then given back stands as a draft: what others have read is kept."""
    before = [
        [(r.question.pk, r.counts if hasattr(r, "counts") else len(r.said)) for r in compile_round(x).results]
        for x in two_years
    ]
    kept = Answer.objects.filter(response__request__states__state="approved").count()
    RoundState.objects.update(at=LONG_AGO)
    RequestState.objects.update(at=LONG_AGO)
    given_back = Request.objects.filter(states__state="approved").first()
    RequestState.objects.create(request=given_back, state="returned", at=LONG_AGO, by_name="Karin Prov")
    drafts = next(k for k in queries.kept_for_a_time() if k.offer.key == "rounds.drafts")
    due = drafts.due()
    assert len(due) == Answer.objects.count() - kept == 1
    RequestState.objects.filter(state="returned").delete()
    assert drafts.offer.delete([pk for pk, _text in due]) == 1
    after = [
        [(r.question.pk, r.counts if hasattr(r, "counts") else len(r.said)) for r in compile_round(x).results]
        for x in two_years
    ]
    assert after == before
    assert not Answer.objects.filter(text="HEMLIGT UTKAST").exists()


def test_files_that_no_plan_needs_go_from_the_disk_too(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    kept = store.keep(data=b"samma", name="en.docx", content_type="", by_id=None)
    twin = store.keep(data=b"samma", name="en till.docx", content_type="", by_id=None)
    store.keep(data=b"annat", name="annan.docx", content_type="", by_id=None)
    StoredFile.objects.exclude(pk=kept.pk).update(uploaded_at=LONG_AGO)
    files = next(k for k in queries.kept_for_a_time() if k.offer.key == "files.uploads")
    assert files.offer.delete([pk for pk, _text in files.due()]) == 2
    assert store.read(kept) == b"samma"
    assert not StoredFile.objects.filter(pk=twin.pk).exists()
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_an_account_without_role_is_erased_after_two_years(cast):
    Role.objects.filter(user__in=[cast.contact, cast.manager]).update(valid_to=LONG_AGO.date())
    User.objects.update(joined_at=LONG_AGO)
    User.objects.filter(pk=cast.manager.pk).update(last_login=timezone.now())
    idle = next(k for k in queries.kept_for_a_time() if k.offer.key == "people.idle")
    assert {text.split(" · ")[0] for _pk, text in idle.due()} == {"Sara Prov", "Siv Prov"}
    assert idle.offer.delete([cast.contact.pk]) == 1
    cast.contact.refresh_from_db()
    assert cast.contact.name == "Borttagen person"


def test_every_class_says_why_and_since_when_and_deletes_nothing_of_nothing(cast):
    offers = collect("retention")
    assert len({offer.key for offer in offers}) == len(offers) >= 8
    for offer in offers:
        assert offer.title, offer.key
        assert offer.since, offer.key
        assert offer.reason, offer.key
        assert offer.delete([]) == 0, offer.key
        assert offer.due(timezone.localdate()) is not None


def test_what_is_kept_for_ever_is_in_no_class():
    kept = ("plans.", "reports.", "history.", "questionnaires.", "analysis.")
    reads = "history.readings"  # the log of reads is no history of what was done
    kept_for_a_time = [offer.key for offer in collect("retention") if offer.key.startswith(kept)]
    assert kept_for_a_time == [reads]


def test_the_log_of_reads_goes_after_two_years_and_only_when_that_is_decided(admin, cast):
    """Planted: the guard of the database not renewed; then the worker is refused."""
    kept = note_read(cast.coordinator, cast.contact, "Registerutdrag")
    old = Reading(
        pk=kept.pk + 1, at=timezone.now() - timedelta(days=740), reader_name="Karin Prov", why="Registerutdrag"
    )
    old.subject_type, old.subject_id, old.subject_name = "people.user", cast.contact.pk, "Sara Prov"
    old.save(force_insert=True)
    actions.propose()
    proposal = RetentionProposal.objects.get(key="history.readings")
    assert proposal.ids == [old.pk]
    assert actions.delete_approved() == []
    address = reverse("privacy:proposal", args=[proposal.pk])
    assert "Karin Prov" in admin.get(address).content.decode()
    admin.post(address, {"seen": "1", "gallra": "1", "decision": "Gallringsbeslut 2026-15"})
    assert actions.delete_approved() == ["history.readings: 1"]
    assert list(Reading.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Event.objects.get(verb="history.readings_deleted").after["count"] == 1


def test_however_short_a_time_is_decided_three_months_of_reads_are_kept(cast):
    KeepingTime.objects.create(key="history.readings", days=1, decision="–")
    row = Reading(at=timezone.now() - timedelta(days=80), subject_type="people.user", subject_id=1, why="x")
    row.save(force_insert=True)
    assert queries.kept_as("history.readings").due() == []
