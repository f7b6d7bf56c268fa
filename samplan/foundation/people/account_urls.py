"""The sign-in pages that this installation has. Of allauth's many, those that make no sense where accounts are given are left out."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path

from .access import open_to_all, signed_in
from .views import issuers, my_account

urlpatterns: list[URLPattern | URLResolver] = [
    path("", my_account.account, name="account"),
    path("", my_account.account, name="mfa_index"),  # where the library returns after a change
    path("", my_account.account, name="mfa_list_webauthn"),
    path("", my_account.account, name="socialaccount_connections"),
    path("inloggningar/<int:pk>/avsluta/", my_account.session_end, name="account_session_end"),
    path("inloggningar/avsluta-andra/", my_account.sessions_end, name="account_sessions_end"),
    path("andra-steg/", my_account.second_factor, name="account_second_factor"),
    path("logga-in/", open_to_all(views.login), name="account_login"),
    path("logga-in/kod/", open_to_all(views.request_login_code), name="account_request_login_code"),
    path("logga-in/kod/skriv/", open_to_all(views.confirm_login_code), name="account_confirm_login_code"),
    path("logga-in/nyckel/", open_to_all(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logga-in/andra-steg/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("logga-in/via/<slug:provider_id>/", issuers.login, name="openid_connect_login"),
    path("logga-in/via/<slug:provider_id>/klar/", issuers.callback, name="openid_connect_callback"),
    path("logga-in/avbruten/", open_to_all(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("logga-ut/", open_to_all(views.logout), name="account_logout"),
    path("avstangt/", open_to_all(views.account_inactive), name="account_inactive"),
    path("nytt/", open_to_all(views.signup), name="account_signup"),
    path("bekrafta/", my_account.confirming(views.reauthenticate), name="account_reauthenticate"),
    path("bekrafta/kod/", my_account.confirming(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "bekrafta/nyckel/", my_account.confirming(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path("app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("app/ta-bort/", my_account.totp_remove, name="mfa_deactivate_totp"),
    path("nycklar/ny/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("nycklar/<int:pk>/", my_account.passkey_rename, name="mfa_edit_webauthn"),
    path("nycklar/<int:pk>/ta-bort/", my_account.passkey_remove, name="mfa_remove_webauthn"),
    path("reservkoder/", my_account.recovery_codes, name="mfa_view_recovery_codes"),
    path("reservkoder/nya/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("losenord/", signed_in(views.password_change), name="account_change_password"),
    path("losenord/valj/", signed_in(views.password_set), name="account_set_password"),
    path("losenord/glomt/", open_to_all(views.password_reset), name="account_reset_password"),
    path("losenord/glomt/skickat/", open_to_all(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^losenord/lank/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "losenord/klart/",
        open_to_all(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
if settings.SAML:
    from allauth.socialaccount.providers.saml import views as saml

    from .views import saml as own_saml

    urlpatterns += [
        path("saml/<slug:organization_slug>/", open_to_all(saml.login), name="saml_login"),
        path("saml/<slug:organization_slug>/svar/", open_to_all(saml.acs), name="saml_acs"),
        path("saml/<slug:organization_slug>/svar/klart/", own_saml.answer, name="saml_finish_acs"),
        path("saml/<slug:organization_slug>/ut/", open_to_all(saml.sls), name="saml_sls"),
        path("saml/<slug:organization_slug>/metadata/", open_to_all(saml.metadata), name="saml_metadata"),
    ]
