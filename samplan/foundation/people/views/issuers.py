"""To an organisation's own provider and back."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from ..access import open_to_all
from ..social import Exchange


@open_to_all
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _known(OAuth2LoginView, request, provider_id)


@open_to_all
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _known(OAuth2CallbackView, request, provider_id)


def _known(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    try:
        return view.adapter_view(Exchange(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
