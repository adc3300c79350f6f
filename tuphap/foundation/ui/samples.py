"""What the page of parts shows; the words are those of the look, the units are real."""

from decimal import Decimal
from typing import Any

COLOURS = (
    ("brand-900", "#0b2f49", "đầu trang"),
    ("brand-700", "#0f4c75", "nút, liên kết"),
    ("brand-100", "#d7e6f0", "viền nhạt"),
    ("brand-50", "#eef5f9", "dòng đang chọn"),
    ("ink", "#14222d", "chữ chính"),
    ("ink-2", "#435461", "chữ phụ"),
    ("line-strong", "#768995", "viền ô nhập"),
    ("line", "#d5dde3", "đường kẻ"),
    ("page", "#f3f6f8", "nền trang"),
    ("surface-2", "#eaf0f4", "đầu bảng"),
    ("gold", "#d2a23a", "gạch ngắn, bản công bố"),
    ("gold-50", "#fff6de", "dải minh họa"),
    ("ok", "#12643e", "đạt"),
    ("stop", "#a91e1a", "chưa đạt, lỗi"),
    ("wait", "#804400", "bổ sung, sắp hạn"),
    ("plum", "#573b83", "Hội đồng"),
    ("bar", "#2f719c", "cột biểu đồ"),
    ("met", "#4d86a8", "ô vuông đạt"),
    ("track", "#dde5ea", "nền cột"),
    ("ok-50", "#e4f3ea", "nền đạt"),
)

STATUSES = (
    ("Chưa bắt đầu", "grey"),
    ("Đang tự chấm điểm", "blue"),
    ("Đang niêm yết", "blue"),
    ("Đã gửi hồ sơ", "blue"),
    ("Đang thẩm tra", "blue"),
    ("Yêu cầu bổ sung", "amber"),
    ("Lấy ý kiến Hội đồng", "plum"),
    ("Trình quyết định", "plum"),
    ("Đạt chuẩn", "green"),
    ("Chưa đạt chuẩn", "red"),
    ("Đã công bố", "gold"),
    ("Đã báo cáo", "grey"),
    ("Sắp đến hạn", "amber"),
    ("Trễ hạn", "red"),
)

STEPS = (
    {"label": "Tự chấm điểm", "when": "xong 30/12/2022", "state": "done"},
    {"label": "Niêm yết", "when": "30/12 – 06/01", "state": "done"},
    {"label": "Gửi hồ sơ", "when": "09/01/2023", "state": "done"},
    {
        "label": "Bổ sung theo yêu cầu",
        "when": "hạn 19/01, còn 3 ngày",
        "state": "current",
        "amber": True,
    },
    {"label": "Thẩm tra, Hội đồng", "when": "Phòng Tư pháp", "state": "later"},
    {"label": "Quyết định", "when": "trước 10/02/2023", "state": "later"},
)

OPTIONS = (
    {"value": "full", "label": "Đáp ứng đầy đủ", "points": "5 đ"},
    {"value": "part", "label": "Đáp ứng một phần", "points": "2,50 đ"},
    {"value": "none", "label": "Không đáp ứng", "points": "0 đ"},
)

ERRORS = (
    {"id": "mau-thu", "text": "Thư điện tử phải thuộc tên miền gialai.gov.vn"},
    {"id": "mau-ngay", "text": "Ngày giữ tài khoản phải từ 01/01/2022 trở đi"},
)

PHASES = (
    {"value": 160, "css_class": "tp-phase-4", "label": "Đã quyết định"},
    {"value": 33, "css_class": "tp-phase-3", "label": "Ở Hội đồng"},
    {"value": 22, "css_class": "tp-phase-2", "label": "Đang thẩm tra"},
    {"value": 5, "css_class": "tp-phase-1", "label": "Chưa gửi"},
)

ROWS = (
    ("Xã Nghĩa Hòa", "Chư Păh", Decimal("97.50"), Decimal("78.25"), Decimal("-19.25"), "down-3"),
    ("Xã Nam Yang", "Đăk Đoa", Decimal("89.75"), Decimal("86.75"), Decimal("-3.00"), "down-2"),
    ("Xã Lơ Ku", "KBang", Decimal("88.00"), Decimal("86.50"), Decimal("-1.50"), "down-1"),
    ("Xã Ia Dơk", "Đức Cơ", Decimal("84.25"), Decimal("87.75"), Decimal("3.50"), "up"),
)

ICONS = ("search", "download", "printer", "history", "paperclip", "file-text", "link", "lock")


def page() -> dict[str, Any]:
    return {
        "colours": [{"name": name, "value": value, "use": use} for name, value, use in COLOURS],
        "statuses": [{"label": label, "tone": tone} for label, tone in STATUSES],
        "steps": STEPS,
        "options": OPTIONS,
        "errors": ERRORS,
        "phases": PHASES,
        "rows": ROWS,
        "icons": ICONS,
        "points": [Decimal("6"), Decimal("4.5"), Decimal("0"), None, Decimal("0.875")],
        "six": Decimal("6"),
        "breadcrumb": (
            {"label": "Kết quả 2022", "url": "/ket-qua/2022/"},
            {"label": "Huyện Đức Cơ", "url": "/ket-qua/2022/"},
            {"label": "Xã Ia Dơk"},
        ),
    }
