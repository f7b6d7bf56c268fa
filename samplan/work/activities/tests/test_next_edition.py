"""The next edition of a plan, and what becomes of the activities of the one before."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from samplan.foundation.core.dates import today
from samplan.foundation.history import queries as history
from samplan.work.activities import actions, carrying
from samplan.work.activities.actions.carrying import Choice, NotChosen
from samplan.work.activities.actions.changes import TEXTS
from samplan.work.activities.models import Activity, Carrying
from samplan.work.activities.states import latest
from samplan.work.plans import actions as plans
from samplan.work.plans.states import NotAllowed

from .making import make_activities

pytestmark = pytest.mark.django_db
FACTS = {"title": "Plan 2029–2032", "reason": "Den gamla går ut", "valid_from": "2029-01-01", "valid_to": "2032-12-31"}


@pytest.fixture
def two(cast):
    """(the earlier edition, its parts by ref, the next one, activities by title): nothing chosen yet."""
    edition, nodes, made = make_activities(cast)
    plans.adopt(edition=edition, on=date(2025, 1, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    started = plans.start_edition(
        predecessor=edition, title="Plan 2029–2032", valid_from=None, valid_to=None, by=cast.coordinator
    )
    return edition, nodes, started.edition, made


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast.coordinator)
    return client


def page_of(edition):
    return reverse("activities:next_edition_activities", args=["norrlunda", edition.pk])


def lines(edition, following):
    return {line.title: line for line in carrying.choosing(edition, following).lines}


def choice(line, kind, **more):
    nodes = more.pop("nodes", line.same if kind == "carried" else frozenset())
    return Choice(line.pk, kind, more.pop("seen", line.seen), nodes, **more)


def choose(cast, two, *choices):
    return actions.choose(edition=two[2], earlier=two[0], choices=choices, by=cast.coordinator)


@pytest.mark.row(83, 84)
def test_each_activity_is_carried_over_ended_or_left(coordinator, cast, two):
    edition, nodes, following, made = two
    found = lines(edition, following)
    assert list(found) == ["En väg in", "Kurs för personal", "Stöd till anhöriga"]  # what has ended is not asked about
    road, course, support = found.values()
    post = {
        **{f"seen-{line.pk}": line.seen for line in found.values()},
        **{f"kind-{road.pk}": "carried", f"part-{road.pk}": "2.1 tillgänglighet"},
        **{f"kind-{course.pk}": "ended", f"reason-{course.pk}": "Alla har gått den"},
        f"kind-{support.pk}": "",
    }
    page = strip_tags(coordinator.post(page_of(following), post, follow=True).content.decode())
    assert "Valen för 2 aktiviteter är sparade." in page
    there = following.nodes.get(key=nodes["s21"].key)
    assert [a.title for a in there.activities.all()] == ["En väg in"]
    assert nodes["q2"].activities.count() == 1  # the earlier edition is as it was
    assert latest(made["Kurs för personal"]).state == "ongoing"  # it goes on until the next edition is adopted
    assert Activity.objects.count() == 4
    assert history.of(following).first().verb == "activities.carrying_chosen"


def test_what_ends_does_so_the_day_the_next_edition_is_adopted(cast, two):
    """Goes red when adopting forgets the choices, or ends one that has already ended on its own."""
    edition, _nodes, following, made = two
    found = lines(edition, following)
    choose(cast, two, *[choice(line, "ended", reason="Nytt sätt att arbeta") for line in found.values()])
    actions.change_state(activity=made["Kurs för personal"], to="ended", on=today(), reason="Klar", by=cast.coordinator)
    plans.adopt(edition=following, on=today(), reason="Styrgruppen", replaces=True, by=cast.coordinator)
    assert [(latest(made[t]).state, latest(made[t]).reason) for t in found] == [
        ("declined", "Nytt sätt att arbeta"),  # an idea that was never begun
        ("ended", "Klar"),
        ("ended", "Nytt sätt att arbeta"),
    ]


def test_a_choice_can_be_changed_back_until_the_edition_is_adopted(cast, two):
    edition, _nodes, following, _made = two
    line = lines(edition, following)["En väg in"]
    choose(cast, two, choice(line, "carried"))
    line = lines(edition, following)["En väg in"]
    assert (line.kind, line.nodes) == ("carried", line.same)
    choose(cast, two, choice(line, "ended", reason="Behövs inte"))
    choose(cast, two, choice(lines(edition, following)["En väg in"], ""))
    assert not Carrying.objects.exists()
    assert lines(edition, following)["En väg in"].nodes == frozenset()
    plans.adopt(edition=following, on=today(), reason="Styrgruppen", replaces=True, by=cast.coordinator)
    with pytest.raises(NotAllowed):
        choose(cast, two, choice(lines(edition, following)["En väg in"], "carried"))


def test_two_who_choose_at_the_same_time_keep_each_others_choices(cast, two):
    """Goes red when the whole page is saved over, or when one who touched nothing is told of a clash."""
    edition, _nodes, following, _made = two
    shown = lines(edition, following)  # both look at the page now
    choose(cast, two, choice(shown["En väg in"], "carried"), choice(shown["Kurs för personal"], "carried"))
    late = choose(
        cast,
        two,
        choice(shown["En väg in"], "ended", reason="Nej"),
        choice(shown["Kurs för personal"], ""),  # not touched by the second
        choice(shown["Stöd till anhöriga"], "carried"),
    )
    assert (late.changed, late.stale) == (1, ["En väg in"])
    assert [line.kind for line in lines(edition, following).values()] == ["carried"] * 3


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("ended", {}, "Skriv varför"),
        ("carried", {"nodes": frozenset()}, "finns inte i nästa utgåva"),
        ("carried", {"nodes": frozenset([0])}, "Välj en ur listan"),
        ("bort", {}, "Välj om den förs över"),
    ],
)
def test_a_choice_that_is_not_whole_is_refused_and_nothing_is_kept(cast, two, kind, more, words):
    shown = lines(two[0], two[2])
    with pytest.raises(NotChosen) as refused:
        choose(cast, two, choice(shown["En väg in"], kind, **more), choice(shown["Kurs för personal"], "carried"))
    assert words in refused.value.why[shown["En väg in"].pk]
    assert not Carrying.objects.exists()


def test_a_refused_page_keeps_what_was_written(coordinator, two):
    edition, _nodes, following, _made = two
    line = lines(edition, following)["En väg in"]
    post = {f"seen-{line.pk}": line.seen, f"kind-{line.pk}": "carried", f"part-{line.pk}": "9.9 Finns inte"}
    answer = coordinator.post(page_of(following), post)
    assert answer.status_code == 422
    assert 'value="9.9 Finns inte"' in answer.content.decode()


def test_all_that_are_not_chosen_can_be_carried_over_at_once(coordinator, two):
    edition, _nodes, following, _made = two
    found = lines(edition, following)
    post = {f"seen-{line.pk}": line.seen for line in found.values()}
    post |= {f"kind-{line.pk}": "" for line in found.values()}
    coordinator.post(page_of(following), {**post, "alla": "carried"})
    assert [line.kind for line in lines(edition, following).values()] == ["carried"] * 3


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"valid_from": "2028-01-01"}, "Plan för god hälsa gäller till 31 december 2028"),
        ({"valid_from": "2033-01-01"}, "Planen kan inte sluta gälla innan den börjar."),
    ],
)
def test_an_edition_valid_backwards_or_at_the_same_time_is_refused(coordinator, two, facts, words):
    edition = two[0]
    address = reverse("activities:next_edition", args=["norrlunda", edition.pk])
    assert words in strip_tags(coordinator.post(address, {**FACTS, **facts}).content.decode())
    assert edition.plan.editions.count() == 2
    coordinator.post(address, {**FACTS, "valid_from": "2028-01-01", "replaces": "on"})
    assert edition.plan.editions.count() == 3


def test_the_activity_tells_through_which_editions_it_has_come(coordinator, cast, two):
    edition, _nodes, following, made = two
    found = lines(edition, following)
    choose(
        cast, two, choice(found["En väg in"], "carried"), choice(found["Kurs för personal"], "ended", reason="Klart")
    )

    def told(title):
        page = coordinator.get(reverse("activities:detail", args=["norrlunda", made[title].pk])).content.decode()
        return " ".join(strip_tags(page.split('id="utgavor"')[1].split("</section>")[0]).split())

    assert "Förd över från Plan för god hälsa av" in told("En väg in")
    assert "Förs inte över till Plan 2029–2032: Klart" in told("Kurs för personal")
    new = actions.create_activity(
        county=cast.norr,
        edition=following,
        activity=actions.NewActivity("Ny väg", node_ids=[following.nodes.first().pk]),
        by=cast.coordinator,
    )
    made["Ny väg"] = new
    assert "Ny i den här utgåvan." in told("Ny väg")


def test_the_list_of_an_earlier_edition_shows_what_it_had(coordinator, cast, two):
    """Goes red when the list knows only the plan in force: then an earlier edition's links lead to nothing."""
    _edition, nodes, following, made = two
    plans.adopt(edition=following, on=today(), reason="Styrgruppen", replaces=True, by=cast.coordinator)
    address = f"{reverse('activities:list', args=['norrlunda'])}?del={nodes['s21'].pk}"
    page = coordinator.get(address).content.decode()
    assert "Stöd till anhöriga" in page
    assert "Kurs för personal" not in page
    actions.edit_activity(
        activity=made["Stöd till anhöriga"],
        node_ids=[],
        actors=[],
        seen=actions.mark_of_activity(made["Stöd till anhöriga"]),
        by=cast.coordinator,
        **{name: getattr(made["Stöd till anhöriga"], name) for name in TEXTS},
    )
    assert "Stöd till anhöriga" in coordinator.get(address).content.decode()


def test_250_activities_on_one_page_take_no_more_queries_than_three(
    coordinator, cast, two, django_assert_max_num_queries
):
    edition, nodes, following, _made = two
    Activity.objects.exclude(title="En väg in").delete()
    one = Activity.objects.get()
    many = Activity.objects.bulk_create(
        Activity(county=cast.norr, title=f"Aktivitet {i}", changed_at=one.changed_at) for i in range(250)
    )
    one.states.model.objects.bulk_create(
        one.states.model(activity=a, state="ongoing", on=date(2025, 1, 1), by_name="x") for a in many
    )
    carrying.Through.objects.bulk_create(carrying.Through(activity=a, node=nodes["s11"]) for a in many)
    with django_assert_max_num_queries(40):
        page = coordinator.get(page_of(following)).content.decode()
    found = lines(edition, following)
    assert page.count('name="seen-') == len(found) == 251
    post = {f"seen-{line.pk}": line.seen for line in found.values()}
    with django_assert_max_num_queries(60):
        coordinator.post(page_of(following), {**post, "alla": "carried"})
    assert Carrying.objects.count() == 251
