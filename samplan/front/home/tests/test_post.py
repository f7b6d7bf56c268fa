import pytest

from samplan.foundation.outbox.actions import enqueue

pytestmark = pytest.mark.django_db


def test_the_demo_shows_its_letters_with_links_that_work(client, settings):
    settings.DEMO = True
    settings.BASE_URL = "http://prov.example"
    text = "Hej!\n\nhttp://prov.example/svar/1/hemlig/\n\nhttp://annan.example/ <b>fet</b>"
    enqueue(to="sara@example.org", to_name="Sara Prov", subject="Påminnelse", text=text, kind="prov.brev")
    page = client.get("/post/").content.decode()
    assert '<a href="/svar/1/hemlig/">' in page
    assert 'href="http://annan.example/' not in page
    assert "<b>fet</b>" not in page
    assert "Påminnelse" not in client.get("/post/?till=Nils").content.decode()


def test_outside_the_demo_nobody_reads_others_letters(client, settings):
    settings.DEMO = False
    assert client.get("/post/").status_code == 404
