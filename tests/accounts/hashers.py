from django.contrib.auth.hashers import PBKDF2PasswordHasher


class UnhurriedHasher(PBKDF2PasswordHasher):
    """Slow enough to be seen beside everything else that a sign-in does, and no slower."""

    iterations = 60_000
