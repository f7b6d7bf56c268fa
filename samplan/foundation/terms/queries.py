"""Reads: the county's lists, which words in a text have a better one, and every way to write a word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from samplan.foundation.core.text import fold
from samplan.foundation.people.models import County

from .models import Spelling, Term, TermMapping, Vocabulary

ENDINGS = ("ets", "ens", "et", "en", "ts", "ns", "t", "n", "s")
SHORTEST = 4  # letters of a word that may be bent: «bar» is not «barn»
MOST_SPELLINGS = 8
_WORD = re.compile(r"[\w\u0300-\u036f]+(?:[-\u2010\u2011'’][\w\u0300-\u036f]+)*")


def vocabularies(county: County) -> QuerySet[Vocabulary]:
    """The county's own and the whole installation's."""
    return Vocabulary.objects.filter(Q(county=county) | Q(county=None)).select_related("county", "organisation")


def terms_of(county: County) -> QuerySet[Term]:
    known = Term.objects.filter(Q(vocabulary__county=county) | Q(vocabulary__county=None))
    return known.select_related("vocabulary__county", "vocabulary__organisation", "replaced_by", "parent")


def matching(county: County, words: str) -> QuerySet[Term]:
    """Terms that hold the words in the preferred text or in any spelling."""
    folded = fold(words)
    if not folded:
        return terms_of(county)
    hit = Spelling.objects.filter(folded__contains=folded).values("term")
    return terms_of(county).filter(Q(folded__contains=folded) | Q(pk__in=hit))


def lists(county: County, words: str = "") -> list[Vocabulary]:
    """Each list with its terms and their spellings; with words to look for, only the lists where they are."""
    terms = Prefetch("terms", matching(county, words).prefetch_related("spellings"), to_attr="shown")
    found = vocabularies(county).prefetch_related(terms)
    return [each for each in found if each.shown or not fold(words)]


@dataclass(frozen=True)
class Suggestion:
    """A word in a text that has a better one. `start` and `end` count characters in the text as it was given."""

    start: int
    end: int
    found: str
    preferred: str
    reason: str
    term_id: int


def found_in(text: str, known: Mapping[tuple[str, ...], Any]) -> Iterator[tuple[int, int, Any]]:
    """Where known words stand in a text, in one pass: whole words, in the plain endings, the longest first."""
    words = list(_WORD.finditer(text))
    folded = [fold(word.group()) for word in words]
    longest = max(map(len, known), default=0)
    at = 0
    while at < len(words):
        for length in range(min(longest, _run(text, words, at)), 0, -1):
            key = next((k for k in _bent(folded[at : at + length]) if k in known), None)
            if key is not None:
                break
        else:
            at += 1
            continue
        yield words[at].start(), words[at + length - 1].end(), known[key]
        at += length


def suggest(text: str, county: County) -> list[Suggestion]:
    """Older and avoided words in a text. The text is never changed."""
    return [
        Suggestion(start, end, text[start:end], better.text, reason, better.pk)
        for start, end, (better, reason) in found_in(text, _phrases(county))
        if better is not None
    ]


def better_words(county: County, *texts: str) -> str:
    """A sentence for who has just saved the texts: the words that the county writes in another way. Empty when there are none."""
    found = {fold(each.found): each for text in texts for each in suggest(text, county)}
    if not found:
        return ""
    words = ", ".join(
        _("”%(preferred)s” än ”%(found)s”") % {"preferred": each.preferred, "found": each.found}
        for each in found.values()
    )
    return _("Länet skriver hellre %(words)s. Texten är sparad som du skrev den.") % {"words": words}


def _phrases(county: County) -> dict[tuple[str, ...], tuple[Term | None, str]]:
    """What to look for, by its folded words, in the lists that are not one organisation's own.

    A preferred word stands for itself, so that nothing is found within it.
    """
    terms = {term.pk: term for term in terms_of(county).filter(vocabulary__organisation=None)}
    known: dict[tuple[str, ...], tuple[Term | None, str]] = {}
    for spelling in Spelling.objects.filter(term__in=terms).exclude(kind=Spelling.Kind.SYNONYM):
        better = _last(terms[spelling.term_id], terms)
        if not better.has_ended:
            known[split(spelling.text)] = (better, spelling.reason)
    for term in terms.values():
        better = _last(term, terms)
        if term.has_ended and not better.has_ended:
            known[split(term.text)] = (better, "")
    for term in terms.values():
        if not term.has_ended:
            known[split(term.text)] = (None, "")
    known.pop((), None)
    return known


def _last(term: Term, terms: dict[int, Term]) -> Term:
    """Whatever took a term's place in the end, as far as it has ended."""
    passed = {term.pk}
    while term.has_ended and term.replaced_by_id in terms and term.replaced_by_id not in passed:
        term = terms[term.replaced_by_id]
        passed.add(term.pk)
    return term


