"""Public pages: what they say, from published copies and from nothing else."""

import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.publication.tests.sample import (
    HANOI,
    pass_payload,
    points_payload,
    publish,
    small_province,
    unit,
)
from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.render import home_page
from tuphap.outlets.portal.shelf import Edition

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    """What a reader sees: no tags, one space between words."""
    without_tags = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(without_tags).split())


def table_names(answer) -> list[str]:
    return re.findall(
        r'<th scope="row"><a href="/ket-qua/2022/\d+/[^"]*">([^<]+)</a>', (answer.content.decode())
    )


# --- home, years ---


@pytest.mark.parametrize(
    "address",
    ["/", "/ket-qua/2022/?nhom=631", "/ket-qua/2022/ban-1/", "/ket-qua/2022/23503/?ban=1"],
)
def test_on_paper_stand_the_office_and_the_address_of_the_page(
    client: Client, settings: Any, address: str
) -> None:
    settings.SITE_ADDRESS = "https://tuphap.example"
    publish(small_province())
    publish(small_province(), note="Đính chính")
    shown = text_of(client.get(address))
    assert f"{settings.OFFICE['upper']} https://tuphap.example{address} " in shown


@pytest.mark.parametrize("address", ["/", "/ket-qua/", "/du-lieu-mo/"])
def test_before_anything_is_published_pages_say_so(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Chưa có kết quả nào được công bố" in text_of(answer)


def test_home_says_the_newest_year_in_a_sentence(client: Client) -> None:
    publish(small_province(2021))
    publish(small_province(2022))
    shown = text_of(client.get("/"))
    assert "Năm 2022, tỉnh Gia Lai có 4 trong 5 đơn vị được công nhận đạt chuẩn" in shown
    assert "Năm 2021" in shown


def test_years_are_written_as_years(client: Client) -> None:
    publish(small_province())
    for address in ("/", "/ket-qua/", "/ket-qua/2022/", "/ket-qua/2022/23503/", "/du-lieu-mo/"):
        assert "2.022" not in text_of(client.get(address))


# --- a year ---


def test_the_year_shows_sentence_figures_map_copy_and_table(client: Client) -> None:
    copy = publish(small_province())
    answer = client.get("/ket-qua/2022/")
    shown = text_of(answer)
    assert "Xã, phường, thị trấn đạt chuẩn tiếp cận pháp luật năm 2022" in shown
    assert "Tỉnh Gia Lai có 4 trong 5 đơn vị được công nhận đạt chuẩn" in shown
    assert "Kết quả do Chủ tịch Ủy ban nhân dân quyết định" in shown
    assert "Tỷ lệ đạt 80,0 %" in shown
    assert "Điểm trung bình 91,15" in shown
    assert "Pleiku 1/2 đạt chuẩn" in shown
    assert "Bản công bố số 01 · 21/02/2023 09:30" in shown
    assert copy.sha256[:4] in shown
    assert "Xã Trà Đa TP. Pleiku TP. Pleiku 10,00 60,00 70,00 Chưa đạt Điều kiện 1" in shown
    assert "Bộ tiêu chí 25/2021/QĐ-TTg chưa đối chiếu đủ với phụ lục." in shown


def partial_province(year: int = 2022) -> dict[str, Any]:
    payload = small_province(year)
    payload["summary"]["pending"] = 3
    return payload


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "mới công bố kết quả của 5 trong 8 đơn vị: 4 đơn vị được công nhận đạt chuẩn"),
        ("/", "Còn 3 đơn vị chưa có quyết định"),
        ("/", "Năm 2022 4 5 trong 8 – 25/2021/QĐ-TTg"),
        ("/ket-qua/", "Năm 2022 4 5 trong 8 – 25/2021/QĐ-TTg"),
        ("/ket-qua/2022/", "mới công bố kết quả của 5 trong 8 đơn vị: 4 đơn vị được công nhận"),
        ("/ket-qua/2022/", "Còn 3 đơn vị chưa có quyết định, chưa nằm trong bản công bố này"),
        ("/ket-qua/2022/", "Tỷ lệ đạt trong 5 đơn vị 80,0 %"),
        ("/ket-qua/2022/", "Chưa công bố: 3"),
        ("/nhung/2022/", "mới công bố 5 trong 8 đơn vị, 4 đơn vị đạt chuẩn"),
        ("/du-lieu-mo/", "5 trong 8"),
    ],
)
def test_a_year_that_is_not_published_whole_says_so(
    client: Client, address: str, words: str
) -> None:
    publish(partial_province())
    shown = text_of(client.get(address)).replace(" :", ":")
    assert words in shown
    assert "4 trong 5" not in shown


