"""The county's own Word template: taken in, looked at, dropped."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from samplan.foundation.core.documents.word_template import WANTED, BadTemplate
from samplan.foundation.core.uploads import UploadField
from samplan.foundation.files import store

from .. import access, own_template, queries
from ..actions import own_template as writing

WHY = {
    "broken": _l("Filen gick inte att läsa som Word. Spara mallen som .docx eller .dotx och försök igen."),
    "macros": _l("Mallen innehåller makron. Spara den utan makron, som .docx eller .dotx, och försök igen."),
    "large": _l("Mallen är för stor. Ta bort stora bilder och försök igen."),
    "outside": _l("Mallen hämtar en bild från en annan adress. Lägg in bilden i mallen och försök igen."),
    "narrow": _l("Mallens textyta är för smal. Gör marginalerna mindre och försök igen."),
}
TITLES = {
    "Normal": _l("Brödtext (Normal)"),
    "Title": _l("Titel (Rubrik)"),
    "heading 1": _l("Rubrik 1"),
    "heading 2": _l("Rubrik 2"),
    "heading 3": _l("Rubrik 3"),
    "List Bullet": _l("Punktlista"),
    "Quote": _l("Citat"),
    "caption": _l("Beskrivning (tabellrubrik)"),
    "toc 1": _l("Innehåll 1"),
}


class TemplateForm(forms.Form):
    file = UploadField(label=_l("Mallen"), help_text=_l("En Word-fil, .docx eller .dotx."))


@access.as_coordinator
def template(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            writing.use_template(county=county, data=given.read(), name=given.name, by=request.user)
            messages.success(request, _("Nu skrivs länets Word-filer i mallen."))
            return redirect("plans:word_template", county.slug)
        except BadTemplate as refusal:
            form.add_error("file", str(WHY[refusal.reason]))
    own = own_template.in_use(county)
    lacks = set(own.lacks) if own else set()
    context = {
        "form": form,
        "own": own,
        "styles": [(TITLES[name], name not in lacks) for name in WANTED] if own else [],
        "editions": queries.current_editions(county),
    }
    return render(request, "plans/word_template.html", context, status=422 if form.errors else 200)


@access.as_coordinator
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    if writing.drop_template(county=request.county, by=request.user):  # type: ignore[attr-defined]
        messages.success(request, _("Mallen används inte längre. Word-filerna ser ut som Samplans igen."))
    return redirect("plans:word_template", request.county.slug)  # type: ignore[attr-defined]


@access.as_coordinator
def download(request: HttpRequest) -> HttpResponse:
    own = own_template.in_use(request.county)  # type: ignore[attr-defined]
    if own is None:
        raise Http404
    response = HttpResponse(store.read(own.file), content_type=writing.DOCX)
    stem, _dot, ending = own.file.name.rpartition(".")
    response["Content-Disposition"] = f'attachment; filename="{slugify(stem) or "mall"}.{slugify(ending) or "docx"}"'
    return response
