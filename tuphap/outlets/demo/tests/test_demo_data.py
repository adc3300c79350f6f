"""The whole illustration, made once on real units through the real actions."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.models import Letter, Notice
from tuphap.foundation.publication.queries import newest_copy
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.queries.queue import queue
from tuphap.outlets.demo.plan import plan
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.workflows.imported import IMPORTED

pytestmark = pytest.mark.django_db


def test_the_demo_shows_a_published_year_and_one_in_progress(tmp_path, settings, capsys) -> None:
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    call_command("demo_data")

    published = Period.objects.get(year=plan().published["year"])
    results = Counter(published.assessments.values_list("status", "met"))
    assert results == {("published", True): 200, ("published", False): 20}
    copy = newest_copy("tuphap-results", published.year)
    assert copy is not None
    assert copy.payload["summary"]["units"] == 220

    final = ColumnSummary.objects.filter(assessment__period=published, column=FINAL)
    assert final.filter(met=None).count() == 0
    by_result = dict(final.values_list("assessment_id", "met"))
    assert all(by_result[row.pk] is row.met for row in Assessment.objects.filter(period=published))

    current = Period.objects.get(year=plan().in_progress["year"])
    stages = Counter(current.assessments.values_list("status", flat=True))
    assert sum(stages.values()) == 135
    usual = (s for s in current.workflow.statuses if s.is_counted and not s.is_optional)
    reached = {status.code for status in usual}
    assert set(stages) == reached - {"published", IMPORTED.code}
    assert newest_copy("tuphap-results", current.year) is None

    now = timezone.now()
    hung = actor_for(Person.objects.get(email__startswith="tran.van.hung@"), now)
    for row in queue(hung, current, timezone.localdate(now))[:4]:
        desk = get_desk(hung, row.id, timezone.localdate(now)).desk
        proven = [line for line in desk.lines if line.documents]
        assert len(proven) >= 14
        # Some lines with full marks have no document, and many have: both can be tried.
        assert 0 < sum("T" in line.letters for line in desk.lines) < len(desk.lines) - 10

    told = Notice.objects.filter(read_at=None).values_list("person__email", "letter")
    waiting = {letter for email, letter in told if email == "nguyen.thi.mai@minhhoa.example"}
    assert waiting == {Letter.QUEUED}
    assert all(letter != Letter.QUEUED for email, letter in told if ".mai@" not in email)

    call_command("demo_data", "--show-accounts")
    shown = capsys.readouterr().out
    assert all(shown.count(f"{word}") for word in ("Mật khẩu", "Kiểm toán", "Xã Ia Dơk"))
    call_command("demo_data", "--if-empty")
    with pytest.raises(CommandError, match="còn trống"):
        call_command("demo_data")