def test_beside_a_partial_year_stands_the_newest_whole_one(client: Client) -> None:
    publish(small_province(2020))
    publish(small_province(2021))
    publish(partial_province())
    shown = text_of(client.get("/"))
    assert "Năm gần nhất đã công bố đủ: năm 2021 , 4 trong 5 đơn vị đạt chuẩn" in shown
    publish(small_province(), note="Đủ các đơn vị")
    assert "Năm gần nhất" not in text_of(client.get("/"))


def home_of(*years: tuple[int, bool]) -> str:
    """The home page of these years, newest first; True for one that was withdrawn."""
    at = datetime(2024, 2, 21, tzinfo=HANOI)
    return home_page(
        [
            Results(
                Edition(1, year, 1, at, "0" * 64, "", at if gone else None, "Nhập nhầm."),
                small_province(year),
            )
            for year, gone in years
        ]
    ).decode()


def test_home_is_about_the_newest_year_that_stands() -> None:
    shown = home_of((2023, True), (2022, False))
    assert "Năm 2022, tỉnh Gia Lai có" in shown
    assert 'href="/ket-qua/2022/"><svg' in shown
    assert "Bản công bố số 01 năm 2023 đã thu hồi" in shown
    assert "Theo bản đã thu hồi" not in shown
    assert "Theo bản đã thu hồi: Năm 2022" in home_of((2022, True))


def test_fifty_rows_then_the_rest_on_request(client: Client) -> None:
    publish(points_payload([unit(number) for number in range(1, 73)]))
    answer = client.get("/ket-qua/2022/")
    assert len(table_names(answer)) == 50
    assert "Đang xem 1–50 trong 72 đơn vị" in text_of(answer)
    assert "Xem và in cả 72 dòng · In 50 dòng đang xem" in text_of(answer)
    assert len(table_names(client.get("/ket-qua/2022/?trang=2"))) == 22
    assert len(table_names(client.get("/ket-qua/2022/?tat-ca=1"))) == 72


def test_filters_by_group_kind_and_result(client: Client) -> None:
    publish(small_province())

    def names(query: str) -> list[str]:
        return table_names(client.get(f"/ket-qua/2022/?{query}"))

    assert names("nhom=622") == ["Phường Yên Đỗ", "Xã Trà Đa"]
    assert names("loai=thi-tran") == ["Thị trấn Chư Ty"]
    assert names("ket-qua=chua-dat") == ["Xã Trà Đa"]
    assert names("nhom=631&loai=xa&ket-qua=dat") == ["Xã Ia Dơk", "Xã Ia Kla"]
    assert names("nhom=&loai=&ket-qua=") == names("xep=")


def test_a_filter_without_result_says_so_and_offers_a_way_back(client: Client) -> None:
    publish(small_province())
    shown = text_of(client.get("/ket-qua/2022/?nhom=631&ket-qua=chua-dat"))
    assert "Không có đơn vị nào khớp với lựa chọn." in shown
    assert "Bỏ lọc" in shown


def test_sorting_by_name_and_total_from_a_fixed_list(client: Client) -> None:
    publish(small_province())
    names = table_names(client.get("/ket-qua/2022/?xep=-tong"))
    assert (names[0], names[-1]) == ("Phường Yên Đỗ", "Xã Trà Đa")
    names = table_names(client.get("/ket-qua/2022/?xep=don-vi"))
    assert names == sorted(names)


