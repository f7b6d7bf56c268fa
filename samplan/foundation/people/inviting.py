"""Invitations from a table: which column is what, what each row says, and what is wrong with it. Nothing is written here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samplan.foundation.core import personal_numbers
from samplan.foundation.core.dates import day, today
from samplan.foundation.core.tables import ReadTable, Sheet, TableRefused, read_table
from samplan.foundation.core.text import fold

from .models import County, Invitation, Organisation, Role, User
from .queries.actors import ActorRegister
from .queries.invitations import waiting_for
from .queries.roles import roles_held_now

FIELDS = ("email", "name", "title", "organisation", "kind")
HEADINGS = ("E-post", "Namn", "Titel", "Organisation", "Uppdrag")
MOST_ROWS = 500
NEAR = 0.6
_KNOWN_HEADINGS: dict[str, tuple[str, ...]] = {
    "email": ("epost", "mejl", "mail", "email", "adress"),
    "name": ("namn", "name", "kontaktperson", "person"),
    "title": ("titel", "befattning", "title", "yrke"),
    "organisation": ("organisation", "kommun", "region", "arbetsplats", "part", "huvudman", "organization"),
    "kind": ("uppdrag", "roll", "role"),
}
_KNOWN_KINDS: dict[str, tuple[str, ...]] = {
    Role.Kind.CONTACT: ("kontaktperson", "kontakt", "contact"),
    Role.Kind.MANAGER: ("ansvarig chef", "chef", "manager"),
    Role.Kind.EDITOR: ("redaktör", "redaktor", "editor"),
    Role.Kind.ACTIVITY_LEAD: ("aktivitetsledare", "projektledare", "activity lead"),
    Role.Kind.COORDINATOR: ("samordnare", "länssamordnare", "coordinator"),
    Role.Kind.READER: ("läsare", "lasare", "reader"),
    Role.Kind.BODY_SECRETARY: ("sekreterare i organ", "sekreterare"),
    Role.Kind.BODY_MEMBER: ("ledamot i organ", "ledamot"),
    Role.Kind.REVIEWER: ("granskare", "reviewer"),
    Role.Kind.USER_REPRESENTATIVE: ("brukarrepresentant", "brukare"),
}
KINDS = tuple(_KNOWN_KINDS)  # a national reader is named by the installation, not by a county


@dataclass
class Row:
    """What a row says, in its own words."""

    number: int
    email: str = ""
    name: str = ""
    title: str = ""
    organisation: str = ""
    kind: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Checked:
    """A row that has been looked at: whom it means, or what is wrong with it, by field."""

    row: Row
    email: str = ""
    kind: str = ""
    organisation: Organisation | None = None
    suggestion: Organisation | None = None
    errors: dict[str, str] = field(default_factory=dict)
    needless: bool = False  # nothing to mend: the row is better left out

    @property
    def is_ready(self) -> bool:
        return not self.errors

    @property
    def kind_label(self) -> str:
        return str(Role.Kind(self.kind).label)

    @property
    def identity(self) -> tuple[str, str, int | None]:
        return self.email, self.kind, self.organisation.pk if self.organisation else None


def read_file(data: bytes, name: str) -> list[Row]:
    return rows_of(read_table(data, name))


def read_pasted(text: str) -> list[Row]:
    """Rows as a spreadsheet puts them on the clipboard; without headings the columns stand in the template's order."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise TableRefused(_("Klistra in minst en rad, eller välj en fil."))
    first = _columns(re.split(r"[\t;,|]", lines[0]))
    if "email" in first or "@" not in lines[0]:
        return rows_of(read_table("\n".join(lines).encode(), ""))
    sign = next((s for s in "\t;|," if s in lines[0]), "\t")
    rows = rows_of(read_table("\n".join([sign.join(HEADINGS), *lines]).encode(), ""))
    for row in rows:
        row.number -= 1  # the headings were ours
    return rows


