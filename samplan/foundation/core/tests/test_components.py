import pytest
from django import forms
from django.template import engines


def draw(text, **context):
    # A string template does not pass cotton's loader: compile it as the loader does.
    from django_cotton.compiler_regex import CottonCompiler

    return engines["django"].from_string(CottonCompiler().process(text)).render(context)


class Letter(forms.Form):
    name = forms.CharField(label="Namn")
    kind = forms.ChoiceField(label="Sort", choices=[("a", "Ett"), ("b", "Två")], widget=forms.RadioSelect)
    note = forms.CharField(label="Not", required=False, help_text="Skriv kort.", widget=forms.Textarea)
    copy = forms.BooleanField(label="Kopia", required=False)


def test_what_people_wrote_is_escaped_in_every_attribute():
    evil = '"><script>alert(1)</script>'
    pieces = [
        '<c-button name="who" value="{{ evil }}">{{ evil }}</c-button>',
        '<c-button-link href="/x?{{ evil }}">{{ evil }}</c-button-link>',
        '<c-page-head kicker="{{ evil }}" title="{{ evil }}" lead="{{ evil }}" />',
        '<c-section title="{{ evil }}" note="{{ evil }}">x</c-section>',
        '<c-empty title="{{ evil }}" :text="evil" />',
        '<c-chip href="?" :count="evil">{{ evil }}</c-chip>',
        '<c-avatar :name="evil" />',
        '<c-table :label="evil"></c-table>',
        '<c-error-summary :errors="errors" />',
    ]
    for piece in pieces:
        assert "<script>" not in draw(piece, evil=evil, errors=[("id", evil)]), piece


def test_a_page_head_without_actions_leaves_no_empty_box():
    assert "actions" not in draw('<c-page-head title="Rubrik" />')
    assert "actions" in draw('<c-page-head title="Rubrik"><a href="/">Gör</a></c-page-head>')


def test_a_field_ties_label_help_and_error_to_its_control():
    html = draw('<c-field :field="form.note" /><c-field :field="form.name" />', form=Letter({"kind": "a"}))
    assert 'aria-describedby="id_note_helptext"' in html
    assert 'id="id_note_helptext"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="field-label" for="id_name">' in html


def test_a_choice_is_a_fieldset_with_every_option_labelled():
    html = draw('<c-field :field="form.kind" />', form=Letter())
    assert html.count("<legend") == 1
    assert html.count('type="radio"') == 2
    assert 'for="id_kind_0"' in html
    assert html.count("ds-input") == 2


def test_the_error_summary_counts_in_words_and_leads_to_the_fields():
    html = draw('<c-error-summary :form="form" />', form=Letter({}))
    assert "Två saker behöver rättas" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_kind' in html
    assert draw('<c-error-summary :form="form" />', form=Letter()).strip() == ""


def test_a_state_always_has_icon_and_word():
    for kind in "ok warn late unmeasured vacant protected neutral idea paused ended".split():
        for tag in ("badge", "state"):
            html = draw(f'<c-{tag} kind="{kind}">Ordet</c-{tag}>')
            assert "<svg" in html
            assert "Ordet" in html


def test_an_unknown_icon_is_told_at_once():
    with pytest.raises(KeyError):
        draw('<c-icon name="unicorn" />')


def test_the_six_kinds_of_empty_look_different():
    kinds = ("unanswered", "not_applicable", "vacant", "unmeasurable", "protected")
    drawn = {draw(f'<c-missing kind="{kind}" />').strip() for kind in kinds}
    assert len(drawn) == 5
    assert "" not in drawn


def test_steps_say_which_is_done_and_which_is_now():
    html = draw('<c-steps :steps="steps" />', steps=[("Läs in", "done"), ("Granska", "current"), ("Spara", "ahead")])
    assert html.count('aria-current="step"') == 1
    assert "Klart:" in html


def test_the_red_thread_is_an_ordered_list_with_here_in_the_middle():
    from samplan.foundation.core.offers import Stop

    stops = [Stop("Följs med", "Fråga 7", "/b", above=False), Stop("Tjänar", "Målbild 4", "/a", above=True)]
    html = draw('<c-thread :stops="stops" here="Vägen in" />', stops=stops)
    assert html.index("Målbild 4") < html.index("Vägen in") < html.index("Fråga 7")
    assert html.startswith("<ol") or "<ol" in html[:80]


def test_the_pager_is_absent_on_a_single_page():
    from django.core.paginator import Paginator

    assert draw('<c-pager :page="page" />', page=Paginator([1], 10).get_page(1)).strip() == ""
    html = draw('<c-pager :page="page" query="q=a" />', page=Paginator(range(30), 10).get_page(2))
    assert "sida=1" in html
    assert "sida=3" in html
    assert "Sida 2 av 3" in html
