"""A county's Word files are printed in its own template, until it wants ours back."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samplan.foundation.core.tests.test_word_template import RED, county_template, saved, with_part
from samplan.foundation.history.models import Event
from samplan.work.plans.models import OwnTemplate
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def give(client, cast, data, name="Länets mall.docx"):
    return client.post(address(cast, "word_template"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def heading_of(client, cast, edition):
    file = client.get(address(cast, "document_word", edition.pk)).content
    return docx.Document(io.BytesIO(file)).styles["Heading 1"].font.color.rgb


def test_a_template_is_taken_in_used_and_dropped(client, cast):
    edition = make_plan(cast).edition
    client.force_login(cast.coordinator)
    assert address(cast, "word_template") in client.get(address(cast, "document", edition.pk)).content.decode()
    before = heading_of(client, cast, edition)
    page = give(client, cast, saved(county_template())).content.decode()
    assert "Nu skrivs länets Word-filer i mallen" in page
    assert "Länets mall.docx" in page
    assert "Innehåll 1" in page
    assert before != heading_of(client, cast, edition) == RED
    taken = client.get(address(cast, "word_template_file"))
    assert docx.Document(io.BytesIO(taken.content)).sections[0].footer.paragraphs[0].text == "Region Prov, Box 1"
    give(client, cast, saved(docx.Document()), "Ny.docx")
    assert OwnTemplate.objects.filter(ended_at=None).get().file.name == "Ny.docx"
    client.post(address(cast, "drop_word_template"))
    assert heading_of(client, cast, edition) == before
    assert client.get(address(cast, "word_template_file")).status_code == 404
    verbs = list(Event.objects.filter(verb__startswith="plans.template").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["plans.template_taken", "plans.template_taken", "plans.template_dropped"]


def test_what_can_not_be_a_template_is_refused_and_the_one_in_use_stays(client, cast):
    client.force_login(cast.coordinator)
    give(client, cast, saved(county_template()))
    for data, words in (
        (b"Hej", "gick inte att läsa som Word"),
        (with_part("word/vbaProject.bin"), "innehåller makron"),
    ):
        answer = give(client, cast, data)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert OwnTemplate.objects.get().ended_at is None


def test_a_damaged_template_does_not_stop_the_plan_from_being_printed(client, cast):
    """The planted bug: without the guard in `printer` this is a server error."""
    edition = make_plan(cast).edition
    client.force_login(cast.coordinator)
    before = heading_of(client, cast, edition)
    give(client, cast, saved(county_template()))
    from samplan.foundation.files import store

    store._path(OwnTemplate.objects.get().file.sha256).write_bytes(b"damaged")
    assert heading_of(client, cast, edition) == before


def test_only_coordinators_choose_it_and_no_other_county_gets_it(client, cast):
    client.force_login(cast.coordinator)
    give(client, cast, saved(county_template()))
    for user, expected in ((cast.contact, 403), (cast.outsider, 404)):
        client.force_login(user)
        assert client.get(address(cast, "word_template")).status_code == expected
    client.force_login(cast.outsider)
    assert "Länets mall" not in client.get(reverse("plans:word_template", args=[cast.soder.slug])).content.decode()
