"""Words out of a file: a dry run is the same reading, taken back."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import fold

from ..models import Term, Vocabulary
from ..word_files import SPELLINGS, WordFile, WordRow, mark_of_words
from .refusals import TermRefused
from .words import _hold, add_spelling, add_term, edit_term, end_term, facts

_OWN = ("text", "definition", "source", "code", "position", "age_from", "age_to", "valid_from")


@dataclass
class Outcome:
    """What a file made of a list, or would make."""

    mark: str = ""
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.added) + len(self.changed)


class _TakenBack(Exception):
    pass


def read_in(*, vocabulary: Vocabulary, file: WordFile, seen: str | None, by: Any, dry_run: bool = False) -> Outcome:
    """All of the file or nothing. `seen` is the mark of the dry run somebody has read; Stale when the list has changed since."""
    outcome = Outcome(errors=list(file.errors))
    try:
        with transaction.atomic():
            held = _hold(vocabulary.pk)
            outcome.mark = mark_of_words(held)
            if seen is not None and seen != outcome.mark:
                raise Stale
            if not outcome.errors:
                _write(held, file, outcome, by)
            if dry_run or outcome.errors:
                raise _TakenBack
    except _TakenBack:
        pass
    return outcome


def _write(vocabulary: Vocabulary, file: WordFile, outcome: Outcome, by: Any) -> None:
    """What others stand under comes first, what takes another's place last."""
    before = {term.pk: _all_of(term) for term in vocabulary.terms.select_related("parent", "replaced_by")}
    written: dict[int, tuple[WordRow, Term]] = {}
    for row in sorted(file.rows, key=lambda row: bool(row.values.get("parent"))):
        _try(row, outcome, lambda row=row: written.setdefault(row.number, (row, _word(vocabulary, row, by))))
    for row, term in written.values():
        _try(row, outcome, lambda row=row, term=term: _spellings(term, row, by))
        _try(row, outcome, lambda row=row, term=term: _end(vocabulary, term, row, by))
    for number in sorted(written):
        term = Term.objects.select_related("parent", "replaced_by").get(pk=written[number][1].pk)
        if term.pk not in before:
            outcome.added.append(term.text)
        elif _all_of(term) != before[term.pk]:
            outcome.changed.append(term.text)
        else:
            outcome.same += 1


def _try(row: WordRow, outcome: Outcome, do: Any) -> None:
    try:
        do()
    except TermRefused as refusal:
        outcome.errors.append(_("Rad %(row)d: %(what)s") % {"row": row.number, "what": refusal})


def _all_of(term: Term) -> tuple[Any, ...]:
    own = (*facts(term).values(), str(term.valid_to or ""), term.replaced_by_id)
    return (*own, *sorted((s.kind, s.folded) for s in term.spellings.all()))


def _word(vocabulary: Vocabulary, row: WordRow, by: Any) -> Term:
    """By its code when the file has one that the list knows, else by the word itself."""
    given = {name: row.values[name] for name in _OWN if name in row.values}
    given["position"] = given.get("position") or 0
    if "parent" in row.values:
        given["parent"] = _named(vocabulary, row.values["parent"], _("Ordet att stå under"))
    code, words = given.get("code"), vocabulary.terms
    term = (words.filter(code=code).first() if code else None) or words.filter(folded=fold(given["text"])).first()
    if term is None:
        return add_term(vocabulary=vocabulary, by=by, **given)
    now = {name: getattr(term, name) for name in (*_OWN, "parent")}
    if "position" not in row.values:
        given.pop("position")
    return edit_term(term=term, seen=None, by=by, **{**now, **given})


def _named(vocabulary: Vocabulary, text: str, what: str) -> Term | None:
    if not text:
        return None
    found = vocabulary.terms.filter(folded=fold(text)).first()
    if found is None:
        raise TermRefused(_("%(what)s, ”%(text)s”, finns inte i listan.") % {"what": what, "text": text})
    return found


def _spellings(term: Term, row: WordRow, by: Any) -> None:
    """New ones are added; one that the file does not have is left, with its reason."""
    known = {s.folded for s in term.spellings.all()}
    for kind in SPELLINGS:
        for text in row.values.get(kind) or ():
            if fold(text) not in known:
                add_spelling(term=term, kind=kind, text=text[:160], by=by)
                known.add(fold(text))


def _end(vocabulary: Vocabulary, term: Term, row: WordRow, by: Any) -> None:
    last = row.values.get("valid_to")
    other = _named(vocabulary, row.values.get("replaced_by") or "", _("Ordet som tar över"))
    if last is None:
        if other is not None:
            raise TermRefused(_("Skriv också vilken dag ordet slutar gälla."))
        return
    if last != term.valid_to or (other.pk if other else None) != term.replaced_by_id:
        end_term(term=term, last_day=last, replaced_by=other, by=by)