def split(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(text))


def _run(text: str, words: list[re.Match[str]], at: int) -> int:
    """How many words follow on each other with nothing but space between."""
    count = 1
    while at + count < len(words) and text[words[at + count - 1].end() : words[at + count].start()].isspace():
        count += 1
    return count


def _bent(words: list[str]) -> Iterator[tuple[str, ...]]:
    """The words as they stand, then with each plain ending taken from the last of them."""
    yield tuple(words)
    *before, last = words
    for ending in ENDINGS:
        if last.endswith(ending) and len(last) - len(ending) >= SHORTEST:
            yield (*before, last.removesuffix(ending))


@dataclass(frozen=True)
class Spellings:
    """A word looked for, what it is written as instead, and every other way to write it."""

    preferred: str  # empty when the word looked for is the preferred, or is no term
    others: tuple[str, ...]


NO_SPELLINGS = Spellings("", ())


def spellings(word: str, county: County) -> Spellings:
    """Older, equal and preferred ways to write a word, in two queries however many terms there are."""
    folded = fold(word)
    terms = {term.pk: term for term in terms_of(county)}
    groups: dict[int, list[str]] = {}
    for term in terms.values():
        groups.setdefault(_last(term, terms).pk, []).append(term.text)
    for spelling in Spelling.objects.filter(term__in=terms):
        groups.setdefault(_last(terms[spelling.term_id], terms).pk, []).append(spelling.text)
    for pk, texts in groups.items():
        if folded and folded in map(fold, texts):
            preferred = terms[pk].text
            others = [preferred, *(text for text in texts if text != preferred)]
            left = tuple(text for text in others if fold(text) != folded)
            return Spellings("" if fold(preferred) == folded else preferred, left[:MOST_SPELLINGS])
    return NO_SPELLINGS


@dataclass(frozen=True)
class Mapped:
    """One list set against another: what answers to what, and what is left on either side."""

    rows: list[tuple[Term, list[TermMapping]]]
    left: list[Term]  # of the other list, that nothing answers to
    unmapped: int  # of the first


def mapped(source: Vocabulary, target: Vocabulary) -> Mapped:
    """Three queries, however many words."""
    between = TermMapping.objects.filter(source__vocabulary=source, target__vocabulary=target)
    by_source: dict[int, list[TermMapping]] = {}
    reached: set[int] = set()
    for mapping in between.select_related("target", "source").order_by("target__position", "target__text_key"):
        by_source.setdefault(mapping.source_id, []).append(mapping)
        reached.add(mapping.target_id)
    rows = [(term, by_source.get(term.pk, [])) for term in source.terms.all()]
    left = [term for term in target.terms.all() if term.pk not in reached]
    return Mapped(rows, left, sum(1 for _term, found in rows if not found))


def mappings_of(term: Term, county: County) -> list[tuple[str, Term, str]]:
    """How a word answers to words of other lists that the county reads: (how, which, note)."""
    here = Q(vocabulary__county=county) | Q(vocabulary__county=None)
    readable = Term.objects.filter(here).values("pk")
    found = TermMapping.objects.filter(Q(source=term, target__in=readable) | Q(target=term, source__in=readable))
    related = ("source__vocabulary", "target__vocabulary")
    return [
        (m.get_kind_display(), m.target if m.source_id == term.pk else m.source, m.note)
        for m in found.select_related(*related)
    ]
