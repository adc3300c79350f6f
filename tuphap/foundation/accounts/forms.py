"""The forms of log-in and passwords: Vietnamese words, and bounds on what is typed (I5)."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField, PasswordField, SetPasswordField
from django import forms
from django.http import HttpRequest

# The column of the journal of attempts (axes) and of a person's address.
LONGEST_EMAIL = 254
LONGEST_PASSWORD = 1000
NEW_PASSWORD_HINT = "Từ 15 ký tự trở lên, ví dụ một câu dễ nhớ. Được dùng dấu cách."  # noqa: S105


def email_field(hint: str = "") -> EmailField:
    return EmailField(
        label="Thư điện tử công vụ",
        help_text=hint,
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput({"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": "Chưa ghi thư điện tử công vụ.",
            "invalid": "Thư điện tử không đúng mẫu. Ghi theo mẫu ten@co-quan.gov.vn.",
            "max_length": f"Thư điện tử dài hơn {LONGEST_EMAIL} ký tự. Kiểm tra lại địa chỉ.",
        },
    )


def current_password_field(label: str = "Mật khẩu") -> PasswordField:
    return _password(PasswordField, label, autocomplete="current-password")


def new_password_field() -> PasswordField:
    return _password(SetPasswordField, "Mật khẩu mới", help_text=NEW_PASSWORD_HINT)


def _password(kind: type[PasswordField], label: str, **options: Any) -> PasswordField:
    field = kind(
        label=label,
        max_length=LONGEST_PASSWORD,
        error_messages={
            "required": f"Chưa ghi {label.lower()}.",
            "max_length": f"{label} dài hơn {LONGEST_PASSWORD} ký tự. Ghi ngắn lại.",
        },
        **options,
    )
    del field.widget.attrs["placeholder"]
    return field


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field(
            "Địa chỉ đã đăng ký cho đơn vị, ví dụ ten.donvi@tinh.gov.vn"
        )
        self.fields["password"] = current_password_field()


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    email = email_field("Địa chỉ đang dùng để đăng nhập")

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """A letter goes out either way, so that neither page nor time tells who is known (L5)."""
        if not self.users:
            email: str = self.cleaned_data["email"]
            get_adapter().send_mail("account/email/unknown_account", email, {})
            return email
        return super().save(request, **kwargs)


class _NewPassword(forms.Form):
    """One field with a button that shows it, instead of the same typed twice."""

    user: Any  # put there by the forms of allauth

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        field: Any = new_password_field()
        field.user = self.user
        self.fields["password1"] = field


class ResetPasswordKeyForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):
    oldpassword = current_password_field("Mật khẩu hiện tại")


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    password = current_password_field()
