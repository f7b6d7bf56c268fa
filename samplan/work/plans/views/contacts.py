"""Contact persons of the plan: the table for everybody in the county, and one form for each organisation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import write_xlsx
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.models import Organisation, User
from samplan.foundation.people.queries import organisations_of

from .. import access, contact_table
from ..actions.contacts import copy_contact_roles, mark_of_contacts, set_contact_roles
from ..models import Edition, Node

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.in_county
def contacts(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    table = _table(request, shown)
    if request.GET.get("format") == "xlsx":
        return _as_file(table, shown)
    mine = organisations_of(request.user, *access.KEEPS_CONTACTS)  # type: ignore[arg-type]
    context = {
        "edition": shown,
        "table": table,
        "chosen": request.GET.get("organisation", ""),
        "filter": FilterForm(table, request.GET.get("organisation", "")),
        "keeps": {o.pk for o in table.organisations}
        if request.is_coordinator  # type: ignore[attr-defined]
        else set(mine.values_list("pk", flat=True)),
        "earlier": _earlier(shown) if request.is_coordinator and not table.filled else None,  # type: ignore[attr-defined]
    }
    return render(request, "plans/contacts.html", context)


class FilterForm(forms.Form):
    def __init__(self, table: contact_table.Table, organisation: str) -> None:
        super().__init__(initial={"organisation": organisation, "niva": table.tier.pk if table.tier else ""})
        places = [("", _("Alla")), *((o.pk, o.short_name) for o in table.organisations)]
        self.fields["organisation"] = forms.ChoiceField(label=_("Organisation"), choices=places, required=False)
        tiers = [(tier.pk, tier.name) for tier in table.tiers]
        self.fields["niva"] = forms.ChoiceField(label=_("Nivå"), choices=tiers, required=False)


def _table(request: HttpRequest, edition: Edition) -> contact_table.Table:
    wanted = request.GET.get("organisation", "")
    only = next((o for o in contact_table.organisations_of(edition) if str(o.pk) == wanted), None) if wanted else None
    tier = request.GET.get("niva", "")
    return contact_table.table_of(edition, tier_id=whole_number(tier) or None, only=only)


def _as_file(table: contact_table.Table, edition: Edition) -> HttpResponse:
    data = write_xlsx([contact_table.sheet_of(table, edition)], title=f"{_('Kontaktpersoner')}, {edition.title}")
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="kontaktpersoner-{edition.pk}.xlsx"'
    return response


def _earlier(edition: Edition) -> Edition | None:
    """The latest edition before this one where somebody is named."""
    earlier = Edition.objects.filter(plan=edition.plan_id, number__lt=edition.number)
    return earlier.filter(contact_roles__valid_to=None, contact_roles__isnull=False).order_by("-number").first()


@access.keeps_contacts
def contacts_of(request: HttpRequest, edition: int, organisation: int) -> HttpResponse:
    """One organisation's contact persons, all areas at once."""
    shown = access.edition_of(request, edition)
    here = next((o for o in contact_table.organisations_of(shown) if o.pk == organisation), None)
    if here is None:
        raise Http404
    form = _contacts_form(request, shown, here, merging.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            changed = set_contact_roles(
                edition=shown, organisation=here, chosen=form.chosen(), seen=merging.seen(request), by=request.user
            )
        except Stale:
            return _contacts_told(request, shown, here, form)
        text = ngettext("%(n)d kontaktperson är ändrad.", "%(n)d kontaktpersoner är ändrade.", changed)
        messages.success(request, text % {"n": changed} if changed else _("Inget var ändrat."))
        return redirect("plans:contacts", request.county.slug, shown.pk)  # type: ignore[attr-defined]
    seen = merging.start(request, form, mark_of_contacts(shown, here))
    context = {"edition": shown, "organisation": here, "form": form, "people": form.people, "seen": seen}
    return render(request, "plans/contacts_of.html", context, status=422 if form.errors else 200)


def _contacts_form(request: HttpRequest, edition: Edition, organisation: Organisation, data: Any) -> "ContactsForm":
    tier = whole_number(request.GET.get("niva", "")) or None
    table = contact_table.table_of(edition, tier_id=tier, only=organisation)
    return ContactsForm(data, table=table, people=contact_table.may_be_named(organisation))


def _contacts_told(
    request: HttpRequest, edition: Edition, organisation: Organisation, form: "ContactsForm"
) -> HttpResponse:
    """A colleague has named somebody meanwhile: both choices are shown, area by area."""
    fresh = _contacts_form(request, edition, organisation, form.data)  # knows whoever was named meanwhile
    return merging.page(
        request,
        fresh,
        now=fresh.now,
        seen=mark_of_contacts(edition, organisation),
        title=_("Kontaktpersoner i %(name)s") % {"name": organisation.name},
        back=reverse("plans:contacts", args=[request.county.slug, edition.pk]),  # type: ignore[attr-defined]
        events=history_of(edition),
    )


class ContactsForm(forms.Form):
    """A choice for each area."""

    def __init__(self, data: Any, *, table: contact_table.Table, people: list[Any]) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self.lines = table.lines
        self.people = {str(person.pk): person for person in people}
        self.now = {
            name_of(line): str(line.cells[0].role.user_id) if line.cells[0].role else "" for line in table.lines
        }
        for line in table.lines:
            role = line.cells[0].role
            if role:  # whoever holds it can keep it, though the role in the organisation has ended
                self.people.setdefault(str(role.user_id), role.user)
        named = [(pk, _with_title(person)) for pk, person in self.people.items()]
        for line in table.lines:
            nobody = _("Vakant") if line.area else _("Ingen särskild")
            self.fields[name_of(line)] = forms.ChoiceField(
                label=str(line.area) if line.area else _("Hela planen"),
                choices=[("", nobody), *named],
                required=False,
                initial=self.now[name_of(line)],
            )

    def chosen(self) -> dict[Node | None, User | None]:
        """By area; what was not posted is left as it is."""
        return {
            line.area: self.people.get(self.cleaned_data[name_of(line)])
            for line in self.lines
            if name_of(line) in self.data
        }


def name_of(line: contact_table.Line) -> str:
    return f"area-{line.area.pk if line.area else 0}"


def _with_title(person: Any) -> str:
    return f"{person.name}, {person.title}" if person.title else person.name


@access.as_coordinator
@require_POST
def contacts_copy(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    earlier = _earlier(shown)
    count = copy_contact_roles(predecessor=earlier, edition=shown, by=request.user) if earlier else 0
    text = ngettext("%(n)d kontaktperson är hämtad.", "%(n)d kontaktpersoner är hämtade.", count) % {"n": count}
    messages.success(request, text)
    return redirect("plans:contacts", request.county.slug, edition)  # type: ignore[attr-defined]
