"""To an organisation's own provider and back."""

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

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
    exchange = Exchange(request, provider_id)
    try:
        return view.adapter_view(exchange)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (OAuth2Error, RequestException, KeyError) as error:  # the issuer is down, or its own description is wrong
        return render_authentication_error(request, exchange.get_provider(), exception=error)
