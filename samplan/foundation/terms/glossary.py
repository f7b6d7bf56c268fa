"""A word's meaning where the word is used: marked in the text once in each section, explained at the end of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from samplan.foundation.core.text import fold
from samplan.foundation.people.models import County

from .models import Term, Vocabulary
from .queries import found_in, split

SHORTEST = 3  # letters of a word that is explained


@dataclass
class Meaning:
    """What a word means here, and what it means to others who use it in their own way."""

    term: Term
    others: list[Term] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"ord-{self.term.pk}"


@dataclass
class Glossary:
    known: dict[tuple[str, ...], Meaning] = field(default_factory=dict)
    used: list[Meaning] = field(default_factory=list)  # in the order the page meets them

    def explain(self, text: str) -> SafeString:
        """One section of text as paragraphs, each known word marked where it first stands."""
        parts: list[str] = []
        at, said = 0, set[int]()
        for start, end, meaning in found_in(text, self.known):
            word = text[start:end]
            if meaning.term.pk in said or "\n" in word:
                continue
            said.add(meaning.term.pk)
            if meaning not in self.used:
                self.used.append(meaning)
            mark = '{}<a class="explained" href="#{}">{}</a>'
            parts.append(format_html(mark, text[at:start], meaning.anchor, word))
            at = end
        parts.append(format_html("{}", text[at:]))
        return mark_safe(linebreaks("".join(parts)))  # noqa: S308 - each piece is escaped above


def glossary_of(county: County, organisations: Iterable[int | None] = ()) -> Glossary:
    """The county's glossary. Where an organisation of these has its own meaning, that one comes first. Two queries."""
    here = set(organisations) - {None}
    lists = Q(vocabulary__county=county) | Q(vocabulary__county=None)
    terms = Term.objects.filter(lists, vocabulary__kind=Vocabulary.Kind.GLOSSARY).exclude(definition="")
    terms = terms.select_related("vocabulary__organisation").prefetch_related("spellings")
    standing = [term for term in terms if not term.has_ended]
    found = Glossary()
    by_word: dict[str, Meaning] = {}
    for term in sorted(standing, key=lambda term: (_nearness(term.vocabulary, here), term.pk)):
        first = by_word.setdefault(fold(term.text), Meaning(term))
        if first.term.pk != term.pk:
            first.others.append(term)
        for text in (term.text, *(spelling.text for spelling in term.spellings.all())):
            if len(text) >= SHORTEST:
                found.known.setdefault(split(text), first)
    found.known.pop((), None)
    return found


def _nearness(vocabulary: Vocabulary, here: set[int | None]) -> int:
    """An organisation's own words where they are its own text, then the county's, the country's, and those of others."""
    if vocabulary.organisation_id is not None:
        return 0 if vocabulary.organisation_id in here else 3
    return 1 if vocabulary.county_id is not None else 2
