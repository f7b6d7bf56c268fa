import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Gör klart databasen och startar webben och en arbetare, tills du trycker Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--demo", action="store_true", help="läs in demonstrationsdata om databasen är tom")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("setup", stdout=self.stdout)
        if options["demo"]:
            call_command("demo", stdout=self.stdout)
        self.collect()
        self.stdout.write(f"\n  Samplan är i gång:  http://{options['bind']}/\n")
        self.stdout.write(f"  Allt ligger i:      {settings.DATA_DIR}\n")
        if settings.DEMO:
            self.stdout.write("  Logga in med ett klick per roll på startsidan. Mejlen ligger under /post/.\n")
        self.stdout.write("  Avsluta med Ctrl+C.\n\n")
        self.stdout.flush()
        self.serve(options)

    def collect(self) -> None:
        """Compresses the static files, only when one of them has changed: it takes half a minute."""
        found = sorted(
            (path, storage.size(path), storage.get_modified_time(path).isoformat())
            for finder in get_finders()
            for path, storage in finder.list([])
        )
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        mark = sha256(repr(found).encode()).hexdigest()
        if not stamp.exists() or stamp.read_text() != mark:
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(mark)

    def serve(self, options: dict[str, Any]) -> None:
        here = Path(sys.executable).parent
        worker = subprocess.Popen([sys.executable, "-m", "samplan", "worker"])
        web = [str(here / "gunicorn"), "samplan.wsgi:application", "--bind", options["bind"]]
        web += ["--workers", str(options["workers"]), "--threads", "4", "--worker-class", "gthread"]
        web += ["--log-level", "warning", "--max-requests", "5000", "--max-requests-jitter", "500"]
        server = subprocess.Popen(web, env={**os.environ})
        try:
            server.wait()
        except KeyboardInterrupt:
            server.terminate()
            server.wait(20)
        finally:
            worker.terminate()
            worker.wait(20)
