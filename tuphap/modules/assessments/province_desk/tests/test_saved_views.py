"""Saved views of the table of comparison: named, checked, the own ones only."""

import pytest
from django.test import Client

from tuphap.modules.assessments.province_desk.models import SavedView
from tuphap.modules.assessments.tests import world as w

pytestmark = pytest.mark.django_db
PAGE = "/doi-chieu/2022/cach-xem/"
GOOD = "xem=bon-cot&buoc=assigned&xep=-TC2.chenh"


@pytest.fixture
def world() -> w.World:
    return w.make_world()


def save(client: Client, query: str = GOOD, name: str = "Chênh của TC2", **more: str):
    return client.post(PAGE, {"name": name, "cach-xem": query, **more})


def test_a_saved_view_opens_the_table_as_it_was(world: w.World) -> None:
    client = w.signed_in(world.ha)
    assert save(client).headers["Location"] == f"../?{GOOD}"
    assert "Chênh của TC2" in client.get("/doi-chieu/2022/").content.decode()
    save(client, "loc=co-chenh")
    assert SavedView.objects.get().query == "loc=co-chenh"


def test_the_default_view_opens_first_and_there_is_one(world: w.World) -> None:
    client = w.signed_in(world.ha)
    save(client, is_default="on")
    save(client, "loc=chua-dat", "Chưa đạt", is_default="on")
    assert client.get("/doi-chieu/").headers["Location"] == "/doi-chieu/2022/?loc=chua-dat"
    view = SavedView.objects.get(is_default=True)
    client.post(f"{PAGE}{view.pk}/", {"dau": ""})
    assert client.get("/doi-chieu/").headers["Location"] == "/doi-chieu/2022/"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("xep=khong-co", "Cách xem có phần “xep=khong-co” không có trong bảng đối chiếu."),
        ("la=1", "Cách xem có phần “la=1” không có trong bảng đối chiếu."),
        ("khoang=TC1.chinh-thuc.99", "không có trong bảng đối chiếu."),
        ("loc=" + "x" * 500, "Cách xem dài hơn 400 ký tự."),
    ],
)
def test_what_the_table_does_not_know_is_refused(world: w.World, query: str, sentence: str) -> None:
    answer = save(w.signed_in(world.ha), query)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Chênh của TC2"' in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_view_of_somebody_else_is_not_there(world: w.World) -> None:
    save(w.signed_in(world.ha))
    view, phuc = SavedView.objects.get(), w.signed_in(world.phuc)
    assert phuc.post(f"{PAGE}{view.pk}/", {"xoa": ""}).status_code == 404
    assert "Chênh của TC2" not in phuc.get(PAGE).content.decode()
    w.signed_in(world.ha).post(f"{PAGE}{view.pk}/", {"xoa": ""})
    assert not SavedView.objects.exists()
