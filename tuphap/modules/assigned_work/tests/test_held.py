"""What was handed in with a dossier stays as it was until a return, on every road (W2)."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.measures.registry import why_held
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.papers.payload import files_of
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.tests.world import PASS_SET, acting, fill, full_sheet, make_world
from tuphap.modules.assigned_work.actions import Report, keep_file, remove_file, report, withdraw
from tuphap.modules.assigned_work.models import Assignment
from tuphap.modules.assigned_work.tests.test_assigned_work import (
    JULY,
    MAY,
    ON_TIME,
    assigned,
    told,
)
from tuphap.modules.assigned_work.tests.test_files import page, remove, send
from tuphap.rules.refusals import Refused
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
OTHER = SOUND["docx"]


@pytest.fixture(autouse=True)
def _in_july():
    with time_machine.travel(JULY, tick=True):
        yield


@pytest.fixture
def world():
    return make_world(PASS_SET)


def sent_with_work(world):
    """A dossier that was sent, with one item of work done and its file."""
    line = assigned(world)
    send(world, line)
    told(world, line, issued_on=MAY.date())
    fill(world, full_sheet(world) | {"1.1.1": Given(Answer(done=1, due=1))})
    move(world.dossier.pk, "post", by=acting(world.mai, JULY))
    submit(world.dossier.pk, by=acting(world.mai, JULY))
    line.refresh_from_db()
    return line


def all_roads(world, line):
    """Every way of the commune to change what lies behind a figure, pages and actions."""
    by, version = acting(world.mai, JULY), Assignment.objects.get(pk=line.pk).version
    other = SimpleUploadedFile("ban-khac.docx", OTHER)
    return (
        lambda: report(line.pk, Report(), version=version, by=by),
        lambda: keep_file(line.pk, other, version=version, by=by),
        lambda: remove_file(line.pk, version=version, by=by),
    )


def test_what_was_sent_is_not_changed_until_a_return(world):
    line = sent_with_work(world)
    before = Assignment.objects.values().get()
    for road in all_roads(world, line):
        with pytest.raises(Refused, match="đã gửi ngày"):
            road()
    assert send(world, line, OTHER, "khac.docx").status_code == 409
    assert remove(world, line).status_code == 409
    assert Assignment.objects.values().get() == before
    shown = page(world, line)
    assert "chỉ xem" in shown
    assert 'name="file"' not in shown
    move(world.dossier.pk, "return", by=acting(world.hung, JULY), reason="Thiếu tệp ký số.")
    assert 'name="file"' in page(world, line)
    assert send(world, line, OTHER, "khac.docx").status_code == 302


def test_work_that_no_dossier_counts_stays_open(world):
    sent_with_work(world)
    assert why_held("no.such.measure", world.commune.pk, 2026) == ""
    assert why_held(ON_TIME, world.neighbour.pk, 2026) == ""
    assert why_held(ON_TIME, world.commune.pk, 2025) == ""
    assert why_held(ON_TIME, world.commune.pk, 2026)


def test_what_the_unit_above_changes_later_is_told_and_the_copy_stays(world):
    line = sent_with_work(world)
    frozen = SubmittedCopy.objects.get()
    (code,) = frozen.payload["measured"]
    assert frozen.payload["measured"][code]["due"] == 1
    assigned(world, "Nghị quyết về thu gom rác", units=[world.commune])
    desk = get_desk(acting(world.ha, JULY), world.dossier.pk, JULY.date())
    assert desk.known[code].words == "1/1"
    (said,) = [row.sentence for row in desk.desk.findings if row.letter == "S"]
    assert "Sau khi gửi, số của hệ thống đổi từ 1/1 thành 1/2" in said
    for row in Assignment.objects.all():
        withdraw(row.pk, "Giao nhầm.", version=row.version, by=acting(world.ha, JULY))
    desk = get_desk(acting(world.ha, JULY), world.dossier.pk, JULY.date())
    assert any("không còn việc nào" in row.sentence for row in desk.desk.findings)
    assert SubmittedCopy.objects.get().sha256 == frozen.sha256
    assert any(row["sha256"] == line.file.sha256 for row in files_of(frozen.payload))
