"""Takes one dossier through its steps by the same actions as the pages use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.actions.comments import ask, respond
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.evidence import add_link, add_received
from tuphap.modules.assessments.actions.moves import close_appraisal, move, submit
from tuphap.modules.assessments.actions.posting import Words, deal_with, leave
from tuphap.modules.assessments.actions.returns import give_back as return_dossier
from tuphap.modules.assessments.actions.scans import SignedPaper
from tuphap.modules.assessments.actions.submit_for_chair import submit_for_chair
from tuphap.modules.assessments.actions.type_for_unit import type_for_unit
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Comment
from tuphap.outlets.demo.papers import PAPERS, demo_file, demo_paper, demo_scan
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF
from tuphap.rules.workflows.comment import NOTE as NOTE_KIND
from tuphap.rules.workflows.comment import OPEN, QUESTION, RETURN

REASONS = (
    "Số liệu không khớp báo cáo năm, tính lại theo sổ theo dõi.",
    "Tài liệu kèm theo chỉ chứng minh được một phần.",
    "Thiếu danh sách, biên bản kèm theo nên chưa tính.",
)
# What is missing of the lines named in a return, in the order of the sheet.
WANTED = (
    "Chưa có báo cáo kết quả và danh sách người dự. Đề nghị bổ sung tài liệu.",
    "Số liệu khác báo cáo năm của xã. Đề nghị kiểm tra lại hoặc giải thích.",
)
QUESTIONS = (
    "Văn bản kèm theo ký ngày nào, còn hiệu lực trong năm đánh giá không?",
    "Số theo kế hoạch lấy từ văn bản nào?",
)
ANSWER = "Văn bản còn hiệu lực, ngày ký ghi ở trang 2."
OPINIONS = (
    ("Người dân thôn 1 (minh họa)", "Danh mục thông tin chưa thấy niêm yết ở nhà văn hóa thôn."),
    ("Người dân thôn 2 (minh họa)", "Số vụ hòa giải trong năm của thôn 2 là 3, không phải 4."),
    ("Người dân thôn 3 (minh họa)", "Đề nghị ghi rõ ngày đăng văn bản."),
)
OPINION_ANSWER = "Danh mục đã đăng trên trang thông tin điện tử; bản giấy đang được bổ sung."
NO_LINE = "Đường truyền của đơn vị hỏng, đơn vị gửi phiếu giấy qua bưu chính."
SIGNER = "Lãnh đạo Ủy ban nhân dân (minh họa)"
NOTE = "Xem cùng số liệu của các đơn vị lân cận trước khi kết luận."
LINK_SHARE = 0.3
SHARED, TWICE = "ban dung chung", 3
LINKS = (
    "https://pbgdpl.minhhoa.example/cong-khai/danh-muc-thong-tin",
    "https://xa.minhhoa.example/van-ban/quyet-dinh",
    "https://xa.minhhoa.example/tin-tuc/hoa-giai-o-co-so",
)
COUNCIL_REASON = "Hội đồng xem lại tài liệu gốc, thống nhất điều chỉnh."

Sheet = Mapping[str, Given]
Times = Mapping[str, datetime]


class Cast:
    """Actors by person, with their posts read once."""

    def __init__(self) -> None:
        self._known: dict[int, Actor] = {}

    def act(self, person: Person, at: datetime) -> Actor:
        if person.pk not in self._known:
            self._known[person.pk] = actor_for(person, at)
        return replace(self._known[person.pk], at=at, second_factor_at=at)


@dataclass(frozen=True)
class Dossier:
    """What happens to one commune: who acts, and the three sheets that were drawn."""

    id: UUID
    officer: Person
    appraiser: Person
    own: Sheet
    appraised: Sheet
    final: Sheet


def start(dossier: Dossier, times: Times, cast: Cast) -> None:
    move(dossier.id, "start", by=cast.act(dossier.officer, times["start"]))


def fill(
    dossier: Dossier,
    times: Times,
    cast: Cast,
    lines: Sheet | None = None,
    begin: Callable[[Dossier, Times, Cast], None] = start,
) -> None:
    begin(dossier, times, cast)
    by = cast.act(dossier.officer, times["fill"])
    save_entries(dossier.id, SELF, dossier.own if lines is None else lines, by=by)


def prove(dossier: Dossier, times: Times, cast: Cast, random: Random, lines: int) -> None:
    """Small files and links on some lines; the other lines say where their proof lies."""
    by = cast.act(dossier.officer, times["fill"])
    items = [item for item, line in dossier.own.items() if line.explanation]
    for item in random.sample(items, min(lines, len(items))):
        if random.random() < LINK_SHARE:
            add_link(dossier.id, item, random.choice(LINKS), by=by)
        else:
            _hand_in(dossier, item, random.randrange(PAPERS), f"{_owner(dossier)} {item}", by)


def prove_well(dossier: Dossier, times: Times, cast: Cast, random: Random, lines: int) -> None:
    """One or two files on many lines, so that there is something to look at beside the figures."""
    by = cast.act(dossier.officer, times["fill"])
    order = list(dossier.own)
    for place, item in enumerate(
        sorted(random.sample(order, min(lines, len(order))), key=order.index)
    ):
        # Of the first lines some show the same file for two indicators; one is shared by all units.
        whose = f"{_owner(dossier)} {item if place > TWICE else ''}"
        for number in random.sample(range(PAPERS), random.choice((1, 1, 2))):
            _hand_in(dossier, item, number, whose, by)
        if place == 0:
            _hand_in(dossier, item, PAPERS - 1, SHARED, by)


def _owner(dossier: Dossier) -> str:
    return f"ho so {dossier.id.hex[:8]}"


def _hand_in(dossier: Dossier, item: str, number: int, whose: str, by: Actor) -> None:
    with demo_file(number, whose) as received:
        add_received(dossier.id, item, received, by=by)


def post(dossier: Dossier, times: Times, cast: Cast) -> None:
    move(dossier.id, "post", by=cast.act(dossier.officer, times["post"]))


def public_says(
    dossier: Dossier, year: int, code: str, times: Times, cast: Cast, number: int
) -> None:
    """Comments on a posted result; the first is answered, the second shown, the rest waits."""
    said = [
        leave(year, code, Words(name, "", text), f"203.0.113.{number}", at=times["opinion"])
        for name, text in OPINIONS
    ]
    by = cast.act(dossier.officer, times["opinion"])
    for one in said[:2]:
        deal_with(one.pk, "show", "", one.version, by=by)
    deal_with(said[0].pk, "explain", OPINION_ANSWER, said[0].version + 1, by=by)


def send(dossier: Dossier, times: Times, cast: Cast) -> None:
    post(dossier, times, cast)
    submit(dossier.id, by=cast.act(dossier.officer, times["submit"]), announced=False)


def send_for_chair(dossier: Dossier, times: Times, cast: Cast) -> None:
    """By the officer, with the scan of the paper that was signed the day before."""
    post(dossier, times, cast)
    day = timezone.localdate(times["submit"]) - timedelta(days=1)
    paper, by = SignedPaper(SIGNER, day), cast.act(dossier.officer, times["submit"])
    submit_for_chair(dossier.id, paper, [demo_scan()], by=by, announced=False)


def begin_from_paper(dossier: Dossier, times: Times, cast: Cast) -> None:
    """By the unit above, whose person then stands in `officer`, with the paper of the commune."""
    day = timezone.localdate(times["start"]) - timedelta(days=1)
    paper, by = SignedPaper(SIGNER, day), cast.act(dossier.officer, times["start"])
    type_for_unit(dossier.id, NO_LINE, paper, [demo_paper()], by=by)


def send_again(dossier: Dossier, times: Times, cast: Cast) -> None:
    """What was named is mended or answered first."""
    answer_returns(dossier, times["resubmit"], cast, len(WANTED))
    submit(dossier.id, by=cast.act(dossier.officer, times["resubmit"]), announced=False)


def give_back(dossier: Dossier, times: Times, cast: Cast, random: Random) -> None:
    """Returned with two lines named; the first is answered at once, the second waits."""
    by = cast.act(dossier.appraiser, times["return"])
    order = list(dossier.own)
    lines = sorted(random.sample(order, len(WANTED)), key=order.index)
    return_dossier(dossier.id, "", dict(zip(lines, WANTED, strict=True)), by=by)


def answer_returns(dossier: Dossier, at: datetime, cast: Cast, how_many: int) -> None:
    """What was named is marked as supplemented, the oldest first."""
    by = cast.act(dossier.officer, at)
    named = Comment.objects.filter(assessment=dossier.id, kind=RETURN, status=OPEN)
    for said in named.order_by("item")[:how_many]:
        respond(said.pk, "supplement", "", said.version, by=by)


def talk(dossier: Dossier, times: Times, cast: Cast, random: Random) -> None:
    """The appraiser asks twice and notes once; one question is answered."""
    asking = cast.act(dossier.appraiser, times["appraise"])
    items = random.sample(list(dossier.own), len(QUESTIONS))
    said = [
        ask(dossier.id, item, QUESTION, text, by=asking)
        for item, text in zip(items, QUESTIONS, strict=True)
    ]
    ask(dossier.id, items[0], NOTE_KIND, NOTE, by=asking)
    answering = cast.act(dossier.officer, times["close"])
    respond(said[0].pk, "answer", ANSWER, said[0].version, by=answering)


def receive(dossier: Dossier, times: Times, cast: Cast) -> None:
    move(dossier.id, "receive", by=cast.act(dossier.appraiser, times["receive"]))


def appraise(
    dossier: Dossier, times: Times, cast: Cast, items: Callable[[int], bool] = lambda _: True
) -> None:
    """Accept what agrees and change the rest with a reason; `items` picks the lines by number."""
    lines = {
        item: _appraised_line(item, line, dossier.own[item])
        for number, (item, line) in enumerate(dossier.appraised.items())
        if items(number)
    }
    save_entries(dossier.id, APPRAISED, lines, by=cast.act(dossier.appraiser, times["appraise"]))


def close(dossier: Dossier, times: Times, cast: Cast) -> None:
    close_appraisal(dossier.id, by=cast.act(dossier.appraiser, times["close"]))


def conclude(dossier: Dossier, secretary: Person, times: Times, cast: Cast) -> None:
    """The council changes what it sees otherwise, and proposes."""
    by = cast.act(secretary, times["conclude"])
    changed = {
        item: Given(line.answer, COUNCIL_REASON)
        for item, line in dossier.final.items()
        if line.answer != dossier.appraised[item].answer
    }
    if changed:
        save_entries(dossier.id, FINAL, changed, by=by)
    move(dossier.id, "conclude", by=by)


def _appraised_line(item: str, line: Given, own: Given) -> Given:
    if line.answer == own.answer:
        return Given(line.answer)
    return Given(line.answer, REASONS[sum(map(ord, item)) % len(REASONS)])
