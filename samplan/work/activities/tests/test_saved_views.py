"""A choice in the list of activities is kept under a name, by somebody or for the whole county."""

import pytest
from django.db import IntegrityError, transaction

from samplan.foundation.history.models import Event
from samplan.work.activities.models import SavedView

from .making import make_activities
from .test_activity_list import ADDRESS, text, titles

VIEWS = f"{ADDRESS}urval/"
NEW = f"{VIEWS}nytt/?visa=utan-agare&grupp=lage&form=tavla&hittat=på&fler=ja"
KEPT = "visa=utan-agare&grupp=lage&form=tavla"


@pytest.fixture
def visitor(client, cast):
    make_activities(cast)
    client.force_login(cast.reader)
    return client


def save(client, name, **more):
    return client.post(NEW, {"name": name, **more})


def test_what_is_chosen_is_saved_opened_renamed_and_removed(visitor, cast):
    assert "Spara urvalet" not in text(visitor.get(ADDRESS))  # nothing chosen, nothing to save
    assert f"{VIEWS}nytt/?visa=utan-agare" in text(visitor.get(ADDRESS, {"visa": "utan-agare"}))
    answer = save(visitor, "Utan ägare")
    assert answer.url == f"{ADDRESS}?{KEPT}"  # what the list does not know is dropped
    page = visitor.get(answer.url)
    assert titles(page) == ["En väg in"]
    assert f'<a href="{answer.url.replace("&", "&amp;")}" aria-current="true">Utan ägare</a>' in text(page)
    kept = SavedView.objects.get()
    assert (kept.user, kept.query) == (cast.reader, KEPT)
    address = f"{VIEWS}{kept.pk}/"
    seen = visitor.get(address).context["seen"]
    assert visitor.post(address, {"name": "Att lämna över", "seen": seen}).url == VIEWS
    assert "Att lämna över" in text(visitor.get(VIEWS))
    assert visitor.get(f"{address}ta-bort/").status_code == 405
    assert visitor.post(f"{address}ta-bort/").url == VIEWS
    assert not SavedView.objects.exists()
    assert not Event.objects.filter(verb__startswith="activities.view").exists()  # what is one's own is nobody else's


def test_a_name_that_is_taken_is_told(visitor, cast):
    save(visitor, "Utan ägare")
    answer = save(visitor, "UTAN ÄGARE")
    assert answer.status_code == 422
    assert "Du har redan ett urval som heter ”UTAN ÄGARE”." in text(answer)
    save(visitor, "Annat")
    address = f"{VIEWS}{SavedView.objects.get(name='Annat').pk}/"
    seen = visitor.get(address).context["seen"]
    assert visitor.post(address, {"name": "utan ägare", "seen": seen}).status_code == 422
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Annat", "Utan ägare"]
    for user in (cast.reader, None):
        facts = {"county": cast.norr, "user": user, "name": "Två", "query": "x"}
        SavedView.objects.create(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(**facts)


def test_nothing_chosen_is_nothing_to_save(visitor):
    answer = visitor.post(f"{VIEWS}nytt/?hittat=på", {"name": "Allt"})
    assert answer.status_code == 422
    assert "Välj något i listan först." in text(answer)
    answer = visitor.post(f"{VIEWS}nytt/?ord={'x' * 1100}", {"name": "Långt"})
    assert "Korta sökorden." in text(answer)
    assert not SavedView.objects.exists()


def test_coordinators_save_for_the_whole_county(visitor, client, cast):
    assert "shared" not in text(visitor.get(NEW))
    save(visitor, "Mitt", shared="on")  # not a reader's to do
    assert SavedView.objects.get().user == cast.reader
    client.force_login(cast.coordinator)
    save(client, "Att lämna över", shared="on")
    shared = SavedView.objects.get(user=None)
    assert Event.objects.get(verb="activities.view_saved").subject_name == "Att lämna över"
    page = text(client.get(ADDRESS))
    assert "Att lämna över" in page
    assert ">Mitt<" not in page  # somebody else's own
    client.force_login(cast.reader)
    assert "Att lämna över" in text(client.get(ADDRESS))
    assert f"{VIEWS}{shared.pk}/ta-bort/" not in text(client.get(VIEWS))
    assert client.post(f"{VIEWS}{shared.pk}/ta-bort/").status_code == 403
    client.force_login(cast.coordinator)
    seen = client.get(f"{VIEWS}{shared.pk}/").context["seen"]
    client.post(f"{VIEWS}{shared.pk}/", {"name": "Nytt namn", "seen": seen})
    assert client.post(f"{VIEWS}{shared.pk}/", {"name": "För sent", "seen": seen}).status_code == 409
    client.post(f"{VIEWS}{shared.pk}/ta-bort/")
    told = Event.objects.filter(verb__startswith="activities.view").order_by("pk").values_list("verb", flat=True)
    assert list(told) == [f"activities.view_{what}" for what in ("saved", "renamed", "removed")]


def test_somebody_elses_view_and_another_countys_are_not_there(visitor, client, cast):
    save(visitor, "Mitt")
    own = SavedView.objects.get()
    other = SavedView.objects.create(county=cast.soder, name="Deras", query="visa=stilla")
    client.force_login(cast.coordinator)
    for pk in (own.pk, other.pk):
        assert client.get(f"{VIEWS}{pk}/").status_code == 404
        assert client.post(f"{VIEWS}{pk}/ta-bort/").status_code == 404
    assert "Deras" not in text(client.get(ADDRESS))


def test_a_view_saved_long_ago_opens_though_the_list_no_longer_knows_it(visitor, cast):
    SavedView.objects.create(county=cast.norr, user=cast.reader, name="Gammalt", query="visa=borttaget&omrade=999")
    assert visitor.get(ADDRESS, {"visa": "borttaget", "omrade": "999"}).status_code == 200
