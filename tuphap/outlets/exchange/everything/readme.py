"""README.txt of the folder: for somebody who has never seen the program."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

_TEXT = """TOÀN BỘ DỮ LIỆU CỦA MỘT BẢN CÀI ĐẶT TƯ PHÁP SỐ

Lập lúc {made_at}, phần mềm tuphap {version}.
{tables} bảng, {rows} dòng, {files} tệp. Mọi bảng và tệp là của cùng một thời điểm.
Đọc được bằng công cụ thông thường, không cần phần mềm đã tạo ra nó.

TRONG THƯ MỤC NÀY
  manifest.json   Mô tả: mỗi bảng có những cột nào, kiểu gì, nghĩa là gì, nối tới bảng nào,
                  bao nhiêu dòng, mã kiểm tra SHA-256; phiên bản bộ tiêu chí; phần để lại.
  tables/         Mỗi bảng một tệp CSV, tên tệp là tên bảng.
  files/          Các tệp đã nộp (minh chứng, văn bản, bản quét). Tên tệp là mã SHA-256
                  của nội dung, đuôi giữ như khi nộp.
  files.csv       Mỗi tệp một dòng: sha256, size (byte), path, name (tên người nộp đặt).
                  path trống: tệp đã mất hoặc hỏng trước khi xuất.

CÁCH ĐỌC BẢNG
  - Mã chữ UTF-8, ngăn cách bằng dấu phẩy, dòng đầu là tên cột. Ô có dấu phẩy, dấu ngoặc kép
    hoặc xuống dòng nằm trong ngoặc kép; ngoặc kép trong ô viết hai lần.
  - Không có giá trị: \\N không có ngoặc kép. Ô trống: chữ rỗng. Chữ \\N thật: "\\N" có ngoặc kép.
  - Ngày: năm-tháng-ngày. Giờ: theo giờ quốc tế (+00); giờ Việt Nam thêm 7 tiếng.
  - Số thập phân dùng dấu chấm. Đúng, sai: t, f. Cột jsonb là JSON.
  - Ô giữ nguyên chữ đã lưu. Mở bằng bảng tính thì nhập tệp với mọi cột là văn bản,
    để ô bắt đầu bằng dấu = không thành công thức và số 0 đứng đầu không mất.
  - Cột tên …_id chứa khóa của dòng ở bảng khác; manifest.json ghi bảng đó ở refers_to.
  - Bảng tên …history là các lần sửa của bảng cùng tên, do cơ sở dữ liệu tự ghi.

BẮT ĐẦU TỪ ĐÂU
  units_unit                  đơn vị hành chính, từ ngày nào đến ngày nào
  assessments_period          kỳ đánh giá của từng năm
  assessments_assessment      hồ sơ của một đơn vị trong một kỳ
  assessments_entry           số liệu và điểm từng nội dung của hồ sơ
  assessments_evidence        tài liệu kèm theo; file_id nối tới files_storedfile
  files_storedfile            tên và mã SHA-256 của tệp; tìm tệp trong files/ theo mã này
  publication_publishedcopy   các bản công bố, nguyên văn
  criteria_ruleset            các phiên bản bộ tiêu chí
  accounts_person             người dùng (dữ liệu cá nhân)

KIỂM TRA
  Linux: sha256sum tables/units_unit.csv
  Windows: certutil -hashfile tables\\units_unit.csv SHA256
  So với sha256 của bảng đó trong manifest.json.

NẠP VÀO MỘT BẢN CÀI ĐẶT TRỐNG CỦA TƯ PHÁP SỐ, CÙNG PHIÊN BẢN
  python3 run.py manage migrate
  python3 run.py manage import_all <thư mục này>

KHÔNG CÓ TRONG THƯ MỤC
{left_out}

BẢO MẬT
  Thư mục có dữ liệu cá nhân và hồ sơ chưa công bố, không mã hóa. Giữ ở nơi chỉ người có trách
  nhiệm mở được; xóa khi không cần nữa.
"""


def readme(manifest: dict[str, Any]) -> str:
    left = manifest["left_out"]
    lines = [f"  {row['name']}: {row['reason']}" for row in left["tables"]]
    lines += [f"  {row['table']}.{row['name']}: {row['reason']}" for row in left["columns"]]
    return _TEXT.format(
        made_at=f"{localtime(datetime.fromisoformat(manifest['made_at'])):%H:%M ngày %d/%m/%Y}",
        version=manifest["product"]["version"],
        tables=len(manifest["tables"]),
        rows=sum(table["rows"] for table in manifest["tables"]),
        files=manifest["files"]["count"],
        left_out="\n".join(lines),
    )
