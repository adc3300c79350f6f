"""The list of trusted certificates: who may, what is taken, what it changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files import actions
from tuphap.foundation.files.models import TrustAnchor
from tuphap.foundation.files.tests.authority import make_authority, signed_pdf
from tuphap.foundation.files.tests.test_storing import NOW
from tuphap.modules.assessments.tests.world import make_world, signed_in

pytestmark = pytest.mark.django_db
OURS = make_authority()
LIST, ADD = "/quan-tri/chung-thu/", "/quan-tri/chung-thu/them/"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    return make_world()


def add(person, content=OURS.pem):
    return signed_in(person).post(ADD, {"file": SimpleUploadedFile("ca.cer", content)})


def test_a_certificate_is_added_listed_and_ended(world):
    signed = actions.store(SimpleUploadedFile("a.pdf", signed_pdf(OURS)), at=NOW)
    assert add(world.ha).status_code == 302
    anchor = TrustAnchor.objects.get()
    assert "CA thử nghiệm" in signed_in(world.ha).get(LIST).content.decode()
    job = ProcrastinateJob.objects.get(task_name__endswith="look_at_signatures")
    assert job.args == {"sha256": signed.sha256}
    for _ in range(2):
        assert signed_in(world.ha).post(f"{LIST}{anchor.pk}/ngung/").status_code == 302
    anchor.refresh_from_db()
    assert anchor.ended_by == world.ha
    assert "Đã ngừng" in signed_in(world.ha).get(LIST).content.decode()
    kinds = Event.objects.filter(kind__startswith="trust_anchor").order_by("pk")
    assert [one.kind for one in kinds] == ["trust_anchor_added", "trust_anchor_ended"]
    # An ended one may come back.
    assert add(world.ha).status_code == 302


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Chưa chọn tệp"),
        (b"khong phai chung thu", "không phải chứng thư số"),
        (b"-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n", "không phải chứng thư"),
        (b"0" * 70_000, "lớn hơn 64 KB"),
        (OURS.signer.signing_cert.dump(), "không phải của nơi cấp"),
    ],
)
def test_what_is_no_certificate_of_an_authority_is_refused(world, content, words):
    response = add(world.ha, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not TrustAnchor.objects.exists()


def test_the_same_certificate_stands_there_once(world):
    add(world.ha)
    response = add(world.ha)
    assert response.status_code == 422
    assert "đã có trong danh sách" in response.content.decode()


@pytest.mark.parametrize("who", ["mai", "hung"])
def test_nobody_else_sees_or_changes_the_list(world, who):
    person = getattr(world, who)
    assert signed_in(person).get(LIST).status_code == 403
    assert add(person).status_code == 403
    assert signed_in(person).post(f"{LIST}1/ngung/").status_code == 403
    assert not TrustAnchor.objects.exists()
