"""Settings of the site: looked at, saved, followed by every page at once, brought back."""

import io
import threading
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client, override_settings
from PIL import Image

from tuphap.foundation.audit.models import Event
from tuphap.foundation.site import shown
from tuphap.foundation.site.actions import restore_site, save_site
from tuphap.foundation.site.models import SiteVersion
from tuphap.foundation.site.queries import Wanted
from tuphap.foundation.site.tasks import keep_site_files
from tuphap.foundation.ui.site import FILE, current
from tuphap.modules.assessments.decision_papers.wording import proposer
from tuphap.modules.assessments.tests.world import (
    acting,
    employ,
    make_world,
    moment,
    signed_in,
    unit,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/trang/"
GREEN = "#1d5635"


@pytest.fixture(autouse=True)
def folder(tmp_path):
    with override_settings(SITE_FOLDER=tmp_path / "site", MEDIA_ROOT=tmp_path / "files"):
        yield tmp_path / "site"


@pytest.fixture
def world():
    return make_world()


def sent(**changes):
    plain = {"upper": "UBND tỉnh Thử", "name": "Sở Tư pháp Thử", "brand": "#0f4c75", "seen": "0"}
    return {**plain, **changes}


def save(world, capture, **changes):
    with capture(execute=True):
        return signed_in(world.ha).post(f"{PAGE}luu/", sent(**changes))


def picture(width=600, height=300):
    body = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(body, "PNG")
    return SimpleUploadedFile("bieu-trung.png", body.getvalue())


def test_saved_settings_are_on_every_page_and_in_papers(world, django_capture_on_commit_callbacks):
    answer = save(
        world,
        django_capture_on_commit_callbacks,
        brand=GREEN,
        address="Số 1 phố Thử",
        intro="Lời <b>chào</b>\n\nĐoạn hai",
        links="Cổng tỉnh | https://gialai.gov.vn/",
    )
    assert answer.status_code == 302
    page = Client().get("/").content.decode()
    assert "Sở Tư pháp Thử" in page
    assert "Địa chỉ: Số 1 phố Thử" in page
    assert "Lời &lt;b&gt;chào&lt;/b&gt;" in page
    assert 'href="https://gialai.gov.vn/"' in page
    assert current().css in page
    sheet = Client().get(f"/giao-dien/{current().css}")
    assert f"--tp-brand-700:{GREEN}" in sheet.content.decode()
    assert "immutable" in sheet.headers["Cache-Control"]
    assert proposer({"is_whole_scope": True}) == "Giám đốc Sở Tư pháp Thử"


def test_no_page_asks_the_database_for_the_settings(
    world, django_capture_on_commit_callbacks, django_assert_num_queries
):
    save(world, django_capture_on_commit_callbacks, brand=GREEN)
    with django_assert_num_queries(0):
        assert current().name == "Sở Tư pháp Thử"
        assert Client().get(f"/giao-dien/{current().css}").status_code == 200


def test_lost_files_are_made_again(world, folder, django_capture_on_commit_callbacks):
    save(world, django_capture_on_commit_callbacks, brand=GREEN)
    name = current().css
    for place in folder.iterdir():
        place.unlink()
    assert current().name == "Sở Tư pháp"
    assert Client().get(f"/giao-dien/{name}").status_code == 200
    (folder / FILE).unlink()
    keep_site_files(0)
    assert current().name == "Sở Tư pháp Thử"


def test_a_spoilt_file_leaves_what_was_read_before(
    world, folder, django_capture_on_commit_callbacks
):
    save(world, django_capture_on_commit_callbacks)
    assert current().name == "Sở Tư pháp Thử"
    (folder / FILE).write_text("{")
    assert current().name == "Sở Tư pháp Thử"


def test_preview_shows_the_new_look_and_saves_nothing(world):
    person = signed_in(world.ha)
    answer = person.post(f"{PAGE}xem-truoc/", {**sent(brand=GREEN), "picture": picture()})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Sở Tư pháp Thử" in page
    assert answer.context["office"].css in page
    emblem = answer.context["sent"]["emblem"]
    drawn = Image.open(io.BytesIO(shown.emblem_bytes(emblem)))
    assert drawn.size == (144, 72)
    assert not SiteVersion.objects.exists()
    assert "Sở Tư pháp Thử" not in Client().get("/").content.decode()
    # Back to the form with everything that was typed.
    back = person.post(f"{PAGE}sua-tiep/", answer.context["sent"]).content.decode()
    assert 'value="Sở Tư pháp Thử"' in back
    assert emblem in back


def test_an_emblem_is_kept_with_its_version(world, folder, django_capture_on_commit_callbacks):
    person = signed_in(world.ha)
    looked = person.post(f"{PAGE}xem-truoc/", {**sent(), "picture": picture()})
    emblem = looked.context["sent"]["emblem"]
    save(world, django_capture_on_commit_callbacks, emblem=emblem)
    (folder / f"{emblem}.png").unlink()
    assert Client().get(f"/giao-dien/{emblem}.png").headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"brand": "#4d9de0"}, "đường dẫn trên nền trang chỉ được 2,68 : 1"),
        ({"name": " "}, "Chưa ghi tên cơ quan"),
        ({"links": "Xấu | javascript:alert(1)"}, "Đường dẫn dòng 1"),
        ({"telephone": "<script>"}, "có ký tự lạ"),
        ({"email": "a@b"}, "Thư điện tử “a@b” chưa đúng"),
        ({"emblem": "../../secret-key"}, "không còn trên máy chủ"),
        ({"picture": SimpleUploadedFile("a.png", b"<svg/>")}, "nội dung"),
        ({"picture": SimpleUploadedFile("a.svg", b"<svg/>")}, "PNG hoặc JPG"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_stays_in_the_form(world, changes, words):
    answer = signed_in(world.ha).post(f"{PAGE}xem-truoc/", sent(**changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "UBND tỉnh Thử" in page


def test_two_who_save_at_once_do_not_overwrite(world, django_capture_on_commit_callbacks):
    save(world, django_capture_on_commit_callbacks)
    late = save(world, django_capture_on_commit_callbacks, name="Tên khác")
    assert late.status_code == 409
    assert 'value="Tên khác"' in late.content.decode()
    assert 'name="seen" value="1"' in late.content.decode()
    assert SiteVersion.objects.count() == 1


def test_an_earlier_version_comes_back_as_a_new_one(world, django_capture_on_commit_callbacks):
    save(world, django_capture_on_commit_callbacks, name="Tên một")
    save(world, django_capture_on_commit_callbacks, name="Tên hai", seen="1")
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(world.ha).post(f"{PAGE}1/lay-lai/", {"seen": "2"}).status_code == 302
    assert current().name == "Tên một"
    last = SiteVersion.objects.first()
    assert (last.number, last.restored_from, last.saved_by) == (3, 1, world.ha)
    kinds = (
        Event.objects.filter(kind__startswith="site_").order_by("pk").values_list("kind", "detail")
    )
    assert [kind for kind, _ in kinds] == ["site_saved", "site_saved", "site_restored"]
    assert kinds[1][1] == {"name": {"before": "Tên một", "after": "Tên hai"}}
    page = signed_in(world.ha).get(PAGE).content.decode()
    assert "lấy lại bản 1" in page
    with pytest.raises(ProgrammingError), transaction.atomic():
        SiteVersion.objects.filter(number=1).update(name="Sửa trộm")


@pytest.mark.parametrize("who", ["mai", "hung"])
def test_nobody_else_sees_or_changes_the_settings(world, who):
    person = signed_in(getattr(world, who))
    assert person.get(PAGE).status_code == 403
    for address in ("xem-truoc/", "luu/", "sua-tiep/", "1/lay-lai/"):
        assert person.post(PAGE + address, sent()).status_code == 403
    assert not SiteVersion.objects.exists()


def blocked():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_save_at_once_the_first_is_kept_and_the_others_told():
    """The first has not finished when the others, all from the same version, stand behind it."""
    top = unit("52", "Tỉnh Gia Lai", "tỉnh", None, date(2022, 1, 1))
    by = acting(employ("Đỗ Thu Hà", top, Role.ADMINISTRATOR), moment(2023, 2, 1))
    outcome = []

    def tell(act):
        try:
            outcome.append(f"saved {act().number}")
        except Refused as refused:
            outcome.append(refused.code)
        finally:
            connection.close()

    late = (
        lambda: save_site(Wanted("A", "C"), seen=0, by=by),
        lambda: restore_site(1, seen=0, by=by),
    )
    threads = [threading.Thread(target=tell, args=(act,)) for act in late]
    with transaction.atomic():
        save_site(Wanted("A", "B"), seen=0, by=by)
        for thread in threads:
            thread.start()
        until = time.monotonic() + 20
        while blocked() < len(late) and time.monotonic() < until:
            pass
    for thread in threads:
        thread.join(20)
    assert outcome == ["site_changed"] * 2
    assert SiteVersion.objects.get().name == "B"
