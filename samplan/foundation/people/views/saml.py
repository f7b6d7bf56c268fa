"""The answer of a SAML provider. Imported only where SAML is configured."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml.views import finish_acs
from django.http import HttpRequest, HttpResponse

from ..access import open_to_all


@open_to_all
def answer(request: HttpRequest, organization_slug: str) -> HttpResponse:
    try:
        return finish_acs(request, organization_slug)
    except (SyntaxError, ValueError, KeyError, AttributeError) as error:  # not XML, or not what XML should be
        provider = get_adapter().get_provider(request, "saml", client_id=organization_slug)
        return render_authentication_error(request, provider, exception=error)
