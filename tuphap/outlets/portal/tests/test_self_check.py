"""A visitor's own browser computes a copy once more and says the same as the program."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tuphap.foundation.publication.canonical import canonical_text
from tuphap.foundation.publication.tests.doctored import DOCTORED
from tuphap.foundation.publication.tests.sample import publish, small_province
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.self_check import self_check_file
from tuphap.outlets.portal.shelf import Edition
from tuphap.rules.published_check import check_payload
from tuphap.rules.tests.test_published_check import TAMPERED, in_marks, in_points

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE, FILE = "/ket-qua/2022/tu-kiem-tra/", "/ket-qua/2022/tu-kiem-tra.html"


@pytest.mark.django_db
def test_the_page_names_the_copy_it_checks_and_carries_no_script(client: Client) -> None:
    publish(small_province())
    publish(small_province() | {"units_on": "2022-12-30"}, note="Đính chính")
    for address, number in ((PAGE, 2), (f"{PAGE}?ban=1", 1)):
        text = client.get(address).content.decode()
        assert f'data-self-check="/du-lieu-mo/ket-qua-2022.json?ban={number}"' in text
        assert "<script>" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [f"{PAGE}?ban=9", f"{FILE}?ban=x", "/ket-qua/2021/tu-kiem-tra/"]
)
def test_there_is_no_check_of_what_was_not_published(client: Client, address: str) -> None:
    publish(small_province())
    assert "attachment" in client.get(FILE).headers["Content-Disposition"]
    assert client.get(address).status_code == 404


@pytest.mark.browser
def test_the_saved_page_finds_what_was_changed(browser: "Browser", tmp_path: Path) -> None:
    """From a disk, without server or database; and figure by figure what `check_payload` finds."""
    payload, day = small_province(), datetime(2023, 2, 21, tzinfo=UTC)
    text = canonical_text(payload)
    digest = hashlib.sha256(text.encode()).hexdigest()
    results = Results(Edition(1, 2022, 1, day, digest, ""), payload)
    saved, sound = tmp_path / "tu-kiem-tra.html", tmp_path / "ket-qua-2022.json"
    saved.write_bytes(self_check_file(results, "https://example.gov.vn"))
    sound.write_text(f'{{"year":2022,"number":1,"sha256":"{digest}","payload":{text}}}')
    page = browser.new_page()
    page.goto(saved.as_uri())
    page.set_input_files("#tep-kiem-tra", sound)
    page.get_by_role("heading", name="Khớp", exact=True).wait_for()
    sound.write_text(sound.read_text().replace('"total":"97.75"', '"total":"99"'))
    page.set_input_files("#tep-kiem-tra", sound)
    page.get_by_role("heading", name="Không khớp").wait_for()
    said = page.inner_text("#ket-qua-kiem-tra")
    assert "Mã kiểm tra không khớp" in said
    assert "Đã công bố" in said
    failed = sound.read_text().replace('"failed_conditions":["DK1"]', '"failed_conditions":[]')
    sound.write_text(failed.replace('"met":false', '"met":true'))
    page.set_input_files("#tep-kiem-tra", sound)
    page.get_by_text("Điều kiện 1").wait_for()
    said = page.inner_text("#ket-qua-kiem-tra")
    assert "kết quả\tchính thức\tĐạt\tChưa đạt" in said
    assert "\tKhông có\tĐiều kiện 1" in said
    assert "23503 Xã Ia Dơk\ttổng điểm\tchính thức\t99\t97,75" in said
    for made, change, _ in [*TAMPERED, *((made, len, []) for made in (in_points, in_marks))]:
        payload = made()
        change(payload)
        expected = [asdict(row) for row in check_payload(payload).mismatches]
        found = page.evaluate("text => publishedCheck.check(JSON.parse(text))", json.dumps(payload))
        assert found["mismatches"] == expected
    for _, doctored, sentence, stands in DOCTORED:
        sound.write_text(doctored)
        page.evaluate("document.getElementById('ket-qua-kiem-tra').replaceChildren()")
        page.set_input_files("#tep-kiem-tra", sound)
        page.locator(".tp-check-said p", has_text=sentence).wait_for()
        agrees = page.get_by_role("heading", name="Khớp", exact=True).count() == 1
        assert agrees == stands, sentence
    page.close()
