import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record
from samplan.foundation.people.actions.persons import person_of
from samplan.foundation.people.models import County, Organisation, Role, User


class Command(BaseCommand):
    help = "Lägger till en användare med en roll. Lösenordet frågas efter, eller läses från standard in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--title", default="")
        parser.add_argument("--role", choices=Role.Kind.values, help="rollen användaren får")
        parser.add_argument("--county", help="länets kod, för samordnare och läsare")
        parser.add_argument("--organisation", help="organisationens kod, för kontaktperson, chef och redaktör")
        parser.add_argument("--administrator", action="store_true", help="sköter installationen")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=options["email"].lower()).exists():
            raise CommandError(f"{options['email']} finns redan.")
        password = getpass.getpass("Lösenord: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        if len(password) < 12:
            raise CommandError("Lösenordet behöver minst 12 tecken.")
        user = User.objects.create_user(
            options["email"],
            options["name"],
            password,
            title=options["title"],
            is_administrator=options["administrator"],
        )
        if options["role"]:
            self._give(user, options)
        person_of(user)
        record(by=None, verb="people.user_added", subject=user)
        self.stdout.write(f"{user} kan logga in med {user.email}.")

    def _give(self, user: User, options: dict[str, Any]) -> None:
        fields: dict[str, Any] = {}
        if options["role"] in Role.COUNTY_KINDS:
            fields["county"] = County.objects.filter(code=options["county"] or "").first()
        else:
            fields["organisation"] = Organisation.objects.filter(code=options["organisation"] or "").first()
        if not all(fields.values()):
            raise CommandError("Ange --county med länets kod, eller --organisation med organisationens kod.")
        Role.objects.create(user=user, kind=options["role"], valid_from=today(), **fields)
