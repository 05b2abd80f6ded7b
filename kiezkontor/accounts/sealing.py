"""Secrets that lie in the database so that its file alone opens nothing: sealed with the installation's key."""

import base64
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALED = "sealed:"


@lru_cache(maxsize=2)
def sealer(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"kiezkontor sign-in secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(text: str) -> str:
    return SEALED + sealer(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(stored: str) -> str:
    """What was sealed, and as it is what was stored before secrets were.

    Where another key sealed it, a secret that nobody knows and that no code fits; an empty one could be guessed.
    """
    if not stored.startswith(SEALED):
        return stored
    try:
        return sealer(settings.SECRET_KEY).decrypt(stored.removeprefix(SEALED).encode()).decode()
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()
