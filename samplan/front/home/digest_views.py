"""The weekly letter on the account page, and the link in the letter that ends it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from samplan.foundation.people.access import is_coordinator, open_to_all, signed_in
from samplan.foundation.people.queries import counties_of

from . import digest


@signed_in
def settings_page(request: HttpRequest) -> HttpResponse:
    """Whether the letter comes, and how it would look today."""
    user = request.user
    if request.method == "POST":
        on = request.POST.get("brev") == "pa"
        digest.choose(user=user, on=on)
        messages.success(request, _("Du får veckobrev.") if on else _("Du får inga veckobrev."))
        return redirect("home:digest_settings")
    coordinates = next((c for c in counties_of(user) if is_coordinator(user, c)), None)
    as_contact = coordinates is not None and request.GET.get("som") == "kontaktperson"
    letter = digest.for_a_contact_person(user, coordinates) if as_contact else digest.build(user)
    context = {
        "letter": letter,
        "on": digest.wants(user),
        "coordinates": coordinates,
        "as_contact": as_contact,
        "next": digest.monday_in_words(),
    }
    return render(request, "home/digest_settings.html", context)


@open_to_all
@csrf_exempt  # RFC 8058: the reader's mail program posts here by itself, without our cookies; the token says who it is
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the page changes nothing: mail scanners open it too. The button does, and it can be taken back."""
    user = digest.user_of(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        digest.choose(user=user, on=request.POST.get("brev") == "pa")
    response = render(request, "home/digest_end.html", {"on": digest.wants(user), "done": request.method == "POST"})
    response.headers["Cache-Control"] = "private, no-store"
    return response
