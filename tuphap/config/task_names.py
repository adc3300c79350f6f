"""What tasks are called on the page “Việc nền”; a test finds one that is missing."""

TASK_NAMES = {
    "tuphap.foundation.accounts.tasks.clear_ended_sessions": "Dọn phiên đăng nhập đã hết",
    "tuphap.foundation.files.tasks.sweep_broken_uploads": "Dọn phần tệp tải lên dở",
    "tuphap.foundation.files.tasks.scan_file": "Quét vi-rút một tệp",
    "tuphap.foundation.files.tasks.lay_out_pages": "Dựng trang xem trước của một tệp",
    "tuphap.foundation.files.tasks.look_at_signatures": "Kiểm tra lại chữ ký số của một tệp",
    "tuphap.foundation.files.tasks.scan_waiting_files": "Quét vi-rút các tệp còn chờ",
    "tuphap.modules.assessments.remedies.tasks.send_remedy_reminders": "Nhắc hạn khắc phục",
    "tuphap.foundation.site.tasks.keep_site_files": "Giữ tệp thiết lập trang đúng với bản đã lưu",
    "tuphap.foundation.seals.tasks.seal_journal": "Niêm phong dòng mới của nhật ký",
    "tuphap.foundation.seals.tasks.verify_journal": "Kiểm tra nhật ký theo dấu niêm phong",
    "tuphap.foundation.seals.tasks.send_seal_head": "Gửi mã niêm phong mới nhất",
    "tuphap.foundation.jobs.tasks.clear_finished_jobs": "Dọn việc nền đã xong",
    "tuphap.foundation.jobs.tasks.clear_job_faults": "Dọn ghi chép lỗi của việc nền",
    "tuphap.foundation.jobs.tasks.sweep_jobs": "Nhặt lại việc bị bỏ dở",
    "tuphap.foundation.notices.tasks.send_letter": "Gửi thư thông báo",
    "tuphap.foundation.notices.tasks.send_daily_letter": "Gửi thư tổng hợp trong ngày",
    "tuphap.foundation.made_papers.tasks.make_paper": "Tạo một giấy tờ",
    "tuphap.foundation.made_papers.tasks.papers_left_behind": "Nhặt lại giấy tờ chưa tạo",
    "tuphap.modules.assessments.papers.tasks.copy_letters_left_behind": (
        "Nhặt lại thư kèm bản sao chưa gửi"
    ),
    "tuphap.modules.assessments.papers.tasks.send_copy_letter": "Gửi thư kèm bản sao hồ sơ",
    "tuphap.foundation.presence.tasks.forget_open_pages": "Dọn danh sách người đang mở phiếu",
    "tuphap.foundation.notices.tasks.start_daily_letters": "Bắt đầu gửi thư tổng hợp trong ngày",
    "tuphap.foundation.notices.tasks.sweep_letters": "Nhặt lại thư chưa có lượt gửi",
    "tuphap.foundation.request_keys.tasks.forget_answered_requests": "Dọn khóa gửi quá một ngày",
    "tuphap.foundation.files.tasks.look_at_file": "Ghi nhận hình trang đầu của một tệp",
    "tuphap.foundation.files.tasks.look_at_waiting_files": "Nhặt lại tệp chưa ghi nhận hình",
    "tuphap.modules.assessments.province_desk.tasks.refresh_flags_of": (
        "Kiểm tra cờ của hồ sơ vừa gửi"
    ),
    "tuphap.modules.assessments.feedback.tasks.forget_who_gave_feedback": (
        "Xóa tên, cách liên hệ của người góp ý đã quá hạn giữ"
    ),
    "tuphap.modules.assessments.province_desk.tasks.refresh_flags": "Kiểm tra lại cờ của hồ sơ",
    "tuphap.outlets.exchange.tasks.forget_big_exports": "Xóa tệp xuất nhiều năm quá hạn giữ",
    "tuphap.outlets.exchange.tasks.read_import": "Đọc tệp kết quả các năm trước",
    "tuphap.outlets.exchange.tasks.forget_imports": "Xóa tệp kết quả quá hạn giữ",
    "tuphap.outlets.exchange.tasks.make_big_export": "Xuất tệp nhiều năm",
    "tuphap.modules.assessments.tasks.refresh_statistics": "Tính lại thống kê của kỳ đánh giá",
    "tuphap.modules.assessments.tasks.send_reminders": "Nhắc hạn gửi hồ sơ",
}
