from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samplan.foundation.people.actions.sign_in import reset_second_factor
from samplan.foundation.people.models import User


class Command(BaseCommand):
    help = "Tar bort någons lösennycklar, engångskoder och reservkoder, och loggar ut hen överallt. För den som har tappat allt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"{options['email']} finns inte.")
        removed = reset_second_factor(user=user, by=None)
        self.stdout.write(
            f"{removed} borttagna. {user} loggar in med lösenord eller en kod i mejl, och lägger till nytt."
        )
