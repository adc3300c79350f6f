"""Text from people cannot become a formula; figures and telephone numbers stay what they are."""

import pytest

from tuphap.outlets.exchange.cells import harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+SUM(A1)",
        "-2+3",
        "@import",
        " =1",
        "\t=1",
        "\n@x",
        "\r-x",
        "＝1",
        "-Xã",
    ],
)
def test_what_could_calculate_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["-1.25", "-1,25", "+84 269 3824 123", "0269-3824123", "Xã Ia Dơk", "", "–", "a=b"]
)
def test_figures_telephone_numbers_and_names_are_left_alone(text: str) -> None:
    assert harmless(text) == text
