"""Units by name: their kinds, their order, their result in words, and hostile names."""

import re

import pytest

from tuphap.foundation.maps.named import MOST_NAMED, Named, named_units
from tuphap.foundation.maps.squares import waiting_strip


def named(name: str, kind: str = "xã", met: bool | None = True) -> Named:
    return Named(name, kind, met, f"/ket-qua/2026/{name.encode().hex()}/")


def test_names_stand_by_kind_and_alphabet_without_the_word_of_their_kind() -> None:
    units = [named("Xã Ia Tôr"), named("Xã Đề Gi"), named("Phường An Nhơn", "phường"),
             named("Xã Chư Prông"), named("Xã Chư Păh")]  # fmt: skip
    shown = str(named_units(units))
    wanted = ["An Nhơn", "Chư Păh", "Chư Prông", "Đề Gi", "Ia Tôr"]
    assert re.findall(r"<span>([^<]+)", shown) == wanted
    assert "Phường <" in shown
    assert "4 đơn vị" in shown


@pytest.mark.parametrize(
    ("met", "words", "shape"),
    [
        (True, "đạt chuẩn", "tp-square"),
        (False, "chưa đạt", "tp-square-stop"),
        (None, "chưa có quyết định", "tp-square-wait"),
    ],
)
def test_a_result_is_a_shape_and_a_word(met: bool | None, words: str, shape: str) -> None:
    shown = str(named_units([named("Xã Ia Le", met=met)]))
    assert f">, {words}<" in shown
    assert f'class="{shape}"' in shown


def test_hostile_names_are_escaped_and_too_many_are_left_to_the_squares() -> None:
    assert "<script>" not in str(named_units([named("<script>")]))
    assert named_units([named(f"Xã {n}") for n in range(MOST_NAMED + 1)]) == ""
    assert waiting_strip(122).count("tp-square-wait") == 122
