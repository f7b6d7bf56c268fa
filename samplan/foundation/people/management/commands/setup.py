from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from samplan.foundation.core import offers
from samplan.foundation.people.field_keys import check as check_field_keys
from samplan.foundation.people.models import Organisation
from samplan.foundation.people.register import load_register


class Command(BaseCommand):
    help = "Gör databasen klar: tabeller, cache och registret över län, regioner och kommuner. Kan köras igen."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        check_field_keys()
        before = Organisation.objects.count()
        after = load_register()
        for words in offers.collect("set_up"):
            self.stdout.write(words)
        self.stdout.write(f"Klart. Registret har {after} organisationer ({after - before} nya).")
