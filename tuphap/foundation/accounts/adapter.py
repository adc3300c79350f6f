"""How allauth works here: no sign-up, Vietnamese sentences, each log-in told to the journal."""

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from tuphap.foundation.accounts.journal import note

logger = logging.getLogger(__name__)

WRONG_PASSWORDS = {
    "password_too_short": (
        "Mật khẩu mới ngắn hơn {min_length} ký tự. Ghi dài thêm, ví dụ một câu dễ nhớ."
    ),
    "password_too_common": "Mật khẩu này nhiều người dùng, dễ đoán. Chọn mật khẩu khác.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đã khóa. Liên hệ người quản trị để mở lại.",
        "email_password_mismatch": (
            "Thư điện tử hoặc mật khẩu không đúng. Kiểm tra lại cả hai, chú ý chữ hoa và bộ gõ."
        ),
        "enter_current_password": "Mật khẩu hiện tại không đúng. Ghi lại mật khẩu hiện tại.",
        "incorrect_password": "Mật khẩu không đúng. Ghi lại mật khẩu, chú ý chữ hoa và bộ gõ.",
        "invalid_password_reset": "Đường dẫn đặt mật khẩu không còn dùng được.",
        "rate_limited": "Đã thử quá nhiều lần. Chờ vài phút rồi thử lại.",
        "too_many_login_attempts": "Đã thử quá nhiều lần. Chờ vài phút rồi thử lại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only; allauth's JSON answers are not part of our contract."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only this site, not every name the server answers to (I8)."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A failing mail server makes no error page: it would tell who has an account (L5)."""
        self.try_mail(template_prefix, email, context)

    def try_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> bool:
        """Whether the letter left. What the server answered names people and is not logged (P5)."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.error("The letter %s did not leave: %s", template_prefix, type(error).__name__)
            return False
        return True

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL

    def format_email_subject(self, subject: str) -> str:
        return f"Tư pháp số: {subject}"

    def clean_password(self, password: str, user: Any = None) -> str:
        try:
            password_validation.validate_password(password, user)
        except ValidationError as wrong:
            raise ValidationError([_sentence(error) for error in wrong.error_list]) from None
        return password

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        note("log_in", user)

    def logout(self, request: HttpRequest) -> None:
        person: Any = request.user
        note("log_out", person)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The lock-out tells its own story, see `lockout.py`."""
        if not getattr(request, "axes_locked_out", False):
            note("log_in_failed", None, credentials.get("email", ""))

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        note("password_changed", user)


def _sentence(error: ValidationError) -> ValidationError:
    text = WRONG_PASSWORDS.get(error.code or "")
    return ValidationError(text.format(**(error.params or {})), error.code) if text else error
