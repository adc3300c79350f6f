"""The menus as tables: word, name of the address, permissions of which one is enough (none: all).

A line whose address does not exist in this installation is left out.
"""

PUBLIC_MENU = (
    ("Trang chủ", "portal:home", ()),
    ("Kết quả", "portal:results", ()),
    ("Niêm yết", "assessments:postings", ()),
    ("Dữ liệu mở", "portal:open_data", ()),
)

_PEOPLE = ("people.view", "people.manage")
_DAYS = ("calendar.edit",)
_TRUST = ("trust.manage",)
_UNITS = ("unit.view",)
_JOURNAL = ("audit.view",)
_PERIODS = ("period.manage",)
_JOBS = ("jobs.retry",)
_SITE = ("site.manage",)
_IMPORT = ("assessment.import",)

STAFF_MENU = (
    ("Việc của tôi", "assessments:home", ()),
    ("Phiếu của đơn vị", "assessments:own_sheet", ("assessment.fill", "assessment.submit")),
    ("Việc được giao", "assigned_work:own", ("work.report",)),
    (
        "Thẩm tra",
        "assessments:queue",
        ("assessment.receive", "assessment.appraise", "assessment.conclude"),
    ),
    ("Phối hợp", "agencies:index", ("agency.answer",)),
    ("Phiếu lấy ý kiến", "council:opinions", ("council.give_opinion",)),
    ("Hội đồng", "council:index", ("council.view",)),
    ("Quyết định", "assessments:decisions", ("assessment.decide",)),
    ("Giao việc", "assigned_work:index", ("work.assign",)),
    ("Đối chiếu", "assessments:comparison", ("assessment.compare",)),
    ("Tiến độ", "province_desk:progress", ("assessment.compare",)),
    ("Kết quả", "reports:newest", ("assessment.compare",)),
    ("Khắc phục", "remedies:index", ("assessment.compare",)),
    ("Công bố", "assessments:publishing", ("assessment.publish",)),
    ("Bộ tiêu chí", "criteria:list", ("rule_set.view",)),
    ("Hướng dẫn", "library:list", ("rule_set.view",)),
    (
        "Quản trị",
        "access:administration",
        (*_PEOPLE, *_UNITS, *_DAYS, *_JOURNAL, *_PERIODS, *_JOBS, *_SITE, *_IMPORT),
    ),
)

# Where a menu is longer than a row, these lines go under “Thêm”, the first ones first.
FOLDED_FIRST = (
    "library:list",
    "criteria:list",
    "remedies:index",
    "council:index",
    "assigned_work:index",
    "assessments:decisions",
    "agencies:index",
    "council:opinions",
    "assigned_work:own",
    "access:administration",
    "province_desk:progress",
    "reports:newest",
    "assessments:publishing",
    "assessments:comparison",
)

# The page "Quản trị": the same columns, and a sentence on what is done there.
ADMINISTRATION = (
    ("Kỳ đánh giá", "assessments:periods", _PERIODS, "Mở kỳ đánh giá, đặt ngày của từng bước."),
    (
        "Nhập kết quả các năm trước",
        "exchange:imports",
        _IMPORT,
        "Danh sách kết quả, phản hồi biểu mẫu từ bảng tính: xem trước, ghi, hoàn tác.",
    ),
    (
        "Người dùng và vị trí công tác",
        "access:people",
        _PEOPLE,
        "Ai giữ vị trí nào, ở đơn vị nào, từ ngày nào đến ngày nào.",
    ),
    (
        "Đơn vị",
        "mergers:units",
        _UNITS,
        "Danh sách đơn vị theo ngày; nhập, tách, đổi tên, xem trước rồi áp dụng.",
    ),
    (
        "Ngày nghỉ, ngày làm bù",
        "calendar:days",
        _DAYS,
        "Các ngày được trừ khi tính hạn theo ngày làm việc.",
    ),
    (
        "Chứng thư tin cậy",
        "files:anchors",
        _TRUST,
        "Nơi cấp chứng thư nào được tin khi kiểm tra chữ ký số.",
    ),
    (
        "Thiết lập trang",
        "site:settings",
        _SITE,
        "Tên cơ quan, biểu trưng, màu, chân trang, lời giới thiệu của trang chủ.",
    ),
    ("Nhật ký", "access:journal", _JOURNAL, "Đăng nhập, từ chối, tải tệp, giao quyền, công bố."),
    ("Việc nền", "jobs:jobs", _JOBS, "Thư và các việc máy chủ tự làm: việc đã dừng, chạy lại."),
)
