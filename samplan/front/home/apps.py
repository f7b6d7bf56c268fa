from django.apps import AppConfig
from django.conf import settings


class HomeConfig(AppConfig):
    name = "samplan.front.home"

    def ready(self) -> None:
        """The roof gathers what every room offers, once."""
        from samplan.foundation.core.offers import gather

        gather(settings.ROOMS)