def rows_of(table: ReadTable) -> list[Row]:
    places = _columns(table.columns)
    if missing := [HEADINGS[FIELDS.index(f)] for f in ("email", "name", "organisation") if f not in places]:
        words = {"missing": ", ".join(f"”{m}”" for m in missing), "all": ", ".join(HEADINGS)}
        raise TableRefused(_("Vi hittar ingen rubrik för %(missing)s. Första raden ska ha rubrikerna %(all)s.") % words)
    if len(table.rows) > MOST_ROWS:
        raise TableRefused(_("Bjud in högst %(most)d åt gången. Dela upp filen.") % {"most": MOST_ROWS})
    return [Row(row.number, **{name: _text(row.cells[place]) for name, place in places.items()}) for row in table.rows]


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Which column is what; headings are matched loosely, the surest first: «E-postadress (jobb)», «Kommun/organisation»."""
    found: dict[str, int] = {}
    plain = [re.sub(r"[^a-zåäö]", "", fold(head)) for head in heads]
    for matches in (str.__eq__, str.startswith, str.__contains__):
        for name, words in _KNOWN_HEADINGS.items():
            for place, head in enumerate(plain):
                if name not in found and place not in found.values() and any(matches(head, word) for word in words):
                    found[name] = place
    return found


def _text(cell: Any) -> str:
    return re.sub(r"\s+", " ", "" if cell is None else str(cell)).strip()[:200]


def kind_of(text: str) -> str:
    """An empty cell means contact person: that is whom most lists are about."""
    folded = fold(text)
    if not folded:
        return Role.Kind.CONTACT
    return next((kind for kind, words in _KNOWN_KINDS.items() if folded == kind or folded in map(fold, words)), "")


def check(rows: Iterable[Row], county: County) -> list[Checked]:
    """Every row with what is wrong and what to do. As many queries however many rows."""
    checked = [Checked(row, email=_address(row.email), kind=kind_of(row.kind)) for row in rows]
    register = _Register(county)
    for each in checked:
        _check_person(each)
        _check_place(each, register)
    _check_known(checked, county)
    return checked


def _address(text: str) -> str:
    """«Sara Prov <sara@ekby.se>» as an address book writes it, too."""
    inside = re.search(r"<([^<>]+)>", text)
    return (inside.group(1) if inside else text).removeprefix("mailto:").strip(" ;,").lower()


class _Register:
    """The county's organisations, by any spelling, and the nearest to one that nobody knows."""

    def __init__(self, county: County) -> None:
        self.actors = ActorRegister(county)
        self.near: dict[str, Organisation] = {}
        for organisation in current_organisations(county):
            for text in (organisation.name, organisation.short_name):
                self.near.setdefault(fold(text), organisation)

    def nearest(self, text: str) -> Organisation | None:
        like = get_close_matches(fold(text), self.near, n=1, cutoff=NEAR)
        return self.near[like[0]] if like else None


def current_organisations(county: County) -> list[Organisation]:
    return [o for o in county.organisations.all() if not o.valid_to or o.valid_to >= today()]


def _check_person(each: Checked) -> None:
    row = each.row
    for name in ("name", "title"):
        if words := personal_numbers.refusal(getattr(row, name)):
            each.errors[name] = words
    if not each.email:
        each.errors["email"] = _("Adressen saknas. Skriv e-postadressen i tjänsten.")
    else:
        try:
            validate_email(each.email)
        except ValidationError:
            told = {"text": row.email}
            each.errors["email"] = _("”%(text)s” är ingen e-postadress. Skriv till exempel namn@kommun.se.") % told
    if not row.name:
        each.errors["name"] = _("Namnet saknas. Skriv för- och efternamn.")
    elif len(row.name) > 120:
        each.errors["name"] = _("Namnet är för långt. Skriv högst 120 tecken.")
    if not each.kind:
        told = {"text": row.kind}
        each.errors["kind"] = _("Vi känner inte till uppdraget ”%(text)s”. Välj ett i listan.") % told


