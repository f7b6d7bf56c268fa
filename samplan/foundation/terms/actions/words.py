from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import changes

from ..models import Spelling, Term, Vocabulary
from .refusals import TermRefused, check_period, iso, tell

OLDEST = 120


def _hold(vocabulary_id: int) -> Vocabulary:
    """One at a time in a list, so that a word is never two terms."""
    return Vocabulary.objects.select_for_update(of=("self",)).select_related("county").get(pk=vocabulary_id)


def _held(term: Term) -> Term:
    vocabulary = _hold(term.vocabulary_id)
    held = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    held.vocabulary = vocabulary
    return held


def _check_free(vocabulary: Vocabulary, text: str, *, field: str = "text", but: Term | None = None) -> None:
    terms = vocabulary.terms.exclude(pk=but.pk) if but else vocabulary.terms.all()
    if terms.filter(folded=fold(text)).exists():
        raise TermRefused(_("Ordet finns redan i listan. Har det upphört kan du ta bort slutdagen."), field)
    taken = vocabulary.spellings.select_related("term").filter(folded=fold(text)).first()
    if taken:
        raise TermRefused(_("Ordet finns redan som skrivsätt för ”%(term)s”.") % {"term": taken.term.text}, field)


def _check_code(vocabulary: Vocabulary, code: str, but: Term | None = None) -> None:
    terms = vocabulary.terms.exclude(pk=but.pk) if but else vocabulary.terms.all()
    if code and terms.filter(code=code).exists():
        raise TermRefused(_("Koden används redan i listan."), "code")


def _check_ages(first: int | None, last: int | None) -> None:
    if first is None and last is not None:
        raise TermRefused(_("Skriv också från vilken ålder."), "age_from")
    if first is not None and last is not None and last < first:
        raise TermRefused(_("Den övre åldern kan inte vara lägre än den undre."), "age_to")
    if max(first or 0, last or 0) > OLDEST:
        raise TermRefused(_("Skriv en ålder mellan 0 och %(n)d år.") % {"n": OLDEST}, "age_from")


def _check_parent(vocabulary: Vocabulary, term: Term | None, parent: Term | None) -> None:
    """Two levels, checked while the list is held: nothing can stand under itself, however many steps away."""
    if parent is None:
        return
    above = vocabulary.terms.filter(pk=parent.pk).first()
    if above is None:
        raise TermRefused(_("Välj ett ord ur samma lista."), "parent")
    if term is not None and above.pk == term.pk:
        raise TermRefused(_("”%(term)s” kan inte stå under sig självt.") % {"term": term.text}, "parent")
    if above.parent_id is not None:
        raise TermRefused(
            _("”%(term)s” står självt under ett annat ord. Listan har två nivåer.") % {"term": above.text}, "parent"
        )
    if term is not None and term.parts.exists():
        raise TermRefused(_("Det står andra ord under ”%(term)s”. Flytta dem först.") % {"term": term.text}, "parent")


def facts(term: Term) -> dict[str, str]:
    names = ("text", "code", "definition", "source")
    numbers = {name: _number(getattr(term, name)) for name in ("age_from", "age_to", "position")}
    own = {"valid_from": iso(term.valid_from), "parent": str(term.parent or "")}
    return {name: getattr(term, name) for name in names} | numbers | own


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def mark_of_term(term: Term) -> str:
    return mark_of(*facts(term).values())


@transaction.atomic
def add_term(
    *,
    vocabulary: Vocabulary,
    text: str,
    code: str = "",
    definition: str = "",
    source: str = "",
    valid_from: date | None = None,
    parent: Term | None = None,
    position: int = 0,
    age_from: int | None = None,
    age_to: int | None = None,
    by: Any,
) -> Term:
    vocabulary = _hold(vocabulary.pk)
    _check_free(vocabulary, text)
    _check_code(vocabulary, code.strip())
    _check_ages(age_from, age_to)
    _check_parent(vocabulary, None, parent)
    made = Term.objects.create(
        vocabulary=vocabulary, text=text.strip(), code=code.strip(), definition=definition.strip(),
        source=source.strip(), valid_from=valid_from, parent=parent, position=position,
        age_from=age_from, age_to=age_to,
    )  # fmt: skip
    tell("term_added", vocabulary, made, by=by, after=facts(made) | {"list": vocabulary.name})
    return made


