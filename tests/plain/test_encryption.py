"""Fields are encrypted under keys of their own that can be replaced."""

from typing import Any

import pytest
from cryptography.fernet import Fernet

from atasehir_portal import encryption

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_text_comes_back_and_is_not_readable(settings: Any) -> None:
    token = encryption.encrypt("0532 000 00 00 · Ğ")
    assert "0532" not in token
    assert encryption.decrypt(token) == "0532 000 00 00 · Ğ"


def test_same_text_looks_different_each_time() -> None:
    assert encryption.encrypt("a") != encryption.encrypt("a")


def test_key_is_replaced_without_losing_anything(settings: Any) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = encryption.encrypt("gizli")
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    assert encryption.decrypt(token) == "gizli"
    renewed = encryption.renew(token)
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert encryption.decrypt(renewed) == "gizli"
    with pytest.raises(encryption.Unreadable):
        encryption.decrypt(token)
    with pytest.raises(encryption.Unreadable):
        encryption.renew(token)


@pytest.mark.parametrize("token", ["", "x", "gAAAAA" + "A" * 100, "ğ"])
def test_what_was_never_encrypted_is_unreadable(token: str) -> None:
    with pytest.raises(encryption.Unreadable):
        encryption.decrypt(token)
