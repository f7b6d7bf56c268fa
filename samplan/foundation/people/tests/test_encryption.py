"""What is secret can't be read in the database, keys can be changed, and a wrong key is told at start."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from samplan.foundation.core.encrypted import WrongKey, check_keys, decrypt, encrypt
from samplan.foundation.people import field_keys
from samplan.foundation.people.models import Consent

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def in_database(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return " ".join(str(row[0]) for row in cursor.fetchall())


@pytest.fixture
def kept(settings, cast):
    """Secrets of sign-in and a consent, written with the old key."""
    settings.FIELD_KEYS = [OLD]
    TOTP.activate(cast.coordinator, SECRET)
    codes = RecoveryCodes.activate(cast.coordinator).get_unused_codes()
    consent = Consent.objects.create(user=cast.reader, purpose="name", given_on="2026-01-01", how="på papper hos Rut")
    return codes, consent


def works(user):
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    return TOTP(Authenticator.objects.get(user=user, type="totp")).validate_code(code)


def test_nothing_secret_can_be_read_in_the_database(kept, cast):
    _codes, consent = kept
    seed = decrypt(Authenticator.objects.get(type="recovery_codes").data["seed"])
    data = in_database("mfa_authenticator", "data")
    assert SECRET not in data
    assert seed not in data
    assert data.count("fernet:") == 2
    assert "papper" not in in_database("people_consent", "how")
    consent.refresh_from_db()
    assert consent.how == "på papper hos Rut"
    assert works(cast.coordinator)


def test_the_same_text_looks_different_each_time(settings):
    assert encrypt("samma") != encrypt("samma")
    assert encrypt("") == ""


def test_a_text_that_looks_encrypted_is_a_text(kept):
    _codes, consent = kept
    consent.how = "fernet: så skrev någon"
    consent.save()
    consent.refresh_from_db()
    assert consent.how == "fernet: så skrev någon"


def test_keys_are_changed_and_the_old_one_thrown_away(kept, cast, settings):
    codes, consent = kept
    before = in_database("people_consent", "how")
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    assert in_database("people_consent", "how") != before
    settings.FIELD_KEYS = [NEW]
    field_keys.check()
    consent.refresh_from_db()
    assert consent.how == "på papper hos Rut"
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
    assert works(cast.coordinator)


def test_what_was_written_in_clear_before_is_read_and_then_encrypted(kept, cast):
    totp = Authenticator.objects.get(type="totp")
    totp.data = {"secret": SECRET}
    totp.save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_consent SET how = 'i klartext'")
    assert works(cast.coordinator)
    assert field_keys.rotate() == 3
    assert SECRET not in in_database("mfa_authenticator", "data")
    assert "klartext" not in in_database("people_consent", "how")
    assert Consent.objects.get().how == "i klartext"


def test_another_key_is_told_at_start(kept, settings):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(WrongKey, match="Lägg tillbaka den nyckel"):
        field_keys.check()
    Consent.objects.all().delete()
    with pytest.raises(WrongKey):
        field_keys.check()


def test_an_encrypted_text_is_not_searched(kept):
    from django.core.exceptions import FieldError

    with pytest.raises(FieldError, match="Unsupported lookup"):
        Consent.objects.filter(how__contains="papper").exists()


def test_what_is_no_key_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="44 tecken"):
        check_keys(["hemlig"])


def start(tmp_path, **environment):
    return subprocess.run(
        [sys.executable, "-c", "import samplan.settings as s; print(s.FIELD_KEYS[0])"],
        env={**os.environ, "SAMPLAN_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    first, second = start(tmp_path), start(tmp_path)
    assert first.stdout == second.stdout != ""
    assert (tmp_path / "field-keys").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".field")] == []
    refused = start(tmp_path, SAMPLAN_FIELD_KEYS="inte-en-nyckel")
    assert refused.returncode != 0
    assert "rotate-keys --new" in refused.stderr