@transaction.atomic
def edit_term(
    *,
    term: Term,
    seen: str | None,
    text: str,
    code: str,
    definition: str,
    source: str,
    valid_from: date | None,
    parent: Term | None = None,
    position: int = 0,
    age_from: int | None = None,
    age_to: int | None = None,
    by: Any,
) -> Term:
    """Says all of the word: what is not given is emptied."""
    term = _held(term)
    if seen is not None and seen != mark_of_term(term):
        raise Stale
    _check_free(term.vocabulary, text, but=term)
    _check_code(term.vocabulary, code.strip(), but=term)
    check_period(valid_from, term.valid_to, "valid_from")
    _check_ages(age_from, age_to)
    _check_parent(term.vocabulary, term, parent)
    before = facts(term)
    term.text, term.code, term.definition = text.strip(), code.strip(), definition.strip()
    term.source, term.valid_from = source.strip(), valid_from
    term.parent, term.position, term.age_from, term.age_to = parent, position, age_from, age_to
    was, now = changes(before, facts(term))
    if was or now:
        term.save()
        tell("term_changed", term.vocabulary, term, by=by, before=was, after=now)
    return term


@transaction.atomic
def end_term(*, term: Term, last_day: date, replaced_by: Term | None, by: Any) -> Term:
    """It is still read, and found in texts: what took its place is then suggested."""
    term = _held(term)
    check_period(term.valid_from, last_day, "last_day")
    if replaced_by is not None:
        _check_replacement(term, replaced_by)
    before = {"valid_to": iso(term.valid_to), "replaced_by": str(term.replaced_by or "")}
    term.valid_to, term.replaced_by = last_day, replaced_by
    term.save(update_fields=["valid_to", "replaced_by"])
    after = {"valid_to": iso(last_day), "day": iso(last_day), "replaced_by": str(replaced_by or "")}
    tell("term_ended", term.vocabulary, term, by=by, before=before, after=after)
    return term


def _check_replacement(term: Term, other: Term) -> None:
    """Following what took the place must lead somewhere, never back."""
    if other.vocabulary_id != term.vocabulary_id:
        raise TermRefused(_("Välj ett ord ur samma lista."), "replaced_by")
    after = dict(term.vocabulary.terms.values_list("pk", "replaced_by"))
    step: int | None = other.pk
    while step is not None and step != term.pk:
        step = after[step]
    if step is not None:
        raise TermRefused(_("”%(term)s” kan inte ersätta sig självt.") % {"term": term.text}, "replaced_by")


@transaction.atomic
def resume_term(*, term: Term, by: Any) -> None:
    term = _held(term)
    if term.valid_to is None:
        return
    before = {"valid_to": iso(term.valid_to), "replaced_by": str(term.replaced_by or "")}
    term.valid_to = term.replaced_by = None
    term.save(update_fields=["valid_to", "replaced_by"])
    tell("term_resumed", term.vocabulary, term, by=by, before=before)


def uses_of(term: Term) -> int:
    """How many rows lean on the word: in other lists, plans, activities. Tables of rooms above are found, not named, here."""
    return sum(
        relation.related_model._default_manager.filter(**{relation.field.name: term}).count()
        for relation in term._meta.related_objects
        if relation.related_model is not Spelling  # they go with the word
    )


@transaction.atomic
def remove_term(*, term: Term, by: Any) -> None:
    """For a word made by mistake. One that anything leans on is ended instead."""
    term = _held(term)
    if uses_of(term):
        raise TermRefused(_("”%(term)s” används. Skriv in en slutdag i stället.") % {"term": term.text})
    tell("term_removed", term.vocabulary, term.vocabulary, by=by, before=facts(term), note=term.text)
    term.delete()


@transaction.atomic
def add_spelling(*, term: Term, kind: str, text: str, reason: str = "", by: Any) -> Spelling:
    term = _held(term)
    _check_free(term.vocabulary, text)
    made = Spelling.objects.create(
        vocabulary=term.vocabulary, term=term, kind=kind, text=text.strip(), reason=reason.strip()
    )
    after = {"spelling": made.text, "kind": made.kind, "reason": made.reason}
    tell("spelling_added", term.vocabulary, term, by=by, after=after)
    return made


@transaction.atomic
def remove_spelling(*, spelling: Spelling, by: Any) -> None:
    term = _held(spelling.term)
    removed = term.spellings.filter(pk=spelling.pk).first()
    if removed is None:
        return
    before = {"spelling": removed.text, "kind": removed.kind, "reason": removed.reason}
    removed.delete()
    tell("spelling_removed", term.vocabulary, term, by=by, before=before)
