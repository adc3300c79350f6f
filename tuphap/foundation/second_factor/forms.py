"""The forms of the second factor: what counts as a right code, and how often one may be wrong."""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from tuphap.foundation.accounts.journal import note
from tuphap.foundation.second_factor.journal import FAILED, lock_minutes, tries_left

LONGEST_CODE = 20
COUNTER = "counter"
Type = Authenticator.Type


def code_field(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Chưa ghi mã. Mở ứng dụng xác thực để lấy mã 6 số.",
            "max_length": f"Mã dài hơn {LONGEST_CODE} ký tự. Ghi lại mã.",
        },
    )


class _Code(forms.Form):
    """A code of the app, each taken once, or a recovery code."""

    user: Any  # put there by the forms of allauth

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(
            "Mã xác thực", "Mã 6 số đang hiện trên ứng dụng, hoặc một mã dự phòng 8 số"
        )

    def clean_code(self) -> str:
        require_tries(self.user)
        code: str = self.cleaned_data["code"]
        kinds = (Type.TOTP, Type.RECOVERY_CODES)
        found = {a.type: a for a in Authenticator.objects.filter(user=self.user, type__in=kinds)}
        for kind, takes in zip(kinds, (takes_once, takes_recovery), strict=True):
            if kind in found and takes(found[kind], code):
                self.authenticator = found[kind]
                self.authenticator.user = self.user
                return code
        note(FAILED, self.user)
        raise get_adapter().validation_error("incorrect_code")


def takes_recovery(authenticator: Authenticator, code: str) -> bool:
    return bool(authenticator.wrap().validate_code(code))


@transaction.atomic
def takes_once(authenticator: Authenticator, code: str) -> bool:
    """A code counts once, for all processes: the step of its time is kept, and none before it
    counts any more (RFC 6238, 5.2)."""
    held = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = get_adapter().decrypt(held.data["secret"])
    for counter in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, counter))
        if counter > held.data.get(COUNTER, 0) and compare_user_code(
            actual=code, expected=expected
        ):
            held.data[COUNTER] = counter
            held.save(update_fields=["data"])
            return True
    return False


def require_tries(person: Any) -> None:
    if not tries_left(person, timezone.now()):
        raise ValidationError(
            f"Đã ghi mã sai quá nhiều lần. Chờ {lock_minutes()} phút rồi thử lại.", "locked"
        )


class AuthenticateForm(_Code, base_forms.AuthenticateForm):
    pass


class ReauthenticateForm(_Code, base_forms.ReauthenticateForm):
    pass


class ActivateForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field("Mã 6 số", "Mã ứng dụng hiện ra sau khi quét")

    def clean_code(self) -> str:
        require_tries(self.user)
        try:
            return str(super().clean_code())
        except ValidationError:
            note(FAILED, self.user)
            raise
