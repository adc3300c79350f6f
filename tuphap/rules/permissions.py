"""Who may do what: the only table of roles and permissions.

A permission is held through a post (person, unit, role). `Where` says which unit the post must be
at: exactly the commune of the dossier, exactly the unit that appraises it, or any unit above.
Sources: QĐ 25/2021/QĐ-TTg Điều 5 (who scores, appraises, decides); W4, W5, A9 of the requirements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tuphap.rules.four_eyes import FOUR_EYES, NEVER_ABOUT_OWN_UNIT, STANDS_IN, TYPES
from tuphap.rules.refusals import Refused


class Role(StrEnum):
    COMMUNE_OFFICER = "commune_officer"
    COMMUNE_CHAIR = "commune_chair"
    COMMUNE_STAFF = "commune_staff"
    APPRAISER = "appraiser"
    AGENCY = "agency"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    DECIDER = "decider"
    PROVINCE_OFFICER = "province_officer"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.COMMUNE_OFFICER: "Công chức nhập liệu cấp xã",
    Role.COMMUNE_CHAIR: "Lãnh đạo Ủy ban nhân dân cấp xã",
    Role.COMMUNE_STAFF: "Công chức phụ trách nội dung cấp xã",
    Role.APPRAISER: "Cán bộ thẩm tra",
    Role.AGENCY: "Cơ quan phối hợp",
    Role.COUNCIL_MEMBER: "Thành viên Hội đồng",
    Role.COUNCIL_SECRETARY: "Thư ký Hội đồng",
    Role.DECIDER: "Người ghi quyết định công nhận",
    Role.PROVINCE_OFFICER: "Cán bộ Sở Tư pháp",
    Role.PUBLISHER: "Người công bố",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
    Role.AUDITOR: "Kiểm toán, thanh tra (chỉ xem)",
}


class Where(StrEnum):
    """The unit a post must be at, seen from the subject."""

    OWN_UNIT = "own_unit"
    APPRAISING_UNIT = "appraising_unit"
    ABOVE = "above"  # the unit itself or any unit above it


@dataclass(frozen=True)
class Permission:
    """`passes_on`: about what a unit publishes and reports, so whoever took it over goes on."""

    label: str
    where: Where
    writes: bool = True
    passes_on: bool = False


PERMISSIONS: Mapping[str, Permission] = {
    "assessment.view": Permission("xem hồ sơ", Where.ABOVE, writes=False),
    "assessment.fill": Permission("nhập phiếu của đơn vị", Where.OWN_UNIT),
    "assessment.register": Permission("đăng ký đánh giá của đơn vị", Where.OWN_UNIT),
    "assessment.post": Permission("niêm yết kết quả của đơn vị", Where.OWN_UNIT),
    "assessment.submit": Permission("gửi hồ sơ", Where.OWN_UNIT),
    "assessment.ask_chair": Permission("đề nghị lãnh đạo gửi hồ sơ", Where.OWN_UNIT),
    "assessment.submit_for_chair": Permission(
        "gửi hồ sơ thay lãnh đạo, theo bản ký", Where.OWN_UNIT
    ),
    "assessment.sign": Permission("tự ký gửi hồ sơ của đơn vị", Where.OWN_UNIT),
    "assessment.type_for_unit": Permission("nhập thay đơn vị từ bản giấy", Where.APPRAISING_UNIT),
    "assessment.confirm_typed": Permission("xác nhận số liệu nhập thay", Where.OWN_UNIT),
    "assessment.put_in_charge": Permission("giao người phụ trách từng dòng", Where.OWN_UNIT),
    "assessment.confirm_line": Permission("xác nhận dòng mình phụ trách", Where.OWN_UNIT),
    "assessment.receive": Permission("nhận hồ sơ để thẩm tra", Where.APPRAISING_UNIT),
    "assessment.return": Permission("trả lại hồ sơ để bổ sung", Where.APPRAISING_UNIT),
    "assessment.appraise": Permission("thẩm tra hồ sơ", Where.APPRAISING_UNIT),
    "assessment.conclude": Permission("ghi kết luận của Hội đồng", Where.APPRAISING_UNIT),
    "assessment.decide": Permission("ghi quyết định công nhận", Where.APPRAISING_UNIT),
    "agency.manage": Permission("giao tiêu chí cho cơ quan phối hợp", Where.APPRAISING_UNIT),
    "agency.answer": Permission("cho ý kiến của cơ quan phối hợp", Where.APPRAISING_UNIT),
    "council.view": Permission("xem việc của Hội đồng", Where.ABOVE, writes=False),
    "council.manage": Permission("lập Hội đồng, ghi thành viên và quy tắc", Where.ABOVE),
    "council.give_opinion": Permission("cho ý kiến thẩm định", Where.APPRAISING_UNIT),
    "council.record": Permission("ghi phiếu, biên bản họp của Hội đồng", Where.APPRAISING_UNIT),
    "second.view": Permission("xem mức thống nhất khi thẩm tra lại", Where.ABOVE, writes=False),
    "second.draw": Permission("rút mẫu, giao thẩm tra lại", Where.APPRAISING_UNIT),
    "second.answer": Permission("thẩm tra lại độc lập", Where.APPRAISING_UNIT),
    "assessment.report": Permission("báo cáo kết quả lên cấp trên", Where.APPRAISING_UNIT),
    "assessment.publish": Permission("công bố kết quả", Where.ABOVE, passes_on=True),
    "assessment.ask_withdrawal": Permission(
        "đề nghị thu hồi bản công bố", Where.ABOVE, passes_on=True
    ),
    "assessment.withdraw": Permission("xác nhận thu hồi bản công bố", Where.ABOVE, passes_on=True),
    "assessment.import": Permission("nhập kết quả các năm trước từ tệp", Where.ABOVE),
    "assessment.extend": Permission("lùi hạn cho một đơn vị", Where.ABOVE),
    "assessment.assign": Permission("giao người thụ lý hồ sơ", Where.APPRAISING_UNIT),
    "assessment.exempt": Permission("đưa đơn vị ra khỏi kỳ đánh giá", Where.ABOVE),
    "assessment.unlock": Permission("mở lại số liệu đã chốt", Where.ABOVE),
    "assessment.compare": Permission("xem bảng đối chiếu", Where.ABOVE, writes=False),
    "assessment.remind": Permission("nhắc đơn vị trễ hạn", Where.ABOVE),
    "report.view": Permission("xem báo cáo của năm", Where.ABOVE, writes=False),
    "report.write": Permission("soạn báo cáo của năm", Where.ABOVE, passes_on=True),
    "report.freeze": Permission("chốt báo cáo của năm", Where.ABOVE, passes_on=True),
    "comment.ask": Permission("hỏi đơn vị về một nội dung", Where.APPRAISING_UNIT),
    "comment.answer": Permission("trả lời về một nội dung", Where.OWN_UNIT),
    "posting.answer": Permission("trả lời ý kiến góp ý", Where.OWN_UNIT),
    "feedback.view": Permission("xem góp ý đã nhận về kết quả", Where.ABOVE, writes=False),
    "feedback.view_all": Permission("xem mọi góp ý về kết quả", Where.ABOVE, writes=False),
    "feedback.moderate": Permission("duyệt góp ý về kết quả đã công bố", Where.ABOVE),
    "feedback.answer": Permission("dự thảo trả lời góp ý về kết quả", Where.ABOVE),
    "comment.read_notes": Permission("xem ghi chú nội bộ", Where.ABOVE, writes=False),
    "work.view": Permission("xem việc được giao", Where.ABOVE, writes=False),
    "work.assign": Permission("giao việc cho đơn vị cấp dưới", Where.ABOVE),
    "work.report": Permission("ghi kết quả việc được giao", Where.OWN_UNIT),
    "period.manage": Permission("mở và sửa kỳ đánh giá", Where.ABOVE),
    "rule_set.view": Permission("xem bộ tiêu chí", Where.ABOVE, writes=False),
    "rule_set.sign_off": Permission("xác nhận đã đối chiếu bộ tiêu chí", Where.ABOVE),
    "guidance.manage": Permission("ghi hướng dẫn, biểu mẫu của bộ tiêu chí", Where.ABOVE),
    "calendar.edit": Permission("sửa ngày nghỉ, ngày làm bù", Where.ABOVE),
    "trust.manage": Permission("quản lý chứng thư tin cậy", Where.ABOVE),
    "people.view": Permission("xem người dùng và vị trí công tác", Where.ABOVE, writes=False),
    "people.manage": Permission("giao vị trí công tác", Where.ABOVE),
    "unit.view": Permission("xem danh sách đơn vị", Where.ABOVE, writes=False),
    "unit.change": Permission("thay đổi đơn vị", Where.ABOVE),
    "audit.view": Permission("xem nhật ký", Where.ABOVE, writes=False),
    "jobs.retry": Permission("xem và chạy lại việc nền", Where.ABOVE),
    "remedy.write": Permission("ghi kế hoạch khắc phục của đơn vị", Where.OWN_UNIT),
    "site.manage": Permission("sửa thiết lập trang", Where.ABOVE),
}

_IN_COMMUNE = ("assessment.put_in_charge", "assessment.confirm_line")
_LOOK = ("assessment.view", "rule_set.view", "work.view")

ROLE_GRANTS: Mapping[Role, tuple[str, ...]] = {
    Role.COMMUNE_OFFICER: (
        *_LOOK,
        *_IN_COMMUNE,
        "assessment.confirm_typed",
        "assessment.ask_chair",
        "assessment.submit_for_chair",
        "assessment.register",
        "assessment.fill",
        "assessment.post",
        "assessment.submit",
        "comment.answer",
        "posting.answer",
        "feedback.view",
        "feedback.answer",
        "work.report",
        "remedy.write",
    ),
    Role.COMMUNE_STAFF: (*_LOOK, "assessment.confirm_line"),
    Role.COMMUNE_CHAIR: (
        *_LOOK,
        *_IN_COMMUNE,
        "assessment.confirm_typed",
        "assessment.sign",
        "assessment.register",
        "assessment.submit",
        "comment.answer",
        "posting.answer",
        "feedback.view",
        "feedback.answer",
        "remedy.write",
    ),
    Role.APPRAISER: (
        *_LOOK,
        "assessment.type_for_unit",
        "assessment.receive",
        "assessment.return",
        "assessment.appraise",
        "assessment.extend",
        "assessment.remind",
        "assessment.assign",
        "agency.manage",
        "assessment.compare",
        "second.view",
        "second.draw",
        "second.answer",
        "comment.ask",
        "comment.read_notes",
        "work.assign",
    ),
    # No "assessment.view": whoever answers for an agency sees the lines it is asked about only.
    Role.AGENCY: ("rule_set.view", "agency.answer"),
    Role.COUNCIL_MEMBER: (
        *_LOOK,
        "council.give_opinion",
        "second.view",
        "comment.read_notes",
    ),
    Role.COUNCIL_SECRETARY: (
        *_LOOK,
        "assessment.conclude",
        "council.view",
        "council.manage",
        "council.give_opinion",
        "council.record",
        "second.view",
        "second.draw",
        "comment.ask",
        "comment.read_notes",
    ),
    Role.DECIDER: (
        *_LOOK,
        "assessment.decide",
        "assessment.report",
        "assessment.compare",
        "council.view",
        "second.view",
    ),
    Role.PROVINCE_OFFICER: (
        *_LOOK,
        "assessment.type_for_unit",
        "assessment.extend",
        "assessment.remind",
        "assessment.exempt",
        "assessment.unlock",
        "assessment.ask_withdrawal",
        "assessment.import",
        "agency.manage",
        "assessment.compare",
        "feedback.view_all",
        "feedback.moderate",
        "feedback.answer",
        "report.view",
        "report.write",
        "council.view",
        "second.view",
        "council.manage",
        "work.assign",
        "period.manage",
        "trust.manage",
        "rule_set.sign_off",
        "guidance.manage",
        "calendar.edit",
        "site.manage",
        "unit.view",
        "unit.change",
    ),
    Role.PUBLISHER: (
        *_LOOK,
        "assessment.compare",
        "feedback.view_all",
        "feedback.moderate",
        "report.view",
        "report.freeze",
        "assessment.publish",
        "assessment.ask_withdrawal",
        "assessment.withdraw",
    ),
    Role.ADMINISTRATOR: (
        "trust.manage",
        "rule_set.view",
        "people.view",
        "people.manage",
        "unit.view",
        "unit.change",
        "calendar.edit",
        "jobs.retry",
        "site.manage",
    ),
    Role.AUDITOR: (
        *_LOOK,
        "assessment.compare",
        "feedback.view_all",
        "report.view",
        "council.view",
        "second.view",
        "comment.read_notes",
        "people.view",
        "unit.view",
        "audit.view",
    ),
}

# Which roles a holder may give to others, within reach and never to himself (A7).
MAY_GIVE: Mapping[Role, tuple[Role, ...]] = {Role.ADMINISTRATOR: tuple(Role)}


@dataclass(frozen=True)
class HeldPost:
    """One way in which somebody reaches a unit and what lies below it.

    `spans` are the subtrees: the unit itself and, for reading only, the units it came from.
    """

    role: Role
    unit_path: str
    unit_name: str
    spans: tuple["Span", ...]


@dataclass(frozen=True)
class Span:
    """A subtree of units at one time: codes repeat, so the days belong to the identity.

    `inherited`: of a unit that has become part of the own one as a whole.
    """

    path: str
    valid_from: str  # ISO day; text orders like the day
    valid_to: str  # ISO day, "9999-12-31" while open
    read_only: bool = False
    inherited: bool = False


@dataclass(frozen=True)
class Actor:
    """A person who acts, with the posts held at the moment of acting."""

    person_id: int | None
    name: str
    posts: tuple[HeldPost, ...]
    at: datetime
    second_factor_at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """A unit as permissions see it."""

    path: str
    valid_from: str


@dataclass(frozen=True)
class Subject:
    """The thing asked for: its unit, the unit that appraises it, who did what on it before.

    `typed_by` is who types for the unit from its paper, until the unit has had its word.
    """

    unit: Place
    appraising_unit: Place | None = None
    done_by: Mapping[str, frozenset[int]] = field(default_factory=dict)
    typed_by: int | None = None


def require(actor: Actor, permission: str, subject: Subject) -> None:
    """Pass silently or raise Refused with the reason a person can act upon."""
    if _stands_in(actor, permission, subject):
        return
    rule = PERMISSIONS[permission]
    granted = posts_with(actor, permission)
    if not granted:
        raise _no_role(permission)
    if not any(_reaches(post, rule, subject) for post in granted):
        raise Refused(
            "other_unit",
            f"Quyền {rule.label} không gồm hồ sơ của đơn vị này.",
            permission=permission,
        )
    require_unbiased(actor, permission, subject)


def require_unbiased(actor: Actor, permission: str, subject: Subject) -> None:
    """W5 alone, whatever posts give the right: not after an own deed, not about the own unit."""
    label = PERMISSIONS[permission].label
    for earlier in FOUR_EYES.get(permission, ()):
        if actor.person_id in subject.done_by.get(earlier, frozenset()):
            raise Refused(
                "four_eyes",
                f"Người đã {PERMISSIONS[earlier].label} không {label} của cùng hồ sơ. "
                "Chuyển việc này cho người khác.",
                permission=permission,
            )
    if permission in NEVER_ABOUT_OWN_UNIT:
        _require_outsider(actor, permission, subject.unit)


def _stands_in(actor: Actor, permission: str, subject: Subject) -> bool:
    """Only the very person who began typing, and only while he still may."""
    return (
        permission in STANDS_IN
        and subject.typed_by is not None
        and subject.typed_by == actor.person_id
        and may(actor, TYPES, subject)
    )


def _require_outsider(actor: Actor, permission: str, unit: Place) -> None:
    own = next((post for post in actor.posts if _is_at(post, unit)), None)
    if own is not None:
        raise Refused(
            "own_unit",
            f"Người có vị trí công tác tại {own.unit_name} không {PERMISSIONS[permission].label}, "
            "vì hồ sơ là của chính đơn vị này. Chuyển việc này cho người khác.",
            permission=permission,
        )


def _is_at(post: HeldPost, unit: Place) -> bool:
    """At the unit itself, or at the one it became part of."""
    return any(span.path == unit.path and _covers(span, unit) for span in post.spans)


def may(actor: Actor, permission: str, subject: Subject | None = None) -> bool:
    """The same question with a yes or no; without a subject: anywhere at all?"""
    if subject is None:
        return bool(posts_with(actor, permission))
    try:
        require(actor, permission, subject)
    except Refused:
        return False
    return True


def posts_with(actor: Actor, permission: str) -> list[HeldPost]:
    if permission not in PERMISSIONS:
        raise KeyError(permission)
    return [post for post in actor.posts if permission in ROLE_GRANTS[post.role]]


def grantable_roles(actor: Actor) -> frozenset[Role]:
    return frozenset(role for post in actor.posts for role in MAY_GIVE.get(post.role, ()))


def reach(actor: Actor, permission: str) -> list[Span]:
    """The subtrees in which this permission holds; empty where nowhere."""
    rule = PERMISSIONS[permission]
    return [
        span
        for post in posts_with(actor, permission)
        for span in post.spans
        if _holds_in(span, rule)
    ]


def _holds_in(span: Span, rule: Permission) -> bool:
    """On a unit that has ended only reading is left (M5), and what its successor goes on with."""
    return not rule.writes or not span.read_only or (rule.passes_on and span.inherited)


def _reaches(post: HeldPost, rule: Permission, subject: Subject) -> bool:
    if rule.where is Where.ABOVE:
        return _inside_any(subject.unit, post.spans, rule)
    place = subject.unit if rule.where is Where.OWN_UNIT else subject.appraising_unit
    return (
        place is not None and post.unit_path == place.path and _inside_any(place, post.spans, rule)
    )


def _inside_any(place: Place, spans: Iterable[Span], rule: Permission) -> bool:
    return any(
        place.path.startswith(span.path) and _covers(span, place) and _holds_in(span, rule)
        for span in spans
    )


def _covers(span: Span, place: Place) -> bool:
    return span.valid_from <= place.valid_from <= span.valid_to


def require_anywhere(actor: Actor, permission: str) -> None:
    """For pages that belong to no single unit: the permission must be held somewhere."""
    if not posts_with(actor, permission):
        raise _no_role(permission)


def _no_role(permission: str) -> Refused:
    label = PERMISSIONS[permission].label
    return Refused("no_role", f"Tài khoản chưa được giao quyền {label}.", permission=permission)
