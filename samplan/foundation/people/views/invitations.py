"""Inviting one or many: a form, or rows that are checked first and mended in place; and what became of each invitation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.core.tables import TableRefused, write_xlsx
from samplan.foundation.core.uploads import UploadField

from .. import inviting
from ..access import CountyRequest, as_coordinator
from ..actions.invitations import InvitationRefused, Invitee, invite, resend_invitation, revoke_invitation
from ..inviting import Checked, Row
from ..models import Organisation, Role
from ..queries import invitations as queries
from ..queries.hidden import invited

KEPT = "inviting"  # the rows being looked at, by county, in the visitor's own session
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind, Role.Kind(kind).label) for kind in inviting.KINDS]


class RowForm(PlainTextMixin, forms.Form):
    """One row to mend. What is wrong has been found already, by the same check as for a file."""

    email = forms.CharField(label=gettext_lazy("E-post i tjänsten"), max_length=200)
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=120)
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120, required=False)
    kind = forms.CharField(label=gettext_lazy("Uppdrag"), widget=forms.Select)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Den som ska verka i hela länet, till exempel en samordnare, behöver ingen."),
        required=False,
        widget=forms.Select,
    )

    def __init__(self, checked: Checked, organisations: Sequence[Organisation], prefix: str | None = None) -> None:
        self.checked = checked
        row, chosen = checked.row, checked.organisation or checked.suggestion
        values = {**row.as_dict(), "kind": checked.kind or row.kind}
        values["organisation"] = chosen.name if chosen else row.organisation
        super().__init__({f"{prefix}-{key}" if prefix else key: value for key, value in values.items()}, prefix=prefix)
        self.use_required_attribute = False
        if prefix:  # among the rows each field stands without explanations
            self.fields["organisation"].help_text = ""
            self.fields["organisation"].required = True
            removal = _("Ta bort rad %(n)d") % {"n": row.number}
            self.fields["leave"] = forms.BooleanField(label=removal, required=False)
        places = [("", _("Ingen organisation")), *((o.name, o.name) for o in organisations)]
        # Words that mean nothing to us stay until something is chosen instead of them.
        if row.organisation and not checked.organisation:
            places.insert(0, (row.organisation, _("Välj")))
        kinds = kind_choices() if checked.kind else [(row.kind, _("Välj")), *kind_choices()]
        self.fields["organisation"].widget.choices = places  # type: ignore[attr-defined]
        self.fields["kind"].widget.choices = kinds  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        for name, message in self.checked.errors.items():
            self._errors[name] = self.error_class([message])


class ManyForm(PlainTextMixin, forms.Form):
    file = UploadField(label=gettext_lazy("Fil"), help_text=gettext_lazy("Excel (.xlsx) eller CSV."), required=False)
    rows = forms.CharField(
        label=gettext_lazy("Eller klistra in rader"),
        help_text=gettext_lazy("Kopiera från kalkylbladet: e-post, namn, titel, organisation, uppdrag."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        required=False,
    )


@as_coordinator
def invite_page(request: CountyRequest) -> HttpResponse:
    """One person by a form, many by a file or pasted rows."""
    organisations = inviting.current_organisations(request.county)
    if request.method != "POST":
        place = next((o.name for o in organisations if str(o.pk) == request.GET.get("organisation")), "")
        kind = request.GET.get("uppdrag", "")
        start = Checked(Row(0, organisation=place), kind=kind if kind in inviting.KINDS else Role.Kind.CONTACT)
        start.suggestion = next((o for o in organisations if o.name == place), None)
        return _invite_page(request, RowForm(start, organisations), ManyForm())
    row = Row(1, **{name: request.POST.get(name, "").strip()[:200] for name in inviting.FIELDS})
    checked = inviting.check([row], request.county)[0]
    if not checked.is_ready:
        _without_row_words(checked)
        return _invite_page(request, RowForm(checked, organisations), ManyForm())
    _send(request, [checked])
    messages.success(request, _("Inbjudan till %(name)s är på väg.") % {"name": row.name})
    return redirect("people:invitations", request.county.slug)


def _without_row_words(checked: Checked) -> None:
    """The one form has no row to remove."""
    removal = _("Ta bort raden.")
    checked.errors = {name: text.replace(removal, "").strip() for name, text in checked.errors.items()}


def _invite_page(request: CountyRequest, one: RowForm, many: ManyForm) -> HttpResponse:
    context = {"one": one, "many": many, "kept": len(_kept(request))}
    return render(request, "people/invite.html", context, status=422 if one.errors or many.errors else 200)


@as_coordinator
@require_POST
def invite_read(request: CountyRequest) -> HttpResponse:
    """A file or pasted rows come in; what they say is kept in the session until it is sent or dropped."""
    form = ManyForm(request.POST, request.FILES)
    errors: list[str] = []
    if form.is_valid():
        try:
            rows = _rows_in(form)
        except TableRefused as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "rows", refusal.message)
            errors = [each.message for each in refusal.errors]
        else:
            _keep(request, rows)
            return redirect("people:invite_rows", request.county.slug)
    empty = RowForm(Checked(Row(0), kind=Role.Kind.CONTACT), inviting.current_organisations(request.county))
    context = {"one": empty, "many": form, "kept": len(_kept(request)), "row_errors": errors}
    return render(request, "people/invite.html", context, status=422)


def _rows_in(form: ManyForm) -> list[Row]:
    file = form.cleaned_data["file"]
    if not file:
        return inviting.read_pasted(form.cleaned_data["rows"])
    return inviting.read_file(file.read(), file.name)


def _kept(request: CountyRequest) -> list[Row]:
    return inviting.from_session(request.session.get(KEPT, {}).get(request.county.code, []))


def _keep(request: CountyRequest, rows: Sequence[Row]) -> None:
    others = {k: v for k, v in request.session.get(KEPT, {}).items() if k != request.county.code}
    if rows:
        others[request.county.code] = [row.as_dict() for row in rows]
    request.session[KEPT] = others


@as_coordinator
def invite_rows(request: CountyRequest) -> HttpResponse:
    """What is ready and what is not, row by row. The faulty ones are mended here; nothing is sent before the button says so."""
    rows = _kept(request)
    if not rows:
        return redirect("people:invite", request.county.slug)
    if request.method == "POST":
        return _rows_posted(request, rows)
    checked = inviting.check(rows, request.county)
    organisations = inviting.current_organisations(request.county)
    context = {
        "ready": [each for each in checked if each.is_ready],
        "forms": [RowForm(each, organisations, prefix=str(each.row.number)) for each in checked if not each.is_ready],
    }
    return render(request, "people/invite_rows.html", context)


def _rows_posted(request: CountyRequest, rows: list[Row]) -> HttpResponse:
    if "drop" in request.POST:
        _keep(request, [])
        messages.success(request, _("Raderna är borttagna. Ingen av dem fick någon inbjudan."))
        return redirect("people:invite", request.county.slug)
    was_ready = set(request.POST.get("ready", "").split(","))
    # Saving says yes to the organisation we think was meant; sending the others does not.
    guesses = {} if "save" in request.POST else _guesses(rows, request)
    rows = [_mended(row, request, guesses) for row in rows if f"{row.number}-leave" not in request.POST]
    if "send" not in request.POST:
        _keep(request, rows)
        return redirect("people:invite_rows", request.county.slug)
    # What was mended in the same press has not been seen as ready: it waits for its own press.
    going = [c for c in inviting.check(rows, request.county) if c.is_ready and str(c.row.number) in was_ready]
    _send(request, going)
    sent = {each.row.number for each in going}
    left = [row for row in rows if row.number not in sent]
    _keep(request, left)
    text = ngettext("%(n)d inbjudan är på väg.", "%(n)d inbjudningar är på väg.", len(going)) % {"n": len(going)}
    messages.success(request, text)
    return redirect("people:invite_rows" if left else "people:invitations", request.county.slug)


def _guesses(rows: list[Row], request: CountyRequest) -> dict[int, str]:
    return {c.row.number: c.suggestion.name for c in inviting.check(rows, request.county) if c.suggestion}


def _mended(row: Row, request: CountyRequest, guesses: dict[int, str]) -> Row:
    for name in inviting.FIELDS:
        value = request.POST.get(f"{row.number}-{name}")
        if value is not None and not (name == "organisation" and value == guesses.get(row.number)):
            setattr(row, name, " ".join(value.split())[:200])
    return row


def _send(request: CountyRequest, checked: Sequence[Checked]) -> None:
    people = [
        Invitee(email=c.email, name=c.row.name, kind=c.kind, organisation=c.organisation, title=c.row.title)
        for c in checked
    ]
    invite(people=people, county=request.county, by=request.user)


@as_coordinator
def invite_template(request: CountyRequest) -> HttpResponse:
    sheets = inviting.template_sheet(inviting.current_organisations(request.county))
    return _download(write_xlsx(sheets, title=_("Inbjudningar")), "inbjudningar")


@as_coordinator
def invite_faulty(request: CountyRequest) -> HttpResponse:
    """Only the rows that need something, as a file with a column that says what."""
    checked = inviting.check(_kept(request), request.county)
    return _download(write_xlsx([inviting.faulty_sheet(checked)], title=_("Att ändra")), "inbjudningar-att-andra")


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@as_coordinator
def invitations(request: CountyRequest) -> HttpResponse:
    lines = queries.invitation_lines(request.county, request.user)
    states = [
        (queries.WAITING, _("Väntar")),
        (queries.BOUNCED, _("Kom inte fram")),
        (queries.EXPIRED, _("För gamla")),
        (queries.ACCEPTED, _("Har tackat ja")),
        (queries.REVOKED, _("Återtagna")),
    ]
    chosen = request.GET.get("visa", "")
    context = {
        "lines": [line for line in lines if not chosen or line.state == chosen],
        "all": len(lines),
        "waiting": sum(line.state == queries.WAITING for line in lines),
        "chosen": chosen,
        "states": [(key, text, n) for key, text in states if (n := sum(line.state == key for line in lines))],
    }
    return render(request, "people/invitations.html", context)


@as_coordinator
@require_POST
def invitation_resend(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.of_county(request.county), pk=pk)
    try:
        resend_invitation(invitation=found, by=request.user)
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        who = invited([found], request.user)[0]
        messages.success(request, _("En ny länk är på väg till %(email)s.") % {"email": who.email or who.name})
    return redirect("people:invitations", request.county.slug)


@as_coordinator
@require_POST
def invitation_revoke(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.of_county(request.county), pk=pk)
    try:
        revoke_invitation(invitation=found, by=request.user)
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        name = invited([found], request.user)[0].name
        messages.success(request, _("Inbjudan till %(name)s är återtagen.") % {"name": name})
    return redirect("people:invitations", request.county.slug)
