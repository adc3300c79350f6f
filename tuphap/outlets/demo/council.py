"""The council of the year in progress: seven members, one against, one away; one meeting closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.notices.models import NoticeChoice, Way
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.council.actions.councils import (
    CouncilSettings,
    Seat,
    add_member,
    set_up,
)
from tuphap.modules.assessments.council.actions.meetings import Plan as Minutes
from tuphap.modules.assessments.council.actions.meetings import close, hold
from tuphap.modules.assessments.council.actions.opinions import Said, Seen, give_opinion
from tuphap.modules.assessments.council.models import Council, CouncilMember
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.outlets.demo import walk
from tuphap.outlets.demo.plan import Plan
from tuphap.rules.council import Stance
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.workflows.assessment import FINAL

PAPER, RULES = "45/QĐ-UBND", ("two_thirds", "half_taking_part")
CHAIR, AGENCIES = (
    "Lãnh đạo Ủy ban nhân dân",
    (
        "Văn phòng Ủy ban nhân dân",
        "Công an",
        "Sở Nội vụ",
        "Sở Nông nghiệp và Môi trường",
    ),
)
AWAY = ("Thành viên vắng mặt", "Ủy ban Mặt trận Tổ quốc Việt Nam")
AGREES = Said(Stance.MET)
REFUSES = Said(Stance.NOT_MET, requests="Số liệu chưa đủ điều kiện công nhận.")
DOUBTS = Said(
    Stance.NOT_MET,
    {"TC1": "Đề nghị đối chiếu lại danh mục văn bản đã ban hành."},
    "Rà soát lại tài liệu kiểm chứng của tiêu chí 1.",
)
MINUTES = (
    "Thư ký báo cáo kết quả thẩm tra và các nội dung có số liệu khác nhau giữa hai cột.\n"
    "Các thành viên thảo luận, cho ý kiến từng hồ sơ trên hệ thống.\n"
    "Hội đồng thống nhất đề nghị theo kết quả tổng hợp phiếu."
)
# Of what still waits: how many dossiers some members have spoken of.
BEGUN, SPOKEN = 6, 3


def tell(
    plan: Plan,
    period: Period,
    people: Mapping[str, Person],
    settled: Sequence[Assessment],
    waiting: Sequence[Assessment],
    times: Mapping[str, datetime],
) -> None:
    """`settled` were decided after the meeting; `waiting` lie before the council now."""
    cast = walk.Cast()
    begins = timezone.localtime(times["council"]).replace(hour=8, minute=30, second=0)
    day = begins - timedelta(hours=1)
    by = cast.act(people["secretary"], day)
    rules = CouncilSettings(PAPER, timezone.localdate(times["open"]), *RULES)
    council = set_up(period, period.scope_unit, rules, by=by)
    voices = [people["council"], *_employ(plan, council.unit)]
    _seat(council, voices, by, timezone.localdate(times["open"]), plan.mark)
    _speak(settled, voices, cast, day)
    minutes = Minutes(
        place="Phòng họp Sở Tư pháp",
        begins_at=begins,
        ends_at=begins + timedelta(hours=2),
        minutes=MINUTES,
        present=frozenset(_seats_of(council, voices)),
        dossiers=frozenset(row.pk for row in settled),
    )
    by = cast.act(people["secretary"], begins + timedelta(hours=3))
    meeting = hold(council.pk, minutes, by=by)
    close(council.pk, meeting.pk, meeting.version, by=by)
    _speak(waiting[:BEGUN], voices[1 : 1 + SPOKEN], cast, times["opinion"])


def _employ(plan: Plan, unit: Unit) -> list[Person]:
    """Members who cannot log in: the chair, then one of each agency."""
    titles = (CHAIR, *AGENCIES)
    people = Person.objects.bulk_create(
        Person(
            email=f"council.{number}.{unit.code}@{plan.mail_domain}",
            full_name=f"Thành viên {number} {plan.mark}",
            password=make_password(None),
        )
        for number, _ in enumerate(titles, 1)
    )
    Post.objects.bulk_create(
        Post(person=who, unit=unit, role=Role.COUNCIL_MEMBER.value, starts_on=unit.valid_from)
        for who in people
    )
    NoticeChoice.objects.bulk_create(NoticeChoice(person=who, way=Way.NONE) for who in people)
    return people


def _seat(council: Council, voices: Sequence[Person], by: Actor, since: date, mark: str) -> None:
    roles = {1: CouncilMember.CHAIR, 2: CouncilMember.DEPUTY}
    agencies = ("Sở Tư pháp", CHAIR, *AGENCIES)
    for place, who in enumerate(voices):
        role = roles.get(place, CouncilMember.MEMBER)
        add_member(council.pk, Seat(who.pk, "", agencies[place], role, True, since), by=by)
    name, agency = AWAY
    away = Seat(None, f"{name} {mark}", agency, CouncilMember.MEMBER, True, since)
    add_member(council.pk, away, by=by)
    scribe = Seat(by.person_id, "", "Sở Tư pháp", CouncilMember.SECRETARY, False, since)
    add_member(council.pk, scribe, by=by)


def _speak(
    dossiers: Sequence[Assessment], voices: Sequence[Person], cast: walk.Cast, at: datetime
) -> None:
    """All as the figures say; the last member doubts the first good dossier."""
    rows = ColumnSummary.objects.filter(assessment__in=dossiers, column=FINAL)
    met = dict(rows.values_list("assessment_id", "met"))
    versions = dict(Assessment.objects.filter(pk__in=met).order_by().values_list("pk", "version"))
    doubted = next((row for row in dossiers if met[row.pk]), None)
    for row in dossiers:
        for who in voices:
            said = AGREES if met[row.pk] else REFUSES
            if row is doubted and who is voices[-1]:
                said = DOUBTS
            give_opinion(row.pk, said, Seen(versions[row.pk], 0), by=cast.act(who, at))


def _seats_of(council: Council, people: Sequence[Person]) -> list[UUID]:
    rows = CouncilMember.objects.filter(council=council, person__in=people)
    return list(rows.values_list("pk", flat=True))
