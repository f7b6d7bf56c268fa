"""The words of a target vision belong to those it is about: they change them, others suggest."""

from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Role, User
from samplan.work.plans import actions, offers, visions
from samplan.work.plans.models import Node, Suggestion, VisionOwner
from samplan.work.plans.states import NotAllowed
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    """A draft with two target visions; the association stands behind the plan, and somebody in it can write."""
    cast.extra.voice = User.objects.create_user(email="vera@example.org", name="Vera Prov")
    Role.objects.create(
        user=cast.extra.voice, kind="editor", organisation=cast.association, valid_from=date(2020, 1, 1)
    )
    return make_plan(cast, parties=[(cast.association, "party"), (cast.ekby, "party")])


@pytest.fixture
def vision(cast, made):
    node = made.nodes_by_ref["v1"]
    actions.give_words(edition=made.edition, nodes=[node], organisations=[cast.association], by=cast.coordinator)
    return node


def address(cast, name, *args):
    return reverse(f"plans:{name}", args=[cast.norr.slug, *args])


def suggest(cast, vision, title="Jag hittar rätt direkt", by=None):
    return actions.suggest_words(node=vision, title=title, text="", reason="Kortare.", by=by or cast.coordinator)


def mark(node):
    return actions.mark_of_words(Node.objects.get(pk=node.pk))


def test_only_user_organisations_behind_the_plan_can_own_words(cast, made):
    facts = {"edition": made.edition, "nodes": [made.nodes_by_ref["v1"]], "by": cast.coordinator}
    assert list(visions.possible_owners(made.edition)) == [cast.association]
    with pytest.raises(NotAllowed, match="Bara brukarorganisationer"):
        actions.give_words(organisations=[cast.ekby], **facts)
    area = made.nodes_by_ref["a1"]
    assert actions.give_words(organisations=[cast.association], **{**facts, "nodes": [area]}) == 0
    assert not VisionOwner.objects.exists()


def test_the_coordinator_gives_the_words_away_on_the_page(client, cast, made):
    client.force_login(cast.coordinator)
    page = client.get(address(cast, "visions", made.edition.pk)).content.decode()
    assert "2 målbilder har ingen som äger orden" in page
    form = client.get(address(cast, "give_words", made.edition.pk)).context["form"]
    assert len(form.fields["nodes"].initial) == 2
    data = {"organisations": [cast.association.pk], "nodes": form.fields["nodes"].initial}
    assert client.post(address(cast, "give_words", made.edition.pk), data).status_code == 302
    page = client.get(address(cast, "visions", made.edition.pk)).content.decode()
    assert "Alla målbilder ägs av dem som de handlar om" in page
    assert Event.objects.filter(verb="plans.vision_given", note="SPHN").count() == 2


