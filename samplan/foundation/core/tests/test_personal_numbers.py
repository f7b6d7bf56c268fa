from datetime import date, timedelta

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from samplan.foundation.core.personal_numbers import find, refusal, where
from samplan.foundation.core.plain_text import PersonalNumberInText, PlainTextMixin, refuse

THOUSAND = settings(max_examples=1000, deadline=None)


def check_digit(nine):
    """Written another way than the product's: each second digit doubled, its digits added, up to the next ten."""
    doubled = "".join(str(int(d) * (1 + (n + 1) % 2)) for n, d in enumerate(nine))
    return str(-sum(map(int, doubled)) % 10)


@st.composite
def personal_numbers(draw):
    born = draw(st.dates(date(1920, 1, 1), date.today() - timedelta(days=1)))
    day = born.day + draw(st.sampled_from([0, 60]))
    nine = f"{born:%y%m}{day:02}{draw(st.integers(0, 999)):03}"
    last = nine[6:] + check_digit(nine)
    hundred = born.replace(day=1) <= date.today().replace(day=1, year=date.today().year - 101)
    century = f"{born.year // 100}" if hundred else draw(st.sampled_from(["", f"{born.year // 100}"]))
    gap = draw(st.sampled_from(["-", "", " ", " - ", "–", "\u00a0", "\u2011"]))
    return f"{century}{nine[:6]}{gap}{last}"


around = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=30)


@THOUSAND
@given(personal_numbers(), around, around)
def test_every_personal_number_is_found_in_any_text(number, before, after):
    """Found the non-breaking hyphen of word processors, which went through."""
    if number.isdigit() and len(number) == 10 and number[0] == "0":
        before += "nummer x "  # see the test of telephones
    assert find(before + number + after) == [number]


@THOUSAND
@given(personal_numbers())
def test_a_number_with_another_check_digit_is_not_one(number):
    assert find(number[:-1] + str((int(number[-1]) + 1) % 10)) == []


@THOUSAND
@given(
    st.integers(1, 9), st.integers(0, 9), st.integers(20, 99), st.integers(0, 99999), st.sampled_from(["-", "", " "])
)
def test_a_thousand_organisation_numbers_pass(first, second, third, rest, gap):
    """The planted bug of taking any ten digits with a right check digit is found here."""
    nine = f"{first}{second}{third}{rest:05}"
    number = f"{nine[:6]}{gap}{nine[6:]}{check_digit(nine)}"
    assert find(f"Organisationsnummer {number}, i registret 16{number}.") == []


@THOUSAND
@given(
    st.sampled_from(
        ["2024-{:05}", "RV 2023-{:04}", "HSN/2401-{:04}", "KS 2025.{:04}", "dnr 2024/{:05}", "VON-2022-{:06}"]
    ),
    st.integers(1, 9999),
)
def test_a_thousand_diary_numbers_pass(shape, number):
    assert find(f"Beslut {shape.format(number)} den 12 maj") == []


@st.composite
def telephones(draw):
    shape = draw(
        st.sampled_from(
            [
                "070-### ## ##",
                "072-#######",
                "+4670#######",
                "+46 70 ### ## ##",
                "08-### ### ##",
                "054-## ## ##",
                "0501-#####",
                "tel 070#######",
                "Mobil: 0########",
                "ring på 01########",
                "073#######",
                "0046 70 #######",
                "010-### ## ##",
            ]
        )
    )
    return "".join(str(draw(st.integers(0, 9))) if c == "#" else c for c in shape)


@THOUSAND
@given(telephones())
def test_a_thousand_telephone_numbers_pass(number):
    """Found that ten digits in one piece beginning with 070 or 010 can be a date and carry a check digit."""
    assert find(f"Kontakta oss, {number}, helst före lunch") == []


@THOUSAND
@given(st.dates(date(1900, 1, 1), date(2035, 1, 1)), st.integers(0, 23), st.integers(0, 59), st.integers(0, 10**7))
def test_dates_times_and_amounts_pass(day, hour, minute, amount):
    text = (
        f"{day:%Y-%m-%d} {hour:02}{minute:02} · {day:%y%m%d} · {day:%Y%m%d}–{day:%Y%m%d} · {amount:,} kr · {amount} kr"
    )
    assert find(text.replace(",", " ")) == []


@pytest.mark.parametrize("text", ["212000-1801", "2120001801", "16212000-1801", "232100-0016", "802002-4116"])
def test_real_looking_organisation_numbers_pass(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("811228-9874", True),
        ("8112289874", True),
        ("19811228-9874", True),
        ("198112289874", True),
        ("811228+9874", True),  # born 1881
        ("18811228-9874", True),
        ("1981-12-28-9874", True),
        ("811288-9874", False),  # the check digit belongs to another number
        ("000229-0005", True),  # 2000 was a leap year
        ("010229-0003", False),  # 2001 was not
        ("19000229-0005", False),  # and 1900 was not
        ("811232-9878", False),
        ("991301-0003", False),
        ("5811228-9874", False),  # a longer number
        ("811228-98741", False),
    ],
)
def test_the_law_of_the_numbers(text, is_found):
    assert bool(find(text)) is is_found


def test_a_day_that_has_not_been_is_nobodys_birthday(time_machine):
    time_machine.move_to("2026-05-01")
    nine = "260502" + "123"
    assert find(f"20260502-123{check_digit(nine)}") == []
    time_machine.move_to("2026-05-02")
    assert find(f"20260502-123{check_digit(nine)}") != []


def test_it_says_on_which_line():
    text = "Rad ett\nhär 811228-9874\n\noch 8112289874 igen"
    assert [one.line for one in where(text)] == [2, 4]
    assert "rad 2 och 4" in refusal(text)
    assert "rad 2)" in refusal("En rad\r\n811228-9874\r\n")
    assert "811228" in refusal("811228-9874")
    assert refusal("Inget särskilt") == ""


def test_ten_digits_in_one_piece_are_told_how_to_be_a_telephone():
    nine = "070123456"
    assert "070-123 45 67" in refusal(nine + check_digit(nine))


class Note(PlainTextMixin, forms.Form):
    numbers_may_stand = ("code",)
    text = forms.CharField(widget=forms.Textarea)
    words = forms.CharField(required=False)
    code = forms.CharField(required=False)

    def clean(self):
        return {}  # a form that forgets its parents is checked all the same


def test_a_form_refuses_and_keeps_the_text():
    form = Note({"text": "Hej\n811228-9874\nresten", "words": "ok", "code": "811228-9874"})
    assert not form.is_valid()
    assert list(form.errors) == ["text"]
    assert "rad 2" in form.errors["text"][0]
    assert form["text"].value() == "Hej\n811228-9874\nresten"


def test_an_action_given_text_refuses():
    refuse("Bra", "")
    with pytest.raises(PersonalNumberInText, match="811228"):
        refuse("Bra", "811228-9874")
