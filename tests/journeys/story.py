"""The two years that are told: what differs between the regimes, who takes part, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.journeys.town import Town, employ
from tests.journeys.visit import Visit
from tuphap.foundation.accounts.models import Person
from tuphap.rules.content_scoring import Answer
from tuphap.rules.permissions import Role

MISSING = "Nội dung 2.1 thiếu danh sách kèm theo. Đề nghị bổ sung."
DAYS_2022 = {
    "open": "2022-01-10 09:00",
    "fill": "2022-12-26 14:30",
    "early": "2022-12-29 08:00",
    "send": "2023-01-06 08:30",
    "return": "2023-01-09 10:00",
    "mend": "2023-01-11 16:00",
    "appraise": "2023-01-30 09:00",
    "conclude": "2023-02-03 09:00",
    "decide": "2023-02-07 15:00",
    "compare": "2023-02-20 09:00",
    "publish": "2023-02-21 09:00",
}
DAYS_2026 = {
    "open": "2026-01-15 09:00",
    "fill": "2026-11-23 14:30",
    "early": "2026-11-25 08:00",
    "send": "2026-12-02 08:30",
    "return": "2026-12-04 10:00",
    "mend": "2026-12-08 16:00",
    "appraise": "2026-12-11 09:00",
    "decide": "2026-12-21 15:00",
    "compare": "2026-12-23 09:00",
    "publish": "2026-12-25 09:00",
}


@dataclass(frozen=True)
class Regime:
    """`poor` are the figures of a commune that does not meet; `slip` is typed wrong at first.

    `change` is what the appraiser sees otherwise, `council` what the council does.
    """

    code: str
    year: int
    days: Mapping[str, str]
    province: str
    office: str  # the unit that appraises and decides
    communes: tuple[str, str, str]  # met, not met, never sent
    names: tuple[str, str, str]
    appraised_by: str
    proof_asked: bool
    gates: tuple[str, ...]
    slip: str
    proven: str
    change: tuple[str, Answer]
    council: tuple[str, Answer] | None
    poor: Mapping[str, Answer]
    compared: tuple[tuple[str, ...], ...]  # what the rows of the comparison show
    published: Mapping[str, str]  # columns of the file for the commune that meets
    words: Mapping[str, str]
    # Names of pages that are looked at on telephones, too; all where the word is empty.
    closely: tuple[str, ...] = ("",)


POINTS = Regime(
    code="25-2021",
    year=2022,
    days=DAYS_2022,
    province="64",
    office="631",
    communes=("23860", "23863", "23857"),
    names=("Xã Ia Dơk", "Xã Ia Krêl", "Thị trấn Chư Ty"),
    appraised_by="Cấp trên trực tiếp của đơn vị",
    proof_asked=False,
    gates=("DK3",),
    slip="3.1.2",
    proven="2.4.1",
    change=("5.2.1", Answer(done=15, due=20)),
    council=("5.2.1", Answer(done=17, due=20)),
    compared=(("100,00", "94,00", "96,00", "−4,00"), ("82,50",), ("–",)),
    published={
        "self_total": "100",
        "appraised_total": "94",
        "final_total": "96",
        "difference": "-4",
    },
    poor={f"4.{number}.1": Answer(done=10, due=20) for number in range(1, 6)},
    words={
        "sheet": "Phiếu tự chấm điểm năm 2022",
        "start": "Bắt đầu tự chấm điểm",
        "full": "100,00",
        "poor": "82,50",
        "close": "Chốt thẩm tra, chuyển Hội đồng",
        "figure": "điểm",
        "office": "Huyện Đức Cơ",
        "set": "25/2021/QĐ-TTg",
        "units_on": "10/01/2022",
        "step": "Tự chấm điểm, đến ngày",
        "step_ends": "31/12/2022",
        "indicators": "20 chỉ tiêu",
    },
)
PASS = Regime(
    code="27-2025",
    year=2026,
    # What the other regime shows otherwise; the rest is the same page with other words.
    closely=("phieu", "ban-tham-tra", "doi-chieu", "ket-qua", "niem-yet", "viec-cua-toi-xa"),
    days=DAYS_2026,
    province="52",
    office="52",
    communes=("23869", "23866", "23857"),
    names=("Xã Ia Dơk", "Xã Ia Krêl", "Xã Đức Cơ"),
    appraised_by="Cấp của phạm vi đánh giá",
    proof_asked=True,
    gates=(),
    slip="3.2.2",
    proven="2.1.2",
    change=("3.2.2", Answer(done=34, due=38)),
    council=None,
    compared=(("14",), ("13",), ("–",)),
    published={"self_passed": "14", "appraised_passed": "14", "final_passed": "14", "of": "14"},
    poor={"2.4.2": Answer(done=2, due=20)},
    words={
        "sheet": "Phiếu tự đánh giá năm 2026",
        "start": "Bắt đầu tự đánh giá",
        "full": "14",
        "poor": "13",
        "close": "Chốt thẩm tra",
        "figure": "kết quả",
        "office": "Tỉnh Gia Lai",
        "set": "27/2025/QĐ-TTg",
        "units_on": "15/01/2026",
        "step": "Tự đánh giá, đến ngày",
        "step_ends": "30/11/2026",
        "indicators": "14 chỉ tiêu",
    },
)


class Story:
    """Regime, place and people; `on` brings the day on which somebody sits down to work."""

    def __init__(self, regime: Regime, town: Town, open_window: Callable[..., Visit]) -> None:
        self.regime, self.town = regime, town
        album = str(regime.year)
        self.visit, self.visitor = (
            open_window(town, album=album, closely=regime.closely) for _ in range(2)
        )
        self.sheets: dict[str, str] = {}  # addresses by name of the commune

        def hire(name: str, unit: str, role: Role) -> Person:
            return employ(name, unit, role, on=regime.days["open"])

        first, second, _ = regime.communes
        self.mai = hire("Nguyễn Thị Mai", first, Role.COMMUNE_OFFICER)
        self.lan = hire("Rơ Châm Lan", second, Role.COMMUNE_OFFICER)
        self.hung = hire("Trần Văn Hùng", regime.office, Role.APPRAISER)
        self.thu = hire("Lê Thị Thu", regime.office, Role.COUNCIL_SECRETARY)
        self.minh = hire("Phạm Quang Minh", regime.office, Role.DECIDER)
        self.ha = hire("Đỗ Thu Hà", regime.province, Role.PROVINCE_OFFICER)
        self.phuc = hire("Vũ Hồng Phúc", regime.province, Role.PUBLISHER)

    def on(self, day: str, who: Person) -> Visit:
        """Sessions of earlier days are over by then."""
        self.town.at(self.regime.days[day])
        self.visit.sign_in(who)
        return self.visit
