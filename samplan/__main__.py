"""The `samplan` command: one list of everything it does, in Swedish and English."""

import os
import sys

COMMANDS = {
    "setup": ("Gör databasen klar och läser in registret", "Prepares the database and loads the register"),
    "run": ("Startar webben och arbetaren tills du avbryter", "Starts web and worker until you stop them"),
    "demo": ("Läser in demonstrationsdata: tre län", "Loads demonstration data: three counties"),
    "bounces": ("Läser besked om mejl som inte kom fram", "Reads reports of mail that did not arrive"),
    "worker": ("Skickar mejl och gör det som är schemalagt", "Sends mail and does what is scheduled"),
    "user": ("Lägger till en användare med en roll", "Adds a user with a role"),
    "rotate-keys": ("Krypterar om hemligheter med den första nyckeln", "Encrypts secrets anew with the first key"),
    "verify": ("Kontrollerar att historiken är orörd", "Checks that nobody has changed the history"),
    "register": ("Länets register som fil: ut och in", "The county's registers as a file: out and in"),
    "import plan": ("Läser in en plan från ett dokument", "Reads a plan from a document"),
    "import answers": ("Läser in en tidigare omgång", "Reads an earlier round from XLSX or CSV"),
}


def usage() -> str:
    lines = ["samplan – planera, följ upp och redovisa tillsammans", "", "Kommandon / Commands:"]
    for name, (swedish, english) in COMMANDS.items():
        lines += [f"  samplan {name:<16}{swedish}", f"  {'':<24}{english}"]
    lines += ["", "  samplan KOMMANDO --help visar vad det tar. / shows what it takes."]
    lines += ["  Övriga ord går till Django (migrate, dbshell …). / Other words go to Django."]
    return "\n".join(lines)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samplan.settings")
    args = sys.argv[1:]
    if not args or args[0] in {"-h", "--help", "help", "hjälp"}:
        print(usage())
        return
    if args[0] == "import":
        if len(args) < 2 or f"import {args[1]}" not in COMMANDS:
            print(
                "samplan import plan FIL --county KOD\nsamplan import answers FIL --county KOD",
                file=sys.stderr,
            )
            raise SystemExit(2)
        args = [f"import_{args[1]}", *args[2:]]
    if args[0] == "rotate-keys":
        args = ["rotate_keys", *args[1:]]
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samplan", *args])


if __name__ == "__main__":
    main()
