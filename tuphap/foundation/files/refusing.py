"""The sentence for a file that is not taken in."""

from typing import NoReturn

from tuphap.foundation.files.checks.reasons import REASONS, Unfit
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused

# Values that stand inside a file are foreign text; the others are words of ours.
FOREIGN = ("member", "target", "field")


def refuse_file(name: str, code: str, **values: str | int) -> NoReturn:
    """“Không nhận tệp “a.pdf”: tệp có mật khẩu. Bỏ mật khẩu rồi tải lên lại.”"""
    shown = {key: quoted(value) if key in FOREIGN else value for key, value in values.items()}
    sentence = f"Không nhận tệp “{name}”: {REASONS[code].sentence.format(**shown)}"
    raise Refused(code, sentence, Kind.INVALID, {"file": sentence})


def refuse_unfit(name: str, unfit: Unfit) -> NoReturn:
    refuse_file(name, unfit.code, **unfit.values)
