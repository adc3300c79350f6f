"""Who sees given-up jobs, and the button that runs them again."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.tests.people import Place, person, post, province
from tuphap.foundation.audit.models import Event
from tuphap.foundation.jobs.actions import retry_jobs
from tuphap.foundation.jobs.faults import keep
from tuphap.foundation.jobs.tests.queue import again, given_up, put, queued, worker
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/viec-nen/"


@pytest.fixture
def place() -> Place:
    return province()


def somebody(place: Place, role: Role = Role.ADMINISTRATOR, where=None):
    who = person("Võ Quốc Bảo")
    post(who, where or place.province, role)
    return who


def signed_in(client: Client, who) -> Client:
    client.force_login(who)
    return client


def text_of(client: Client) -> str:
    answer = client.get(ADDRESS)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_nothing_given_up_says_what_will_stand_here(client, place):
    text = text_of(signed_in(client, somebody(place)))
    assert "Không có việc nào đã dừng" in text
    assert "Chạy lại" not in text


@pytest.mark.parametrize(("seconds", "is_said"), [(20, False), (90, True)])
def test_a_queue_that_nobody_works_on_is_said(client, place, seconds, is_said):
    worker(timedelta(seconds=seconds))
    text = text_of(signed_in(client, somebody(place)))
    assert ("Không có tiến trình nào đang làm việc nền" in text) is is_said


def test_a_given_up_job_shows_name_reason_and_tries(client, place):
    keep(given_up().id, "Không kết nối được tới máy chủ.")
    text = text_of(signed_in(client, somebody(place)))
    assert "Dọn phiên đăng nhập đã hết" in text
    assert "Không kết nối được tới máy chủ." in text
    assert "7 lần" in text
    assert "đã dừng 1" in text


def test_a_job_that_tries_again_is_listed_without_a_button(client, place):
    put(queued(), attempts=2, scheduled_at=timezone.now())
    text = text_of(signed_in(client, somebody(place)))
    assert "Đang chờ thử lại" in text
    assert "/chay-lai/" not in text


def test_the_page_asks_the_same_for_one_and_for_many(client, place, django_assert_max_num_queries):
    signed_in(client, somebody(place))
    given_up()
    with django_assert_max_num_queries(20) as one:
        client.get(ADDRESS)
    for number in range(30):
        given_up(number)
    with django_assert_max_num_queries(len(one)):
        client.get(ADDRESS)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_administrators_see_it(client, place, role):
    signed_in(client, somebody(place, role))
    assert client.get(ADDRESS).status_code == HTTPStatus.FORBIDDEN
    job = given_up()
    assert client.post(f"{ADDRESS}{job.id}/chay-lai/").status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"{ADDRESS}chay-lai/").status_code == HTTPStatus.FORBIDDEN
    assert again(job).status == "failed"


def test_an_administrator_of_a_part_does_not_see_the_work_of_all(client, place):
    signed_in(client, somebody(place, where=place.commune))
    answer = client.get(ADDRESS)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "cấp cao nhất" in answer.content.decode()


def test_the_button_puts_it_back_into_the_queue_and_is_written_down(client, place):
    job = given_up()
    signed_in(client, somebody(place))
    answer = client.post(f"{ADDRESS}{job.id}/chay-lai/", follow=True)
    assert "Đã cho chạy lại 1 việc." in answer.content.decode()
    assert again(job).status == "todo"
    event = Event.objects.get(kind="jobs_retried")
    assert event.detail == {"jobs": [job.id]}
    assert event.person_name == "Võ Quốc Bảo"


def test_two_presses_run_it_once(client, place):
    job = given_up()
    signed_in(client, somebody(place))
    client.post(f"{ADDRESS}{job.id}/chay-lai/")
    answer = client.post(f"{ADDRESS}{job.id}/chay-lai/", follow=True)
    assert "đã có người chạy lại" in answer.content.decode()
    assert again(job).attempts == 8
    assert Event.objects.filter(kind="jobs_retried").count() == 1


def test_a_job_that_does_not_exist_changes_nothing(client, place):
    signed_in(client, somebody(place))
    answer = client.post(f"{ADDRESS}999999/chay-lai/", follow=True)
    assert "Không còn việc nào đã dừng" in answer.content.decode()


def test_all_can_be_run_again_at_once(place):
    jobs = [put(given_up(n), queueing_lock=None) for n in range(3)]
    by = actor_for(somebody(place), timezone.now())
    assert retry_jobs(None, by=by) == 3
    assert {again(job).status for job in jobs} == {"todo"}


def test_the_button_works_where_the_same_work_waits_already(place):
    """The queue allows one waiting job of this kind: the old one is closed instead."""
    old = given_up()
    waiting = queued(1)
    assert old.queueing_lock == waiting.queueing_lock
    by = actor_for(somebody(place), timezone.now())
    assert retry_jobs([old.id], by=by) == 1
    assert again(old).status == "cancelled"
    assert again(waiting).status == "todo"


def test_a_job_whose_task_is_gone_can_be_run_again(client, place):
    job = put(given_up(), task_name="tuphap.gone.tasks.old")
    signed_in(client, somebody(place))
    assert "tuphap.gone.tasks.old" in text_of(client)
    client.post(f"{ADDRESS}{job.id}/chay-lai/")
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "todo"
