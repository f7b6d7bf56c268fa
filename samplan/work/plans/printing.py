"""Reads what an edition as a document is built of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from samplan.foundation.core.dates import long_day
from samplan.foundation.core.documents.model import AnyBlock
from samplan.foundation.core.documents.pieces import Fact, Source
from samplan.foundation.people.models import County
from samplan.foundation.terms.models import Term, Vocabulary
from samplan.work.governance.models import Anchoring, Body, Decision, DiaryNumber

from . import outline, queries
from .as_document import Material
from .models import Edition, MissingPart, VisionOwner
from .over_time import Day
from .states import DECIDED, State

Printed = Iterable[tuple[int, Sequence[AnyBlock]]]
SHORTEST = 3  # letters of a word that is explained


def material_of(edition: Any, printed: Printed = (), *, decided_by: str = "") -> Material:
    """`decided_by`: who adopted it, in the words that everybody reads; else as the decisions say."""
    outline.fetch(edition)
    adoption = queries.adoption_of(edition)
    adopted, awaited = _decisions(edition)
    if decided_by and adoption:
        adopted, awaited = [(decided_by, long_day(adoption.on))], []
    elif not adopted:
        adopted = _by_its_state(edition)
    by_node: dict[int, list[AnyBlock]] = {}
    for node, blocks in printed:
        by_node.setdefault(node, []).extend(blocks)
    return Material(
        edition=edition,
        outline=outline.build(edition),
        county=edition.plan.county.name,
        parties=[party.organisation.name for party in queries.standing_parties(edition.plan)],
        adopted=adopted,
        adopted_on=adoption.on if adoption else None,
        awaited=awaited,
        diary_numbers=_diary_numbers(edition),
        vision_owners=_vision_owners(edition),
        missing=_missing(edition),
        meanings=_meanings(edition.plan.county),
        printed=by_node,
    )


def material_on(then: Day) -> Material:
    """As it stood on a day: what was decided by then, and who stood behind. Diary numbers keep no days: they come with the decision."""
    edition = then.edition
    edition.state = then.state.state if then.state else State.WORKING
    material = replace(material_of(edition), parties=[party.organisation.name for party in then.parties], awaited=[])
    if edition.state not in DECIDED:
        return replace(material, adopted=[], adopted_on=None, diary_numbers=[])
    adopted = _adopted({decision.body_id: decision for decision in then.decisions})
    return replace(material, adopted=adopted or _by_its_state(edition))


def _by_its_state(edition: Edition) -> list[tuple[str, str]]:
    """Who adopted it, in the words that were written when its text was locked."""
    adoption = queries.adoption_of(edition)
    if adoption is None:
        return []
    return [(adoption.reason or edition.plan.owner_name or str(edition.plan.county), long_day(adoption.on))]


def _decisions(edition: Edition) -> tuple[list[tuple[str, str]], list[str]]:
    """Who has adopted it, each once, and which bodies are to but have not."""
    if edition.matter_id is None:
        return [], []
    standing = Decision.objects.filter(matter=edition.matter_id, withdrawn_at=None).select_related("body__organisation")
    latest = {decision.body_id: decision for decision in standing.order_by("on", "pk")}
    asked = Anchoring.objects.filter(matter=edition.matter_id, kind=Anchoring.Kind.ADOPTED)
    asked = asked.select_related("body__organisation")
    waiting = {each.body_id: _named(each.body) for each in asked if each.body_id not in latest}
    return _adopted(latest), list(waiting.values())


def _adopted(latest: Mapping[int, Decision]) -> list[tuple[str, str]]:
    return [
        (_named(decision.body), " ".join(filter(None, (long_day(decision.on), decision.reference))))
        for decision in latest.values()
        if decision.outcome == Decision.Outcome.APPROVED
    ]


def _named(body: Body) -> str:
    """Many counties have sixteen boards of the same name."""
    if body.organisation is None or body.organisation.short_name in body.name:
        return body.name
    return f"{body.name} ({body.organisation.name})"


def _diary_numbers(edition: Edition) -> list[tuple[str, str]]:
    if edition.matter_id is None:
        return []
    numbers = DiaryNumber.objects.filter(matter=edition.matter_id).select_related("organisation")
    return [(each.organisation.name, each.number) for each in numbers]


def _vision_owners(edition: Edition) -> Mapping[int, list[str]]:
    owners: dict[int, list[str]] = {}
    for each in VisionOwner.objects.filter(node__edition=edition).select_related("organisation"):
        owners.setdefault(each.node_id, []).append(each.organisation.short_name)
    return owners


def _missing(edition: Edition) -> Mapping[int | None, list[MissingPart]]:
    lost: dict[int | None, list[MissingPart]] = {}
    for part in edition.missing_parts.filter(found_on=None):
        lost.setdefault(part.node_id, []).append(part)
    return lost


def _meanings(county: County) -> dict[str, Source]:
    """The county's glossary: each word and its other spellings, with what it means."""
    glossary = Term.objects.filter(
        vocabulary__kind=Vocabulary.Kind.GLOSSARY, vocabulary__county=county, vocabulary__organisation=None
    )
    found: dict[str, Source] = {}
    for term in glossary.exclude(definition="").prefetch_related("spellings"):
        if term.has_ended:
            continue
        facts = (Fact("Källa", term.source),) if term.source else ()
        source = Source(f"{term.text}: {term.definition}", facts=facts, is_meaning=True)
        for text in (term.text, *(spelling.text for spelling in term.spellings.all())):
            if len(text) >= SHORTEST:
                found.setdefault(text, source)
    return found
