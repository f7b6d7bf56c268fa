import re

import pytest
from django.test import Client
from django.urls import reverse

from samplan.foundation.people.models import Role, User

pytestmark = pytest.mark.django_db


def test_in_a_demonstration_each_role_is_one_press_away(client, cast, settings):
    settings.DEMO = True
    html = client.get(reverse("account_login")).content.decode()
    for word in ("Norrlunda", "Söderskär", "Bli Karin Prov", "Bli Anders Prov", "Samordnare", "Ansvarig chef"):
        assert word in html
    response = client.post(reverse("people:demo_sign_in"), {"user": cast.manager.pk})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.manager.pk)


def test_the_press_is_let_through_by_the_browsers_own_proof(cast, settings):
    """Fails when a button's form has lost its proof of coming from us, as it had behind `include … only`."""
    settings.DEMO = True
    User.objects.create_user(email="dag@example.org", name="Dag Drift", is_administrator=True)
    tried, forms = 0, [""]
    while tried < len(forms):
        browser = Client(enforce_csrf_checks=True)
        page = browser.get("/konto/logga-in/").content.decode()
        forms = re.findall(r"<form[^>]*/konto/prova/.*?</form>", page, re.DOTALL)
        data = dict(re.findall(r'name="(user|csrfmiddlewaretoken)" value="([^"]+)"', forms[tried]))
        assert browser.post("/konto/prova/", data).status_code == 302
        tried += 1
    assert tried > 3


def test_outside_demonstrations_it_does_not_exist(client, cast, settings):
    settings.DEMO = False
    assert "Bli Karin Prov" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("people:demo_sign_in"), {"user": cast.manager.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_is_not_enough(client, cast, settings):
    settings.DEMO = True
    assert client.get(reverse("people:demo_sign_in"), {"user": cast.manager.pk}).status_code == 405


@pytest.mark.parametrize("who", ["", "0", "999999", "x", "1 or 1"])
def test_nobody_unknown_is_let_in(client, cast, settings, who):
    settings.DEMO = True
    assert client.post(reverse("people:demo_sign_in"), {"user": who}).status_code == 404


def test_a_closed_account_cannot_be_tried(client, cast, settings):
    settings.DEMO = True
    cast.manager.is_active = False
    cast.manager.save()
    assert client.post(reverse("people:demo_sign_in"), {"user": cast.manager.pk}).status_code == 404


def test_contact_and_manager_offered_are_of_the_same_organisation(cast):
    from samplan.foundation.people.queries import demo_users

    [(_, roles), _] = demo_users()
    by_kind = {role.kind: role for role in roles}
    assert by_kind["contact"].organisation == by_kind["manager"].organisation == cast.ekby


def test_who_belongs_to_no_county_is_offered_too(client, cast, settings):
    settings.DEMO = True
    assert "Hela installationen" not in client.get(reverse("account_login")).content.decode()
    User.objects.create_user(email="dag@example.org", name="Dag Drift", is_administrator=True)
    Role.objects.create(user=cast.stranger, kind=Role.Kind.NATIONAL_READER, valid_from="2020-01-01")
    html = client.get(reverse("account_login")).content.decode()
    for word in ("Hela installationen", "Systemadministratör", "Bli Dag Drift", "Bli Siv Prov"):
        assert word in html


def test_somebody_in_a_user_organisation_can_be_tried_too(client, cast, settings):
    settings.DEMO = True
    user = User.objects.create_user(email="vera@example.org", name="Vera Prov")
    Role.objects.create(user=user, kind="contact", organisation=cast.association, valid_from="2020-01-01")
    assert "Bli Vera Prov" in client.get(reverse("account_login")).content.decode()
