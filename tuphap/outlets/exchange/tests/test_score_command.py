"""`score`: what it prints, its exit status, and that it needs neither database nor server."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from tuphap.outlets.exchange.management.commands import score as command
from tuphap.outlets.exchange.management.commands.score import Command
from tuphap.outlets.exchange.tests.sheets import BAU_BANG, HEAD, SHEET, as_csv, as_xlsx
from tuphap.rules.rule_set_file import shipped

BASE = Path(__file__).resolve().parents[4]
PROGRAM = [sys.executable, "-m", "django", "score"]


@pytest.fixture
def sheet(tmp_path):
    """Write rows to a file and give its name."""

    def write(rows=SHEET, make=as_csv, name="bang-diem.csv") -> str:
        path = tmp_path / name
        path.write_bytes(make(rows))
        return str(path)

    return write


def score(*words) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("score", *words, stdout=out, stderr=err, no_color=True)
    return stopped.value.code, out.getvalue(), err.getvalue()


def score_json(*words) -> tuple[int, dict]:
    status, out, err = score(*words, "--json")
    assert err == ""
    return status, json.loads(out)


def test_bau_bang_as_json(sheet):
    for name, make in (("a.csv", as_csv), ("a.xlsx", as_xlsx)):
        status, answer = score_json(sheet(SHEET, make, name), "--rule-set", "619-2017")
        assert status == 0
        assert answer == {
            "rows": [
                {
                    "row": 6,
                    "unit": "Lai Uyên",
                    "points": {
                        "TC1": "15",
                        "TC2": "29.63",
                        "TC3": "21.25",
                        "TC4": "9.57",
                        "TC5": "20",
                    },
                    "total": "95.45",
                    "printed_total": "95.45",
                    "met": None,
                }
            ],
            "problems": [],
        }


def test_bau_bang_as_text(sheet):
    status, out, err = score(sheet(), "--rule-set", "619-2017")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Dòng  Đơn vị      TC1    TC2    TC3   TC4    TC5   Tổng  Kết quả  Điều kiện",
        "   6  Lai Uyên  15,00  29,63  21,25  9,57  20,00  95,45  –        chưa rõ"
        " DK1 (Bộ tiêu chí chưa có mức điểm này, chưa kết luận được), DK2 (Chưa trả lời)",
        "1 đơn vị, 0 sai lệch.",
        "Bộ tiêu chí 619/QĐ-TTg chưa đối chiếu đủ với phụ lục: chưa dùng cho hồ sơ chính thức.",
    ]


def test_a_disagreement_is_told_and_ends_with_one(sheet):
    name = sheet([HEAD, [*BAU_BANG[:-1], "95,54"]])
    status, answer = score_json(name, "--rule-set", "619-2017")
    assert status == 1
    assert answer["rows"][0]["total"] == "95.45"
    assert answer["rows"][0]["printed_total"] == "95.54"
    (problem,) = answer["problems"]
    assert set(problem) == {"row", "column", "value", "rule", "message"}
    assert (problem["row"], problem["column"], problem["value"], problem["rule"]) == (
        2,
        "Tổng điểm",
        "95,54",
        "total_mismatch",
    )
    status, out, _ = score(name, "--rule-set", "619-2017")
    assert status == 1
    assert "1 đơn vị, 1 sai lệch." in out
    assert problem["message"] in out


@pytest.mark.parametrize(
    ("gate", "met", "words"),
    [
        ("Đạt", True, "Đạt      bảo đảm"),
        ("Không đạt", False, "Không đạt  không bảo đảm DK3 (Có trường hợp bị xử lý)"),
        ("", None, "–        chưa rõ DK3 (Chưa trả lời)"),
    ],
)
def test_the_result_of_25_2021(sheet, gate, met, words):
    name = sheet(
        [["Tên xã", "TC1", "TC2", "TC3", "TC4", "TC5", "ĐK3"], ["A", 10, 30, 15, 20, 25, gate]]
    )
    assert score_json(name, "--rule-set", "25-2021")[1]["rows"][0]["met"] is met
    assert score(name, "--rule-set", "25-2021")[1].splitlines()[1].endswith("100,00  " + words)


def test_failing_and_unknown_conditions_of_a_line_are_told_apart(sheet):
    name = sheet([["Tên xã", *HEAD[2:7], "ĐK3"], ["A", 4, 30, 15, 20, 25, ""]])
    line = score(name, "--rule-set", "25-2021")[1].splitlines()[1]
    assert "không bảo đảm DK2 (Dưới mức 50\u00a0%: TC1 4,00/10); chưa rõ DK3" in line


def test_no_condition_is_judged_by_a_figure_out_of_its_limits(sheet):
    name = sheet([["Tên xã", *HEAD[2:7]], ["A", 99, 30, 15, 20, 25]])
    status, out, _ = score(name, "--rule-set", "25-2021")
    assert status == 1
    assert out.splitlines()[1].endswith("–        chưa xét vì có số ngoài giới hạn")


def test_the_table_ends_with_the_notice_of_the_set(sheet, monkeypatch):
    name = sheet()
    notice = "chưa đối chiếu đủ với phụ lục"
    assert notice in score(name, "--rule-set", "619-2017")[1].splitlines()[-1]
    signed = replace(shipped("619-2017"), legal_use=True)
    monkeypatch.setattr(command, "shipped", lambda code: signed)
    assert notice not in score(name, "--rule-set", "619-2017")[1]


def test_a_table_without_lines_is_said_to_be_empty(sheet):
    status, out, err = score(sheet([HEAD]), "--rule-set", "619-2017")
    assert (status, out) == (2, "")
    assert err == (
        "Tệp “bang-diem.csv” có dòng tiêu đề nhưng chưa có dòng đơn vị nào."
        " Ghi mỗi đơn vị một dòng dưới tiêu đề.\n"
    )


def test_a_million_digits_are_a_problem_of_the_line(sheet):
    name = sheet([HEAD, [*BAU_BANG[:2], "9" * 1_000_000, *BAU_BANG[3:]]])
    status, answer = score_json(name, "--rule-set", "619-2017")
    assert status == 1
    assert [(p["row"], p["column"], p["rule"]) for p in answer["problems"]] == [
        (2, "TC1", "not_a_number")
    ]
    assert len(answer["problems"][0]["message"]) < 200


def test_figures_keep_their_places():
    from decimal import Decimal

    from tuphap.outlets.exchange.management.commands.score import _plain

    values = ("100", "20.50", "0.875", "1E+2", "0.00")
    assert [_plain(Decimal(v)) for v in values] == ["100", "20.5", "0.875", "100", "0"]
    assert _plain(None) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Thiếu --rule-set"),
        (["--rule-set", "25-2021"], "Thiếu FILE"),
        (["a.csv", "--rule-set", "26-2022"], "Các bộ có sẵn: 25-2021, 27-2025, 619-2017"),
        (["a.csv", "--rule-set", "../../x"], "Không có bộ tiêu chí"),
        (["không có.csv", "--rule-set", "25-2021"], "Không có tệp “không có.csv”"),
    ],
)
def test_what_cannot_be_read_ends_with_two(words, sentence):
    status, out, err = score(*words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_sheet_by_name(sheet):
    name = sheet(SHEET, as_xlsx, "a.xlsx")
    assert score(name, "--rule-set", "619-2017", "--sheet", "Điểm")[0] == 0
    assert score(name, "--rule-set", "619-2017", "--sheet", "Khác")[0] == 2


def test_the_command_says_that_it_needs_no_database():
    assert Command.needs_database is False
    assert Command.requires_system_checks == []


def program(*words, folder) -> subprocess.CompletedProcess:
    """As `run.py manage score` starts it, with a database that cannot be reached."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tuphap.config.settings",
        "PYTHONPATH": str(BASE),
        "TUPHAP_DATA": str(folder),
        "SECRET_KEY": "only-for-this-test-" + "x" * 40,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    }
    return subprocess.run(
        [*PROGRAM, *words], cwd=folder, env=environment, capture_output=True, check=False
    )


def test_the_program_without_a_database(sheet, tmp_path):
    good = program(sheet(), "--rule-set", "619-2017", "--json", folder=tmp_path)
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["rows"][0]["total"] == "95.45"
    bad = program("x.csv", "--rule-set", "619-2017", folder=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.decode() == "Không có tệp “x.csv”. Kiểm tra lại đường dẫn.\n"
