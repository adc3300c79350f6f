"""Bad addresses and hostile names: a clear answer, nothing executed, nothing unpublished."""

import pytest
from django.test import Client

from tuphap.foundation.publication.tests.sample import (
    points_payload,
    publish,
    small_province,
    unit,
)
from tuphap.modules.assessments.models import Assessment

pytestmark = pytest.mark.django_db

NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "Xã {{ 7|add:7 }} {% now 'Y' %}",
    "Xã <b>Đậm</b> & Co",
    "' onmouseover='alert(1)",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_text_on_every_page(client: Client, name: str) -> None:
    groups = {"number": name, "signed_on": "2023-02-07", "decided_by": name}
    payload = points_payload([unit(1, name, decision=groups)])
    payload["groups"][0] |= {"name": name, "short_name": name}
    payload["scope"]["name"] = name
    payload["rule_set"]["notice"] = name
    payload["rule_set"]["criteria"][0]["name"] = name
    payload["rule_set"]["conditions"][0]["text"] = name
    publish(payload, note=name)
    publish(payload | {"units_on": "2022-12-30"}, note=name)
    for address in (
        "/",
        "/ket-qua/",
        "/ket-qua/2022/",
        "/ket-qua/2022/ban-1/",
        "/ket-qua/2022/?nhom=622&tat-ca=1",
        "/ket-qua/2022/23501/",
        "/ket-qua/?tim=23501",
        "/du-lieu-mo/",
        "/nhung/2022/",
    ):
        content = client.get(address).content.decode()
        for raw in ("<script>alert", "<img src=x", "<b>Đậm", "' onmouseover='", "Xã 14"):
            assert raw not in content, address


@pytest.mark.parametrize("typed", NAMES)
def test_what_was_typed_comes_back_as_text(client: Client, typed: str) -> None:
    publish(small_province())
    content = client.get("/ket-qua/", {"tim": typed}).content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content


@pytest.mark.parametrize(
    "address",
    [
        "/ket-qua/2021/",
        "/ket-qua/0000/",
        "/ket-qua/99999/",
        "/ket-qua/20222/",
        "/ket-qua/nam/",
        "/ket-qua/2022/99999/",
        "/ket-qua/2022/ban-2/",
        "/ket-qua/2022/ban-0/",
        "/ket-qua/2022/ban-01/",
        "/ket-qua/2022/ban-99999/",
        "/ket-qua/2022/235010000000/",
        "/ket-qua/2022/23501/x/",
        "/ket-qua/2022/23501/?ban=9",
        "/ket-qua/2022/23501/?ban=abc",
        "/ket-qua/2022/23501/?ban=%C2%B2",
        "/ket-qua/2022/23501/?ban=" + "9" * 5000,
        "/ket-qua/2022/?trang=abc",
        "/ket-qua/2022/?trang=0",
        "/ket-qua/2022/?trang=-1",
        "/ket-qua/2022/?trang=2",
        "/ket-qua/2022/?trang=%D9%A3",
        "/ket-qua/2022/?trang=" + "9" * 5000,
        "/ket-qua/2022/?nhom=999",
        "/ket-qua/2022/?loai=phuong%27--",
        "/ket-qua/2022/?ket-qua=x",
        "/ket-qua/2022/?xep=password",
        "/ket-qua/2022/?xep=--tong",
        "/ket-qua/2022/?nam=20xx",
        "/ket-qua/?nam=%E0%A5%A7%E0%A5%A7%E0%A5%A7%E0%A5%A7",
        "/nhung/2021/",
    ],
)
def test_an_address_that_leads_nowhere_is_a_page_not_found(client: Client, address: str) -> None:
    publish(small_province())
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/ket-qua/?tim=%00",
        "/ket-qua/2022/?nhom=%00",
        "/ket-qua/2022/?trang=%00",
        "/ket-qua/%00/",
        "/ket-qua/2022/23501%00/",
        "/ket-qua/?tim=%FF%FE",
        "/ket-qua/?tim=%E2%80%AE%E2%80%8B",
        "/ket-qua/?tim=%27%22%3B--%20%5C",
        "/ket-qua/?tim=(((a%2B)%2B)%2B)%24",
        "/ket-qua/?tim=99999999999999999999999999",
        "/ket-qua/?tim=%D9%A3%D9%A3",
        "/ket-qua/?" + "&".join(f"p{n}=1" for n in range(500)),
    ],
)
def test_odd_characters_never_break_a_page(client: Client, address: str) -> None:
    publish(small_province())
    assert client.get(address).status_code in (200, 400, 404)


@pytest.mark.parametrize("address", ["/", "/ket-qua/", "/ket-qua/2022/", "/nhung/2022/"])
def test_pages_are_only_read(client: Client, address: str) -> None:
    publish(small_province())
    assert client.get(address).status_code == 200
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(address).status_code in (403, 405)


def test_nothing_of_a_period_that_is_not_published_can_be_reached(client: Client) -> None:
    """A year is decided, another copy is public: not one page, count, search or file knows it."""
    from tuphap.modules.assessments.tests.test_publishing_action import decided

    world = decided()
    publish(small_province(2021))
    name, code = world.commune.name, world.commune.code
    assert Assessment.objects.filter(met=True).exists()
    for address in (
        "/ket-qua/2022/",
        f"/ket-qua/2022/{code}/",
        "/nhung/2022/",
        "/ket-qua/2022/ban-1/",
        "/du-lieu-mo/ket-qua-2022.csv",
        "/du-lieu-mo/ket-qua-2022.json",
    ):
        assert client.get(address).status_code == 404
    for address in ("/", "/ket-qua/", "/ket-qua/2021/", "/du-lieu-mo/", "/nhung/2021/"):
        content = client.get(address).content.decode()
        assert "2022" not in content.replace("tuphap-2022", ""), address
    found = client.get("/ket-qua/", {"tim": name}).content.decode()
    assert f"/ket-qua/2022/{code}/" not in found
