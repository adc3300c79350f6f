"""What kinds of events are called for people; a test finds a kind that is missing here."""

KINDS = {
    "log_in": "Đăng nhập",
    "log_in_failed": "Đăng nhập sai",
    "locked_out": "Tạm khóa đăng nhập",
    "log_out": "Đăng xuất",
    "password_changed": "Đổi mật khẩu",
    "refused": "Bị từ chối",
    "person_added": "Thêm người dùng",
    "person_locked": "Khóa tài khoản",
    "person_unlocked": "Mở lại tài khoản",
    "post_given": "Giao vị trí công tác",
    "post_ended": "Kết thúc vị trí công tác",
    "calendar.day_added": "Thêm ngày nghỉ, làm bù",
    "calendar.day_removed": "Xóa ngày nghỉ, làm bù",
    "period_opened": "Mở kỳ đánh giá",
    "period_dates_changed": "Sửa ngày của kỳ đánh giá",
    "submit_link_made": "Lập đường dẫn gửi hồ sơ",
    "submitted_by_link": "Gửi hồ sơ bằng đường dẫn",
    "submitted_for_chair": "Gửi hồ sơ thay lãnh đạo, theo bản ký",
    "work_assigned": "Giao việc",
    "work_changed": "Sửa việc đã giao",
    "work_withdrawn": "Rút lại việc đã giao",
    "work_reported": "Ghi kết quả việc được giao",
    "rule_row_signed_off": "Xác nhận dòng bộ tiêu chí",
    "guidance_written": "Ghi hướng dẫn",
    "guidance_file_added": "Thêm tệp hướng dẫn, biểu mẫu",
    "guidance_file_replaced": "Thay tệp hướng dẫn, biểu mẫu",
    "guidance_file_removed": "Gỡ tệp hướng dẫn, biểu mẫu",
    "published": "Công bố",
    "jobs_retried": "Chạy lại việc nền",
    "exported": "Xuất bảng",
    "file_downloaded": "Tải tệp",
    "file_damaged": "Tệp không còn nguyên",
    "file_infected": "Tệp có vi-rút",
    "trust_anchor_added": "Thêm chứng thư tin cậy",
    "trust_anchor_ended": "Ngừng tin cậy chứng thư",
}


def label_of(kind: str) -> str:
    return KINDS.get(kind, kind)
