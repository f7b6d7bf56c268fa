import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from samplan.foundation.core.dates import today
from samplan.foundation.core.tables import Sheet, write_xlsx
from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.actions.invitations import Invitee, invite
from samplan.foundation.people.inviting import HEADINGS, Row, check, read_file, read_pasted
from samplan.foundation.people.models import Invitation, Organisation, Role, User

pytestmark = pytest.mark.django_db


def url(name, cast, *args):
    return reverse(f"people:{name}", args=[cast.norr.slug, *args])


def invited(cast, email="lisa@ekby.example", kind="contact", organisation="ekby", name="Lisa Prov", by=None):
    place = getattr(cast, organisation) if organisation else None
    person = Invitee(email=email, name=name, kind=kind, organisation=place)
    return invite(people=[person], county=cast.norr, by=by or cast.coordinator)[0]


def link(mail=None):
    mail = mail or Mail.objects.order_by("pk").last()
    return re.search(r"https?://[^/\s]+(/inbjudan/\S+)", mail.text).group(1)


def book(rows, heads=HEADINGS):
    return write_xlsx([Sheet("Blad", heads, rows)])


def upload(client, cast, data, name="lista.xlsx"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(url("invite_read", cast), {"file": file, "rows": ""})


def test_one_person_is_invited_by_the_form_and_gets_a_letter(client, cast):
    client.force_login(cast.coordinator)
    answer = client.post(
        url("invite", cast),
        {"email": "Lisa@Ekby.example", "name": "Lisa Prov", "kind": "contact", "organisation": "Ekby kommun"},
    )
    assert answer.url == url("invitations", cast)
    mail = Mail.objects.get()
    assert (mail.to, mail.reply_to) == ("lisa@ekby.example", cast.coordinator.email)
    assert "kontaktperson för Ekby kommun" in mail.text
    assert not User.objects.filter(email="lisa@ekby.example").exists()
    assert not Role.objects.filter(user__email="lisa@ekby.example").exists()


def test_the_secret_is_kept_nowhere_but_in_the_letter(cast):
    made = invited(cast)
    secret = link().rstrip("/").split("/")[-1]
    assert len(secret) == 32
    assert secret not in str(Invitation.objects.filter(pk=made.pk).values())
    assert secret not in str(list(Event.objects.values()))


def test_the_form_says_what_is_wrong_and_keeps_what_was_written(client, cast):
    client.force_login(cast.coordinator)
    answer = client.post(
        url("invite", cast), {"email": "lisa", "name": "Lisa Prov", "kind": "contact", "organisation": ""}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "”lisa” är ingen e-postadress" in html
    assert "Organisationen saknas" in html
    assert 'value="Lisa Prov"' in html
    assert not Invitation.objects.exists()


def test_only_coordinators_invite(client, cast):
    pages = [url("invite", cast), url("invite_rows", cast), url("invitations", cast), url("invite_template", cast)]
    for page in pages:
        assert "/konto/logga-in/" in client.get(page).url
    client.force_login(cast.contact)
    assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(cast.outsider)
    assert {client.get(page).status_code for page in pages} == {404}


def test_another_countys_invitation_can_not_be_touched(client, cast):
    made = invited(cast)
    client.force_login(cast.outsider)
    for name in ("invitation_resend", "invitation_revoke"):
        assert client.post(reverse(f"people:{name}", args=[cast.soder.slug, made.pk])).status_code == 404
    made.refresh_from_db()
    assert made.revoked_at is None


def test_opening_the_link_spends_nothing_and_the_button_begins_the_role(client, cast):
    made = invited(cast)
    for _ in range(3):
        assert "Tacka ja och gå in" in client.get(link()).content.decode()
    assert not Role.objects.filter(user__email=made.email).exists()
    answer = client.post(link())
    assert answer.url == reverse("people:welcome")
    user = User.objects.get(email=made.email)
    role = user.roles.get()
    assert (role.kind, role.organisation, role.valid_from, role.given_by) == (
        "contact",
        cast.ekby,
        today(),
        cast.coordinator,
    )
    assert client.session["_auth_user_id"] == str(user.pk)
    page = client.get(answer.url).content.decode()
    assert reverse("account_set_password") in page


def test_a_second_press_does_nothing_and_points_to_sign_in(client, cast):
    invited(cast)
    client.post(link())
    client.logout()
    answer = client.post(link())
    assert answer.status_code == 410
    assert "Inbjudan är redan använd" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert Role.objects.filter(user__email="lisa@ekby.example").count() == 1


def test_somebody_with_an_account_gets_the_role_on_it(client, cast):
    invited(cast, email=cast.stranger.email, name="Siv Prov")
    client.post(link())
    assert cast.stranger.roles.get().organisation == cast.ekby
    assert User.objects.filter(email=cast.stranger.email).count() == 1


def test_the_link_with_another_secret_or_number_gives_the_same_answer(client, cast):
    made = invited(cast)
    wrong = [f"/inbjudan/{made.pk}/{'a' * 32}/", f"/inbjudan/{made.pk + 99}/{link().rstrip('/').split('/')[-1]}/"]
    pages = [client.get(address) for address in wrong]
    assert {page.status_code for page in pages} == {404}
    plain = {re.sub(r"csrf\S+|value=\"[^\"]+\"|/inbjudan/[^\"]*", "", page.content.decode()) for page in pages}
    assert len(plain) == 1


def test_an_old_link_sends_a_fresh_one_to_the_same_address(client, cast):
    invited(cast)
    old = link()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        page = client.get(old)
        assert page.status_code == 410
        assert "har blivit för gammal" in page.content.decode()
        assert Mail.objects.count() == 1
        assert "Titta i din inkorg" in client.post(old).content.decode()
        assert Mail.objects.order_by("pk").last().to == "lisa@ekby.example"
        assert client.post(link()).url == reverse("people:welcome")
    assert client.get(old).status_code == 404


def test_a_withdrawn_invitation_can_not_be_used_nor_renewed(client, cast):
    made = invited(cast)
    client.force_login(cast.coordinator)
    client.post(url("invitation_revoke", cast, made.pk))
    client.logout()
    answer = client.post(link())
    assert answer.status_code == 410
    assert "återtagen" in answer.content.decode()
    assert Mail.objects.count() == 1
    assert not User.objects.filter(email=made.email).exists()


def test_somebody_else_who_is_signed_in_is_told_whom_it_is_for(client, cast):
    invited(cast)
    client.force_login(cast.reader)
    for answer in (client.get(link()), client.post(link())):
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "Du är inloggad som Rut Prov" in html
        assert "lisa@ekby.example" in html
    assert not cast.reader.roles.filter(kind="contact").exists()
    assert client.post(link(), {"sign_out": "1"}).url == link()
    assert "Tacka ja" in client.get(link()).content.decode()


def test_a_closed_account_is_not_opened_by_a_link(client, cast):
    invited(cast, email=cast.stranger.email)
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    answer = client.post(link())
    assert answer.status_code == 409
    assert "stängt" in answer.content.decode()
    assert not cast.stranger.roles.exists()


def test_the_list_tells_waiting_accepted_old_and_bounced_apart(client, cast):
    invited(cast)
    client.post(link())
    client.logout()
    invited(cast, email="wait@ekby.example", name="Vera Väntar")
    old = invited(cast, email="old@ekby.example", name="Oskar Old")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    lost = invited(cast, email="lost@ekby.example", name="Lova Lost")
    Mail.objects.filter(subject_id=lost.pk).update(given_up_at=timezone.now())
    client.force_login(cast.coordinator)
    html = client.get(url("invitations", cast)).content.decode()
    rows = {name: next(r for r in html.split("<tr>") if name in r) for name in ("Lisa", "Vera", "Oskar", "Lova")}
    assert "Tackade ja" in rows["Lisa"]
    assert "gäller till" in rows["Vera"]
    assert "slutade gälla" in rows["Oskar"]
    assert "kom inte fram" in rows["Lova"]
    assert "Skicka igen" not in rows["Lisa"]
    assert "Lova Lost" not in client.get(url("invitations", cast) + "?visa=waiting").content.decode()


def test_sending_again_makes_a_new_link_but_not_twice_in_five_minutes(client, cast):
    made = invited(cast)
    first = link()
    client.force_login(cast.coordinator)
    client.post(url("invitation_resend", cast, made.pk))
    assert Mail.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        client.post(url("invitation_resend", cast, made.pk))
        client.logout()
        assert Mail.objects.count() == 2
        assert client.get(first).status_code == 404
        assert client.get(link()).status_code == 200


def test_a_user_representative_is_named_in_no_history(client, cast):
    invited(cast, kind="user_representative", organisation="association", name="Hemlig Person")
    client.post(link())
    assert User.objects.get(name="Hemlig Person").roles.get().kind == "user_representative"
    told = Event.objects.filter(county_code=cast.norr.code)  # what others in the county can read
    assert told.filter(verb__startswith="people.representative").count() == 2
    assert "Hemlig" not in str(list(told.values()))


def test_headings_are_matched_loosely(cast):
    data = book(
        [["Chef", "Kommunen Ekby", "Lisa Prov", "lisa@ekby.example", "socialchef"]],
        ["Roll i Samplan", "Kommun/organisation", "Namn", "E-postadress (jobb)", "Befattning"],
    )
    row = read_file(data, "x.xlsx")[0]
    assert (row.email, row.name, row.organisation) == ("lisa@ekby.example", "Lisa Prov", "Kommunen Ekby")
    assert (row.kind, row.title) == ("Chef", "socialchef")


def test_rows_are_pasted_with_or_without_headings():
    with_heads = read_pasted("Namn\tE-post\tOrganisation\nLisa Prov\tlisa@x.se\tEkby\n")
    without = read_pasted("lisa@x.se\tLisa Prov\t\tEkby\tchef\nbo@x.se\tBo Prov\n")
    assert (with_heads[0].number, with_heads[0].organisation) == (2, "Ekby")
    assert [(r.number, r.name, r.kind) for r in without] == [(1, "Lisa Prov", "chef"), (2, "Bo Prov", "")]


def test_a_file_without_our_headings_says_which_are_missing(client, cast):
    client.force_login(cast.coordinator)
    answer = upload(client, cast, book([["a", "b"]], ["Färg", "Namn"]))
    assert answer.status_code == 422
    assert "rubrik för ”E-post”, ”Organisation”" in answer.content.decode()


def test_every_fault_is_named_with_what_to_do(cast):
    invited(cast, email="redan@ekby.example")
    Organisation.objects.create(
        county=cast.norr, kind="association", name="Föreningen Slut", short_name="Slut", valid_to=today() - timedelta(1)
    )
    rows = [
        Row(2, "lisa.ekby.example", "Lisa Prov", "", "Ekby", ""),
        Row(3, "bo@ekby.example", "", "", "Ekby", "chef"),
        Row(4, "bo@ekby.example", "Bo Prov", "", "Ekbyy komun", "kontaktperson"),
        Row(5, "bo@ekby.example", "Bo Prov", "", "Ekby", "vaktmästare"),
        Row(6, cast.contact.email, "Sara Prov", "", "Ekby", ""),
        Row(7, "redan@ekby.example", "Lisa Prov", "", "Ekby", ""),
        Row(8, "ny@ekby.example", "Ny Prov", "", "Ekby", ""),
        Row(9, "NY@ekby.example", "Ny Prov", "", "Ekby kommun", "kontakt"),
        Row(10, "ny@ekby.example", "Ny Prov", "", "Älby", ""),
        Row(11, "slut@ekby.example", "Ny Prov", "", "Föreningen Slut", ""),
        Row(12, "las@ekby.example", "Läs Prov", "", "Ekby", "Läsare"),
        Row(13, "x@ekby.example", "X Prov", "", "Xyzzy", ""),
        Row(14, cast.reader.email, "Rut Prov", "", "", "läsare"),
    ]
    found = {c.row.number: c for c in check(rows, cast.norr)}
    words = {n: " ".join(c.errors.values()) for n, c in found.items()}
    assert "”lisa.ekby.example” är ingen e-postadress" in words[2]
    assert "Namnet saknas" in words[3]
    assert "Menade du Ekby kommun?" in words[4]
    assert found[4].suggestion == cast.ekby
    assert "uppdraget ”vaktmästare”" in words[5]
    assert "har redan uppdraget" in words[6]
    assert "har inte svarat än" in words[7]
    assert words[8] == ""
    assert "står på rad 8" in words[9]
    assert words[10] == ""
    assert "upphörde" in words[11]
    assert found[12].is_ready
    assert found[12].organisation is None
    assert "Välj organisationen i listan" in words[13]
    assert "har redan uppdraget" in words[14]


def test_checking_asks_no_more_when_the_rows_are_many(cast):
    def asked(count):
        rows = [Row(n, f"p{n}@ekby.example", "Prov", "", "Ekby", "") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert all(c.is_ready for c in check(rows, cast.norr))
        return len(made)

    assert asked(3) == asked(60)


def test_the_list_asks_no_more_when_it_grows(client, cast):
    client.force_login(cast.coordinator)
    client.get(url("invitations", cast))

    def asked():
        with CaptureQueriesContext(connection) as made:
            client.get(url("invitations", cast))
        return len(made)

    invited(cast)
    few = asked()
    for n in range(20):
        invited(cast, email=f"p{n}@ekby.example")
    assert asked() == few


def test_good_rows_go_first_and_the_mended_ones_after(client, cast):
    client.force_login(cast.coordinator)
    rows = [
        ["ny@ekby.example", "Ny Prov", "", "Ekby", ""],
        ["fel", "Fel Prov", "", "Ekby", ""],
        ["kvar@ekby.example", "Kvar Prov", "", "Ekbyy", ""],
    ]
    assert upload(client, cast, book(rows)).url == url("invite_rows", cast)
    html = client.get(url("invite_rows", cast)).content.decode()
    assert "1 rad är klar, 2 behöver ändras" in html
    assert not Invitation.objects.exists()
    posted = {"ready": "2", "3-email": "fel@ekby.example", "3-name": "Fel Prov", "send": "1"}
    assert client.post(url("invite_rows", cast), posted).url == url("invite_rows", cast)
    assert list(Invitation.objects.values_list("email", flat=True)) == ["ny@ekby.example"]
    html = client.get(url("invite_rows", cast)).content.decode()
    assert "Skicka 1 inbjudan" in html
    client.post(url("invite_rows", cast), {"ready": "3", "4-organisation": "Ekby kommun", "save": "1"})
    answer = client.post(url("invite_rows", cast), {"ready": "3,4", "send": "1"})
    assert answer.url == url("invitations", cast)
    assert Invitation.objects.count() == Mail.objects.count() == 3
    assert client.get(url("invite_rows", cast)).url == url("invite", cast)


def test_pressing_send_twice_sends_once(client, cast):
    client.force_login(cast.coordinator)
    upload(client, cast, book([["ny@ekby.example", "Ny Prov", "", "Ekby", ""]]))
    for _ in range(2):
        client.post(url("invite_rows", cast), {"ready": "2", "send": "1"})
    assert Mail.objects.count() == 1


def test_a_row_can_be_left_out_and_all_can_be_dropped(client, cast):
    client.force_login(cast.coordinator)
    upload(client, cast, book([["fel", "Fel Prov", "", "Ekby", ""], ["ny@x.example", "Ny Prov", "", "Ekby", ""]]))
    client.post(url("invite_rows", cast), {"ready": "3", "2-leave": "on", "save": "1"})
    assert "Fel Prov" not in client.get(url("invite_rows", cast)).content.decode()
    client.post(url("invite_rows", cast), {"drop": "1"})
    assert client.get(url("invite_rows", cast)).url == url("invite", cast)
    assert not Mail.objects.exists()


def test_the_faulty_rows_are_a_file_with_what_they_need(client, cast):
    client.force_login(cast.coordinator)
    upload(client, cast, book([["fel", "Fel Prov", "", "Ekby", ""], ["ny@x.example", "Ny Prov", "", "Ekby", ""]]))
    data = client.get(url("invite_faulty", cast)).content
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    assert rows[0][-1] == "Vad som behöver ändras"
    assert len(rows) == 2
    assert "ingen e-postadress" in rows[1][-1]
    assert read_file(data, "igen.xlsx")[0].email == "fel"


def test_the_template_can_be_filled_in_and_read(client, cast):
    client.force_login(cast.coordinator)
    data = client.get(url("invite_template", cast)).content
    book_ = load_workbook(io.BytesIO(data))
    book_.worksheets[0].append(["ny@ekby.example", "Ny Prov", "chef", "Ekby kommun", "Kontaktperson"])
    assert "Ekby kommun" in [row[0] for row in book_.worksheets[1].values]
    stream = io.BytesIO()
    book_.save(stream)
    assert check(read_file(stream.getvalue(), "mall.xlsx"), cast.norr)[0].is_ready


def test_words_we_do_not_know_stay_until_something_is_chosen(client, cast):
    """A row with an unknown role became a contact person when the page was saved without a choice."""
    client.force_login(cast.coordinator)
    upload(client, cast, book([["ny@ekby.example", "Ny Prov", "", "Xyzzy", "vaktmästare"]]))
    html = client.get(url("invite_rows", cast)).content.decode()
    assert '<option value="vaktmästare" selected>Välj</option>' in html
    assert '<option value="Xyzzy" selected>Välj</option>' in html
    client.post(url("invite_rows", cast), {"2-kind": "vaktmästare", "2-organisation": "Xyzzy", "save": "1"})
    html = client.get(url("invite_rows", cast)).content.decode()
    assert "uppdraget ”vaktmästare”" in html
    assert "Vi känner inte till ”Xyzzy”" in html
