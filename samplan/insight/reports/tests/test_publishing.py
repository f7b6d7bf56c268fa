"""Approved and published are two things: everybody reads what is published, and nobody else's page shows it before."""

import pytest
from django.test import Client
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.insight.reports import actions
from samplan.insight.reports.models import Publication


@pytest.fixture
def report(cast, two_years):
    made = actions.start_report(round=two_years[1], by=cast.coordinator)
    return made


def addresses(cast, report):
    names = ("reports:published", "reports:published_pdf")
    return [reverse(name, args=[cast.norr.slug, report.pk]) for name in names]


def listed(cast):
    return Client().get(f"/oppet/{cast.norr.slug}/").content.decode()


def test_a_report_is_open_from_the_day_it_is_published_and_only_until_it_is_withdrawn(cast, report):
    everybody = Client()
    actions.approve_report(report=report, by=cast.coordinator)
    assert [everybody.get(a).status_code for a in addresses(cast, report)] == [404, 404]
    assert report.title not in listed(cast)
    actions.publish_report(report=report, by=cast.coordinator)
    assert [everybody.get(a).status_code for a in addresses(cast, report)] == [200, 200]
    assert report.title in listed(cast)
    assert everybody.get(addresses(cast, report)[1]).content.startswith(b"%PDF")
    actions.withdraw_report(report=report, by=cast.coordinator)
    assert [everybody.get(a).status_code for a in addresses(cast, report)] == [404, 404]
    assert report.title not in listed(cast)


def test_what_is_not_approved_can_not_be_published(cast, report, client):
    with pytest.raises(actions.NotApproved):
        actions.publish_report(report=report, by=cast.coordinator)
    client.force_login(cast.coordinator)
    client.post(reverse("reports:publish", args=[cast.norr.slug, report.pk]))
    assert not Publication.objects.exists()


def test_published_twice_it_stands_once_and_published_again_it_has_a_row_of_its_own(cast, report):
    actions.approve_report(report=report, by=cast.coordinator)
    first = actions.publish_report(report=report, by=cast.coordinator)
    assert actions.publish_report(report=report, by=cast.coordinator) == first
    assert actions.withdraw_report(report=report, by=cast.coordinator)
    assert not actions.withdraw_report(report=report, by=cast.coordinator)
    actions.publish_report(report=report, by=cast.coordinator)
    assert Publication.objects.count() == 2
    verbs = Event.objects.filter(verb__in=["reports.published", "reports.withdrawn"]).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["reports.published", "reports.withdrawn", "reports.published"]


def test_the_coordinator_reads_what_publishing_means_and_does_it_with_one_button(cast, report, client):
    actions.approve_report(report=report, by=cast.coordinator)
    client.force_login(cast.coordinator)
    address = reverse("reports:publish", args=[cast.norr.slug, report.pk])
    assert "utan att logga in" in client.get(address).content.decode()
    client.post(address)
    assert Client().get(addresses(cast, report)[0]).status_code == 200
    assert "Sluta publicera" in client.get(address).content.decode()
    client.post(address, {"dra-tillbaka": "ja"})
    assert Client().get(addresses(cast, report)[0]).status_code == 404


def test_the_open_page_links_to_nothing_that_asks_for_sign_in(cast, report):
    """Found: its sources linked to the compilation, which is the county's own."""
    import re

    actions.approve_report(report=report, by=cast.coordinator)
    actions.publish_report(report=report, by=cast.coordinator)
    page = Client().get(addresses(cast, report)[0]).content.decode()
    links = [link for link in re.findall(r'href="(/[^"#?]+)', page) if not link.startswith("/static/")]
    assert links
    assert [link for link in links if not link.startswith("/oppet/")] == []


def test_another_county_s_open_pages_do_not_show_ours(cast, report):
    actions.approve_report(report=report, by=cast.coordinator)
    actions.publish_report(report=report, by=cast.coordinator)
    assert Client().get(reverse("reports:published", args=[cast.soder.slug, report.pk])).status_code == 404
