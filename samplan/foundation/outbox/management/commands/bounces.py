import imaplib
import mailbox
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samplan.foundation.outbox.bounces import note_bounces
from samplan.foundation.outbox.mailboxes import from_imap, from_maildir, from_mbox


class Command(BaseCommand):
    help = (
        "Läser besked om mejl som inte kom fram och visar dem för samordnaren. "
        "Utan val läses brevlådan i SAMPLAN_BOUNCES, som arbetaren också läser var femte minut."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--maildir", type=Path, help="mapp med new/ och cur/; det lästa flyttas till cur/")
        where.add_argument("--mbox", type=Path, help="fil med flera mejl; den ändras inte")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            noted = note_bounces(self.messages(options))
        except (OSError, mailbox.Error, imaplib.IMAP4.error) as error:
            raise CommandError(f"Brevlådan gick inte att läsa: {error}") from error
        for mail in noted:
            self.stdout.write(f"{mail.to}: {mail.last_error}")
        self.stdout.write(f"{len(noted)} mejl kom inte fram.")

    def messages(self, options: dict[str, Any]) -> Iterable[bytes]:
        if options["maildir"]:
            return from_maildir(options["maildir"])
        if options["mbox"]:
            return from_mbox(options["mbox"])
        if settings.BOUNCES:
            return from_imap(settings.BOUNCES)
        raise CommandError("Säg var beskeden ligger: --maildir, --mbox eller SAMPLAN_BOUNCES.")
