"""Posts are given and ended within reach, never to oneself; their effect is immediate."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tuphap.foundation.access import actions
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.tests.people import Place, person, post, province, three
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.models import Event
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def place() -> Place:
    return province()


@pytest.fixture
def minh(place: Place) -> Person:
    who = person("Phạm Quang Minh", "minh@vi-du.gov.vn")
    post(who, place.district, Role.ADMINISTRATOR)
    return who


def acting(who: Person) -> Actor:
    return actor_for(who, timezone.now())


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_a_post_is_given_within_reach_and_told_to_the_journal(place: Place, minh: Person):
    mai = person("Nguyễn Thị Mai")
    given = actions.give_post(mai, place.commune, Role.COMMUNE_OFFICER, TODAY(), by=acting(minh))
    assert Post.objects.get(person=mai) == given
    event = Event.objects.get(kind="post_given")
    assert (event.person_name, event.subject, event.unit) == (
        "Phạm Quang Minh",
        "Nguyễn Thị Mai",
        "Xã Ia Dơk",
    )


def test_nobody_gives_himself_a_post(place: Place, minh: Person):
    with refused("own_posts"):
        actions.give_post(minh, place.commune, Role.AUDITOR, TODAY(), by=acting(minh))


def test_nothing_is_given_outside_the_reach(place: Place, minh: Person):
    mai = person("Nguyễn Thị Mai")
    with refused("other_unit"):
        actions.give_post(mai, place.province, Role.AUDITOR, TODAY(), by=acting(minh))
    assert not Post.objects.filter(person=mai).exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_gives_posts(place: Place, role: Role):
    who = person("Lê Thị Thu Hà")
    post(who, place.province, role)
    with refused("no_role"):
        actions.give_post(
            person("Nguyễn Thị Mai"), place.commune, Role.AUDITOR, TODAY(), by=acting(who)
        )


def test_a_unit_has_one_person_who_enters_figures(place: Place, minh: Person):
    post(person("Nguyễn Thị Mai"), place.commune, Role.COMMUNE_OFFICER, date(2022, 3, 1))
    with pytest.raises(Refused) as caught:
        actions.give_post(
            person("Rơ Châm H'Lan"), place.commune, Role.COMMUNE_OFFICER, TODAY(), by=acting(minh)
        )
    assert caught.value.kind is Kind.CONFLICT
    assert caught.value.sentence == (
        "Đơn vị này đã có tài khoản nhập liệu (Nguyễn Thị Mai giữ từ 01/03/2022). "
        "Làm thủ tục bàn giao để đổi người."
    )


def test_the_next_person_may_begin_the_day_after(place: Place, minh: Person):
    post(person("Nguyễn Thị Mai"), place.commune, Role.COMMUNE_OFFICER, ends_on=TODAY())
    lan = person("Rơ Châm H'Lan")
    with refused("data_entry_taken"):
        actions.give_post(lan, place.commune, Role.COMMUNE_OFFICER, TODAY(), by=acting(minh))
    tomorrow = TODAY() + timedelta(days=1)
    actions.give_post(lan, place.commune, Role.COMMUNE_OFFICER, tomorrow, by=acting(minh))


def test_the_same_post_is_not_given_twice(place: Place, minh: Person):
    hung = person("Trần Văn Hùng")
    actions.give_post(hung, place.district, Role.APPRAISER, TODAY(), by=acting(minh))
    with refused("post_held_already"):
        actions.give_post(hung, place.district, Role.APPRAISER, TODAY(), by=acting(minh))


def test_the_last_day_is_not_before_the_first(place: Place, minh: Person):
    with refused("ends_before_start"):
        actions.give_post(
            person("Trần Văn Hùng"),
            place.district,
            Role.APPRAISER,
            date(2022, 3, 2),
            date(2022, 3, 1),
            by=acting(minh),
        )


def test_an_ended_post_gives_nothing_in_the_next_request(
    place: Place, minh: Person, client: Client
):
    lan = person("Võ Thị Lan")
    held = post(lan, place.district, Role.AUDITOR)
    client.force_login(lan)
    assert client.get("/quan-tri/nhat-ky/").status_code == HTTPStatus.OK
    actions.end_post(held, TODAY() - timedelta(days=1), by=acting(minh))
    assert client.get("/quan-tri/nhat-ky/").status_code == HTTPStatus.FORBIDDEN


def test_a_post_of_the_past_is_not_rewritten(place: Place, minh: Person):
    held = post(person("Võ Thị Lan"), place.district, Role.AUDITOR, ends_on=date(2022, 6, 1))
    with refused("already_over"):
        actions.end_post(held, TODAY(), by=acting(minh))
    held = post(person("Trần Văn Hùng"), place.district, Role.APPRAISER)
    with refused("already_over"):
        actions.end_post(held, date(2022, 6, 1), by=acting(minh))


def test_nobody_ends_his_own_post(place: Place, minh: Person):
    with refused("own_posts"):
        actions.end_post(minh.posts.get(), TODAY(), by=acting(minh))


def test_a_locked_account_is_out_in_its_next_request(place: Place, minh: Person, client: Client):
    mai = person("Nguyễn Thị Mai")
    post(mai, place.commune, Role.AUDITOR)
    client.force_login(mai)
    actions.set_in_use(mai, False, by=acting(minh))
    assert client.get("/quan-tri/nhat-ky/").status_code == HTTPStatus.FOUND
    assert Event.objects.filter(kind="person_locked").exists()


def test_who_is_also_above_cannot_be_locked_from_below(place: Place, minh: Person):
    ha = person("Lê Thị Thu Hà")
    post(ha, place.commune, Role.COMMUNE_CHAIR)
    post(ha, place.province, Role.PROVINCE_OFFICER)
    with refused("other_unit"):
        actions.set_in_use(ha, False, by=acting(minh))
    ha.refresh_from_db()
    assert ha.is_active


# The pages


def words(place: Place, **more: str) -> dict[str, str]:
    return {
        "unit": str(place.commune.pk),
        "role": Role.COMMUNE_OFFICER.value,
        "starts_on": f"{TODAY():%d/%m/%Y}",
        "ends_on": "",
        **more,
    }


def test_a_person_is_added_and_gets_a_letter_with_a_link_that_works_once(
    place: Place, minh: Person, client: Client
):
    client.force_login(minh)
    new = {"full_name": "Nguyễn Thị Mai", "email": "Mai@Vi-Du.gov.vn", "telephone": ""}
    response = client.post("/quan-tri/nguoi-dung/them/", words(place, **new), follow=True)
    assert "Đã thêm Nguyễn Thị Mai" in response.content.decode()
    mai = Person.objects.get(email="mai@vi-du.gov.vn")
    assert not mai.has_usable_password()
    [letter] = mail.outbox
    assert letter.to == ["mai@vi-du.gov.vn"]
    [link] = [line for line in letter.body.splitlines() if line.startswith("http")]
    guest = Client()
    page = guest.get(link.removeprefix("http://testserver"), follow=True)
    assert "Đặt mật khẩu mới" in page.content.decode()
    form = page.redirect_chain[-1][0]
    guest.post(form, {"password1": "một câu dễ nhớ của Mai"})
    mai.refresh_from_db()
    assert mai.check_password("một câu dễ nhớ của Mai")
    again = Client().get(link.removeprefix("http://testserver"), follow=True)
    assert "Đường dẫn không còn dùng được" in again.content.decode()


def test_a_mail_server_that_fails_loses_nobody(
    client: Client, place: Place, minh: Person, settings
):
    client.force_login(minh)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tuphap.foundation.accounts.tests.broken_mail.EmailBackend"
    new = {"full_name": "Nguyễn Thị Mai", "email": "mai@vi-du.gov.vn", "telephone": ""}
    response = client.post("/quan-tri/nguoi-dung/them/", words(place, **new), follow=True)
    page = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    assert "Đã thêm Nguyễn Thị Mai. Chưa gửi được thư tới mai@vi-du.gov.vn" in page
    mai = Person.objects.get(email="mai@vi-du.gov.vn")
    assert mai.posts.count() == 1
    again = f"/quan-tri/nguoi-dung/{mai.pk}/gui-thu/"
    assert again in page
    assert "Chưa gửi được thư" in client.post(again, follow=True).content.decode()
    settings.EMAIL_BACKEND = working
    assert "Đã gửi đường dẫn" in client.post(again, follow=True).content.decode()
    assert [letter.to for letter in mail.outbox] == [["mai@vi-du.gov.vn"]]


def test_the_list_shows_only_people_within_reach(place: Place, minh: Person, client: Client):
    people = three(place)
    client.force_login(minh)
    text = client.get("/quan-tri/nguoi-dung/").content.decode()
    assert "Nguyễn Thị Mai" in text
    assert "Trần Văn Hùng" in text
    assert "Lê Thị Thu Hà" not in text
    outside = client.get(f"/quan-tri/nguoi-dung/{people.ha.pk}/")
    nowhere = client.get("/quan-tri/nguoi-dung/999999/")
    assert outside.status_code == nowhere.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("text", ["nguyen thi", "MAI", "ia dok", "mai@vi-du", "Ia Dơk Mai"])
def test_people_are_found_without_marks(place: Place, minh: Person, client: Client, text: str):
    three(place)
    client.force_login(minh)
    page = client.get("/quan-tri/nguoi-dung/", {"tim": text}).content.decode()
    assert "Nguyễn Thị Mai" in page
    assert "Trần Văn Hùng" not in page


def test_the_list_has_the_same_number_of_queries_for_many(
    place: Place, minh: Person, client: Client, django_assert_num_queries
):
    client.force_login(minh)
    three(place)
    with django_assert_num_queries(8):
        client.get("/quan-tri/nguoi-dung/")
    for number in range(20):
        post(person(f"Người {number}"), place.neighbour, Role.APPRAISER)
    with django_assert_num_queries(8):
        client.get("/quan-tri/nguoi-dung/")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("unit", "999999", "Đơn vị vừa gửi không có trong danh sách"),
        ("unit", "", "Chưa chọn đơn vị"),
        ("role", "king", "Vai trò vừa gửi không có trong danh sách"),
        ("starts_on", "30/02/2022", "Ngày bắt đầu “30/02/2022” không có trong lịch"),
        ("starts_on", "", "Chưa ghi ngày bắt đầu"),
    ],
)
def test_a_wrong_field_is_told_beside_it(
    place: Place, minh: Person, client: Client, field: str, value: str, sentence: str
):
    mai = three(place).mai
    client.force_login(minh)
    response = client.post(f"/quan-tri/nguoi-dung/{mai.pk}/giao/", words(place, **{field: value}))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in response.content.decode()
    assert "Còn 1 chỗ phải sửa" in response.content.decode()


def test_a_unit_outside_reach_answers_like_one_that_does_not_exist(
    place: Place, minh: Person, client: Client
):
    mai = three(place).mai
    client.force_login(minh)
    address = f"/quan-tri/nguoi-dung/{mai.pk}/giao/"
    outside = client.post(address, words(place, unit=str(place.province.pk)))
    nowhere = client.post(address, words(place, unit="999999"))
    assert outside.status_code == nowhere.status_code
    assert "Đơn vị vừa gửi không có trong danh sách" in outside.content.decode()


def test_an_auditor_sees_people_and_changes_none(place: Place, client: Client):
    lan = person("Võ Thị Lan")
    post(lan, place.province, Role.AUDITOR)
    mai = three(place).mai
    client.force_login(lan)
    page = client.get(f"/quan-tri/nguoi-dung/{mai.pk}/")
    assert page.status_code == HTTPStatus.OK
    assert "Giao thêm vị trí" not in page.content.decode()
    before = list(Post.objects.values())
    for address in ("giao/", "dang-dung/", "gui-thu/"):
        answer = client.post(f"/quan-tri/nguoi-dung/{mai.pk}/{address}", words(place))
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert client.post("/quan-tri/nguoi-dung/them/").status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"/quan-tri/vi-tri/{mai.posts.get().pk}/ket-thuc/").status_code == 403
    assert list(Post.objects.values()) == before
    assert not mail.outbox
