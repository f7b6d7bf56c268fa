from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand, CommandParser

from samplan.foundation.people.field_keys import rotate


class Command(BaseCommand):
    help = "Skriver om allt som är krypterat med den första nyckeln i SAMPLAN_FIELD_KEYS. --new gör en ny nyckel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="skriv bara ut en ny nyckel")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            self.stdout.write(Fernet.generate_key().decode())
            return
        self.stdout.write(f"{rotate()} hemligheter är skrivna med den första nyckeln. De andra nycklarna kan tas bort.")
