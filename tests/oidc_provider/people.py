"""Who is known here and what is said of them (people.json), and how the provider lies when told to (faults.json)."""

import json
from typing import Any

from django.conf import settings
from oauth2_provider.oauth2_validators import OAuth2Validator


def read(name: str) -> dict[str, Any]:
    path = settings.FOLDER / name
    return json.loads(path.read_text()) if path.exists() else {}


class Validator(OAuth2Validator):
    oidc_claim_scope = None  # everything that is known goes into the token

    def get_claim_dict(self, request: Any) -> dict[str, Any]:
        return {"sub": str(request.user.pk), **read("people.json").get(request.user.get_username(), {})}

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> tuple[dict[str, Any], Any]:
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        faults = read("faults.json")
        claims["exp"] += faults.pop("older", 0)
        faults.pop("unsigned", None)
        return {**claims, **faults}, expires

    def get_userinfo_claims(self, request: Any) -> dict[str, Any]:
        claims = super().get_userinfo_claims(request)
        return {**claims, **read("userinfo_faults.json")}

    def finalize_id_token(self, id_token: Any, token: Any, token_handler: Any, request: Any) -> str:
        signed = super().finalize_id_token(id_token, token, token_handler, request)
        if not read("faults.json").get("unsigned"):
            return signed
        head, body, signature = signed.split(".")
        return f"{head}.{body}.{signature[::-1]}"
