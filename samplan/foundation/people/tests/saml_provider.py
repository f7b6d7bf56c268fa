"""A SAML provider that signs for real: its key, its certificate and the answers it gives."""

import base64
import secrets
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ENTITY = "https://idp.example.org/metadata"
SSO = "https://idp.example.org/sso"
_ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{entity}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{to}" InResponseTo="{asked}"/></saml:SubjectConfirmation>
</saml:Subject><saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_{id}s"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:X509</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""
_RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="_{id}r" Version="2.0" IssueInstant="{now}" Destination="{to}" InResponseTo="{asked}"><saml:Issuer>{entity}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""


@dataclass(frozen=True)
class Key:
    private: str
    certificate: str


def new_key():
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.org")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(private, hashes.SHA256())
    )
    as_text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return Key(as_text.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode())


def configuration(key, **more):
    idp = {"entity_id": ENTITY, "sso_url": SSO, "x509cert": key.certificate}
    return {"id": "region", "name": "Region Norrlunda", "idp": idp, "domains": True, **more}


def asked_for(address):
    """The id of the request that the browser was sent to us with."""
    given = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return ElementTree.fromstring(zlib.decompress(base64.b64decode(given), -15)).attrib["ID"]


def answer(key, asked, *, to, audience, subject="k-1", after=timedelta(), signed=True, changed=None, **attributes):
    """The answer as the browser posts it. `after`: how long ago it was made. `changed`: done to it once it is signed."""
    moment = datetime.now(UTC) - after
    times = {"now": moment, "since": moment - timedelta(minutes=1), "until": moment + timedelta(minutes=5)}
    values = {name: each.strftime("%Y-%m-%dT%H:%M:%SZ") for name, each in times.items()}
    values |= {"id": secrets.token_hex(12), "entity": ENTITY, "to": to, "asked": asked}
    said = "".join(
        f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
        for name, value in attributes.items()
    )
    assertion = _ASSERTION.format(subject=subject, audience=audience, attributes=said, **values)
    if signed:
        assertion = _signed(assertion, key)
    whole = _RESPONSE.format(assertion=assertion, **values)
    return base64.b64encode((changed(whole) if changed else whole).encode()).decode()


def _signed(assertion, key):
    from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
    from onelogin.saml2.utils import OneLogin_Saml2_Utils as Tools

    given = Tools.add_sign(
        assertion, key.private, key.certificate, sign_algorithm=Names.RSA_SHA256, digest_algorithm=Names.SHA256
    )
    text = given.decode() if isinstance(given, bytes) else given
    return text.partition("?>")[2] if text.startswith("<?xml") else text
