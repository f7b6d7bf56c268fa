"""All writes of the terms."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import changes, record
from samplan.foundation.people.models import County

from .models import Spelling, Term, Vocabulary


class TermRefused(Exception):
    """Says, in the reader's words, why nothing was done, and at which field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def _tell(verb: str, vocabulary: Vocabulary, subject: Vocabulary | Term, **what: Any) -> None:
    record(verb=f"terms.{verb}", subject=subject, county=vocabulary.county.code if vocabulary.county else "", **what)


@transaction.atomic
def add_vocabulary(*, county: County, kind: str, name: str, description: str, by: Any) -> Vocabulary:
    County.objects.select_for_update().get(pk=county.pk)
    if Vocabulary.objects.filter(county=county, folded=fold(name)).exists():
        raise TermRefused(_("Det finns redan en lista som heter så."), "name")
    made = Vocabulary.objects.create(county=county, kind=kind, name=name.strip(), description=description.strip())
    _tell("vocabulary_added", made, made, by=by, after={"name": made.name, "kind": made.kind})
    return made


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


def _check_period(first: date | None, last: date | None, field: str) -> None:
    if first and last and last < first:
        raise TermRefused(_("Sista dagen kan inte komma före den första."), field)


def facts(term: Term) -> dict[str, str]:
    names = ("text", "code", "definition", "source")
    return {name: getattr(term, name) for name in names} | {"valid_from": _iso(term.valid_from)}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


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
    by: Any,
) -> Term:
    vocabulary = _hold(vocabulary.pk)
    _check_free(vocabulary, text)
    _check_code(vocabulary, code.strip())
    made = Term.objects.create(
        vocabulary=vocabulary, text=text.strip(), code=code.strip(), definition=definition.strip(),
        source=source.strip(), valid_from=valid_from,
    )  # fmt: skip
    _tell("term_added", vocabulary, made, by=by, after=facts(made) | {"list": vocabulary.name})
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
    by: Any,
) -> Term:
    term = _held(term)
    if seen is not None and seen != mark_of_term(term):
        raise Stale
    _check_free(term.vocabulary, text, but=term)
    _check_code(term.vocabulary, code.strip(), but=term)
    _check_period(valid_from, term.valid_to, "valid_from")
    before = facts(term)
    term.text, term.code, term.definition = text.strip(), code.strip(), definition.strip()
    term.source, term.valid_from = source.strip(), valid_from
    was, now = changes(before, facts(term))
    if was or now:
        term.save()
        _tell("term_changed", term.vocabulary, term, by=by, before=was, after=now)
    return term


@transaction.atomic
def end_term(*, term: Term, last_day: date, replaced_by: Term | None, by: Any) -> Term:
    """It is still read, and found in texts: what took its place is then suggested."""
    term = _held(term)
    _check_period(term.valid_from, last_day, "last_day")
    if replaced_by is not None:
        _check_replacement(term, replaced_by)
    before = {"valid_to": _iso(term.valid_to), "replaced_by": str(term.replaced_by or "")}
    term.valid_to, term.replaced_by = last_day, replaced_by
    term.save(update_fields=["valid_to", "replaced_by"])
    after = {"valid_to": _iso(last_day), "day": _iso(last_day), "replaced_by": str(replaced_by or "")}
    _tell("term_ended", term.vocabulary, term, by=by, before=before, after=after)
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
    before = {"valid_to": _iso(term.valid_to), "replaced_by": str(term.replaced_by or "")}
    term.valid_to = term.replaced_by = None
    term.save(update_fields=["valid_to", "replaced_by"])
    _tell("term_resumed", term.vocabulary, term, by=by, before=before)


@transaction.atomic
def add_spelling(*, term: Term, kind: str, text: str, reason: str = "", by: Any) -> Spelling:
    term = _held(term)
    _check_free(term.vocabulary, text)
    made = Spelling.objects.create(
        vocabulary=term.vocabulary, term=term, kind=kind, text=text.strip(), reason=reason.strip()
    )
    after = {"spelling": made.text, "kind": made.kind, "reason": made.reason}
    _tell("spelling_added", term.vocabulary, term, by=by, after=after)
    return made


@transaction.atomic
def remove_spelling(*, spelling: Spelling, by: Any) -> None:
    term = _held(spelling.term)
    removed = term.spellings.filter(pk=spelling.pk).first()
    if removed is None:
        return
    before = {"spelling": removed.text, "kind": removed.kind, "reason": removed.reason}
    removed.delete()
    _tell("spelling_removed", term.vocabulary, term, by=by, before=before)