def _check_place(each: Checked, register: _Register) -> None:
    """A role for an organisation needs one that we know; a role for the county needs none."""
    text = each.row.organisation
    if each.kind in Role.COUNTY_KINDS or (each.kind == Role.Kind.USER_REPRESENTATIVE and not text):
        return
    if not text:
        each.errors["organisation"] = _("Organisationen saknas. Välj vilken personen arbetar i.")
        return
    found = register.actors.find(text)
    if found is None:
        each.suggestion = register.nearest(text)
        each.errors["organisation"] = _unknown(text, each.suggestion)
    elif found.valid_to and found.valid_to < today():
        words = {"name": found.name, "day": day(found.valid_to)}
        each.errors["organisation"] = _("%(name)s upphörde %(day)s. Välj den som tog över.") % words
    elif found.county_id is None:
        each.errors["organisation"] = _("%(name)s hör inte till länet. Välj en organisation i länet.") % {
            "name": found.name
        }
    else:
        each.organisation = found


def _unknown(text: str, suggestion: Organisation | None) -> str:
    if suggestion:
        words = {"text": text, "name": suggestion.name}
        return _("Vi känner inte till ”%(text)s”. Menade du %(name)s?") % words
    return _("Vi känner inte till ”%(text)s”. Välj organisationen i listan.") % {"text": text}


def _check_known(checked: Sequence[Checked], county: County) -> None:
    """Who has the role already, who is invited already, whose account is closed, who stands twice."""
    emails = {each.email for each in checked}
    held = {_held(role) for role in roles_held_now().filter(user__email__in=emails)}
    invited = {_identity(i): i for i in waiting_for(county).filter(email__in=emails)}
    closed = set(User.objects.filter(email__in=emails, is_active=False).values_list("email", flat=True))
    first: dict[tuple[str, str, int | None], int] = {}
    for each in checked:
        if each.errors:
            continue
        key = each.identity
        if each.email in closed:
            each.errors["email"] = _("Kontot för den här adressen är stängt. Öppna det igen innan du bjuder in.")
        elif (*key, county.pk if each.organisation is None else None) in held:
            _leave_out(each, _("%(name)s har redan uppdraget. Ta bort raden.") % {"name": each.row.name})
        elif key in invited:
            words = {"name": each.row.name, "day": day(invited[key].made_at)}
            _leave_out(each, _("%(name)s bjöds in %(day)s och har inte svarat än. Ta bort raden.") % words)
        elif key in first:
            _leave_out(each, _("Samma person och uppdrag står på rad %(row)d. Ta bort raden.") % {"row": first[key]})
        else:
            first[key] = each.row.number


def _leave_out(each: Checked, message: str) -> None:
    each.errors["email"] = message
    each.needless = True


def _held(role: Role) -> tuple[str, str, int | None, int | None]:
    return role.user.email, role.kind, role.organisation_id, role.county_id


def _identity(invitation: Invitation) -> tuple[str, str, int | None]:
    return invitation.email, invitation.kind, invitation.organisation_id


def template_sheet(organisations: Sequence[Organisation]) -> list[Sheet]:
    """A file to fill in: the headings, and on a sheet of its own what the last two columns may say."""
    kinds = [str(Role.Kind(kind).label) for kind in KINDS]
    names = [o.name for o in organisations]
    longest = max(len(kinds), len(names))
    padded = [(names[n] if n < len(names) else None, kinds[n] if n < len(kinds) else None) for n in range(longest)]
    return [Sheet(_("Inbjudningar"), HEADINGS, []), Sheet(_("Välj bland"), HEADINGS[3:], padded)]


def faulty_sheet(checked: Iterable[Checked]) -> Sheet:
    """Only the rows that need something, with what they need in the last column."""
    rows = [
        (*(getattr(each.row, name) for name in FIELDS), " ".join(each.errors.values()))
        for each in checked
        if each.errors
    ]
    return Sheet(_("Att ändra"), (*HEADINGS, _("Vad som behöver ändras")), rows)


def from_session(kept: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [Row(**each) for each in kept]
