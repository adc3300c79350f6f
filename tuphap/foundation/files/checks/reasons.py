"""The table of checks: everything a file can be refused for, and the sentence for the person.

A sentence ends “Không nhận tệp “x”: …”. Values in braces come from the check; names of parts inside
a file are foreign text and are quoted where the sentence is put together (X3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

ANY, CONTAINER, OFFICE, PDF, PICTURE = "mọi tệp", "Word, Excel", "Word, Excel", "PDF", "ảnh"


@dataclass(frozen=True)
class Reason:
    """`about` says which kinds are asked; `sentence` is what the person reads."""

    about: str
    sentence: str


class Unfit(Exception):  # noqa: N818 – a file is unfit; the check itself did not fail
    """A check said no."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


_EXPORT = "Xuất lại PDF (in ra PDF) rồi tải lên lại."
REASONS: Mapping[str, Reason] = {
    "empty_file": Reason(ANY, "tệp rỗng. Kiểm tra lại tệp rồi tải lên lại."),
    "file_too_large": Reason(ANY, "tệp lớn hơn {most}. Nén ảnh hoặc tách tệp rồi tải lên lại."),
    "file_kind": Reason(ANY, "đuôi tệp không thuộc các loại nhận. Dùng {kinds}."),
    "file_locked": Reason(ANY, "tệp có mật khẩu. Bỏ mật khẩu rồi tải lên lại."),
    "pdf_restricted": Reason(
        PDF,
        "tệp hạn chế quyền in hoặc sao chép nên không kiểm tra được. "
        "Mở tệp, in lại thành PDF rồi tải lên.",
    ),
    "file_disguised": Reason(
        ANY,
        "nội dung là {true}, không phải {expected}. "
        "Đổi đuôi tệp thành .{ending} hoặc xuất lại {expected}.",
    ),
    "file_unlike": Reason(
        ANY,
        "nội dung không phải {expected}. Mở tệp, lưu lại đúng loại rồi tải lên lại.",
    ),
    "file_broken": Reason(
        ANY, "tệp hỏng, không đọc được hết. Mở tệp trên máy, lưu lại rồi tải lên lại."
    ),
    "file_two_kinds": Reason(
        ANY, "tệp ghép thêm nội dung loại khác ({other}). Lưu lại đúng một loại rồi tải lên lại."
    ),
    "check_too_long": Reason(
        ANY,
        "kiểm tra quá {seconds} giây chưa xong. Tách tệp hoặc xuất lại gọn hơn rồi tải lên lại.",
    ),
    "check_too_big": Reason(
        ANY,
        "kiểm tra cần hơn {megabytes} MB bộ nhớ. Tách tệp hoặc xuất lại gọn hơn rồi tải lên lại.",
    ),
    "container_members": Reason(
        CONTAINER, "bên trong có {count} phần, tối đa {most}. Tách tệp rồi tải lên lại."
    ),
    "container_unpacked": Reason(
        CONTAINER, "mở ra lớn hơn {most}. Nén ảnh hoặc tách tệp rồi tải lên lại."
    ),
    "container_ratio": Reason(
        CONTAINER,
        "phần {member} nén hơn {most} lần, như tệp phá máy. Lưu lại tệp rồi tải lên lại.",
    ),
    "container_names": Reason(
        CONTAINER, "bên trong có tên không an toàn ({member}). Lưu lại tệp rồi tải lên lại."
    ),
    "container_doubles": Reason(
        CONTAINER, "bên trong có hai phần cùng tên ({member}). Lưu lại tệp rồi tải lên lại."
    ),
    "container_links": Reason(
        CONTAINER, "bên trong có liên kết tệp ({member}). Lưu lại tệp rồi tải lên lại."
    ),
    "container_nested": Reason(
        CONTAINER,
        "bên trong có tệp nén khác ({member}). Lấy tệp đó ra và tải lên riêng.",
    ),
    "xml_dtd": Reason(
        CONTAINER, "phần {member} có khai báo DTD hoặc thực thể. Lưu lại tệp rồi tải lên lại."
    ),
    "office_macro": Reason(
        OFFICE, "tệp có macro. Lưu thành {expected} không macro rồi tải lên lại."
    ),
    "office_ole": Reason(OFFICE, "tệp nhúng tệp khác ({member}). Lấy tệp đó ra và tải lên riêng."),
    "office_activex": Reason(OFFICE, "tệp có điều khiển ActiveX. Xóa điều khiển rồi tải lên lại."),
    "office_template": Reason(
        OFFICE, "tệp lấy mẫu từ nơi khác ({target}). Bỏ mẫu đính kèm rồi tải lên lại."
    ),
    "office_external": Reason(
        OFFICE, "tệp nối tới tệp ở nơi khác ({target}). Ngắt liên kết rồi tải lên lại."
    ),
    "office_html": Reason(
        OFFICE, "tệp chứa phần HTML ({member}). Lưu lại từ Word rồi tải lên lại."
    ),
    "office_field": Reason(
        OFFICE, "tệp có trường chạy lệnh hoặc lấy tệp ngoài ({field}). Xóa trường rồi tải lên lại."
    ),
    "office_fetches": Reason(
        OFFICE,
        "tệp có công thức hoặc kết nối tự chạy lệnh, tự lấy dữ liệu ngoài ({what}). "
        "Xóa công thức hoặc kết nối đó rồi tải lên lại.",
    ),
    "pdf_script": Reason(PDF, f"tệp có mã JavaScript. {_EXPORT}"),
    "pdf_launch": Reason(PDF, f"tệp có lệnh mở chương trình hoặc tệp khác. {_EXPORT}"),
    "pdf_embedded": Reason(PDF, "tệp đính kèm tệp khác bên trong. Lấy tệp đó ra và tải lên riêng."),
    "pdf_posts": Reason(PDF, f"tệp có biểu mẫu tự gửi dữ liệu ra ngoài. {_EXPORT}"),
    "pdf_automatic": Reason(PDF, f"tệp có lệnh tự chạy khi mở. {_EXPORT}"),
    "pdf_media": Reason(PDF, f"tệp có phim, âm thanh hoặc nội dung động. {_EXPORT}"),
    "pdf_form": Reason(PDF, f"tệp là biểu mẫu XFA. {_EXPORT}"),
    "pdf_pages": Reason(PDF, "tệp có {count} trang, tối đa {most}. Tách tệp rồi tải lên lại."),
    "picture_pixels": Reason(
        PICTURE, "ảnh {width} × {height} điểm, tối đa {most}. Thu nhỏ ảnh rồi tải lên lại."
    ),
    "picture_notes": Reason(
        PICTURE,
        "phần ghi chú trong ảnh mở ra lớn hơn {most}. Lưu lại ảnh không kèm ghi chú "
        "rồi tải lên lại.",
    ),
    "picture_animated": Reason(PICTURE, "ảnh động. Lưu một khung hình rồi tải lên lại."),
}


def refuse(code: str, **values: str | int) -> NoReturn:
    """Only reasons of the table, so that each has its sentence."""
    assert code in REASONS
    raise Unfit(code, **values)
