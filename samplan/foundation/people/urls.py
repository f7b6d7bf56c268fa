from django.urls import path

from .register_urls import register_urls
from .views import accepting, account, consents, invitations, organisations, readings, unusual

app_name = "people"
urlpatterns = [
    *register_urls,
    path("konto/utseende/", account.theme, name="theme"),
    path("historik/lasningar/", readings.readings, name="readings"),
    path("administration/ovanligt/", unusual.unusual, name="unusual"),
    path("administration/ovanligt/<int:pk>/sett/", unusual.unusual_seen, name="unusual_seen"),
    path("konto/prova/", account.demo_sign_in, name="demo_sign_in"),
    path("<slug:county>/organisationer/", organisations.organisations, name="organisations"),
    path("<slug:county>/organisationer/<int:pk>/", organisations.organisation, name="organisation"),
    path(
        "<slug:county>/organisationer/<int:pk>/historik/",
        organisations.organisation_history,
        name="organisation_history",
    ),
    path("<slug:county>/organisationer/<int:pk>/roller/", organisations.role_give, name="role_give"),
    path("<slug:county>/organisationer/<int:pk>/roller/<int:role>/", organisations.role_end, name="role_end"),
    path("<slug:county>/personer/bjud-in/", invitations.invite_page, name="invite"),
    path("<slug:county>/personer/bjud-in/las/", invitations.invite_read, name="invite_read"),
    path("<slug:county>/personer/bjud-in/rader/", invitations.invite_rows, name="invite_rows"),
    path("<slug:county>/personer/bjud-in/mall.xlsx", invitations.invite_template, name="invite_template"),
    path("<slug:county>/personer/bjud-in/att-andra.xlsx", invitations.invite_faulty, name="invite_faulty"),
    path("<slug:county>/personer/inbjudningar/", invitations.invitations, name="invitations"),
    path(
        "<slug:county>/personer/inbjudningar/<int:pk>/skicka/", invitations.invitation_resend, name="invitation_resend"
    ),
    path(
        "<slug:county>/personer/inbjudningar/<int:pk>/aterta/", invitations.invitation_revoke, name="invitation_revoke"
    ),
    path("<slug:county>/samtycke/<int:role>/", consents.consent, name="consent"),
    path("konto/samtycke/", consents.own_consent, name="own_consent"),
    path("inbjudan/valkommen/", accepting.welcome, name="welcome"),
    path("inbjudan/<int:pk>/<str:secret>/", accepting.invitation, name="invitation"),
]
