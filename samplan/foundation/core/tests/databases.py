"""Databases for the tests, and for processes that a test starts, kills or lets race: the tables are made once, and copied."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

from django.conf import settings

# What the tables are made from. As long as it is the same, SQLite's are kept from one run of the tests to the next.
MADE_FROM = ("samplan/*/*/migrations/*.py", "samplan/*/*/guards.py", "samplan/foundation/core/*.py", "lock/*.txt")
TABLES = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable")
"""


def own_database(folder: Path, env: dict[str, str]) -> None:
    """Gives the processes with this environment tables of their own: on PostgreSQL a database beside the given one, else
    SQLite in the folder."""
    kept = settings.BASE_DIR / ".pytest_cache" / "tables"
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        url = os.environ.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            run_of_tests = folder.parent.parent if folder.parent.name.startswith("popen-") else folder.parent
            env["DATABASE_URL"] = _postgresql_copy(url, f"samplan_ready_{run_of_tests.name}", env)
        else:
            env["DATABASE_URL"] = ""
            _sqlite_copy(kept / _version(), folder, env)


def _version() -> str:
    made = hashlib.sha256()
    for path in sorted(path for pattern in MADE_FROM for path in settings.BASE_DIR.glob(pattern)):
        made.update(str(path).encode() + path.read_bytes())
    return made.hexdigest()[:16]


def _make_tables(env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TABLES], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


def _sqlite_copy(ready: Path, folder: Path, env: dict[str, str]) -> None:
    if not ready.exists():
        for older in ready.parent.iterdir():
            if older.is_dir():
                shutil.rmtree(older)
        made = ready.with_name("ready-in-the-making")
        _make_tables({**env, "SAMPLAN_DATA": str(made)})
        made.rename(ready)
    shutil.copytree(ready, folder, dirs_exist_ok=True)


def _postgresql_copy(url: str, ready: str, env: dict[str, str]) -> str:
    import psycopg

    scheme, _, rest = url.partition("://")
    place, mark, options = rest.partition("?")

    def address(name: str) -> str:
        return f"{scheme}://{place.partition('/')[0]}/{name}{mark}{options}"

    name = f"samplan_killed_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ready]).fetchone():
            connection.execute(f'CREATE DATABASE "{ready}-in-the-making"')
            _make_tables({**env, "DATABASE_URL": address(f"{ready}-in-the-making")})
            connection.execute(f'ALTER DATABASE "{ready}-in-the-making" RENAME TO "{ready}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{ready}"')
    return address(name)
