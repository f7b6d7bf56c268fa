"""Whether a user representative's name may be shown: chosen by the person, or written down by who gave the role."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samplan.foundation.core.language import house_language
from samplan.foundation.core.plain_text import PlainTextMixin

from ..access import CountyRequest, as_coordinator, signed_in
from ..actions.consents import give_consent, withdraw_consent
from ..models import User
from ..queries.consents import consent_of, own_roles_as_representative, roles_to_keep


class ConsentForm(PlainTextMixin, forms.Form):
    how = forms.CharField(
        label=gettext_lazy("Hur har personen sagt ja?"),
        help_text=gettext_lazy("Till exempel ”på papper den 3 maj”. Bara du och personen själv ser det."),
        max_length=200,
    )
    use_required_attribute = False


@signed_in
def own_consent(request: HttpRequest) -> HttpResponse:
    """The person's own choice. It works at once, and can be changed as often as one likes."""
    user: User = request.user  # type: ignore[assignment]
    roles = list(own_roles_as_representative(user))
    if request.method == "POST" and roles:
        if request.POST.get("visa") == "ja":
            with house_language():
                how = _("På sidan Mitt konto")
            give_consent(user=user, how=how, by=user)
            messages.success(request, _("Ditt namn visas nu för andra i länet."))
        else:
            withdraw_consent(user=user, by=user)
            messages.success(request, _("Ditt namn visas inte för andra."))
        return redirect("people:own_consent")
    return render(request, "people/own_consent.html", {"roles": roles, "consent": consent_of(user)})


@as_coordinator
def consent(request: CountyRequest, role: int) -> HttpResponse:
    """For who gave the role: what its holder has agreed to on paper or in a mail. Nobody else knows whom it is about."""
    found = get_object_or_404(roles_to_keep(request.county, request.user), pk=role)
    held = consent_of(found.user)
    form = ConsentForm(request.POST if request.method == "POST" and "dra-tillbaka" not in request.POST else None)
    if request.method == "POST":
        if "dra-tillbaka" in request.POST:
            withdraw_consent(user=found.user, by=request.user)
            messages.success(request, _("Namnet visas inte längre för andra."))
            return _back(request, found.organisation_id)
        if form.is_valid():
            give_consent(user=found.user, how=form.cleaned_data["how"], by=request.user)
            messages.success(request, _("Samtycket är sparat. Namnet visas nu för andra i länet."))
            return _back(request, found.organisation_id)
    context = {"role": found, "consent": held, "form": form}
    return render(request, "people/consent.html", context, status=422 if form.errors else 200)


def _back(request: CountyRequest, organisation: int | None) -> HttpResponse:
    if organisation is None:
        return redirect("people:organisations", request.county.slug)
    return redirect("people:organisation", request.county.slug, organisation)
