"""The shared cast: three counties, their organisations, and the people of the house. Everyone here is made up."""

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs beside Django's live server
CHROMIUM = "/usr/bin/chromium"
gc.set_threshold(
    200_000, 20, 20
)  # the tests make and drop objects by the million: looking for circles less often saves time


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What may take longest begins first, so that no worker is left alone with it at the end. On the second database, what asks
    no database is left out: it has been run on the first."""
    if os.environ.get("SECOND_DATABASE"):
        asked = [item for item in items if _asks_a_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asked)])
        items[:] = asked

    if not os.environ.get("SAMPLAN_PROVE"):
        for item in items:
            if item.get_closest_marker("proof"):
                item.add_marker(pytest.mark.skip(reason="a long proof: make prove asks for it"))

    def may_take(item: pytest.Item) -> float:
        limit = item.get_closest_marker("timeout")
        return limit.args[0] if limit else 120 if item.get_closest_marker("slow") else 0

    items.sort(key=may_take, reverse=True)


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    named = (
        "django_db",
        "slow",
        "both_databases",
        "postgresql_only",
    )  # slow ones start processes with a database of their own
    return bool(fixtures & {"db", "transactional_db"}) or any(item.get_closest_marker(name) for name in named)


@dataclass
class Cast:
    """cast.norr is the county everybody belongs to; cast.soder another; cast.norr_region … organisations; cast.coordinator … users."""

    norr: object
    soder: object
    region: object
    ekby: object
    alby: object
    association: object
    soder_region: object
    coordinator: object
    contact: object  # contact person of Ekby
    manager: object  # responsible manager of Ekby
    editor: object  # editor of the region
    other_contact: object  # contact person of Alby
    reader: object  # reader in the county
    outsider: object  # coordinator of another county
    stranger: object  # an account without any role
    extra: SimpleNamespace = field(default_factory=SimpleNamespace)


PASSWORD = "långt-lösenord-för-prov"


@pytest.fixture
def cast(db: None) -> Cast:
    from samplan.foundation.people.models import County, Organisation, Role, User

    norr = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    soder = County.objects.create(code="92", name="Söderskär", slug="soderskar")
    kinds = Organisation.Kind

    def organisation(county, kind, name, short, code=""):
        return Organisation.objects.create(county=county, kind=kind, name=name, short_name=short, code=code)

    def user(name, title=""):
        email = f"{name.split()[0].lower()}@example.org"
        return User.objects.create_user(email=email, name=name, title=title, password=None)

    def role(who, kind, county=None, organisation=None):
        Role.objects.create(user=who, kind=kind, county=county, organisation=organisation, valid_from=date(2020, 1, 1))
        return who

    region = organisation(norr, kinds.REGION, "Region Norrlunda", "Region Norrlunda", "91")
    ekby = organisation(norr, kinds.MUNICIPALITY, "Ekby kommun", "Ekby", "9101")
    alby = organisation(norr, kinds.MUNICIPALITY, "Älby kommun", "Älby", "9102")
    association = organisation(norr, kinds.USER_ORGANISATION, "Samverkan för psykisk hälsa Norrlunda", "SPHN")
    soder_region = organisation(soder, kinds.REGION, "Region Söderskär", "Region Söderskär", "92")
    return Cast(
        norr=norr,
        soder=soder,
        region=region,
        ekby=ekby,
        alby=alby,
        association=association,
        soder_region=soder_region,
        coordinator=role(user("Karin Prov", "regional samordnare"), "coordinator", county=norr),
        contact=role(user("Sara Prov", "folkhälsostrateg"), "contact", organisation=ekby),
        manager=role(user("Anders Prov", "socialchef"), "manager", organisation=ekby),
        editor=role(user("Elin Prov", "utvecklare"), "editor", organisation=region),
        other_contact=role(user("Nils Prov", "handläggare"), "contact", organisation=alby),
        reader=role(user("Rut Prov"), "reader", county=norr),
        outsider=role(user("Olle Prov"), "coordinator", county=soder),
        stranger=user("Siv Prov"),
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each worker has tables of its own, copied. SQLite's lie in a file, as they do for people: in memory, all threads of the
    test's web server would share one connection, and two requests at the same moment break each other's transactions."""
    from django.db import connection

    from samplan.foundation.core.tests.databases import own_database

    folder, env = tmp_path_factory.mktemp("database"), dict(os.environ)
    own_database(folder, env)
    if connection.vendor == "sqlite":
        in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with TemporaryDirectory(prefix="samplan-", dir=in_memory) as place:
            connection.settings_dict["TEST"]["NAME"] = shutil.copy(folder / "samplan.sqlite3", place)
            yield
    else:
        connection.settings_dict["TEST"]["NAME"] = urlsplit(env["DATABASE_URL"]).path.lstrip("/")
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The tables are there already; nothing of them is kept after."""
    return True


@pytest.fixture(scope="session", autouse=True)
def emptying_tests() -> None:
    """A test with transactions of its own empties the tables after; the database's guards stand aside for that moment only."""
    from django.db import connection

    from samplan.foundation.history import guards
    from samplan.work.plans import guards as frozen

    operations = type(connection.ops)  # not one connection's: beside a browser's loop Django opens another
    empty = operations.execute_sql_flush

    def empty_unguarded(self: object, sql_list: list[str]) -> None:
        guards.take_down(self.connection)
        frozen.take_down(self.connection)
        try:
            empty(self, sql_list)
        finally:
            guards.put_up(self.connection)
            frozen.put_up(self.connection)

    operations.execute_sql_flush = empty_unguarded


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploaded files of tests go to a folder of their own, never to ./var."""
    from django.conf import settings

    settings.DATA_DIR = tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "sv-SE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(autouse=True)
def plain_static(settings: object) -> None:
    """No collected manifest in tests: files are served from where they lie."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def house_language() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread."""
    from django.utils import translation

    yield
    translation.deactivate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Smtp:
    """A real SMTP server on a free port of this machine. `refuse` makes it answer 451, `unknown` addresses get 550, and
    without `relaying` it takes nothing from us."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller

        self.raw: list[bytes] = []
        self.refuse = False
        self.unknown: set[str] = set()
        self.relaying = True
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if not self.relaying:
            return "550 5.7.1 relaying denied"
        if address in self.unknown:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return "451 try again later"
        self.raw.append(envelope.content)
        return "250 OK"

    def messages(self):
        from email import message_from_bytes, policy

        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def to(self, address):
        return [m for m in self.messages() if address in m["To"]]


@pytest.fixture
def smtp(settings):
    sink = Smtp()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = sink.port
    yield sink
    sink.controller.stop()