def test_met_and_not_met_shows_counts_of_indicators(client: Client) -> None:
    publish(pass_payload())
    shown = text_of(client.get("/ket-qua/2026/"))
    assert "Xã Số 2 1/2 1/1 2/3 Chưa đạt Điều kiện 1" in shown
    assert "Điểm trung bình" not in shown
    assert "xếp theo mã đơn vị" in shown


def test_the_year_of_the_form_leads_to_that_year(client: Client) -> None:
    publish(small_province())
    publish(small_province(2021))
    answer = client.get("/ket-qua/2022/?nam=2021&nhom=622&ket-qua=dat")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/ket-qua/2021/?ket-qua=dat"
    assert client.get("/ket-qua/?nam=2021").headers["Location"] == "/ket-qua/2021/"
    assert client.get("/ket-qua/?nam=2019").status_code == 404


# --- numbered copies ---


def test_an_older_number_stays_readable_and_says_that_it_was_replaced(client: Client) -> None:
    publish(small_province())
    publish(points_payload([unit(2, "Xã Trà Đa")]), note="Đính chính Xã Trà Đa")
    older = client.get("/ket-qua/2022/ban-1/")
    shown = text_of(older)
    assert "Bản số 01 đã được thay." in shown
    assert "Đính chính Xã Trà Đa" in shown
    assert len(table_names(older)) == 5
    assert 'href="/ket-qua/2022/23502/?ban=1"' in older.content.decode()
    assert "70,00" in text_of(client.get("/ket-qua/2022/23502/?ban=1"))
    newest = text_of(client.get("/ket-qua/2022/"))
    assert "Bản công bố số 02" in newest
    assert "đã được thay" not in newest
    assert "đã được thay" not in text_of(client.get("/ket-qua/2022/ban-2/"))


# --- one unit ---


def test_the_unit_page_says_result_criteria_conditions_and_decision(client: Client) -> None:
    publish(small_province())
    shown = text_of(client.get("/ket-qua/2022/23503/"))
    assert "Huyện Đức Cơ, tỉnh Gia Lai · mã đơn vị 23503 · năm đánh giá 2022" in shown
    assert "Đạt chuẩn tiếp cận pháp luật năm 2022. Tất cả điều kiện công nhận đều đạt." in shown
    assert "Quyết định số 214/QĐ-UBND ngày 07/02/2023" in shown
    assert "2. Tiếp cận thông tin 87,75 / 90 97,50 % 85,25" in shown
    assert "97,75 điểm, cao hơn mức 17,75" in shown
    assert shown.index("Điều kiện công nhận") < shown.index("Kết quả qua các năm")
    assert "thấp nhất: tiêu chí 2, đạt 97,50 %" in shown


def test_of_a_failed_gate_only_number_and_wording_are_public(client: Client) -> None:
    failing = unit(1, met=False, failed_conditions=["DK3"])
    publish(points_payload([failing]))
    shown = text_of(client.get("/ket-qua/2022/23501/"))
    assert "Vì sao chưa đạt Điều kiện 3 chưa được bảo đảm: “Không có người đứng đầu" in shown
    assert "Không có người đứng đầu bị kỷ luật Chưa đạt" in shown
    assert "không có trường hợp nào" not in shown


def test_the_unit_page_of_met_and_not_met_lists_the_indicators(client: Client) -> None:
    publish(pass_payload())
    shown = text_of(client.get("/ket-qua/2026/23502/"))
    assert "2 / 3 chỉ tiêu" in shown
    assert "1.2 Chỉ tiêu 1.2 Chưa đạt" in shown
    assert "2/3 chỉ tiêu đạt" in shown


def stored(code: str, name: str, begins: date, ends: date | None) -> Unit:
    return Unit.objects.create(
        code=code, name=name, kind="xã", path=f"/64/{code}/", valid_from=begins, valid_to=ends
    )


