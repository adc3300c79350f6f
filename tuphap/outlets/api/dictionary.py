"""What each field of a result means; the same words stand in docs/open-data.md in English."""

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "year": "Năm đánh giá",
    "copy_number": "Số của bản công bố; đính chính có số lớn hơn",
    "unit_code": "Mã đơn vị vào ngày lập danh sách của năm",
    "unit_name": "Tên đơn vị vào ngày đó",
    "unit_kind": "Loại đơn vị",
    "group_code": "Mã đơn vị ở giữa, null nếu không có",
    "group_name": "Tên đơn vị ở giữa",
    "self_total": "Tổng điểm tự chấm, chuỗi có dấu chấm thập phân; null nếu không chấm điểm",
    "appraised_total": "Tổng điểm thẩm tra",
    "final_total": "Tổng điểm chính thức",
    "self_passed": "Số chỉ tiêu đạt theo tự đánh giá; null nếu bộ tiêu chí chấm điểm",
    "appraised_passed": "Số chỉ tiêu đạt sau thẩm tra",
    "final_passed": "Số chỉ tiêu đạt chính thức",
    "of": "Tổng số chỉ tiêu",
    "difference": "Điểm chính thức trừ điểm tự chấm",
    "scores": "Cột chính thức theo mã tiêu chí và chỉ tiêu: điểm, hoặc 1 đạt và 0 chưa đạt",
    "met": "Đạt chuẩn hay chưa",
    "failed_conditions": "Mã các điều kiện không bảo đảm",
    "decision_number": "Số quyết định",
    "decision_date": "Ngày ký quyết định, năm-tháng-ngày",
    "decided_by": "Người có thẩm quyền quyết định",
    "relation": "Trong lịch sử một đơn vị: same là chính mã được hỏi, predecessor là đơn vị hợp "
    "thành, successor là đơn vị kế tiếp",
    "succeeded_by": "Trong lịch sử một đơn vị: mã và tên đơn vị đang đứng ở đó hôm nay; trống nếu "
    "đơn vị còn",
    "withdrawn_on": "Ngày bản công bố bị thu hồi; null khi đang dùng",
}
