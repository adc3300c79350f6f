"""A province with many communes and its list of results, for the tests of bringing it in."""

from datetime import date

from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.actions import load_rule_set

YEAR, SET = 2019, "619-2017"
HEAD = [
    "STT",
    "Tên xã, phường, thị trấn",
    "Tổng số điểm",
    *("TC1", "TC2", "TC3", "TC4", "TC5"),
    "Kết quả",
    "Sự hài lòng (%)",
]
BEGINS = date(2022, 1, 1)


class Place:
    """Hà works for the province, Phúc publishes; nobody else is needed here."""

    def __init__(self, communes: int = 4) -> None:
        load_rule_set(w.document_of(SET), at=w.moment(2022, 1, 2))
        self.province = w.unit("06", "Tỉnh Bắc Kạn", "tỉnh", None, BEGINS)
        self.district = w.unit("064", "Huyện Chợ Mới", "huyện", self.province, BEGINS)
        self.other = w.unit("061", "Huyện Ba Bể", "huyện", self.province, BEGINS)
        self.ha = w.employ("Đỗ Thu Hà", self.province, w.Role.PROVINCE_OFFICER)
        self.phuc = w.employ("Vũ Hồng Phúc", self.province, w.Role.PUBLISHER)
        self.communes = [self._commune(number) for number in range(communes)]

    def _commune(self, number: int) -> Unit:
        above = self.district if number % 2 else self.other
        kind, word = ("thị trấn", "Thị trấn") if number == 0 else ("xã", "Xã")
        return w.unit(f"{1900 + number:05}", f"{word} {name_of(number)}", kind, above, BEGINS)

    def by(self, person=None):
        return w.acting(person or self.ha, w.moment(2023, 3, 1))

    def rows(self) -> list[list[str]]:
        """All communes, grouped by district as provinces write them."""
        found = [["UBND TỈNH BẮC KẠN"], ["DANH SÁCH KẾT QUẢ NĂM 2019"], [], HEAD]
        number = 0
        for above in (self.other, self.district):
            found.append(["", above.name])
            for unit in self.communes:
                if unit.parent_id == above.pk:
                    number += 1
                    found.append(line(number, unit.name))
        return [*found, ["", "Tổng cộng", str(number)]]


def line(number: int, name: str, **changed: str) -> list[str]:
    """As Lai Uyên printed its points; changed cells by heading (“Kết quả” as `result`)."""
    figures = {"TC1": "15", "TC2": "29,63", "TC3": "21,25", "TC4": "9,57", "TC5": "20"}
    cells = {"number": str(number), "name": name, "total": "95,45", **figures}
    return list({**cells, "result": "Đạt", "satisfaction": "97,35", **changed}.values())


_SYLLABLES = ("Yến", "Cao", "Nông", "Thanh", "Hòa", "Như", "Bình", "Quảng", "Tân", "Mai", "Lạc")


def name_of(number: int) -> str:
    """Each its own name; the first is Yến Lạc."""
    if number == 0:
        return "Yến Lạc"
    first, second = divmod(number, len(_SYLLABLES))
    return f"{_SYLLABLES[second]} {_SYLLABLES[(first * 3 + second + 4) % len(_SYLLABLES)]} {number}"
