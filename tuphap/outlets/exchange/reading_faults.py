"""The table of everything a file can be refused for while it is read, and what to do next.

Names of sheets and parts are foreign text: they are quoted here, and escaped where they are shown.
"""

from collections.abc import Mapping

from tuphap.outlets.exchange.reading_limits import (
    LIMITS,
    MEGABYTE,
    MOST_BYTES,
    MOST_PASTED,
)
from tuphap.rules.numbers import format_count, quoted
from tuphap.rules.refusals import Kind, Refused

_AGAIN = "Mở tệp bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi thử lại."
_SMALLER = "Bỏ các dòng, cột trống ở cuối hoặc chia thành nhiều tệp."
_OTHER_FONT = "Chuyển chữ trong tệp sang Unicode (Times New Roman, Arial) rồi thử lại."

SENTENCES: Mapping[str, str] = {
    "empty_file": "tệp không có dữ liệu. Kiểm tra lại tệp đã chọn.",
    "file_too_large": f"tệp lớn hơn {MOST_BYTES // 1_000_000} MB."
    " Bỏ hình ảnh, trang tính thừa hoặc chia thành nhiều tệp.",
    "damaged": f"tệp hỏng hoặc không phải là bảng tính. {_AGAIN}",
    "other_kind": "đây là {kind}, không phải bảng tính."
    " Mở tệp, lưu bảng thành .xlsx hoặc CSV UTF-8 rồi thử lại.",
    "password": "tệp có mật khẩu. Bỏ mật khẩu rồi thử lại.",
    "macro": "tệp có macro. Lưu thành sổ tính .xlsx không có macro rồi thử lại.",
    "unpacked_too_large": f"bung ra quá lớn (trên {LIMITS.unpacked // MEGABYTE} MB hoặc nén bất"
    " thường). Lưu lại bảng thành tệp .xlsx mới hoặc .csv.",
    "two_kinds": f"bên trong ghép thêm nội dung loại khác. {_AGAIN}",
    "unsafe_member": f"bên trong có phần mang tên không an toàn ({{member}}). {_AGAIN}",
    "doubled_member": f"bên trong có hai phần cùng tên ({{member}}). {_AGAIN}",
    "nested": "bên trong có tệp nén khác ({member}). Xóa tệp nhúng đó rồi thử lại.",
    "document_type": f"phần {{member}} có khai báo DTD hoặc thực thể. {_AGAIN}",
    "too_many_cells": f"bảng lớn hơn {format_count(LIMITS.rows)} dòng, {LIMITS.columns} cột hoặc"
    f" {format_count(LIMITS.cells)} ô có dữ liệu. {_SMALLER}",
    "far_cell": f"trang tính {{sheet}} có ô {{cell}} nằm ngoài {format_count(LIMITS.rows)} dòng,"
    f" {LIMITS.columns} cột đầu. Xóa ô đó hoặc chuyển bảng lên góc trái.",
    "too_many_sheets": f"tệp có hơn {LIMITS.sheets} trang tính. Giữ lại các trang cần nhập.",
    "too_much_text": "chữ trong bảng quá dài. Bỏ các cột ghi chú dài hoặc chia thành nhiều tệp.",
    "too_long": f"đọc quá {LIMITS.seconds} giây chưa xong. {_SMALLER}",
    "stopped": "việc đọc đã được dừng. Tải tệp lên lại khi cần.",
    "no_sheet": "không có trang tính nào đang hiện. Bỏ ẩn trang có số liệu rồi thử lại.",
    "unknown_encoding": "bảng mã không phải UTF-8, UTF-16 hay Windows-1258."
    " Lưu lại tệp thành CSV UTF-8 hoặc .xlsx.",
    "misread_utf8": "chữ Việt bị sai mã (UTF-8 mở nhầm bảng mã khác)."
    " Mở tệp gốc, lưu lại thành CSV UTF-8 hoặc .xlsx.",
    "font_tcvn3": "chữ gõ theo bảng mã TCVN3 (phông .VnTime), ví dụ {word}. " + _OTHER_FONT,
    "font_vni": "chữ gõ theo bảng mã VNI (phông VNI-Times), ví dụ {word}. " + _OTHER_FONT,
    "open_quotation_mark": "dấu ngoặc kép mở từ dòng {row} không có dấu đóng."
    " Đóng hoặc bỏ dấu này.",
}

# The same for a block that was pasted instead of a file.
PASTED_SENTENCES: Mapping[str, str] = {
    "nothing_pasted": "chưa có ô nào. Chọn các ô trong bảng tính, sao chép rồi dán vào ô này.",
    "pasted_too_long": f"dài quá {format_count(MOST_PASTED)} ký tự."
    " Chỉ chọn các cột cần nhập, hoặc nạp tệp.",
    "pasted_too_many_cells": f"lớn hơn {format_count(LIMITS.rows)} dòng hoặc {LIMITS.columns} cột."
    " Chỉ chọn các dòng, cột cần nhập, hoặc nạp tệp.",
    "pasted_one_column": "không có cột nào: giữa các ô không có dấu tab. Chọn cả bảng trong"
    " Excel hoặc Google Trang tính, gồm dòng tiêu đề, sao chép rồi dán lại.",
    "pasted_control_signs": "dòng {row} có ký tự điều khiển không nhìn thấy. Xóa ký tự này trong"
    " bảng gốc, hoặc gõ lại ô đó, rồi sao chép lại.",
    "pasted_no_heading": "không có dòng tiêu đề. Sao chép cả dòng tiêu đề (Đơn vị, {head}, Kết quả"
    " …) phía trên các dòng số liệu rồi dán lại.",
    "pasted_misread_utf8": "chữ Việt bị sai mã, ví dụ {word}."
    " Mở lại bảng gốc cho đúng chữ, sao chép rồi dán lại.",
    "pasted_font_tcvn3": "chữ gõ theo bảng mã TCVN3 (phông .VnTime), ví dụ {word}."
    " Chuyển chữ trong bảng sang Unicode rồi dán lại.",
    "pasted_font_vni": "chữ gõ theo bảng mã VNI (phông VNI-Times), ví dụ {word}."
    " Chuyển chữ trong bảng sang Unicode rồi dán lại.",
}

# What the check of containers calls it, and what it is for who brings a sheet.
OF_CONTAINERS: Mapping[str, str] = {
    "file_broken": "damaged",
    "file_locked": "password",
    "file_two_kinds": "two_kinds",
    "container_members": "unpacked_too_large",
    "container_unpacked": "unpacked_too_large",
    "container_ratio": "unpacked_too_large",
    "container_names": "unsafe_member",
    "container_links": "unsafe_member",
    "container_doubles": "doubled_member",
    "container_nested": "nested",
    "xml_dtd": "document_type",
}
_FOREIGN = frozenset({"sheet", "member", "word"})


def unreadable(code: str, **values: str | int) -> Refused:
    """The refusal for a code of either table."""
    code = OF_CONTAINERS.get(code, code)
    shown = {key: quoted(value) if key in _FOREIGN else value for key, value in values.items()}
    return Refused(code, f"Không đọc được tệp: {SENTENCES[code].format(**shown)}", Kind.INVALID)


def not_pasted(code: str, **values: str | int) -> Refused:
    """The refusal for a block, by a code of its table."""
    shown = {key: quoted(value) if key in _FOREIGN else value for key, value in values.items()}
    sentence = f"Không đọc được khối dán: {PASTED_SENTENCES[code].format(**shown)}"
    return Refused(code, sentence, Kind.INVALID)
