"""What the desk refuses: bad and forged input, moves out of turn, other columns."""

from collections.abc import Iterator

import pytest
import time_machine

from tuphap.foundation.accounts.models import Post
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.tests.desk_requests import (
    at,
    changed_figures,
    mark,
    page,
    written,
)
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    REACHES,
    in_status,
    moment,
    signed_in,
)
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, PASS_REGIME, POINTS_REGIME, SELF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """Pages tell the time themselves; all that the worlds of the tests did lies behind."""
    with time_machine.travel(moment(2027, 1, 5), tick=True):
        yield


# --- bad input ---

MILLION = "9" * 1_000_000


@pytest.mark.parametrize(
    "figures",
    [
        {"done": "abc"},
        {"done": "12,5"},
        {"done": "95%"},
        {"done": "-1"},
        {"done": "21"},
        {"done": "1e3"},
        {"done": "٣"},
        {"done": "9" * 40},
        {"due": "0", "done": "0"},
        {"why": ""},
        {"why": "x" * 4001},
        {"why": "x" * 9000},
        {"2.1.1-points": "6"},
        {"2.1.1-column": "self"},
        {"column": "self"},
        {"1.1.1-option": "a"},
        {"2.1.1-option": "a"},
        {"da-xem": "2.1.1"},
        {"da-xem": ""},
        {"2.1.1-not_applicable": "1"},
    ],
    ids=str,
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_bad_figures_change_nothing_and_are_answered_in_words(figures, headers):
    world = in_status("under_review")
    before = written(world)
    known = {name: text for name, text in figures.items() if name in ("done", "due", "why")}
    sent = {
        **changed_figures(world, **known),
        **{k: v for k, v in figures.items() if k not in known},
    }
    response = signed_in(world.hung).post(at(world, "sua", "2.1.1"), sent, headers=headers)
    assert 400 <= response.status_code < 500
    assert written(world) == before


@pytest.mark.parametrize(
    ("address", "field"),
    [("sua/2.1.1", "2.1.1-done"), ("chap-nhan", "chon"), ("tra-lai", "ly-do"), ("chot", "ban")],
)
def test_an_empty_sign_is_stopped_at_the_border(address, field):
    world = in_status("under_review")
    before = (written(world), world.dossier.status)
    client = signed_in(world.hung)
    response = client.post(at(world) + f"{address}/", {**changed_figures(world), field: "1\x00"})
    assert response.status_code == 400
    assert client.get(at(world) + "?noi-dung=%00").status_code == 400
    assert (written(world), world.dossier.status) == before


def test_a_million_digits_are_too_long():
    world = in_status("under_review")
    before = written(world)
    response = signed_in(world.hung).post(
        at(world, "sua", "2.1.1"), changed_figures(world, done=MILLION)
    )
    assert response.status_code == 422
    assert written(world) == before


@pytest.mark.parametrize(
    ("address", "data", "status"),
    [
        ("chap-nhan", {}, 422),
        ("chap-nhan", {"chon": "2.1.1"}, 422),
        ("chap-nhan", {"chon": ":x"}, 422),
        ("chap-nhan", {"chon": "9.9.9:x"}, 422),
        ("chap-nhan", {"chon": "2.1.1:x"}, 422),
        ("chap-nhan", {"chon": f"2.1.1:{'0' * 16}"}, 409),
        ("chap-nhan", {"chon": "x" * 100_000}, 422),
        ("chap-nhan", {"column": "self"}, 422),
        ("nhan", {"status": "decided"}, 422),
        ("chot", {}, 422),
        ("chot", {"ban": "mới"}, 422),
        ("chot", {"ban": "-1"}, 422),
        ("chot", {"ban": "9" * 50}, 422),
        ("chot", {"ban": "1", "met": "1"}, 422),
        ("tra-lai", {}, 422),
        ("tra-lai", {"ly-do": "  \n "}, 422),
        ("tra-lai", {"ly-do": "x" * 4001}, 422),
        ("tra-lai", {"ly-do": "Thiếu.", "target": "decided"}, 422),
    ],
    ids=str,
)
def test_forged_and_empty_forms_change_nothing(address, data, status):
    world = in_status("under_review")
    before = (written(world), world.dossier.version, world.dossier.status)
    response = signed_in(world.hung).post(at(world, address), data)
    assert response.status_code == status
    assert "<h1" in response.content.decode()
    assert (written(world), world.dossier.version, world.dossier.status) == before


@pytest.mark.parametrize("address", ["nhan", "chap-nhan", "sua/2.1.1", "tra-lai", "chot"])
def test_without_its_token_a_form_is_not_taken(address):
    world = in_status("submitted" if address == "nhan" else "under_review")
    client = signed_in(world.hung)
    client.handler.enforce_csrf_checks = True
    before = (written(world), world.dossier.status)
    response = client.post(at(world) + f"{address}/", changed_figures(world))
    assert response.status_code == 403
    assert (written(world), world.dossier.status) == before


@pytest.mark.parametrize("address", ["nhan", "chap-nhan", "sua/2.1.1", "tinh/2.1.1"])
def test_what_writes_is_not_done_by_looking(address):
    world = in_status("under_review")
    assert signed_in(world.hung).get(at(world) + f"{address}/").status_code == 405


# --- no other column ---


@pytest.mark.parametrize(
    ("status", "who", "own"),
    [
        ("under_review", "hung", APPRAISED),
        ("council", "thu", FINAL),
    ],
)
def test_the_desk_writes_its_own_column_only(status, who, own):
    world = in_status(status)
    client = signed_in(getattr(world, who))

    def others() -> list[tuple]:
        return [row for row in written(world) if row[0] != own]

    before = others()
    client.post(at(world, "chap-nhan"), {"chon": mark(world, "1.1.1")})
    client.post(at(world, "sua", "2.1.1"), changed_figures(world))
    for column in (SELF, APPRAISED, FINAL):
        client.post(at(world, "sua", "2.1.1"), changed_figures(world, column=column))
        client.post(at(world, "chap-nhan"), {"chon": mark(world, "2.2.1"), "column": column})
    assert others() == before
    assert Entry.objects.get(assessment=world.dossier, column=own, item="2.1.1").done == 19


# --- moves ---


def test_returning_asks_for_a_reason_that_the_unit_reads():
    world = in_status("under_review")
    hung = signed_in(world.hung)
    assert "2.1.1" in hung.get(at(world, "tra-lai") + "?noi-dung=2.1.1").content.decode()
    empty = hung.post(at(world, "tra-lai"), {"ly-do": " "})
    assert "Chưa có lý do." in empty.content.decode()
    response = hung.post(at(world, "tra-lai"), {"ly-do": "2.4.1 thiếu báo cáo kết quả."})
    assert (response.status_code, world.dossier.status) == (302, "returned")


def test_closing_shows_totals_conditions_and_what_cannot_be_changed():
    world = in_status("council")
    text = signed_in(world.thu).get(at(world, "chot")).content.decode()
    for words in ("Trình quyết định", "100,00", "Đạt chuẩn", "không sửa được nữa", "Quay lại"):
        assert words in text


def test_closing_names_what_is_missing():
    world = in_status("under_review")
    text = signed_in(world.hung).get(at(world, "chot")).content.decode()
    assert "còn 25 mục chưa xong" in text
    assert 'aria-disabled="true"' in text


def test_the_council_concludes_through_the_page():
    world = in_status("council")
    response = signed_in(world.thu).post(at(world, "chot"), {"ban": world.dossier.version})
    assert (response.status_code, world.dossier.status) == (302, "proposed")


def test_who_appraised_is_told_why_he_does_not_conclude():
    world = in_status("council")
    Post.objects.create(
        person=world.hung,
        unit=world.office,
        role=Role.COUNCIL_SECRETARY,
        starts_on=world.office.valid_from,
    )
    response = signed_in(world.hung).post(at(world, "chot"), {"ban": world.dossier.version})
    assert response.status_code == 403
    assert "Chuyển việc này cho người khác" in response.content.decode()
    assert "Chuyển việc này cho người khác" in page(world)


WEB_MOVES = {
    "nhan": ("receive", {}),
    "tra-lai": ("return", {"ly-do": "Thiếu tài liệu."}),
    "chot": ("close", {}),
}
# The step that brought the dossier here: whoever asks for it again is led to what is.
ALREADY = {("nhan", "under_review"), ("tra-lai", "returned"), ("chot", "appraised")}
TABLES = ((POINTS_SET, POINTS_REGIME), (PASS_SET, PASS_REGIME))
NOT_IN_THE_TABLE = [
    (code, status, address)
    for code, table in TABLES
    for status in [step.code for step in table.statuses if step.code in REACHES]
    for address, (name, _) in WEB_MOVES.items()
    if name not in [move.name for move in table.moves_from(status)]
]


@pytest.mark.parametrize(("code", "status", "address"), NOT_IN_THE_TABLE)
def test_every_move_that_is_not_in_the_table_is_refused(code, status, address):
    world = in_status(status, code)
    data = WEB_MOVES[address][1] or {"ban": world.dossier.version} if address != "nhan" else {}
    before = (written(world), world.dossier.version)
    response = signed_in(world.hung).post(at(world, address), data)
    if (address, status) in ALREADY:
        assert response.status_code == 302
    else:
        assert response.status_code in (403, 409)
    assert (world.dossier.status, written(world), world.dossier.version) == (status, *before)


def test_a_change_without_its_line_is_told_so():
    world = in_status("under_review")
    before = written(world)
    sent = {k: v for k, v in changed_figures(world).items() if k not in ("da-xem", "2.1.1-line")}
    for headers in ({}, {"HX-Request": "true"}):
        response = signed_in(world.hung).post(at(world, "sua", "2.1.1"), sent, headers=headers)
        assert response.status_code == 422
        assert "không có số liệu của nội dung 2.1.1" in response.content.decode()
    assert written(world) == before


def test_a_change_without_its_version_is_told_so():
    """Nobody else has changed anything, so nobody else is named."""
    world = in_status("under_review")
    before = written(world)
    sent = {k: v for k, v in changed_figures(world).items() if k != "da-xem"}
    for headers in ({}, {"HX-Request": "true"}):
        response = signed_in(world.hung).post(at(world, "sua", "2.1.1"), sent, headers=headers)
        page = response.content.decode()
        assert response.status_code == 422
        assert "không cho biết nội dung 2.1.1 được mở ở phiên bản nào" in page
        assert "người khác" not in page
    assert written(world) == before
