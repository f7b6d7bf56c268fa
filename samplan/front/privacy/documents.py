"""The extract about one person, and the record of processing, as files."""

import json
from typing import Any

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.documents.model import AnyBlock, Document, Heading, paragraph
from samplan.foundation.core.documents.pieces import Column, Row, Table, Value
from samplan.foundation.core.personal import Somebody

from . import queries
from .models import Controller


def extract(user: Somebody, groups: list[queries.Group]) -> Document:
    blocks: list[AnyBlock] = []
    for group in groups:
        blocks.append(Heading(1, group.kind))
        blocks.append(paragraph(f"{group.why} {group.keeps}"))
        rows = tuple(Row((Value(long_day(row.at) or "–"), Value(row.text))) for row in group.rows)
        blocks.append(Table(group.kind, (Column(_("Dag")), Column(_("Uppgift"))), rows))
    return Document(
        title=_("Uppgifter om %(name)s") % {"name": user.name},
        date=today(),
        sender=queries.controller().name,
        lead=_("Allt som Samplan har sparat, varför det är sparat och hur länge."),
        blocks=tuple(blocks),
    )


def extract_json(user: Somebody, groups: list[queries.Group]) -> bytes:
    data = {
        "namn": user.name,
        "e-post": user.email,
        "uttaget": today().isoformat(),
        "uppgifter": [_as_dict(group) for group in groups],
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _as_dict(group: queries.Group) -> dict[str, Any]:
    rows = [{"dag": row.at.isoformat() if row.at else None, "uppgift": row.text} for row in group.rows]
    return {"slag": group.kind, "varför": group.why, "hur länge": group.keeps, "rader": rows}


def record(who: Controller) -> Document:
    """Article 30: who is responsible, and what is done with whose data, why and for how long."""
    facts = [
        (_("Personuppgiftsansvarig"), who.name),
        (_("Organisationsnummer"), who.organisation_number),
        (_("Kontakt"), who.contact),
        (_("Dataskyddsombud"), " · ".join(filter(None, [who.officer, who.officer_contact]))),
    ]
    blocks: list[AnyBlock] = [
        Heading(1, _("Ansvarig")),
        Table(
            _("Ansvarig"),
            (Column(_("Vad")), Column(_("Uppgift"))),
            tuple(Row((Value(label), Value(text or "–"))) for label, text in facts),
        ),
        Heading(1, _("Behandlingar")),
    ]
    for one in queries.processing():
        lines = [
            (_("Vilka personer"), one.people),
            (_("Vilka uppgifter"), one.data),
            (_("Rättslig grund"), one.ground),
            (_("Vilka får del av dem"), one.recipients),
            (_("Hur länge"), one.keeps),
        ]
        rows = tuple(Row((Value(label), Value(text))) for label, text in lines)
        blocks += [Heading(2, one.purpose), Table(one.purpose, (Column(_("Vad")), Column(_("Uppgift"))), rows)]
    kept = [
        Row((Value(k.offer.title), Value(str(k.days), number=k.days), Value(k.offer.since), Value(_decided(k))))
        for k in queries.kept_for_a_time()
    ]
    columns = (Column(_("Slag")), Column(_("Dagar"), numeric=True), Column(_("Räknat")), Column(_("Enligt")))
    blocks += [Heading(1, _("Gallring")), Table(_("Gallring"), columns, tuple(kept))]
    return Document(title=_("Registerförteckning"), date=today(), sender=who.name, blocks=tuple(blocks))


def _decided(kept: queries.Kept) -> str:
    return kept.time.decision if kept.time else kept.offer.reason
