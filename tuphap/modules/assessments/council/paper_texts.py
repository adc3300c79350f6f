"""The texts of the council's papers: the form of a member (F4), the summary of opinions (F5), and
the minutes. Titles and columns of the annex were not seen exactly; no form number is printed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from tuphap.foundation.papers.office import PEOPLES_COMMITTEE, Signature, head, signatures
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.council.models import (
    Council,
    CouncilMember,
    Meeting,
    Opinion,
    TreatedDossier,
)
from tuphap.modules.assessments.council.results import REASON_WORDS
from tuphap.modules.assessments.matrix.places import own_column_name
from tuphap.modules.assessments.models import COLUMN_LABELS, Assessment, ColumnSummary
from tuphap.modules.assessments.papers.stamp import ILLUSTRATION
from tuphap.modules.assessments.papers.wording import inside, score_words
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.council import STANCE_LABELS, Stance
from tuphap.rules.numbers import UNKNOWN, format_points, format_points_short
from tuphap.rules.rule_set import POINTS, RuleSet, display_name
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF

OPINION_TITLE = "Phiếu lấy ý kiến thành viên Hội đồng"
SUMMARY_TITLE = "Bản tổng hợp ý kiến thẩm định của thành viên Hội đồng"
MINUTES_TITLE = "Biên bản họp Hội đồng"
BODY_NAME = "Hội đồng\nđánh giá chuẩn\ntiếp cận pháp luật"
SUBJECT = "về kết quả đánh giá chuẩn tiếp cận pháp luật"
NONE_SAID = "Không có"
ROLE_WORDS = dict(CouncilMember.ROLES)
CHOSEN, FREE = "[x]", "[  ]"


def opinion_texts(
    member: CouncilMember,
    dossier: Assessment,
    opinion: Opinion | None,
    summaries: Mapping[str, ColumnSummary],
) -> dict[str, Any]:
    """Filled with what was said, or with room to write."""
    council, rule_set = member.council, parsed(dossier.period.rule_set)
    day, saved = _said_on(opinion)
    columns = [name for name in (SELF, APPRAISED, FINAL) if name in summaries]
    names = {**COLUMN_LABELS, SELF: own_column_name(rule_set.scale)}
    return {
        **_frame(council, OPINION_TITLE, OPINION_TITLE.upper(), day, saved),
        "subtitles": [f"{SUBJECT} năm {dossier.period.year}"],
        "about": f"({dossier.unit.name})",
        "facts": [
            f"Họ và tên: {member.name}",
            f"Chức vụ, cơ quan: {member.agency or '…'}",
            f"Vai trò trong Hội đồng: {ROLE_WORDS[member.role]}",
        ],
        "columns": ["STT", "Tiêu chí", *(names[name] for name in columns), "Nhận xét"],
        "figures": len(columns),
        "rows": list(_criterion_rows(rule_set, columns, summaries, opinion)),
        "total": _totals(rule_set, columns, summaries),
        "conditions": _conditions(rule_set, summaries.get(FINAL)),
        "stances": [
            f"{CHOSEN if opinion and opinion.stance == stance else FREE} {STANCE_LABELS[stance]}"
            for stance in Stance
        ],
        "requests": opinion.requests or NONE_SAID if opinion else "",
        "by_hand": opinion is None,
        "signatures": signatures(
            Signature((), "", ""),
            Signature(("THÀNH VIÊN HỘI ĐỒNG",), "(Ký, ghi rõ họ tên)", member.name),
        ),
    }


def _said_on(opinion: Opinion | None) -> tuple[date | None, str]:
    """The day of the form and where it comes from: said here, entered from paper, to be filled."""
    if opinion is None:
        return None, "Phiếu để ghi tay."
    if opinion.paper is None:
        return timezone.localdate(opinion.entered_at), f"Ý kiến ghi {_at(opinion.entered_at)}."
    signed = opinion.paper.signed_on
    return signed, (
        f"Ghi từ phiếu giấy ký ngày {signed:%d/%m/%Y}; {opinion.entered_by.full_name} nhập "
        f"{_at(opinion.entered_at)}."
    )


def summary_texts(meeting: Meeting, lines: Sequence[TreatedDossier]) -> dict[str, Any]:
    """Of a closed meeting: from what it kept, so later changes are not in it."""
    return {
        **_frame(
            meeting.council, SUMMARY_TITLE, SUMMARY_TITLE.upper(), _day(meeting), _closed(meeting)
        ),
        "subtitles": [f"{SUBJECT} năm {meeting.council.period.year}"],
        "about": "",
        "intro": f"Cuộc họp ngày {_day(meeting):%d/%m/%Y}; cách tính phiếu: "
        f"{meeting.council.get_voting_rule_display().lower()}.",
        "rows": [_summary_row(number, line) for number, line in enumerate(lines, 1)],
        "signatures": signatures(
            Signature(("NGƯỜI TỔNG HỢP",), "(Ký, ghi rõ họ tên)", _scribe(meeting)),
            Signature(_leading_role(lines), "(Ký, ghi rõ họ tên)", _chair(lines)),
        ),
    }


def minutes_texts(
    meeting: Meeting,
    lines: Sequence[TreatedDossier],
    people: Sequence[tuple[CouncilMember, bool]],
) -> dict[str, Any]:
    """`people` are those who sit on its day, and whether they were there."""
    council = meeting.council
    year = council.period.year
    return {
        **_frame(council, MINUTES_TITLE, "BIÊN BẢN", _day(meeting), _closed(meeting)),
        "subtitles": [f"Họp Hội đồng đánh giá chuẩn tiếp cận pháp luật năm {year}"],
        "about": "",
        "opening": _opening(meeting),
        "people": [
            f"{number}. {row.name}, {row.agency + ', ' if row.agency else ''}"
            f"{ROLE_WORDS[row.role]}{'' if there else ': vắng mặt'}"
            for number, (row, there) in enumerate(people, 1)
        ],
        "rules": f"Điều kiện họp: {council.get_quorum_display().lower()}; "
        f"cách tính phiếu: {council.get_voting_rule_display().lower()}.",
        "course": meeting.minutes.split("\n"),
        "rows": [_vote_row(number, line) for number, line in enumerate(lines, 1)],
        "met": _named(lines, met=True),
        "not_met": _named(lines, met=False),
        "closing": f"Cuộc họp kết thúc lúc {timezone.localtime(meeting.ends_at):%H giờ %M} cùng "
        "ngày. Biên bản đã được các thành viên dự họp thống nhất.",
        "signatures": signatures(
            Signature(("THƯ KÝ",), "(Ký, ghi rõ họ tên)", _scribe(meeting)),
            Signature(("CHỦ TỌA",), "(Ký, ghi rõ họ tên)", _chair(lines)),
        ),
    }


def _frame(
    council: Council, title: str, title_lines: str, day: date | None, saved: str
) -> dict[str, Any]:
    unit = council.unit
    texts = head(unit.name, bare_name(unit.name, unit.kind), day)
    made = day or date(council.period.year, 1, 1)
    warnings = [ILLUSTRATION] if settings.DEMO else []
    warnings += filter(None, [notice(council.period.rule_set)])
    return {
        "title": title,
        "title_lines": title_lines,
        "issuer": f"{BODY_NAME} {inside(unit.name)}".replace("\n", " "),
        "made_on": [made.year, made.month, made.day],
        "draft": "",
        "head": {
            **texts,
            "office_kind": f"{PEOPLES_COMMITTEE}\n{unit.name}".upper(),
            "office_name": BODY_NAME.upper(),
        },
        "foot": [line for line in (" ".join(warnings), saved) if line],
    }


def _criterion_rows(
    rule_set: RuleSet,
    columns: Sequence[str],
    summaries: Mapping[str, ColumnSummary],
    opinion: Opinion | None,
) -> Any:
    in_points = rule_set.scale == POINTS
    for number, criterion in enumerate(rule_set.criteria, 1):
        name = display_name(criterion)
        most = f" (tối đa {format_points_short(criterion.max_points)})" if in_points else ""
        figures = [
            score_words(summaries[column].scores.get(criterion.code), in_points=in_points)
            for column in columns
        ]
        remark = opinion.remarks.get(criterion.code, "") if opinion else ""
        yield [str(number), f"{name}{most}", *figures, remark]


def _totals(
    rule_set: RuleSet, columns: Sequence[str], summaries: Mapping[str, ColumnSummary]
) -> list[str]:
    if rule_set.scale == POINTS:
        return ["Tổng số điểm", *(format_points(summaries[name].total) for name in columns)]
    count = sum(len(criterion.indicators) for criterion in rule_set.criteria)
    passed = [summaries[name].passed_indicators for name in columns]
    return ["Chỉ tiêu đạt", *(UNKNOWN if n is None else f"{n}/{count}" for n in passed)]


def _conditions(rule_set: RuleSet, summary: ColumnSummary | None) -> list[str]:
    held = summary.conditions if summary else {}
    words = {True: "đạt", False: "chưa đạt", None: "chưa đủ số liệu"}
    return [
        f"- {row.name or row.short_name}: {words[held[row.code]]}."
        for row in rule_set.conditions
        if row.code in held
    ]


def _summary_row(number: int, line: TreatedDossier) -> dict[str, str]:
    assert line.result is not None  # of a closed meeting
    words = {True: "Đạt", False: "Chưa đạt", None: UNKNOWN}
    holds = words[_by_figures(line.result)]
    said = [
        f"{row['name']}: {'; '.join(filter(None, [*row['remarks'].values(), row['requests']]))}"
        for row in line.result["members"]
        if row["remarks"] or row["requests"]
    ]
    others = _not_voting(line.result)
    return {
        **_vote_row(number, line),
        "figures": holds,
        "said": "\n".join([*said, *others]) or NONE_SAID,
    }


def _by_figures(result: Mapping[str, Any]) -> bool | None:
    held = result["conditions"].values()
    return None if None in held or not held else all(held)


def _not_voting(result: Mapping[str, Any]) -> list[str]:
    away = [r["name"] for r in result["members"] if r["stance"] is None and not r["recused"]]
    apart = [r["name"] for r in result["members"] if r["recused"]]
    return [
        f"({words}: {', '.join(names)})"
        for words, names in (("Vắng mặt, không gửi phiếu", away), ("Không tham gia", apart))
        if names
    ]


def _vote_row(number: int, line: TreatedDossier) -> dict[str, str]:
    assert line.result is not None  # of a closed meeting
    counted = line.result["tally"]
    return {
        "number": str(number),
        "unit": line.assessment.unit.name,
        "yes": str(counted["yes"]),
        "no": str(counted["no"]),
        "abstained": str(counted["abstained"] + counted["silent"]),
        "absent": str(counted["absent"] + counted["recused"]),
        "result": _result(line),
    }


def _result(line: TreatedDossier) -> str:
    assert line.result is not None  # of a closed meeting
    if line.proposed_met:
        return "Đề nghị công nhận"
    failing = ", ".join(line.result["failing"])
    why = REASON_WORDS[line.result["reason"]]
    return f"Không đề nghị: {why}{f' ({failing})' if failing else ''}"


def _named(lines: Sequence[TreatedDossier], *, met: bool) -> str:
    names = [row.assessment.unit.name for row in lines if bool(row.proposed_met) is met]
    if not names:
        return "không có đơn vị nào."
    return f"{len(names)} đơn vị: {', '.join(names)}."


def _opening(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.begins_at)
    place = f" tại {meeting.place}" if meeting.place else ""
    paper = meeting.council.paper_number
    set_up = f", lập theo Quyết định số {paper}," if paper else ""
    return (
        f"Hồi {begins:%H giờ %M}, ngày {begins:%d/%m/%Y},{place}, Hội đồng đánh giá chuẩn tiếp cận "
        f"pháp luật của {inside(meeting.council.unit.name)}{set_up} họp xem xét hồ sơ năm "
        f"{meeting.council.period.year}."
    ).replace(",,", ",")


def _scribe(meeting: Meeting) -> str:
    return meeting.closed_by.full_name if meeting.closed_by else ""


def _leading_role(lines: Sequence[TreatedDossier]) -> tuple[str, ...]:
    """A deputy who led signs for the chair."""
    names = {row["role"] for row in _leaders(lines)}
    if CouncilMember.CHAIR in names or not names:
        return "TM. HỘI ĐỒNG", "CHỦ TỊCH"
    return "TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"


def _chair(lines: Sequence[TreatedDossier]) -> str:
    """Who led; "" is room to write a name."""
    return next((str(row["name"]) for row in _leaders(lines)), "")


def _leaders(lines: Sequence[TreatedDossier]) -> list[Mapping[str, Any]]:
    """The chair where there, else the deputies who were."""
    members = [row for line in lines[:1] if line.result for row in line.result["members"]]
    there = [row for row in members if row["present"]]
    for role in (CouncilMember.CHAIR, CouncilMember.DEPUTY):
        if found := [row for row in there if row["role"] == role]:
            return found
    return []


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.begins_at)


def _closed(meeting: Meeting) -> str:
    return f"Cuộc họp đóng {_at(meeting.closed_at)}." if meeting.closed_at else ""


def _at(moment: datetime) -> str:
    return f"lúc {timezone.localtime(moment):%H:%M, %d/%m/%Y}"