DEEDS = {
    "words": lambda n, o, by: actions.write_node(node=n, number="1", title="Nytt", text="", seen=mark(n), by=by),
    "form": lambda n, o, by: actions.edit_node(
        node=n, number="1", title="Nytt", text="", parent=n.parent, seen=actions.mark_of_node(n), by=by
    ),
    "split": lambda n, o, by: actions.split_node(
        node=n, stays=actions.Words("1", "A", ""), new=actions.Words("2", "B", ""), moved=(), seen=mark(n), by=by
    ),
    "join": lambda n, o, by: actions.join_nodes(
        node=o, other=n, words=actions.Words("1", "A", ""), seen=f"{mark(o)}:{mark(n)}", by=by
    ),
    "remove": lambda n, o, by: actions.remove_node(node=n, by=by),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_else_changes_owned_words_in_any_way(cast, made, vision, deed):
    """The planted bug: without `require_own_words` in one of the deeds, that deed goes through and this fails."""
    other = Node.objects.get(pk=made.nodes_by_ref["v2"].pk)
    before = Node.objects.get(pk=vision.pk)
    with pytest.raises(NotAllowed, match="ägs av SPHN"):
        DEEDS[deed](before, other, cast.coordinator)
    after = Node.objects.get(pk=vision.pk)
    assert (after.title, after.text) == (before.title, before.text)
    DEEDS[deed](after, other, cast.extra.voice)  # theirs: nothing stands in the way


def test_an_undo_does_not_change_owned_words_either(cast, made):
    node = made.nodes_by_ref["v1"]
    DEEDS["words"](node, None, cast.coordinator)
    actions.give_words(edition=made.edition, nodes=[node], organisations=[cast.association], by=cast.coordinator)
    with pytest.raises(NotAllowed, match="ägs av SPHN"):
        actions.undo(edition=made.edition, by=cast.coordinator)
    assert Node.objects.get(pk=node.pk).title == "Nytt"


def test_an_owned_vision_may_still_be_moved_and_its_own_removal_undone(cast, made, vision):
    assert actions.move_node(node=made.nodes_by_ref["v2"], up=True, by=cast.coordinator)
    actions.remove_node(node=Node.objects.get(pk=vision.pk), by=cast.extra.voice)
    assert not VisionOwner.objects.exists()
    actions.undo(edition=made.edition, by=cast.extra.voice)
    assert VisionOwner.objects.get().node_id == vision.pk


def test_the_owner_writes_without_being_co_owner_and_the_coordinator_is_told_why_not(client, cast, made, vision):
    client.force_login(cast.coordinator)
    page = client.get(address(cast, "edit_node", vision.pk)).content.decode()
    assert "Orden ägs av" in page
    assert address(cast, "suggest_words", vision.pk) in page
    assert "disabled" in page.partition('name="title"')[2][:400]
    bit = client.get(address(cast, "draft_words", vision.pk) + "?bit=1").content.decode()
    assert "Bara de ändrar dem" in bit
    assert "<textarea" not in bit
    assert client.get(address(cast, "vision_words", vision.pk)).status_code == 403
    client.force_login(cast.extra.voice)
    url = address(cast, "vision_words", vision.pk)
    seen = client.get(url).context["seen"]
    assert client.post(url, {"title": "Jag blir lotsad rätt", "text": "", "seen": seen}).status_code == 302
    assert Node.objects.get(pk=vision.pk).title == "Jag blir lotsad rätt"
    assert client.get(address(cast, "draft", made.edition.pk)).status_code == 403


def test_a_suggestion_reaches_the_owners_and_both_names_stand_in_the_history(client, cast, vision):
    client.force_login(cast.coordinator)
    data = {"title": "Jag hittar rätt direkt", "text": "", "reason": "Kortare."}
    assert client.post(address(cast, "suggest_words", vision.pk), data).status_code == 302
    mail = Mail.objects.get(kind="plans.suggestion")
    assert mail.to == "vera@example.org"
    assert "Jag hittar rätt direkt" in mail.text
    (todo,) = offers.todo(cast.extra.voice, cast.norr)
    assert "Karin Prov" in todo.text
    client.force_login(cast.extra.voice)
    page = client.get(todo.url)
    assert "direkt" in page.content.decode()
    client.post(todo.url, {"outcome": "take", "answer": "Bra!", "seen": page.context["seen"]})
    assert Node.objects.get(pk=vision.pk).title == "Jag hittar rätt direkt"
    changed = Event.objects.get(verb="plans.node_changed")
    assert changed.actor_name == "Vera Prov"
    assert "Karin Prov" in changed.note
    assert "tagit ditt förslag" in Mail.objects.get(kind="plans.suggestion_answered").text
    assert offers.todo(cast.extra.voice, cast.norr) == []


def test_declining_needs_a_reason_and_leaves_the_words(client, cast, vision):
    row = suggest(cast, vision)
    client.force_login(cast.extra.voice)
    url = address(cast, "suggestion", row.pk)
    seen = client.get(url).context["seen"]
    answer = client.post(url, {"outcome": "decline", "answer": " ", "seen": seen})
    assert answer.status_code == 422
    assert "Skriv varför" in answer.content.decode()
    assert client.post(url, {"outcome": "decline", "answer": "Det är vårt ord.", "seen": seen}).status_code == 302
    assert Node.objects.get(pk=vision.pk).title == "Jag hittar rätt första gången"
    page = client.get(address(cast, "node", vision.pk)).content.decode()
    assert "Det är vårt ord." in page
    assert "avböjt" in page
    again = client.post(url, {"outcome": "take", "answer": "", "seen": seen}, follow=True).content.decode()
    assert "har redan svarat" in again


def test_words_that_changed_meanwhile_are_shown_before_an_answer_counts(client, cast, vision):
    row = suggest(cast, vision)
    client.force_login(cast.extra.voice)
    url = address(cast, "suggestion", row.pk)
    seen = client.get(url).context["seen"]
    DEEDS["words"](vision, None, cast.extra.voice)
    answer = client.post(url, {"outcome": "take", "answer": "", "seen": seen})
    assert answer.status_code == 422
    assert "har ändrats medan du läste" in answer.content.decode()
    assert Suggestion.objects.get().outcome == ""


def test_a_suggestion_is_taken_back_by_its_author_only_and_not_made_twice(client, cast, vision):
    row = suggest(cast, vision)
    for title in ("Jag hittar rätt direkt", "Jag hittar rätt första gången"):
        with pytest.raises(NotAllowed):
            suggest(cast, vision, title)
    url = address(cast, "withdraw_suggestion", row.pk)
    client.force_login(cast.contact)
    client.post(url)
    assert Suggestion.objects.get().outcome == ""
    client.force_login(cast.coordinator)
    client.post(url)
    assert Suggestion.objects.get().outcome == "withdrawn"


def test_a_reader_suggests_nothing(client, cast, vision):
    client.force_login(cast.reader)
    assert client.get(address(cast, "node", vision.pk)).status_code == 200
    assert client.get(address(cast, "suggest_words", vision.pk)).status_code == 403


def test_owners_leave_the_words_themselves_unless_nobody_is_left_to(client, cast, vision):
    client.force_login(cast.coordinator)
    client.post(address(cast, "release_words", vision.pk))
    assert VisionOwner.objects.exists()
    client.force_login(cast.extra.voice)
    client.post(address(cast, "leave_words", vision.pk))
    assert not VisionOwner.objects.exists()
    VisionOwner.objects.create(node=vision, organisation=cast.association)
    cast.extra.voice.roles.all().delete()
    client.force_login(cast.coordinator)
    assert "kan svara i Samplan" in client.get(address(cast, "node", vision.pk)).content.decode()
    client.post(address(cast, "release_words", vision.pk))
    assert not VisionOwner.objects.exists()
    DEEDS["words"](vision, None, cast.coordinator)


def test_a_user_representative_words_the_vision_without_being_named(client, cast, made, vision):
    """The planted bug: with `str(by)` instead of `name_of` the name stands in the next person's undo."""
    hidden = User.objects.create_user(email="h@example.org", name="Hemlig Person")
    Role.objects.create(
        user=hidden, kind="user_representative", organisation=cast.association, valid_from=date(2020, 1, 1)
    )
    DEEDS["words"](vision, None, hidden)
    assert made.edition.steps.get().by_name == "Brukarrepresentant, Samverkan för psykisk hälsa Norrlunda"
    client.force_login(cast.coordinator)
    for page in (address(cast, "node", vision.pk), address(cast, "history", made.edition.pk)):
        assert "Hemlig Person" not in client.get(page).content.decode()


def test_the_list_asks_as_often_however_many_visions(client, cast, made):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.coordinator)
    url = address(cast, "visions", made.edition.pk)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    tier = made.nodes_by_ref["v1"].tier
    for n in range(12):
        node = Node.objects.create(edition=made.edition, tier=tier, position=100 + n, title=f"Målbild {n}")
        VisionOwner.objects.create(node=node, organisation=cast.association)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
