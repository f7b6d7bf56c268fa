from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Term, TermMapping, Vocabulary
from .refusals import TermRefused, tell


def _hold(source: Term, target: Term) -> tuple[Term, Term]:
    """Both lists, the lower number first, so that two who set the same lists against each other never wait for one another."""
    ids = sorted({source.vocabulary_id, target.vocabulary_id})
    held = list(Vocabulary.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    if len(held) != len(ids):
        raise TermRefused(_("Listan finns inte längre."))
    found = {t.pk: t for t in Term.objects.select_related("vocabulary__county").filter(pk__in=(source.pk, target.pk))}
    return found[source.pk], found[target.pk]


@transaction.atomic
def map_terms(*, source: Term, target: Term, kind: str, note: str = "", by: Any) -> TermMapping:
    """Says how a term of one list answers to one of another; said before, it is changed."""
    source, target = _hold(source, target)
    if source.vocabulary_id == target.vocabulary_id:
        raise TermRefused(_("Välj ord ur två olika listor."), "target")
    if TermMapping.objects.filter(source=target, target=source).exists():
        raise TermRefused(_("De två är redan jämförda, åt andra hållet."), "target")
    made, new = TermMapping.objects.get_or_create(source=source, target=target, defaults={"kind": kind, "note": note})
    before = {} if new else {"kind": made.kind, "note": made.note}
    after = {"kind": kind, "note": note}
    if not new:
        made.kind, made.note = kind, note
        made.save(update_fields=["kind", "note"])
    if before != after:
        words = {"target": target.text, "list": target.vocabulary.name}
        _tell("mapped", source, target, by=by, before=before, after=after | words)
    return made


@transaction.atomic
def unmap(*, mapping: TermMapping, by: Any) -> None:
    source, target = _hold(mapping.source, mapping.target)
    gone, _rows = TermMapping.objects.filter(pk=mapping.pk).delete()
    if gone:
        _tell("unmapped", source, target, by=by, before={"kind": mapping.kind, "target": target.text})


def _tell(verb: str, source: Term, target: Term, **what: Any) -> None:
    """In the county that one of the lists belongs to, when one does."""
    place = source.vocabulary if source.vocabulary.county_id else target.vocabulary
    tell(verb, place, source, **what)
