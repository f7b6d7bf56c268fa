from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from samplan.foundation.history.actions import dated
from samplan.front.demo.aftermath import load_aftermath
from samplan.front.demo.load import ensure_register, load_county, load_people_above_counties
from samplan.front.demo.rounds import load_rounds
from samplan.work.plans.models import Plan


class Command(BaseCommand):
    help = "Läser in demonstrationsdata: tre län, två tidigare omgångar och en öppen. Gör ingenting om det redan finns planer."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Sätt SAMPLAN_DEMO=1. Demonstrationsdata hör inte hemma bland riktiga uppgifter.")
        if Plan.objects.exists():
            return
        self.stdout.write("Läser in demonstrationen: tre län …")
        with transaction.atomic():
            ensure_register()
            load_people_above_counties()
            for name in ("varmland", "dalarna", "uppsala"):
                with dated(timezone.now() - timedelta(days=1000)):
                    county = load_county(name)
                    load_rounds(county)
                load_aftermath(county)
        self.stdout.write("Klart.")
