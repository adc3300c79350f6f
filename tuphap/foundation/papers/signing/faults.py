"""Why nothing was signed: a code that passes between the two processes, and its sentence."""


class NotSigned(Exception):  # noqa: N818 - it is told to a person
    """`args[0]` is a key of FAULTS."""


ASK = "Báo quản trị hệ thống."
FAULTS = {
    "passphrase": "Mật khẩu của chứng thư chưa đúng. Nhập lại mật khẩu của tệp chứng thư.",
    "no_store": "Tệp chứng thư không đọc được. Báo quản trị hệ thống kiểm tra thư mục chứng thư.",
    "token_settings": f"Phần cài đặt thiết bị ký số của đơn vị này chưa đúng. {ASK}",
    "no_module": f"Không mở được phần mềm của thiết bị ký số trên máy chủ. {ASK}",
    "no_token": "Không thấy thiết bị ký số. Cắm thiết bị vào máy chủ rồi ký lại.",
    "pin": "Mã PIN chưa đúng. Nhập lại; sai nhiều lần thì thiết bị sẽ khóa.",
    "pin_last": "Mã PIN chưa đúng. Thiết bị sẽ khóa nếu sai thêm một lần: xem lại mã PIN rồi "
    "mới nhập.",
    "pin_locked": "Thiết bị ký số đã khóa vì mã PIN sai nhiều lần. Liên hệ nơi cấp để mở khóa.",
    "pin_expired": "Mã PIN đã hết hạn. Đổi mã PIN bằng phần mềm của thiết bị rồi ký lại.",
    "no_key": f"Thiết bị ký số không có khóa đã ghi trong cài đặt, hoặc có nhiều khóa trùng "
    f"tên. {ASK}",
    "no_certificate": f"Thiết bị ký số không có chứng thư đã ghi trong cài đặt, hoặc có nhiều "
    f"chứng thư trùng tên. {ASK}",
    "other_key": f"Khóa và chứng thư trên thiết bị ký số không phải của nhau. {ASK}",
    "token_failed": "Thiết bị ký số báo lỗi nên chưa ký. Rút ra, cắm lại rồi ký lại.",
    "not_valid_now": "Chứng thư chưa có hiệu lực hoặc đã hết hạn. Thay chứng thư rồi ký lại.",
    "not_for_signing": "Chứng thư này không dùng để ký được. Kiểm tra lại chứng thư.",
    "no_chain": "Thiếu chứng thư của nơi cấp, người nhận sẽ không kiểm tra được chữ ký. Báo quản "
    "trị hệ thống thêm chứng thư của nơi cấp.",
    "chain_file": f"Tệp chứng thư của nơi cấp không đọc được nên chưa ký. {ASK}",
    "no_stamp": "Chưa lấy được dấu thời gian nên chưa ký. Thử lại sau ít phút.",
    "too_long": "Ký quá lâu chưa xong nên đã dừng, chưa ký gì. Thử lại sau ít phút.",
    "broken": f"Không ký được tệp này. {ASK}",
}
