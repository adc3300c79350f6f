"""A rule set that does not add up does not come in, and all its faults are told at once."""

import copy
import json
from decimal import Decimal

import pytest

from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import InvalidRuleSet, content, parse
from tuphap.rules.rule_set_file import (
    LARGEST_TEXT,
    document_from_yaml,
    parse_yaml,
    shipped,
    shipped_document,
)

FOUR_BANDS = [
    {"from": 100, "to": 100, "points": 2},
    {"from": 50, "below": 100, "points": 1},
    {"from": 0, "below": 50, "points": 0},
]

STEP = {"code": "D1", "text": "Niêm yết", "status": "confirmed"}


def small_set() -> dict:
    """One criterion, one indicator, two contents: 2 points by share, 1 by choice."""
    marks = {"name_exact": True, "status": "confirmed"}
    points = {**marks, "points_status": "confirmed"}
    share = {
        "code": "1.1.1",
        "name": "Tỷ lệ",
        "max_points": 2,
        **points,
        "scoring": {
            "kind": "percentage",
            "status": "confirmed",
            "done_label": "Việc đã làm",
            "due_label": "Việc phải làm",
            "bands_status": "confirmed",
            "bands": copy.deepcopy(FOUR_BANDS),
        },
    }
    choice = {
        "code": "1.1.2",
        "name": "Có hay không",
        "max_points": 1,
        **points,
        "scoring": {
            "kind": "boolean",
            "status": "confirmed",
            "options": [
                {"key": "a", "text": "Có", "points": 1},
                {"key": "b", "text": "Không", "points": 0},
            ],
        },
    }
    one = {"code": "1.1", "name": "Chỉ tiêu", "max_points": 3, **points}
    one["contents"] = [share, choice]
    return {
        "schema": "tuphap-rule-set/1",
        "code": "thu",
        "short_name": "Thử",
        "title": "Bộ thử",
        "unit_kinds": ["xã"],
        "years": {"first": 2022, "last": 2023, "status": "confirmed"},
        "scale": {"kind": "points", "total_max": 3, "status": "confirmed"},
        "counts": {"criteria": 1, "indicators": 1, "per_criterion": [1], "status": "confirmed"},
        "conditions": [
            {
                "code": "DK1",
                "text": "Từ 2 điểm",
                "short_name": "Từ 2",
                "rule": {"kind": "min_total", "value": 2},
                "status": "confirmed",
            }
        ],
        "criteria": [
            {"code": "TC1", "name": "Tiêu chí", "max_points": 3, **points, "indicators": [one]}
        ],
    }


def small_pass_set() -> dict:
    """The same tree in met and not met."""
    document = small_set()
    document["scale"] = {"kind": "pass", "status": "confirmed"}
    document["pass_rules"] = {
        "indicator": "all_contents_pass",
        "criterion": "all_indicators_pass",
        "unit": "all_criteria_pass",
        "status": "secondary",
    }
    document["conditions"][0]["rule"] = {"kind": "all_indicators_pass"}
    criterion = document["criteria"][0]
    indicator = criterion["indicators"][0]
    for row in (criterion, indicator, *indicator["contents"]):
        del row["max_points"], row["points_status"]
    share, choice = (row["scoring"] for row in indicator["contents"])
    del share["bands"], share["bands_status"], choice["options"]
    share["pass_at"] = 80
    return document


def faults_of(document) -> str:
    with pytest.raises(InvalidRuleSet) as invalid:
        parse(document)
    assert invalid.value.kind is Kind.INVALID
    return "\n".join(invalid.value.faults)


def changed(path: str, value, make=small_set) -> dict:
    """The small set with one value set, by a path such as "criteria 0 code"."""
    document = make()
    *way, last = (int(step) if step.isdigit() else step for step in path.split())
    place = document
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


CRITERION = "criteria 0"
INDICATOR = f"{CRITERION} indicators 0"
SHARE = f"{INDICATOR} contents 0"
CHOICE = f"{INDICATOR} contents 1"
BANDS = f"{SHARE} scoring bands"


