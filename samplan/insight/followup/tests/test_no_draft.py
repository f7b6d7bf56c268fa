"""Nothing an organisation has written is anywhere the coordinator looks before it is handed in: every page is walked, whole."""

import io
import zipfile

import pytest
from django.urls import reverse

from samplan.foundation.outbox.models import Mail
from samplan.insight.followup.urls import urlpatterns
from samplan.work.rounds import actions as rounds

from .conftest import prepare, put, write
from .test_import_earlier import ROWS, as_csv, upload

SECRET = "HEMLIGT"


@pytest.fixture
def drafts(opened):
    """A draft in each state that is not handed in: writing, with the manager, returned."""
    write(opened.alby, "1.1", "no", f"{SECRET} HOS CHEFEN")
    put(opened.alby, "writing")
    put(opened.alby, "with_manager")
    write(opened.region, "2.1", "partly", f"{SECRET} OCH ÅTERLÄMNAT")
    put(opened.region, "writing")
    put(opened.region, "returned")
    return opened


def whole(response):
    """What came, unpacked when it is a spreadsheet."""
    if response.content[:2] != b"PK":
        return response.content.decode()
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def own_pages(karin, cast, edition, drafts):
    """Every page of the room, by its name in urls.py."""
    round = drafts.round.pk
    draft = prepare(cast, edition, year=drafts.round.year + 1, previous=drafts.round).pk
    organisations = [drafts.ekby, drafts.alby, drafts.region]
    pages = {}
    for pattern in urlpatterns:
        words = pattern.pattern.regex.groupindex
        for one in organisations if "request_id" in words else organisations[:1]:
            given = {
                "county": "norrlunda",
                "pk": draft if "forbered" in str(pattern.pattern) else round,
                "request_id": one.pk,
                "form": "csv",
                "file_id": 1,
            }
            address = reverse(f"followup:{pattern.name}", kwargs={word: given[word] for word in words})
            pages[f"{pattern.name} {one.pk}"] = address
    vem = "&".join(f"vem={one.pk}" for one in organisations)
    pages["remind"] = f"{reverse('followup:remind', args=['norrlunda', round])}?{vem}"
    pages["export"] = reverse("followup:export", args=["norrlunda", round, "xlsx"])
    pages["columns"] = upload(karin, as_csv(ROWS), edition=edition).url
    return pages


def pages_around(drafts):
    """Where else a coordinator meets the round: start, plan, compilation, history."""
    slug, round = "norrlunda", drafts.round
    edition = round.plan_round.edition
    question = drafts.questions["1.1"]
    return {
        "start": reverse("home:start", args=[slug]),
        "plan": reverse("plans:edition", args=[slug, edition.pk]),
        "node": reverse("plans:node", args=[slug, question.asked.source.node_id]),
        "compilation": reverse("analysis:round", args=[slug, round.pk]),
        "question": reverse("analysis:question", args=[slug, round.pk, question.pk]),
        "workbook": reverse("analysis:workbook", args=[slug, round.pk]),
    }


@pytest.mark.parametrize("closed", [False, True])
def test_no_page_of_the_coordinators_holds_a_draft(karin, cast, edition, drafts, closed):
    if closed:
        rounds.close_round(round=drafts.round, by=cast.coordinator)
    shown = 0
    for name, address in {**own_pages(karin, cast, edition, drafts), **pages_around(drafts)}.items():
        response = karin.get(address)
        assert response.status_code in (200, 302, 404, 405), name
        assert SECRET not in whole(response), name
        shown += response.status_code == 200
    assert shown >= 25
    assert not Mail.objects.filter(text__contains=SECRET).exists()


def test_what_is_handed_in_is_there_so_the_walk_would_see_a_draft(karin, cast, drafts):
    put(drafts.alby, "approved")
    seen = [name for name, address in pages_around(drafts).items() if SECRET in whole(karin.get(address))]
    assert set(seen) == {"question", "workbook"}


@pytest.mark.parametrize("who", ["ekby", "alby", "region"])
def test_an_unfinished_answer_cannot_be_opened_by_the_coordinator(karin, drafts, who):
    asked = getattr(drafts, who)
    assert karin.get(reverse("rounds:response", args=["norrlunda", drafts.round.pk, asked.pk])).status_code == 404
    for name in ("answer", "review", "approve", "confirm"):
        assert karin.get(reverse(f"rounds:{name}", args=[asked.pk])).status_code == 404
