"""Agencies: what they are asked, what they see, and what their word is worth after a change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.moves import close_appraisal, move
from tuphap.modules.assessments.agencies.actions.answering import Said, answer
from tuphap.modules.assessments.agencies.actions.asking import Asked, ask_agency, end_agency
from tuphap.modules.assessments.agencies.models import Agency, AgencyWord
from tuphap.modules.assessments.agencies.queries import lines_of, marks_now
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Entry, Evidence
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.desk_requests import page
from tuphap.rules.content_scoring import Answer
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = pytest.mark.django_db

signed_in = w.signed_in
REMARK = "Sổ theo dõi của cơ quan ghi 19 tin."


@dataclass
class Asking:
    world: w.World
    agency: Agency
    son: Person  # answers for the agency

    @property
    def address(self) -> str:
        return f"/phoi-hop/{self.agency.pk}/{self.world.dossier.pk}/"

    def act(self, day: int = 23):
        return w.acting(self.son, w.december(self.world, day))

    def said(self, stance=AgencyWord.REMARKS, **remarks: str) -> Said:
        marks = marks_now([self.world.dossier], lines_of(self.agency))[self.world.dossier.pk]
        return Said(stance, marks, {"2.1.1": REMARK} if not remarks else remarks["only"])


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(w.moment(2022, 12, 26), tick=True):
        yield


def asking(status: str = "under_review", codes=("2.1",), at_commune: bool = False) -> Asking:
    world = w.in_status(status)
    son = w.employ("Lê Văn Sơn", world.office, Role.AGENCY)
    if at_commune:
        starts_on = world.commune.valid_from
        Post.objects.create(
            person=son, unit=world.commune, role=Role.COMMUNE_STAFF.value, starts_on=starts_on
        )
    asked = Asked("Công an", son.pk, tuple(codes), 2)
    by = w.acting(world.hung, w.december(world, 21))
    return Asking(world, ask_agency(world.period, world.office, asked, by=by), son)


def tell(found: Asking, said: Said | None = None, version: int = 0) -> AgencyWord:
    said = said or found.said()
    return answer(found.agency.pk, found.world.dossier.pk, said, version, by=found.act())


def prove(world: w.World, item: str) -> None:
    Evidence.objects.create(
        assessment=world.dossier,
        item=item,
        title=f"Báo cáo {item}",
        url=f"https://example.gov.vn/{item}",
        added_by=world.mai,
        added_at=w.december(world, 2),
    )


def test_whoever_answers_sees_the_lines_asked_about_and_nothing_else_of_the_dossier():
    found = asking()
    prove(found.world, "2.1.1")
    prove(found.world, "3.1.1")
    client = signed_in(found.son)
    assert "Xã Ia Dơk" in client.get("/phoi-hop/").content.decode()
    text = client.get(found.address).content.decode()
    assert set(lines_of(found.agency)) == {"2.1.1"}
    assert "Báo cáo 2.1.1" in text
    assert "3.1.1" not in text
    pk = found.world.dossier.pk
    for address in (f"/phieu/{pk}/", f"/tham-tra/{pk}/", f"/phieu/{pk}/tai-lieu/2.1.1/"):
        assert client.get(address).status_code == 404
    assert client.get("/phoi-hop/co-quan/").status_code == 403
    assert signed_in(found.world.mai).get(found.address).status_code == 404


def test_the_word_stands_beside_the_line_at_the_desk_and_never_before_the_unit():
    found = asking()
    world = found.world
    text = page(world)
    assert "Cơ quan chưa trả lời:" in text
    assert "Công an (2.1, hạn 23/12/2022)" in text
    sent = {"stance": "remarks", "remark-2.1.1": REMARK, "ban": "0"}
    sent["da-xem"] = f"2.1.1:{found.said().marks['2.1.1']}"
    assert signed_in(found.son).post(found.address, sent).status_code == 302
    text = page(world)
    assert REMARK in text
    assert "Cơ quan chưa trả lời:" not in text
    assert "Có ý kiến" in signed_in(world.hung).get("/phoi-hop/co-quan/").content.decode()
    sheet = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    assert "Công an" not in sheet
    assert REMARK not in sheet
    end_agency(found.agency.pk, by=w.acting(world.hung, w.december(world, 24)))
    assert REMARK not in page(world)
    assert signed_in(found.son).get(found.address).status_code == 404


def test_another_figure_makes_the_word_outdated_and_an_old_page_is_refused():
    found = asking()
    old = found.said(AgencyWord.AGREES, only={})
    word = tell(found, old)
    Entry.objects.filter(assessment=found.world.dossier, column="self", item="2.1.1").update(
        done=19
    )
    assert "số liệu đã đổi sau ý kiến" in page(found.world)
    with pytest.raises(Refused, match=r"2\.1\.1 đã đổi từ khi mở trang"):
        tell(found, old, word.version)
    again = found.said(AgencyWord.AGREES, only={})
    with pytest.raises(Refused, match="cửa sổ khác"):
        tell(found, again, 0)
    assert tell(found, again, word.version).version == 2
    assert "số liệu đã đổi sau ý kiến" not in page(found.world)


@pytest.mark.parametrize(
    ("stance", "remarks", "words"),
    [
        ("", {}, "Chưa chọn đồng ý hay có ý kiến"),
        (AgencyWord.AGREES, {"2.1.1": "Khác."}, "đồng ý nhưng có ghi ý kiến"),
        (AgencyWord.REMARKS, {"2.1.1": "  "}, "chưa ghi gì"),
        (AgencyWord.REMARKS, {"3.1.1": "Khác."}, "không thuộc phần được hỏi"),
        (AgencyWord.REMARKS, {"2.1.1": "x" * 2001}, r"tối đa 2\.000"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(stance, remarks, words):
    found = asking()
    with pytest.raises(Refused, match=words):
        tell(found, found.said(stance, only=remarks))
    assert not AgencyWord.objects.exists()


def test_nobody_speaks_about_the_own_unit_and_is_not_missed_there():
    found = asking(at_commune=True)
    client = signed_in(found.son)
    assert "Xã Ia Dơk" not in client.get("/phoi-hop/").content.decode()
    assert client.get(found.address).status_code == 404
    assert "Cơ quan chưa trả lời" not in page(found.world)
    with pytest.raises(Refused, match="chính đơn vị này"):
        tell(found)


def test_a_dossier_is_asked_about_from_the_sending_until_the_appraisal_is_closed():
    found = asking("submitted")
    world = found.world
    assert signed_in(found.son).get(found.address).status_code == 200
    by = w.acting(world.hung, w.december(world, 22))
    move(world.dossier.pk, "receive", by=by)
    lines = {item: Given(given.answer) for item, given in w.full_sheet(world).items()}
    save_entries(world.dossier.pk, APPRAISED, lines, by=by)
    desk, closing = page(world), signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/chot/")
    assert "Cơ quan chưa trả lời:" in desk
    assert "Cơ quan chưa trả lời:" in closing.content.decode()
    close_appraisal(world.dossier.pk, by=by)  # a missing word keeps nobody from going on
    assert "Cơ quan chưa trả lời:" not in page(world)
    assert signed_in(found.son).get(found.address).status_code == 404
    with pytest.raises(Refused, match="không còn chờ ý kiến"):
        tell(found)


def test_a_reminder_goes_out_once_a_day_to_who_is_missing():
    found = asking()
    client = signed_in(found.world.hung)
    before = Notice.objects.filter(person=found.son).count()  # told when asked
    assert before == 1
    client.post("/phoi-hop/co-quan/nhac/?nam=2022")
    client.post("/phoi-hop/co-quan/nhac/?nam=2022")
    assert Notice.objects.filter(person=found.son).count() == 2
    tell(found)
    with time_machine.travel(w.moment(2022, 12, 27)):
        signed_in(found.world.hung).post("/phoi-hop/co-quan/nhac/?nam=2022")
    assert Notice.objects.filter(person=found.son).count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " Công  an "}, "đang được hỏi"),
        ({"name": ""}, "Chưa ghi tên cơ quan"),
        ({"codes": ("TC9",)}, "Chưa chọn tiêu chí"),
        ({"codes": ()}, "Chưa chọn tiêu chí"),
        ({"person_id": 0}, "không còn trong danh sách"),
        ({"term_days": 0}, "từ 1 đến 90"),
    ],
)
def test_an_agency_that_cannot_be_asked_is_refused(changed, words):
    found = asking()
    asked = replace(Asked("Văn hóa", found.son.pk, ("TC3",), None), **changed)
    by = w.acting(found.world.hung, w.december(found.world, 22))
    with pytest.raises(Refused, match=words):
        ask_agency(found.world.period, found.world.office, asked, by=by)
    assert Agency.objects.count() == 1


def test_the_form_asks_keeps_what_was_typed_and_names_its_faults():
    found = asking()
    client = signed_in(found.world.hung)
    typed = {"office": found.world.office.pk, "name": "Văn hóa", "term_days": "nhanh"}
    response = client.post("/phoi-hop/co-quan/?nam=2022", typed)
    text = response.content.decode()
    assert response.status_code == 422
    for words in ('value="Văn hóa"', 'value="nhanh"', "Chưa chọn người trả lời", "Chưa chọn tiêu"):
        assert words in text
    right = {**typed, "term_days": "5", "person": found.son.pk, "codes": ["TC3", "1.1"]}
    assert client.post("/phoi-hop/co-quan/?nam=2022", right).status_code == 302
    made = Agency.objects.get(name="Văn hóa")
    assert (made.codes, made.term_days) == (["TC3", "1.1"], 5)


def test_the_overview_costs_the_same_with_more_dossiers():
    found = asking()
    client = signed_in(found.world.hung)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/phoi-hop/co-quan/").status_code == 200
        return len(seen)

    cost()
    before = cost()
    world = found.world
    lan = w.acting(world.lan, w.december(world, 20))
    other = world.other_dossier.pk
    move(other, "start", by=lan)
    save_entries(other, "self", {"2.1.1": Given(Answer(done=1, due=2))}, by=lan)
    type(world.dossier).objects.filter(pk=other).update(
        status="submitted", submitted_at=w.december(world, 20)
    )
    assert "Xã Ia Krêl" in client.get("/phoi-hop/co-quan/").content.decode()
    assert cost() == before


def test_what_is_written_stays_on_the_page_whatever_came_in_between():
    found = asking()
    client, form = signed_in(found.son), {"stance": "remarks", "remark-2.1.1": REMARK, "ban": "0"}
    old = client.post(found.address, {**form, "da-xem": "2.1.1:0000000000000000"})
    assert old.status_code == 409
    assert REMARK in old.content.decode()
    end_agency(found.agency.pk, by=w.acting(found.world.hung, w.december(found.world, 23)))
    over = client.post(found.address, form)
    assert over.status_code == 409
    for words in ("không còn hỏi ý kiến Công an", REMARK, "Chép lại nếu còn cần"):
        assert words in over.content.decode()
    assert client.get(found.address).status_code == 404
