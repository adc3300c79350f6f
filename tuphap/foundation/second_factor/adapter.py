"""How allauth.mfa works here: Vietnamese sentences, secrets that a stolen table does not tell."""

import base64
from functools import cache
from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

WRONG_CODE = (
    "Mã không đúng hoặc đã hết hạn. Ghi mã đang hiện trên ứng dụng, kiểm tra giờ của điện thoại."
)
_PURPOSE = b"tuphap second factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Chưa tắt được xác thực hai bước của tài khoản này.",
        "cannot_generate_recovery_codes": "Bật xác thực hai bước trước, rồi lập mã dự phòng.",
        "incorrect_code": WRONG_CODE,
    }

    def get_totp_issuer(self) -> str:
        return "Tư pháp số"

    def encrypt(self, text: str) -> str:
        return _lock_of_site().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also what was kept under an earlier key that is still named among the fallbacks."""
        return _lock_of_site().decrypt(encrypted_text.encode()).decode()


def _lock_of_site() -> MultiFernet:
    return _lock(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _lock(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(made)
