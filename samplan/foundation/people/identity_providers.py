"""How the installation's settings name the providers of identity: read and refused here, before anything starts."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ORG_CLAIM = "https://id.oidc.se/claim/orgAffiliation"  # the Swedish profile: person@orgnr
_OIDC_NEEDED = ("name", "issuer", "client_id", "client_secret")
_OIDC_KNOWN = {
    *_OIDC_NEEDED,
    "id",
    "scopes",
    "claims",
    "org_claim",
    "organisations",
    "auto_create",
    "domains",
    "hosts",
    "second_factor",
    "userinfo",
}
# By their short names, and as the Swedish attribute profile numbers them. Without a subject-id the NameID counts.
_SAML_ATTRIBUTES = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id"],
    "email": ["mail", "urn:oid:0.9.2342.19200300.100.1.3"],
    "name": ["displayName", "urn:oid:2.16.840.1.113730.3.1.241"],
    "organisation": ["orgAffiliation", "urn:oid:1.2.752.201.3.1"],
}
_SAML_NEEDED = ("name", "id", "idp")


def read_oidc(given: str) -> list[dict[str, Any]]:
    """SAMPLAN_OIDC: an object, a list of objects, or the path of a file with either."""
    issuers = [_oidc(each) for each in _listed("SAMPLAN_OIDC", given)]
    ids = [each["provider_id"] for each in issuers]
    if len(set(ids)) < len(ids):
        raise ImproperlyConfigured(f"SAMPLAN_OIDC: two issuers have the same id: {', '.join(ids)}")
    return issuers


def read_saml(given: str) -> list[dict[str, Any]]:
    """SAMPLAN_SAML, in the same way. Needs a library that is not part of an ordinary installation."""
    identity_providers = _listed("SAMPLAN_SAML", given)
    if identity_providers and not find_spec("onelogin"):
        raise ImproperlyConfigured("SAMPLAN_SAML is set, but the SAML library is missing: pip install samplan[saml]")
    return [_saml(each) for each in identity_providers]


def provider_settings(oidc: list[dict[str, Any]], saml: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"openid_connect": {"APPS": oidc}}
    if saml:
        found["saml"] = {"APPS": saml, "provider_class": "samplan.foundation.people.saml.SamlProvider"}
    return found


def org_number(written: str) -> str:
    """An organisation number as ten digits, however it was written: 232100-0156, 162321000156, 2321000156."""
    digits = "".join(c for c in written if c.isdigit())
    return digits[2:] if len(digits) == 12 and digits.startswith("16") else digits


def _listed(variable: str, given: str) -> list[dict[str, Any]]:
    text = given.strip()
    if not text:
        return []
    if text[0] not in "[{":
        try:
            text = Path(text).read_text()
        except OSError as error:
            raise ImproperlyConfigured(f"{variable}: {error.strerror}: {given}") from error
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable} is not JSON: {error}") from error
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(each, dict) for each in listed):
        raise ImproperlyConfigured(f"{variable}: each provider is an object")
    return listed


def _oidc(given: dict[str, Any]) -> dict[str, Any]:
    if missing := [key for key in _OIDC_NEEDED if not given.get(key)]:
        raise ImproperlyConfigured(f"SAMPLAN_OIDC: {', '.join(missing)} missing")
    if unknown := sorted(set(given) - _OIDC_KNOWN):
        raise ImproperlyConfigured(f"SAMPLAN_OIDC: what is {', '.join(unknown)}?")
    issuer = given["issuer"].rstrip("/")
    address = urlsplit(issuer)
    local = address.hostname in ("localhost", "127.0.0.1", "::1")
    if address.scheme != "https" and not (address.scheme == "http" and local):
        raise ImproperlyConfigured("SAMPLAN_OIDC: issuer must begin with https://")
    claims = {"email": "email", "name": "name", **given.get("claims", {})}
    return {
        "provider_id": given.get("id", "oidc"),
        "name": given["name"],
        "client_id": given["client_id"],
        "secret": given["client_secret"],
        "settings": {
            "server_url": issuer,
            "issuer": given["issuer"],
            "scope": given.get("scopes", ["openid", "profile", "email"]),
            "oauth_pkce_enabled": True,
            "claims": claims,
            "org_claim": given.get("org_claim", ORG_CLAIM),
            "organisations": {org_number(k): str(v) for k, v in given.get("organisations", {}).items()},
            "auto_create": [org_number(k) for k in given.get("auto_create", [])],
            "domains": [each.lower() for each in given.get("domains", [])],
            "hosts": [address.netloc, *given.get("hosts", [])],
            "second_factor": given.get("second_factor", False),
            "userinfo": given.get("userinfo", True),
        },
    }


def _saml(given: dict[str, Any]) -> dict[str, Any]:
    if missing := [key for key in _SAML_NEEDED if not given.get(key)]:
        raise ImproperlyConfigured(f"SAMPLAN_SAML: {', '.join(missing)} missing")
    if not given["idp"].get("entity_id"):
        raise ImproperlyConfigured("SAMPLAN_SAML: idp.entity_id missing")
    return {
        "provider_id": given["id"],
        "name": given["name"],
        "client_id": given["id"],
        "settings": {
            "idp": given["idp"],
            "sp": given.get("sp", {}),
            "attribute_mapping": {**_SAML_ATTRIBUTES, **given.get("attributes", {})},
            "verified_email": given.get("domains", False),
            "advanced": {"strict": True, "want_assertion_signed": True, **given.get("advanced", {})},
            "organisations": {org_number(k): str(v) for k, v in given.get("organisations", {}).items()},
            "auto_create": [org_number(k) for k in given.get("auto_create", [])],
            "second_factor": given.get("second_factor", False),
        },
    }
