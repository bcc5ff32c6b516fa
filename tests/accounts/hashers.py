from typing import ClassVar

from django.contrib.auth.hashers import MD5PasswordHasher


class CountedHasher(MD5PasswordHasher):
    """Counts the hashes made: they are what a refusal spends its time on."""

    made: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        """Hash, and remember that it was done."""
        self.made.append(salt)
        return super().encode(password, salt)