def test_results_go_on_across_a_merger_and_the_page_says_how(client: Client) -> None:
    end, begin = date(2025, 6, 30), date(2025, 7, 1)
    dok = stored("23503", "Xã Ia Dơk", date(2022, 1, 1), end)
    kla = stored("23504", "Xã Ia Kla", date(2022, 1, 1), end)
    new = stored("23501", "Xã Ia Dơk", begin, None)
    for old, extent in ((dok, Extent.WHOLE), (kla, Extent.PARTLY)):
        Succession.objects.create(predecessor=old, successor=new, extent=extent, effective_on=begin)
    publish(small_province())
    publish(pass_payload())
    before = text_of(client.get("/ket-qua/2022/23503/"))
    assert (
        "Từ ngày 01/07/2025, Xã Ia Dơk và một phần Xã Ia Kla nhập thành Xã Ia Dơk (mã 23501). "
        "Kết quả cũ giữ nguyên theo đơn vị cũ."
    ) in before
    assert "2026 Xã Số 1 27/2025/QĐ-TTg 3/3" in before
    assert "không so sánh điểm" in before
    after = text_of(client.get("/ket-qua/2026/23501/"))
    assert "2022 Xã Ia Dơk 25/2021/QĐ-TTg 97,75" in after
    assert "Phường Yên Đỗ" not in after  # the same code in another epoch is another unit


# --- search ---


@pytest.mark.parametrize("typed", ["ia dok", "IA DƠK", "dok ia", "Ia Do", "23503", "  ia   dok "])
def test_search_ignores_marks_case_and_order(client: Client, typed: str) -> None:
    publish(small_province())
    answer = client.get("/ket-qua/", {"tim": typed})
    assert 'href="/ket-qua/2022/23503/"' in answer.content.decode()
    assert "23504/" not in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Pleiku", ["23501", "23502"]),
        ("tp. pleiku", ["23501", "23502"]),
        ("Xã Ia Dơk huyện Đức Cơ", ["23503"]),
        ("X. Ia Dơk, H. Đức Cơ", ["23503"]),
        ("đức cơ ia", ["23503", "23504"]),
        ("tt chư ty", ["23505"]),
        ("Xã Ia Dơk Pleiku", []),
    ],
)
def test_search_knows_the_unit_above_and_kinds_as_people_shorten_them(
    client: Client, typed: str, codes: list[str]
) -> None:
    publish(small_province())
    content = client.get("/ket-qua/", {"tim": typed}).content.decode()
    assert re.findall(r'tp-hit-name" href="/ket-qua/2022/(\d+)/', content) == codes
    leads = 'href="/ket-qua/2022/?nhom=622#bang"' in content
    assert leads == (typed.lower().endswith("pleiku") and len(codes) == 2)


def test_search_marks_what_was_found_in_the_true_name(client: Client) -> None:
    publish(small_province())
    content = client.get("/ket-qua/?tim=ia+dok").content.decode()
    assert "Xã <mark>Ia</mark> <mark>Dơk</mark>" in content


def test_search_shows_a_unit_once_with_its_years(client: Client) -> None:
    publish(small_province(2021))
    publish(small_province(2022))
    shown = text_of(client.get("/ket-qua/?tim=chu+ty"))
    assert "1 đơn vị khớp" in shown
    assert "Có kết quả các năm 2022, 2021" in shown


def test_search_for_a_unit_of_today_leads_to_the_results_before_the_merger(client: Client) -> None:
    province = Unit.objects.create(
        code="64", name="Tỉnh Gia Lai", kind="tỉnh", path="/64/", valid_from=date(2022, 1, 1)
    )
    old = stored("23503", "Xã Ia Dơk", date(2022, 1, 1), date(2025, 6, 30))
    new = stored("23869", "Xã Ia Dơk", date(2025, 7, 1), None)
    Unit.objects.filter(pk__in=[old.pk, new.pk]).update(parent=province)
    Succession.objects.create(
        predecessor=old, successor=new, extent=Extent.WHOLE, effective_on=date(2025, 7, 1)
    )
    publish(small_province())
    for typed in ("23869", "ia dok"):
        shown = text_of(client.get("/ket-qua/", {"tim": typed}))
        assert "mã 23869 · từ 01/07/2025 Chưa có kết quả công bố" in shown
        assert "Kết quả của đơn vị trước khi sắp xếp: Xã Ia Dơk (2022)" in shown


