"""What is typed of a paper that was signed by hand: who signed it, on which day."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.limits import SCAN, size_words
from tuphap.foundation.ui.fields import DayField, WordsField
from tuphap.modules.assessments.actions.scans import LONGEST_NAME, NO_SCAN, SignedPaper
from tuphap.rules.refusals import Kind, Refused

FILE = "file"
ACCEPTED = {
    "limits": f"{SCAN.kinds_words}, một hoặc nhiều tệp theo thứ tự trang, mỗi tệp tối đa "
    f"{size_words(SCAN.most_bytes)}.",
    "endings": ",".join(f".{ending}" for ending in SCAN.endings),
}


class SignedPaperForm(forms.Form):
    signed_by = WordsField(
        label="Người ký",
        max_length=LONGEST_NAME,
        help_text="Họ tên như trên bản ký.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    signed_on = DayField(
        label="Ngày ký",
        help_text="Ngày trên bản ký, theo mẫu ngày/tháng/năm.",
        widget=forms.DateInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def signed_paper_in(
    request: PersonRequest, missing: Mapping[str, str] | None = None
) -> tuple[SignedPaper, list[UploadedFile]]:
    """What was typed and the files, or Refused with a sentence for each field at once.

    `missing` are the faults of the other fields of the page.
    """
    form, uploads = SignedPaperForm(request.POST), request.FILES.getlist(FILE)
    typed_wrong = {name: str(errors[0]) for name, errors in form.errors.items()}
    faults = {**typed_wrong, **(missing or {})}
    if not uploads:
        faults = {FILE: NO_SCAN, **faults}
    if faults:
        raise Refused("faulty_paper", next(iter(faults.values())), Kind.INVALID, faults)
    values = form.cleaned_data
    return SignedPaper(values["signed_by"], values["signed_on"]), uploads


def paper_context(
    request: PersonRequest, refused: Refused | None, signer: str = ""
) -> dict[str, Any]:
    """The fields as they were typed, each fault beside its own and in the list above the title."""
    faults = refused.fields if refused else {}
    form = SignedPaperForm(request.POST if refused else None, initial={"signed_by": signer})
    for name, sentence in faults.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, sentence)
    return {
        **ACCEPTED,
        "form": form,
        "faults": faults,
        "errors": [
            {"id": f"o-{FILE}" if name == FILE else f"id_{name}", "text": sentence}
            for name, sentence in faults.items()
        ],
    }
