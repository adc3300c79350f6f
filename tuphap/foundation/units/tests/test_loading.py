"""Loading lists: what keeps its row, what is closed and opened, what is refused and how."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tuphap.foundation.units.actions import load_epochs
from tuphap.foundation.units.models import Succession, Unit
from tuphap.foundation.units.timeline import FindingKind
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db


def rows_of(code):
    return list(
        Unit.objects.filter(code=code)
        .order_by("valid_from")
        .values_list("name", "path", "valid_from", "valid_to")
    )


def test_an_unchanged_unit_keeps_its_row_and_a_spelling_is_no_change(lists):
    load_epochs(lists)
    assert rows_of("540") == [
        ("Thành Phố Quy Nhơn", "/52/540/", date(2022, 1, 1), date(2025, 6, 30))
    ]


def test_a_renamed_unit_is_closed_the_day_before_and_its_children_with_it(lists):
    load_epochs(lists)
    assert rows_of("631") == [
        ("Huyện Đức Cơ", "/64/631/", date(2022, 1, 1), date(2024, 12, 31)),
        ("Thị xã Đức Cơ", "/64/631/", date(2025, 1, 1), date(2025, 6, 30)),
    ]
    assert rows_of("23860") == [
        ("Xã Ia Dơk", "/64/631/23860/", date(2022, 1, 1), date(2024, 12, 31)),
        ("Xã Ia Dơk", "/64/631/23860/", date(2025, 1, 1), date(2025, 6, 30)),
        ("Xã Đức Cơ", "/52/23860/", date(2025, 7, 1), None),
    ]


def test_one_code_of_two_provinces_is_two_rows(lists):
    load_epochs(lists)
    assert [name for name, *_ in rows_of("52")] == ["Tỉnh Bình Định", "Tỉnh Gia Lai"]


def test_a_row_lies_within_the_days_of_its_parent(lists):
    load_epochs(lists)
    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        assert unit.parent.valid_from <= unit.valid_from
        assert (unit.valid_to or date.max) <= (unit.parent.valid_to or date.max)
        assert unit.path == f"{unit.parent.path}{unit.code}/"


def links_between(old, new):
    return Succession.objects.filter(predecessor__code=old, successor__code=new)


def test_the_same_code_goes_on_whole_where_there_is_no_list_of_links(lists):
    load_epochs(lists)
    link = links_between("23862", "23862").get()
    assert (link.extent, link.effective_on, link.legal_basis) == ("whole", date(2025, 1, 1), None)
    assert "căn cứ chưa rõ" in link.note


def test_listed_links_keep_their_extent(lists):
    load_epochs(lists)
    found = links_between("21601", "21600").get(), links_between("21601", "23860").get()
    assert [link.extent for link in found] == ["partly", "partly"]
    assert {link.effective_on for link in found} == {date(2025, 7, 1)}


def test_links_of_provinces_are_derived_and_marked(lists):
    load_epochs(lists)
    links = {link.predecessor.code: link for link in Succession.objects.filter(derived=True)}
    assert set(links) == {"52", "64"}
    assert {link.extent for link in links.values()} == {"whole"}
    assert {link.legal_basis for link in links.values()} == {"Nghị quyết 202/2025/QH15"}
    assert all("chưa đối chiếu" in link.note for link in links.values())


def test_a_province_that_is_divided_goes_partly(lists):
    text = (lists / "units-c.csv").read_text().replace("23860,Xã Đức Cơ,xã,52", "23860,Xã,xã,53")
    (lists / "units-c.csv").write_text(text + "53,Tỉnh Mới,tỉnh,\n")
    load_epochs(lists)
    assert links_between("52", "53").get().extent == "partly"
    assert links_between("52", "52").get().extent == "partly"
    assert links_between("64", "53").get().extent == "whole"


def test_what_cannot_be_joined_is_named(lists):
    found = {(f.kind, f.on.year, f.code) for f in load_epochs(lists).findings}
    assert found == {
        (FindingKind.WITHOUT_SUCCESSOR, 2025, "632"),
        (FindingKind.WITHOUT_SUCCESSOR, 2025, "23861"),
        (FindingKind.WITHOUT_SUCCESSOR, 2025, "540"),
        (FindingKind.WITHOUT_SUCCESSOR, 2025, "631"),
        (FindingKind.WITHOUT_SUCCESSOR, 2025, "23862"),
        (FindingKind.WITHOUT_PREDECESSOR, 2025, "23999"),
        (FindingKind.OLD_CODE_UNKNOWN, 2025, "99999"),
        (FindingKind.OLD_CODE_CLOSED_EARLIER, 2025, "23861"),
    }


def test_a_part_without_another_part_is_named(lists):
    (lists / "links.csv").write_text("old_code,new_code,extent\n21601,21600,partly\n")
    findings = load_epochs(lists).findings
    assert [f.code for f in findings if f.kind == FindingKind.REMAINDER_UNKNOWN] == ["21601"]


@pytest.mark.parametrize(("others", "extent"), [("", "whole"), ("21601,21600,whole\n", "partly")])
def test_the_only_part_of_a_unit_that_keeps_its_code_is_all_of_it(lists, others, extent):
    """The list of July 2025 says so of the communes that were left as they are."""
    (lists / "links.csv").write_text(f"old_code,new_code,extent\n21600,21600,partly\n{others}")
    findings = load_epochs(lists).findings
    assert links_between("21600", "21600").get().extent == extent
    named = [f.code for f in findings if f.kind == FindingKind.REMAINDER_UNKNOWN]
    assert named == (["21600"] if others else [])


def test_a_code_that_ended_earlier_is_joined_all_the_same(lists):
    load_epochs(lists)
    link = links_between("23861", "23860").get()
    assert link.predecessor.valid_to == date(2024, 12, 31)
    assert "danh mục gần nhất" in link.note


def test_a_second_load_changes_nothing(lists):
    first = load_epochs(lists)
    assert first.changed
    before = list(Unit.objects.order_by("pk").values())
    second = load_epochs(lists)
    assert not second.changed
    assert list(Unit.objects.order_by("pk").values()) == before
    assert second.findings == first.findings


def test_a_later_list_closes_what_was_open(lists):
    whole = (lists / "epochs.yaml").read_text()
    (lists / "epochs.yaml").write_text(whole.split("- starts_on: 2025-07-01")[0])
    load_epochs(lists)
    assert Unit.objects.get(code="64").valid_to is None
    (lists / "epochs.yaml").write_text(whole)
    summary = load_epochs(lists)
    assert (summary.units_created, summary.units_updated) == (4, 8)
    assert Unit.objects.get(code="64").valid_to == date(2025, 6, 30)


def test_an_end_entered_by_hand_is_kept(lists):
    load_epochs(lists)
    Unit.objects.filter(code="23999").update(valid_to=date(2026, 6, 30))
    assert not load_epochs(lists).changed
    assert Unit.objects.get(code="23999").valid_to == date(2026, 6, 30)


def test_a_corrected_name_is_taken_over(lists):
    load_epochs(lists)
    text = (lists / "units-c.csv").read_text()
    (lists / "units-c.csv").write_text(text.replace("Xã Đức Cơ", "Xã Đức Cờ"))
    assert load_epochs(lists).units_updated == 1
    unit = Unit.objects.get(code="23860", valid_to=None)
    assert (unit.name, unit.name_folded) == ("Xã Đức Cờ", "xa duc co")


def test_an_open_unit_outside_the_lists_stops_the_load(lists):
    load_epochs(lists)
    Unit.objects.filter(code="23999").update(valid_to=date(2026, 6, 30))
    Unit.objects.create(
        code="24000", name="Xã Lạ", kind="xã", path="/24000/", valid_from=date(2026, 7, 1)
    )
    text = (lists / "units-c.csv").read_text()
    (lists / "units-c.csv").write_text(text + "24000,Xã Mới,xã,52\n")
    with pytest.raises(Refused, match="Xã Lạ") as refusal:
        load_epochs(lists)
    assert refusal.value.kind == Kind.CONFLICT


@pytest.mark.parametrize(
    ("file_name", "old", "new", "line", "words"),
    [
        ("units-a.csv", "code,name,kind,parent_code", "code,name,kind", 1, "parent_code"),
        ("units-a.csv", "code,name,kind,parent_code", "code,name,kind,code", 1, "parent_code"),
        ("units-a.csv", "xã,631\n23861", "xã,777\n23861", 9, "777"),
        ("units-a.csv", "64,Tỉnh Gia Lai,tỉnh,", "64,Tỉnh Gia Lai,tỉnh,631", 3, "vòng"),
        ("units-a.csv", "631,Huyện Đức Cơ,huyện,64", "631,Huyện,huyện,631", 5, "vòng"),
        ("units-a.csv", "23861,Xã Ia Kla", "23860,Xã Ia Kla", 10, "dòng 9"),
        ("units-a.csv", "23861,Xã Ia Kla", "../x,Xã Ia Kla", 10, "../x"),
        ("units-a.csv", "23861,Xã Ia Kla", "٢٣,Xã Ia Kla", 10, "chữ số"),
        ("units-a.csv", "23861,Xã Ia Kla", "23861,\u200b", 10, "tên"),
        ("units-a.csv", "23861,Xã Ia Kla", "23861," + "x" * 121, 10, "120"),
        ("units-a.csv", "Xã Ia Kla,xã", "Xã Ia Kla,làng", 10, "làng"),
        ("units-a.csv", "Xã Ia Kla,xã,631", "Xã Ia Kla,xã,631,thừa", 10, "5 ô"),
        ("units-a.csv", "Xã Ia Kla", '"Xã Ia Kla', 11, "CSV"),
        ("links.csv", "old_code", "old", 1, "old_code"),
        ("links.csv", "21601,21600,partly", "21601,21600,half", 3, "half"),
        ("links.csv", "21601,21600,partly", "21600,21600,partly", 3, "dòng 2"),
        ("links.csv", "21601,21600,partly", "21601,77777,partly", 3, "77777"),
        ("links.csv", "21601,21600,partly", "x,21600,partly", 3, "mã số"),
    ],
)
def test_a_faulty_line_is_refused_by_its_number(lists, file_name, old, new, line, words):
    text = (lists / file_name).read_text()
    assert old in text
    (lists / file_name).write_text(text.replace(old, new, 1))
    with pytest.raises(Refused) as refusal:
        load_epochs(lists)
    assert refusal.value.kind == Kind.INVALID
    sentence = refusal.value.sentence
    assert f"“{file_name}”, dòng {line}:" in sentence
    assert words in sentence
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("file_name", "content", "words"),
    [
        ("units-a.csv", b"code,name,kind,parent_code\n52,\xff\xfe,x,", "UTF-8"),
        ("units-b.csv", None, "không có"),
        ("links.csv", None, "không có"),
        ("epochs.yaml", b"[", "YAML"),
        ("epochs.yaml", b"{}", "danh sách"),
        ("epochs.yaml", b"- 5", "starts_on"),
        ("epochs.yaml", b"- {starts_on: 2022-01-01, units: ../../etc/passwd}", "passwd"),
        ("epochs.yaml", b"- {starts_on: 2022-01-01, units: units-a.csv, extra: 1}", "extra"),
        (
            "epochs.yaml",
            b"- {starts_on: 2022-01-01, units: units-a.csv}\n"
            b"- {starts_on: 2021-01-01, units: units-b.csv}",
            "starts_on",
        ),
    ],
)
def test_an_unreadable_file_is_refused_by_name(lists, file_name, content, words):
    (lists / file_name).unlink()
    if content is not None:
        (lists / file_name).write_bytes(content)
    with pytest.raises(Refused, match=words) as refusal:
        load_epochs(lists)
    assert file_name in refusal.value.sentence


def test_every_faulty_line_is_listed(lists):
    text = (lists / "units-a.csv").read_text()
    (lists / "units-a.csv").write_text(text.replace("xã,631", "làng,631"))
    with pytest.raises(Refused, match="Còn 2 dòng khác") as refusal:
        load_epochs(lists)
    assert set(refusal.value.fields) == {"units-a.csv:9", "units-a.csv:10", "units-a.csv:11"}


def test_nul_in_a_name_is_dropped(lists):
    text = (lists / "units-a.csv").read_text()
    (lists / "units-a.csv").write_text(text.replace("Xã Ia Kla", "Xã\x00 Ia Kla"))
    load_epochs(lists)
    assert rows_of("23861")[0][0] == "Xã Ia Kla"


def test_columns_may_stand_in_any_order_and_parents_below_their_children(lists):
    lines = (lists / "units-a.csv").read_text().splitlines()
    turned = [",".join(reversed(line.split(","))) for line in [lines[0], *reversed(lines[1:])]]
    expected = load_epochs(lists).units
    (lists / "units-a.csv").write_text("\n".join(turned))
    assert not load_epochs(lists).changed
    assert Unit.objects.count() == expected


def test_the_command_reports_and_counts(lists):
    out = StringIO()
    call_command("load_units", str(lists), stdout=out)
    text = out.getvalue()
    assert "Đơn vị: 17 dòng, 17 mới, 0 sửa." in text
    assert "23999 Đặc khu Côn Lôn (Tỉnh Gia Lai)" in text
    assert "99999 → Xã Đức Cơ (Tỉnh Gia Lai)" in text


def test_the_command_names_the_fault(lists):
    (lists / "units-b.csv").unlink()
    with pytest.raises(CommandError, match=r"units-b\.csv"):
        call_command("load_units", str(lists), stdout=StringIO())


@pytest.mark.parametrize(
    "change",
    [
        {"valid_to": date(2021, 12, 31)},
        {"code": "64", "valid_to": None},
        {"code": "52", "valid_from": date(2025, 7, 1)},
    ],
)
def test_the_database_keeps_units_apart(lists, change):
    load_epochs(lists)
    unit = Unit.objects.get(code="632")
    if "code" in change:
        Unit.objects.filter(code="64").update(valid_to=None)
    for name, value in change.items():
        setattr(unit, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.save()


def test_no_unit_succeeds_itself(lists):
    load_epochs(lists)
    unit = Unit.objects.get(code="632")
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(
            predecessor=unit, successor=unit, extent="whole", effective_on=date(2025, 7, 1)
        )
