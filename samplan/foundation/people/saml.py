"""SAML 2, where an organisation has no OpenID Connect: the same people are let in, and as little is kept."""

from typing import Any

from allauth.socialaccount.providers.saml.provider import SAMLProvider

from .social import kept_identity, placement


class SamlProvider(SAMLProvider):
    def extract_uid(self, data: Any) -> str:
        return kept_identity(self.app.settings["idp"]["entity_id"], str(super().extract_uid(data)))

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Not the attributes themselves: they may hold a personal number."""
        return placement(self.app.settings, self._extract(data).get("organisation"))
