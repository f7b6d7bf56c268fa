from django.urls import path, register_converter

from samplan.foundation.core.link_secrets import LENGTH

from .views import answering, colleagues, confirming, links, responses, reviewing, saving, signing

app_name = "rounds"


class SecretConverter:
    """A personal link's secret: so long that no page's name can be taken for one."""

    regex = rf"[A-Za-z0-9_-]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SecretConverter, "secret")

urlpatterns = [
    path("svar/<int:pk>/<secret:secret>/", links.link, name="link"),
    path("svar/<int:pk>/", answering.overview, name="answer"),
    path("svar/<int:pk>/avsnitt/<int:number>/", answering.section, name="section"),
    path("svar/<int:pk>/har/", answering.present, name="present"),
    path("svar/<int:pk>/senare/", answering.later, name="later"),
    path("svar/<int:pk>/spara/", saving.save, name="save"),
    path("svar/<int:pk>/hjalp/", colleagues.helper, name="helper"),
    path("svar/<int:pk>/hjalp/<int:helper_pk>/avsluta/", colleagues.end_helper, name="end_helper"),
    path("svar/<int:pk>/lamna-over/", colleagues.hand_over, name="hand_over"),
    path("svar/<int:pk>/granska/", reviewing.review, name="review"),
    path("svar/<int:pk>/ta-tillbaka/", reviewing.take_back, name="take_back"),
    path("svar/<int:pk>/godkann/", signing.approve, name="approve"),
    path("svar/<int:pk>/godkann/aterlamna/", signing.send_back, name="send_back"),
    path("svar/<int:pk>/bekrafta/", confirming.confirm, name="confirm"),
    path("<slug:county>/omgangar/mina-svar/", responses.mine, name="mine"),
    path("<slug:county>/omgangar/<int:round_pk>/svar/<int:pk>/", responses.response, name="response"),
]