def test_search_asks_the_same_number_of_questions_however_many_units_fit(
    client: Client, settings
) -> None:
    province = Unit.objects.create(
        code="64", name="Tỉnh Gia Lai", kind="tỉnh", path="/64/", valid_from=date(2022, 1, 1)
    )
    for number in range(30):
        new = stored(f"{50000 + number}", f"Xã Mới {number}", date(2025, 7, 1), None)
        Unit.objects.filter(pk=new.pk).update(parent=province)
    publish(points_payload([unit(number) for number in range(1, 100)]))
    client.get("/ket-qua/?tim=xa")
    settings.PUBLISHED_FRESH_SECONDS = 60
    with CaptureQueriesContext(connection) as queries:
        shown = text_of(client.get("/ket-qua/?tim=xa"))
    assert "99 đơn vị khớp có kết quả công bố, đang hiện 60 đơn vị đầu" in shown
    # The scope, the units of today, where each of the twelve shown came from, what ended.
    assert len(queries) <= 15


def test_search_without_result_says_what_to_try(client: Client) -> None:
    publish(small_province())
    shown = text_of(client.get("/ket-qua/?tim=zzz"))
    assert "Không có đơn vị nào khớp với “zzz”" in shown


def test_a_text_too_long_to_search_is_refused_with_the_limit(client: Client) -> None:
    publish(small_province())
    answer = client.get("/ket-qua/", {"tim": "a" * 101})
    assert answer.status_code == 400
    assert "dài 101 ký tự, tối đa 100" in text_of(answer)


# --- open data, embedding ---


def test_open_data_names_files_columns_and_how_to_check(client: Client) -> None:
    publish(small_province())
    answer = client.get("/du-lieu-mo/")
    for form in ("xlsx", "csv", "json"):
        assert f'href="/du-lieu-mo/ket-qua-2022.{form}"' in answer.content.decode()
    shown = text_of(answer)
    assert "Được dùng lại theo giấy phép Creative Commons Ghi công 4.0 Quốc tế (CC BY 4.0)" in shown
    assert '<iframe src="http://testserver/nhung/2022/"' in shown


def test_the_address_of_the_api_is_a_page_for_people(client: Client, settings: Any) -> None:
    settings.DATA_LICENCE = {"name": "Giấy phép của tỉnh", "address": "https://example.vn/gp"}
    assert "/api/v1/years" in text_of(client.get("/api/v1/"))
    publish(small_province())
    answer = client.get("/api/v1/")
    told = re.findall(r'href="(/api/v1/[^"]+)"', answer.content.decode())
    assert len(told) == 6
    assert {client.get(address).status_code for address in told} == {200}
    assert '<a href="https://example.vn/gp">Giấy phép của tỉnh</a>' in answer.content.decode()


def test_only_the_embedded_table_may_stand_in_a_frame(client: Client) -> None:
    publish(small_province())
    for _ in range(2):  # made now, then from memory
        framed = client.get("/nhung/2022/")
        assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in framed.headers
        assert not framed.cookies
    for address in ("/", "/ket-qua/2022/", "/ket-qua/2022/?nhom=622", "/ket-qua/2022/23503/"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_links_of_the_embedded_table_leave_the_frame(client: Client) -> None:
    publish(small_province())
    content = client.get("/nhung/2022/").content.decode()
    links = re.findall(r"<a [^>]*>", content.partition("</head>")[2])
    assert [link for link in links if "_top" not in link and "#noi-dung" not in link] == []
