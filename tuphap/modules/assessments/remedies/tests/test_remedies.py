"""The plan of a commune that was not met: written, proved, overdue, seen next year and above."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.files.tests.hostile import pdf
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.models import Assessment, Entry, Period
from tuphap.modules.assessments.remedies.actions import remind_of_remedies
from tuphap.modules.assessments.remedies.models import Remedy
from tuphap.modules.assessments.remedies.queries import planned_before
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import FINAL

pytestmark = pytest.mark.django_db
LINE = "2.4.1"


@pytest.fixture
def world(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path), time_machine.travel(w.moment(2023, 3, 1)):
        world = w.make_world()
        w.decide(world)
        Assessment.objects.filter(pk=world.dossier.pk).update(met=False)
        Entry.objects.filter(assessment=world.dossier, column=FINAL, item=LINE).update(points=0)
        yield world


def plan(world):
    return f"/khac-phuc/{world.dossier.pk}/"


def write(world, acting="mai", item=LINE, **sent):
    values = {"what": "Rà soát văn bản", "who": "Lê Văn An, công chức", "until": "30/06/2023"}
    person = w.signed_in(getattr(world, acting))
    return person.post(f"{plan(world)}dong/{item}/", {**values, **sent})


def test_a_measure_is_written_proved_and_done(world):
    page = w.signed_in(world.mai).get(plan(world)).content.decode()
    assert "1 nội dung, điều kiện chưa đạt tối đa" in page
    assert write(world).status_code == 302
    remedy = Remedy.objects.get()
    assert (remedy.unit, remedy.by_whom) == (world.commune, "Lê Văn An, công chức")
    proof = SimpleUploadedFile("minh-chung.pdf", pdf())
    done = {"remedy": str(remedy.pk), "seen": "1", "done_on": "01/03/2023", "file": proof}
    assert write(world, **done).status_code == 302
    page = w.signed_in(world.hung).get(plan(world)).content.decode()
    assert "Đã xong" in page
    assert "Thêm biện pháp" not in page
    file = w.signed_in(world.hung).get(f"/khac-phuc/tep/{remedy.pk}/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    # Who opened it before the other saved is told, and nothing is overwritten.
    late = write(world, remedy=str(remedy.pk), seen="1", what="Bản cũ")
    assert late.status_code == 409
    assert "Bản cũ" in late.content.decode()
    gone = w.signed_in(world.mai).post(f"/khac-phuc/{remedy.pk}/rut/", {"seen": "2"})
    assert gone.status_code == 302
    assert w.signed_in(world.hung).get(f"/khac-phuc/tep/{remedy.pk}/").status_code == 404


def test_somebody_of_the_unit_may_be_named(world):
    values = {"what": "Việc", "until": "30/06/2023", "who": "", "person": str(world.binh.pk)}
    w.signed_in(world.mai).post(f"{plan(world)}dong/{LINE}/", values)
    assert Remedy.objects.get().by_whom == world.binh.full_name


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"what": " "}, "Chưa ghi việc cần làm"),
        ({"until": "28/02/2023"}, "Hạn 28/02/2023 đã qua"),
        ({"until": "31/02/2023"}, "không có trong lịch"),
        ({"until": "01/01/2030"}, "xa hơn 5 năm"),
        ({"done_on": "02/03/2023"}, "chưa đến"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Không nhận tệp “a.exe”"),
    ],
)
def test_what_is_wrong_is_said_and_stays_in_the_form(world, sent, words):
    answer = write(world, **sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Lê Văn An" in page
    assert not Remedy.objects.exists()


def test_only_the_own_unit_writes_and_others_do_not_even_see(world):
    assert write(world, acting="hung").status_code == 403
    assert write(world, acting="lan").status_code == 404
    assert w.signed_in(world.lan).get(plan(world)).status_code == 404
    # A line that lost nothing has no plan, and a unit that was met has no page.
    assert write(world, item="1.1.1").status_code == 404
    Assessment.objects.filter(pk=world.dossier.pk).update(met=True)
    assert w.signed_in(world.mai).get(plan(world)).status_code == 404
    assert not Remedy.objects.exists()


def test_what_is_overdue_is_told_to_the_unit_and_seen_above(world):
    write(world)
    days = {(6, 23): 1, (6, 24): 1, (6, 30): 2, (7, 1): 3}
    for day, told in days.items():
        for _ in range(2):
            remind_of_remedies(w.moment(2023, *day))
        assert Notice.objects.filter(person=world.mai, key__startswith="remedy:").count() == told
    with time_machine.travel(w.moment(2023, 7, 1)):
        assert "Khắc phục quá hạn (1)" in w.signed_in(world.mai).get("/lam-viec/").content.decode()
        above = w.signed_in(world.ha).get("/khac-phuc/", follow=True).content.decode()
        assert "Có việc quá hạn (1)" in above
        shown = w.signed_in(world.mai).get("/khac-phuc/")
        assert shown.headers["Location"] == plan(world)


def test_next_year_it_stands_beside_the_same_content_of_another_set(world):
    write(world)
    rule_set, _ = load_rule_set(w.document_of(w.PASS_SET), at=w.moment(2026, 1, 2))
    settings = PeriodSettings(appraised_by=Period.BY_SCOPE, gates_enabled=False)
    by = w.acting(world.ha, w.moment(2026, 6, 1))
    later = open_period(2026, rule_set, world.province, date(2026, 6, 1), settings, by=by)
    dossier = Assessment.objects.get(period=later, unit=world.commune)
    # “2.4.2” of the later set counts what “2.4.1” counted (content_mappings.yaml).
    assert {code: rows[0].year for code, rows in planned_before(dossier, date(2026, 6, 1)).items()}
    assert list(planned_before(dossier, date(2026, 6, 1))) == ["2.4.2"]
    address = f"/phieu/{dossier.pk}/nam-truoc/"
    lines = w.signed_in(world.mai).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Khắc phục năm 2022 (hạn 30/06/2023, đang làm): Rà soát văn bản" in lines


def test_the_lines_that_would_turn_it_are_shown_with_its_name(world):
    page = w.signed_in(world.ha).get("/khac-phuc/2022/noi-dung-then-chot/").content.decode()
    assert "1 đơn vị chưa đạt" in page
    assert LINE in page
    assert world.commune.name in page
    assert w.signed_in(world.mai).get("/khac-phuc/2022/noi-dung-then-chot/").status_code == 403


def test_a_plan_of_an_ended_unit_names_who_continues_it_and_leads_back(world):
    write(world)
    day = date(2023, 2, 1)
    heir = Unit.objects.create(
        code="99999",
        name="Xã Ia Kla",
        kind="xã",
        parent=world.office,
        path=f"{world.office.path}99999/",
        valid_from=day,
    )
    Unit.objects.filter(pk=world.commune.pk).update(valid_to=date(2023, 1, 31))
    Succession.objects.create(
        predecessor=world.commune, successor=heir, extent=Extent.WHOLE, effective_on=day
    )
    ha = w.signed_in(world.ha)
    assert "nay là Xã Ia Kla" in ha.get("/khac-phuc/2022/").content.decode()
    page = ha.get(plan(world)).content.decode()
    assert "kết thúc ngày 31/01/2023, nay là Xã Ia Kla" in page
    assert 'href="/khac-phuc/2022/"' in page
    officer = w.employ("Ksor Hiền", heir, Role.COMMUNE_OFFICER)
    assert "Thêm biện pháp" in w.signed_in(officer).get(plan(world)).content.decode()
