"""A unit says that it takes part, where a period asks for it.

The step comes from an application made for a province, not from the law (SECONDARY): a setting.
"""

from tuphap.rules.workflow import Move, Status, Tone

REGISTER = "register"
UNREGISTERED = Status("unregistered", "Chưa đăng ký", Tone.GREY, is_optional=True)
REGISTERED = Status("registered", "Đã đăng ký", Tone.GREY)
REGISTERING = Move(
    REGISTER, "Đăng ký đánh giá", UNREGISTERED.code, REGISTERED.code, "assessment.register"
)
