"""One-time codes' secrets and recovery codes lie encrypted in the database."""

from allauth.mfa.adapter import DefaultMFAAdapter

from samplan.foundation.core import encrypted


class EncryptedSecrets(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypted.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encrypted.decrypt(encrypted_text)
