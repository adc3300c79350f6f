"""What the home page may say: paragraphs and links, nothing that a browser would run."""

import pytest

from tuphap.rules.site_texts import (
    MOST_LINKS,
    MOST_PARAGRAPHS,
    Link,
    fault_of_links,
    fault_of_paragraphs,
    links,
    paragraphs,
)


def test_paragraphs_are_parted_by_empty_lines():
    assert paragraphs(" Một\n dòng \n\n\n hai\u202e \n \n") == ("Một dòng", "hai")
    assert fault_of_paragraphs("\n\n".join("x" * MOST_PARAGRAPHS)) == ""
    assert "có 7 đoạn, nhiều nhất 6" in fault_of_paragraphs("\n\n".join("x" * 7))
    assert len(paragraphs("\n\n".join("x" * 7))) == MOST_PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    ["Sở | https://stp.gialai.gov.vn/a?b=1", "Kết quả|/ket-qua/2022/", "A | http://localhost:80/"],
)
def test_links_lead_to_the_web_or_inside(line):
    assert fault_of_links(line) == ""
    label, address = (part.strip() for part in line.split("|"))
    assert links(line) == (Link(label, address),)


@pytest.mark.parametrize(
    "line",
    [
        "Xấu | javascript:alert(1)",
        "Xấu | data:text/html,x",
        "Xấu | //evil.example/",
        "Xấu | /\\evil.example",
        'Xấu | https://a.vn/"onclick="x',
        "Không có địa chỉ",
        "| https://a.vn/",
        "Xấu | https://a.vn/<script>",
    ],
)
def test_other_addresses_are_refused_and_never_shown(line):
    assert "Đường dẫn dòng 1" in fault_of_links(line)
    assert links(line) == ()


def test_too_many_links_are_counted():
    text = "\n".join(f"L{n} | /a{n}/" for n in range(MOST_LINKS + 1))
    assert "Có 9 đường dẫn, nhiều nhất 8" in fault_of_links(text)
    assert len(links(text)) == MOST_LINKS