def test_the_small_sets_are_sound():
    assert parse(small_set()).total_max == 3
    assert parse(small_pass_set()).total_max is None


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("schema", "other/1", "schema"),
        ("code", ..., "code"),
        ("code", 25, "code"),
        ("title", "  ", "title"),
        ("scale", 5, "scale"),
        ("scale kind", "stars", "points, pass"),
        ("scale total_max", ..., "total_max"),
        ("scale total_max", 4, "cộng lại là 3 điểm, điểm tối đa ghi 4"),
        ("scale total_max", True, "phải là số"),
        ("scale total_max", "NaN", "phải là số"),
        ("scale total_max", "3 điểm", "phải là số"),
        ("scale total_max", -3, "phải là số"),
        ("years first", "2022", "số nguyên"),
        ("years last", 2021, "trước năm đầu"),
        ("years status", "sure", "confirmed"),
        ("unit_kinds", [], "loại đơn vị"),
        ("unit_kinds", "xã", "danh sách chữ"),
        ("unit_kinds", [1], "danh sách chữ"),
        ("legal_use", "no", "true hoặc false"),
        ("detail", "criterion", "detail là criterion"),
        ("surprise", 1, "“surprise” không dùng"),
        ("counts indicators", 2, "đếm được 1"),
        ("counts criteria", 2, "đếm được 1"),
        ("counts per_criterion", [2], "counts ghi khác"),
        ("criteria", {}, "Chưa có tiêu chí"),
        ("criteria", "TC1", "cần một danh sách"),
        ("criteria", ["TC1"], "không phải là nhóm mục"),
        (f"{CRITERION} code", "C1", "dạng TC1"),
        (f"{CRITERION} max_points", 4, "TC1: các phần cộng lại"),
        (f"{CRITERION} name", ..., "thiếu mục này"),
        (f"{CRITERION} name", None, "phải là unknown"),
        (f"{INDICATOR} code", "2.1", "dạng 1.1"),
        (f"{INDICATOR} max_points", 4, "1.1: các phần cộng lại"),
        (f"{INDICATOR} contents", [], "chưa có nội dung"),
        (f"{INDICATOR} evidence", [{"text": "Sổ"}], "status"),
        (f"{SHARE} code", "1.1.2", "“1.1.2” ghi 2 lần"),
        (f"{SHARE} code", "1.2.1", "dạng 1.1.1"),
        (f"{SHARE} max_points", 3, "mức cao nhất cho 2 điểm"),
        (f"{SHARE} scoring", None, "scoring"),
        (f"{SHARE} scoring kind", "stars", "choose_at_least"),
        (f"{SHARE} scoring kind", ["boolean"], "choose_at_least"),
        (f"{SHARE} scoring done_label", "", "done_label"),
        (f"{SHARE} scoring pass_at", 80, "“pass_at” không dùng"),
        (BANDS, [], "bắt đầu từ 0"),
        (f"{BANDS} 2 from", 10, "bắt đầu từ 0"),
        (f"{BANDS} 1 from", 60, "hở hoặc chồng mức tại 60"),
        (f"{BANDS} 2 below", 40, "hở hoặc chồng mức tại 50"),
        (f"{BANDS} 1 points", 0, "điểm không tăng tại 50"),
        (f"{BANDS} 0 to", 99, "kết thúc ở 100"),
        (f"{BANDS} 1 to", 100, "một trong hai"),
        (f"{BANDS} 1 points", "x", "phải là số"),
        (f"{CHOICE} max_points", 2, "mức cao nhất cho 1 điểm"),
        (f"{CHOICE} scoring options 1 key", "a", "lựa chọn “a” ghi 2 lần"),
        (f"{CHOICE} scoring options 1", ..., "ít nhất 2 lựa chọn"),
        (f"{CHOICE} scoring options", [], "ít nhất 2 lựa chọn"),
        (f"{SHARE} not_applicable_rule", {"when": "Không", "then": "pass"}, "full_points"),
        (
            f"{SHARE} not_applicable_rule",
            {"when": "Không", "then": "full_points", "points": 1, "status": "working"},
            "phải bằng điểm tối đa (2)",
        ),
        ("conditions", [], "điều kiện công nhận"),
        ("conditions 0 code", "X1", "dạng DK1"),
        ("conditions 0 rule kind", "luck", "boolean_gate"),
        ("conditions 0 rule kind", "all_indicators_pass", "không dùng cho thang points"),
        ("conditions 0 rule value", None, "phải có mức điểm"),
        ("conditions 0 rule value", 4, "vượt tổng tối đa 3"),
        (
            "conditions 0 rule",
            {"kind": "min_percent_of_each_criterion", "value": 101},
            "không quá 100",
        ),
        ("conditions 0 rule", {"kind": "min_percent_of_each_criterion"}, "không quá 100"),
        ("conditions 0 rule", {"kind": "boolean_gate"}, "holds_label"),
        ("deadlines", [{**STEP, "to": "12-31"}], "N+1-02-10"),
        ("deadlines", [{**STEP, "to": "N-02-30"}], "N+1-02-10"),
        ("deadlines", [{**STEP, "to": 5}], "N+1-02-10"),
        (
            "documents",
            [{"number": "1", "issuer": "x", "status": "confirmed", "signed_on": "22/7/2021"}],
            "2022-02-28",
        ),
        ("remarks", [{"code": "a", "name": "x", "status": "working"}] * 2, "“a” ghi 2 lần"),
        (f"{SHARE} measure", "Hồ sơ", "nhom.so_lieu"),
        (f"{SHARE} measure", ["dossiers.on_time"], "nhom.so_lieu"),
        (f"{CHOICE} measure", "dossiers.on_time", "chỉ dùng cho nội dung tính theo tỷ lệ"),
    ],
)  # fmt: skip
def test_each_slip_is_named(path, value, words):
    assert words in faults_of(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("scale total_max", 3, "không có tổng điểm"),
        ("pass_rules", ..., "pass_rules"),
        ("pass_rules unit", "most_criteria_pass", "all_criteria_pass"),
        (f"{SHARE} scoring pass_at", 0, "trên 0 và không quá 100"),
        (f"{SHARE} scoring pass_at", 101, "trên 0 và không quá 100"),
        (f"{SHARE} max_points", 2, "“max_points” không dùng"),
        ("conditions 0 rule", {"kind": "min_total", "value": 2}, "không dùng cho thang pass"),
        (
            f"{CHOICE} scoring",
            {"kind": "choose_at_least", "minimum": 2, "status": "secondary",
             "options": [{"key": "a", "text": "Một"}]},
            "từ 1 đến số lựa chọn (1)",
        ),
        (
            f"{CHOICE} scoring",
            {"kind": "deadline", "working_days": 0, "status": "secondary",
             "assigned_label": "Ngày giao", "done_label": "Ngày xong"},
            "từ 1 đến 365",
        ),
    ],
)  # fmt: skip
def test_each_slip_is_named_where_there_are_no_points(path, value, words):
    assert words in faults_of(changed(path, value, small_pass_set))


