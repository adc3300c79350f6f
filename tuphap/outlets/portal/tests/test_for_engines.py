"""What engines and previews read: published pages only, values that cannot break out."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from tuphap.foundation.publication.tests.sample import (
    points_payload,
    publish,
    small_province,
    unit,
)

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def data_of(text: str) -> dict:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return json.loads(block)


def test_the_sitemap_names_every_published_page_and_each_of_them_opens(client: Client) -> None:
    publish(small_province())
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [row.text.removeprefix("http://testserver") for row in tree.iter(LOC)]
    assert {"/", "/ket-qua/nhieu-nam/", "/ket-qua/2022/", "/ket-qua/2022/23503/"} <= set(found)
    assert len(found) == len(set(found)) == 11
    assert {client.get(address).status_code for address in found} == {200}


def test_engines_are_kept_from_staff_pages_and_from_illustration(client: Client, settings) -> None:
    settings.DEMO = False
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /lam-viec/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    settings.DEMO = True
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_a_shared_link_shows_its_result_in_a_sentence(client: Client) -> None:
    publish(small_province())
    year = client.get("/ket-qua/2022/").content.decode()
    assert 'content="Tỉnh Gia Lai, năm 2022: 4 trong 5 đơn vị đạt chuẩn' in year
    assert data_of(year)["@type"] == "Dataset"
    assert len(data_of(year)["distribution"]) == 3
    commune = client.get("/ket-qua/2022/23502/").content.decode()
    assert (
        'og:description" content="Chưa đạt chuẩn tiếp cận pháp luật năm 2022, 70,00/100' in commune
    )
    assert [row["position"] for row in data_of(commune)["itemListElement"]] == [1, 2, 3]


def test_no_name_can_end_the_block_of_data(client: Client) -> None:
    name = '</script><script>alert(1)</script>"&'
    payload = points_payload([unit(1, name)])
    payload["scope"]["name"] = name
    publish(payload)
    for address in ("/ket-qua/2022/", "/ket-qua/2022/23501/"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "alert(1)" in json.dumps(data_of(text))
