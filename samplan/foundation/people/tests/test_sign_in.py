import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "några-ord-efter-varandra"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def karin(cast):
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    return cast.coordinator


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_who_is_not_signed_in_is_asked_to(client, cast):
    response = client.get(reverse("people:organisations", args=[cast.norr.slug]))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_one_signs_in_with_email_and_password(client, karin):
    response = sign_in(client, "Karin@example.org", PASSWORD)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(karin.pk)


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(client, karin):
    wrong = sign_in(client, karin.email, "fel").content.decode()
    unknown = sign_in(client, "ingen@example.org", "fel").content.decode()
    said = re.search(r"ds-error-summary.*?<li>(.*?)</li>", wrong, re.DOTALL).group(1)
    assert said == re.search(r"ds-error-summary.*?<li>(.*?)</li>", unknown, re.DOTALL).group(1)
    assert "placeholder" not in wrong


def test_too_many_guesses_are_stopped_in_words(client, karin):
    for _ in range(12):
        response = sign_in(client, karin.email, "fel")
    assert response.status_code in {200, 429}
    blocked = sign_in(client, karin.email, PASSWORD)
    assert "_auth_user_id" not in client.session
    assert re.search(r"För många", blocked.content.decode())


def test_asking_for_links_over_and_over_is_answered_with_a_page_that_says_wait(client, cast):
    for _ in range(8):
        response = client.post(reverse("account_reset_password"), {"email": cast.contact.email})
    assert response.status_code == 429
    html = response.content.decode()
    assert "För många försök på kort tid" in html
    assert "Vänta en minut" in html
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert Mail.objects.filter(to=cast.contact.email).count() < 8


def test_a_password_is_chosen_by_a_link_in_a_mail(client, cast):
    """Also the way in for who was just given a role: the account has no password yet."""
    response = client.post(reverse("account_reset_password"), {"email": cast.contact.email})
    assert response.url == reverse("account_reset_password_done")
    assert "Titta i din inkorg" in client.get(response.url).content.decode()
    mail = Mail.objects.get(to=cast.contact.email)
    assert mail.subject == "Välj lösenord i Samplan"
    link = re.search(r"https?://[^/]+(/\S+)", mail.text).group(1)
    page = client.get(link, follow=True)
    assert "Samma lösenord igen" in page.content.decode()
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(pk=cast.contact.pk).check_password(PASSWORD)
    assert "Länken gäller inte längre" in client.get(link, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_explains(client, db):
    response = client.post(reverse("account_reset_password"), {"email": "ingen@example.org"})
    assert response.url == reverse("account_reset_password_done")
    mail = Mail.objects.get()
    assert "inget konto" in mail.text
    assert "http" not in mail.text


def test_nobody_takes_an_account_by_themselves(client, db):
    page = client.get(reverse("account_signup"))
    assert "Konton ges av samordnaren" in page.content.decode()
    client.post(reverse("account_signup"), {"email": "jag@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="jag@example.org").exists()


def test_a_closed_account_is_told_kindly(client, karin):
    karin.is_active = False
    karin.save()
    response = client.post(reverse("account_login"), {"login": karin.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert response.status_code == 200
    assert "Kontot är avstängt" in client.get(reverse("account_inactive")).content.decode()


def test_a_signed_in_person_changes_password_and_signs_out(client, karin):
    client.force_login(karin)
    new = "fyra-andra-ord-i-rad"
    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": "annat"}
    )
    assert "ds-error-summary" in page.content.decode()
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert User.objects.get(pk=karin.pk).check_password(new)
    assert "Vill du logga ut?" in client.get(reverse("account_logout")).content.decode()
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_without_a_password_the_page_lets_one_choose(client, cast):
    client.force_login(cast.contact)
    page = client.get(reverse("account_change_password"), follow=True)
    assert "Välj ett lösenord" in page.content.decode()


def test_pages_of_the_sign_in_library_that_are_not_ours_do_not_exist(client, cast):
    client.force_login(cast.contact)
    for address in ("/konto/email/", "/konto/login/code/", "/konto/confirm-email/"):
        assert client.get(address).status_code == 404