@pytest.mark.parametrize(
    "scoring",
    [
        {"kind": "choose_at_least", "minimum": 1, "status": "working",
         "options": [{"key": "a", "text": "Một"}]},
        {"kind": "deadline", "working_days": 7, "status": "working",
         "assigned_label": "Ngày giao", "done_label": "Ngày xong"},
    ],
)  # fmt: skip
def test_kinds_without_points_are_refused_where_points_are_given(scoring):
    assert "đạt / chưa đạt" in faults_of(changed(f"{CHOICE} scoring", scoring))


def test_all_faults_come_at_once():
    document = changed("code", ...)
    document["title"] = 7
    document["surprise"] = "y" * 200
    faults = faults_of(document)
    assert faults.count("\n") == 2
    assert "y" * 80 not in faults


@pytest.mark.parametrize("document", [None, [], "text", 5])
def test_something_else_is_no_rule_set(document):
    assert "không phải là một bộ tiêu chí" in faults_of(document)


def test_a_document_survives_json():
    """A set kept as JSON is the same set: figures exact, dates read again."""
    document = json.loads(json.dumps(shipped_document("25-2021"), default=str))
    assert parse(document) == shipped("25-2021")


def test_floats_of_a_file_are_read_as_written():
    document = changed(f"{BANDS} 1 points", 0.1)
    assert content(parse(document), "1.1.1").scoring.bands[1].points == Decimal("0.1")


# --- YAML ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\na: 2", "“a” ghi hai lần"),
        ("a: &x [1]\nb: *x", "neo"),
        ("a: [1", "Không đọc được YAML"),
        ("? {a: 1}\n: 2", "Không đọc được YAML"),
        ("? [a, b]\n: 2", "Không đọc được YAML"),
        ("- 1", "không phải là một bộ tiêu chí"),
        ("", "không phải là một bộ tiêu chí"),
        ("a: 2022-13-45", "Không đọc được YAML"),
        ("!!python/object/apply:os.system [ls]", "Không đọc được YAML"),
        ("[" * 5000, "Không đọc được YAML"),
        ("a" * (LARGEST_TEXT + 1), "dài hơn"),
        ("\x00", "Không đọc được YAML"),
    ],
)
def test_hostile_yaml_is_refused(text, words):
    with pytest.raises(InvalidRuleSet) as invalid:
        parse_yaml(text)
    assert words in invalid.value.sentence


def test_the_bare_document_can_be_kept():
    assert document_from_yaml("code: x") == {"code": "x"}


@pytest.mark.parametrize("code", ["", "26-2022", "../25-2021", "x" * 500])
def test_an_unknown_code_is_told_the_known_ones(code):
    with pytest.raises(Refused) as refused:
        shipped(code)
    assert "25-2021, 27-2025, 619-2017" in refused.value.sentence
    assert len(refused.value.sentence) < 200


def agreement(first: str, second: str, **more) -> dict:
    places = {
        name: dict(zip(("content", "figure"), place.split(), strict=True))
        for name, place in (("first", first), ("second", second))
    }
    words = {"code": "KH1", "sentence": "Phải là một.", "status": "working", "source": "Thử"}
    return {**words, **places, **more}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (agreement("1.1.1 done", "1.1.2 due"), "KH1: “1.1.2” không phải nội dung tính theo tỷ lệ"),
        (agreement("1.1.1 done", "1.1.1 done"), "KH1: hai số liệu là một"),
        (agreement("1.1.1 done", "1.1.1 most"), "phải là một trong done, due"),
        (agreement("1.1.1 done", "1.1.1 due", source=None), "source: cần một đoạn chữ"),
    ],
)
def test_figures_that_must_agree_are_two_and_exist(row, fault):
    with pytest.raises(InvalidRuleSet) as refused:
        parse({**small_set(), "must_agree": [row]})
    assert fault in refused.value.sentence


def test_figures_that_must_agree_are_read_with_their_source():
    (row,) = parse({**small_set(), "must_agree": [agreement("1.1.1 done", "1.1.1 due")]}).must_agree
    assert (row.first.content, row.first.figure, row.source) == ("1.1.1", "done", "Thử")
