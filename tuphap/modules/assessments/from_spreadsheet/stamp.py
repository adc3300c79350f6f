"""The line of a template that says which sheet it was made for; no other may take its place."""

import re
from dataclasses import dataclass

from tuphap.modules.assessments.from_spreadsheet.headings import Rows
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused

VERSION = 2  # in 1 the choices had other letters
CODES = ("other_version", "other_set", "other_year", "other_unit_of_template")
_STAMP = re.compile(
    r"Mẫu phiếu bản ([0-9]{1,3}); bộ tiêu chí ([\w.-]{1,32}); năm ([0-9]{4}); mã đơn vị (\w{1,16})"
)


@dataclass(frozen=True)
class SheetName:
    """Which sheet is open."""

    rule_set: str
    short_name: str
    year: int
    unit_code: str
    unit_name: str

    @property
    def stamp(self) -> str:
        return (
            f"Mẫu phiếu bản {VERSION}; bộ tiêu chí {self.rule_set};"
            f" năm {self.year}; mã đơn vị {self.unit_code}"
        )


def require_own_stamp(rows: Rows, name: SheetName) -> None:
    """A block without a stamp is anybody's; one of another sheet is not for this one."""
    texts = (cell for row in rows for cell in row if isinstance(cell, str))
    found = next(filter(None, map(_STAMP.search, texts)), None)
    if found is None:
        return
    version, rule_set, year, unit_code = found.groups()
    if int(version) != VERSION:
        raise _refused("other_version", f"Mẫu bản {version} không còn dùng.")
    if rule_set != name.rule_set:
        of = f"Mẫu này của bộ tiêu chí {quoted(rule_set)}, phiếu đang mở theo {name.short_name}."
        raise _refused("other_set", of)
    if int(year) != name.year:
        raise _refused("other_year", f"Mẫu này của năm {year}, phiếu đang mở là năm {name.year}.")
    if unit_code != name.unit_code:
        of = f"Mẫu này của đơn vị mã {unit_code}, phiếu đang mở của {name.unit_name}"
        raise _refused("other_unit_of_template", f"{of} (mã {name.unit_code}).")


def _refused(code: str, what: str) -> Refused:
    return Refused(code, f"{what} Tải mẫu của phiếu này rồi nhập lại.", Kind.INVALID)
