import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from samplan.foundation.core.offers import collect
from samplan.foundation.outbox.sending import send_due

log = logging.getLogger("samplan.worker")


class Command(BaseCommand):
    help = "Skickar mejl som väntar och gör det som är schemalagt. Körs bredvid webben; flera kan köras samtidigt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=2.0, help="sekunder mellan varven")
        parser.add_argument("--once", action="store_true", help="ett varv, sedan slut")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            self.turn()
            if options["once"]:
                return
            stop.wait(options["every"])

    def turn(self) -> None:
        """A fault in what is scheduled must not keep the letters waiting, nor end the worker."""
        for job in (self.post, self.scheduled):
            try:
                job()
            except DatabaseError:
                log.exception("Databasen svarar inte. Nytt försök om en stund.")
            except Exception:
                log.exception("Något gick fel. Nytt försök om en stund.")
            finally:
                close_old_connections()

    def post(self) -> None:
        if sent := send_due():
            log.info("%s mejl skickade", sent)

    def scheduled(self) -> None:
        for done in collect("tick"):
            log.info(done)
