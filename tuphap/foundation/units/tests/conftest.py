"""A small country of three lists, which a test may spoil line by line before it is loaded."""

from pathlib import Path

import pytest

UNITS_2022 = """code,name,kind,parent_code
52,Tỉnh Bình Định,tỉnh,
64,Tỉnh Gia Lai,tỉnh,
540,Thành phố Quy Nhơn,thành phố thuộc tỉnh,52
631,Huyện Đức Cơ,huyện,64
632,Huyện Côn Lôn,huyện,64
21600,Xã Canh Vinh,xã,540
21601,Xã Canh Liên,xã,540
23860,Xã Ia Dơk,xã,631
23861,Xã Ia Kla,xã,631
23862,Xã Hoà An,xã,631
"""
UNITS_2025 = """code,name,kind,parent_code
52,Tỉnh Bình Định,tỉnh,
64,Tỉnh Gia Lai,tỉnh,
540,Thành Phố Quy Nhơn,thành phố thuộc tỉnh,52
631,Thị xã Đức Cơ,thị xã,64
21600,Xã Canh Vinh,xã,540
21601,Xã Canh Liên,xã,540
23860,Xã Ia Dơk,xã,631
23862,Phường Hòa An,phường,631
"""
UNITS_TWO_LEVELS = """code,name,kind,parent_code
52,Tỉnh Gia Lai,tỉnh,
21600,Xã Canh Vinh,xã,52
23860,Xã Đức Cơ,xã,52
23999,Đặc khu Côn Lôn,đặc khu,52
"""
LINKS = """old_code,new_code,extent
21600,21600,whole
21601,21600,partly
21601,23860,partly
23860,23860,whole
23861,23860,whole
99999,23860,whole
"""
EPOCHS = """
- {starts_on: 2022-01-01, units: units-a.csv}
- {starts_on: 2025-01-01, units: units-b.csv, links: same_code}
- starts_on: 2025-07-01
  units: units-c.csv
  links: links.csv
  legal_basis: {top: Nghị quyết 202/2025/QH15, mark: recalled}
"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    for name, text in {
        "units-a.csv": UNITS_2022,
        "units-b.csv": UNITS_2025,
        "units-c.csv": UNITS_TWO_LEVELS,
        "links.csv": LINKS,
        "epochs.yaml": EPOCHS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
