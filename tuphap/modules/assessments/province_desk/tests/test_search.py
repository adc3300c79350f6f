"""One field for everything within reach: found without marks, never told what is foreign."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.database.folded import letters
from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.modules.assessments.models import Comment, Evidence
from tuphap.modules.assessments.province_desk.queries.search import has_words
from tuphap.modules.assessments.province_desk.search import excerpt, marked
from tuphap.modules.assessments.second_appraisal.models import Sample, SecondAppraisal
from tuphap.modules.assessments.tests import world as w
from tuphap.rules.permissions import Role
from tuphap.rules.vietnamese import fold


def test_the_database_folds_every_letter_as_the_rules_do() -> None:
    shown, plain = letters()
    assert [fold(letter) for letter in shown] == list(plain)
    assert len(set(shown)) == len(shown) == 134


def test_typed_words_are_marked_in_the_true_text() -> None:
    assert marked("Sổ hòa giải", ("hoa",)) == (("Sổ ", False), ("hòa", True), (" giải", False))
    long = "mở đầu " * 40 + "Hòa giải ở thôn" + " kết thúc" * 40
    assert "Hòa giải" in excerpt(long, ("hoa",))
    assert excerpt(long, ("hoa",)).startswith("…")


def test_words_that_stand_together_are_marked_alone() -> None:
    text = "hoặc giải thích " * 20 + "sổ hòa giải"
    pieces = marked(text, ("hoa", "giai"))
    assert [piece for piece, is_marked in pieces if is_marked] == ["hòa", "giải"]
    assert excerpt(text, ("hoa", "giai")).endswith("sổ hòa giải")
    apart = marked("hoặc giải thích", ("hoa", "giai"))
    assert [piece for piece, is_marked in apart if is_marked] == ["hoặc", "giải"]


@pytest.fixture
def world(db) -> w.World:
    """A decided dossier with a document, a question and a note beside it."""
    found = w.make_world()
    w.decide(found, "214/QĐ-UBND")
    Evidence.objects.create(
        assessment=found.dossier,
        item="1.1.1",
        title="Sổ hòa giải Đắk 100%_",
        url="https://example.gov.vn/so",
        added_by=found.mai,
        added_at=w.december(found),
    )
    for kind, text in (("question", "Đề nghị bổ sung biên bản"), ("note", "Biên bản còn nghi vấn")):
        Comment.objects.create(
            assessment=found.dossier,
            item="1.1.1",
            kind=kind,
            text=text,
            author=found.hung,
            written_at=w.december(found),
        )
    return found


def page(who, text: str, **more: str) -> str:
    answer = w.signed_in(who).get("/tim-kiem/", {"tim": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("text", ["so hoa giai", "SỔ HOÀ", "dak 100"])
def test_names_of_documents_are_found_without_marks(world: w.World, text: str) -> None:
    assert "Tài liệu (1)" in page(world.ha, text)


def test_hits_with_the_words_together_stand_first_and_longer_words_only_alone(
    world: w.World,
) -> None:
    at = w.december(world)
    texts = ("Biên bản hòa giải <b>", "Hòa thuận, đã giải quyết", "Bổ sung hoặc giải thích")
    for later, text in enumerate(texts):
        Comment.objects.create(
            assessment=world.dossier,
            item="1.1.1",
            kind="question",
            text=text,
            author=world.hung,
            written_at=at + timedelta(hours=later),
        )
    shown = page(world.ha, "hoa giai")
    assert "Trao đổi (2)" in shown
    first = shown.index("<mark>hòa</mark> <mark>giải</mark> &lt;b&gt;")
    assert first < shown.index("<mark>Hòa</mark> thuận, đã <mark>giải</mark>")
    assert "<mark>hoặc</mark> <mark>giải</mark> <mark>thích</mark>" in page(world.ha, "ho gia th")


def test_the_index_of_words_serves_the_question(world: w.World) -> None:
    """The same expression in both; asked of the documents alone, where nothing else is cheaper."""
    asked = has_words(Evidence.objects.order_by(), "title", ("so", "hoa"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "evidence_title_words" in asked.explain()


def test_units_by_name_and_by_code_lead_to_todays(world: w.World) -> None:
    old = w.unit("99901", "Xã Cũ Kỹ", "xã", world.office, date(2020, 1, 1))
    Unit.objects.filter(pk=old.pk).update(valid_from="2022-01-01", valid_to="2022-11-30")
    Succession.objects.create(
        predecessor=old,
        successor=world.commune,
        extent=Extent.WHOLE,
        effective_on=date(2022, 12, 1),
    )
    for text in ("cu ky", "99901"):
        assert "nay là Xã Ia Dơk" in page(world.ha, text)
    assert "hồ sơ năm 2022" in page(world.ha, "ia dok")


def test_a_unit_that_went_on_twice_leads_to_todays(world: w.World) -> None:
    oldest = w.unit("99902", "Xã Rất Cũ", "xã", world.office, date(2020, 1, 1))
    middle = w.unit("99903", "Xã Giữa", "xã", world.office, date(2021, 1, 1))
    Unit.objects.filter(pk=oldest.pk).update(valid_from="2022-01-01", valid_to="2022-10-31")
    Unit.objects.filter(pk=middle.pk).update(valid_from="2022-11-01", valid_to="2022-11-30")
    for old, new, day in (
        (oldest, middle, date(2022, 11, 1)),
        (middle, world.commune, date(2022, 12, 1)),
    ):
        Succession.objects.create(
            predecessor=old, successor=new, extent=Extent.WHOLE, effective_on=day
        )
    shown = page(world.ha, "rat cu")
    assert "nay là Xã Ia Dơk" in shown
    assert "Xã Giữa" not in shown


def test_decisions_by_number_and_signer_and_dossiers_by_status(world: w.World) -> None:
    assert "Quyết định (1)" in page(world.ha, "214")
    assert "Quyết định (1)" in page(world.ha, "chu tich uy")
    assert "/doi-chieu/2022/?buoc=decided" in page(world.ha, "da quyet dinh")


def test_notes_of_the_office_are_not_for_the_unit(world: w.World) -> None:
    assert "Trao đổi (2)" in page(world.hung, "bien ban")
    assert "Trao đổi (1)" in page(world.mai, "bien ban")
    assert "nghi vấn" not in page(world.mai, "nghi van")


def test_what_is_foreign_is_neither_shown_nor_counted(world: w.World) -> None:
    for text in ("so hoa giai", "bien ban", "214", "ia dok"):
        found = page(world.lan, text)
        assert "Không tìm thấy gì" in found
        assert "Xã Ia Dơk" not in found


def test_who_appraises_again_finds_nothing_of_the_first_time(world: w.World) -> None:
    person = w.employ("Nay Hương", world.province, Role.APPRAISER)
    assert "Trao đổi (2)" in page(person, "bien ban")
    sample = Sample.objects.create(
        period=world.period,
        unit=world.office,
        seed="hạt",
        amount=1,
        frame=[],
        drawn_by=world.hung,
        drawn_at=w.december(world),
    )
    SecondAppraisal.objects.create(
        sample=sample, assessment=world.dossier, person=person, changed_at=w.december(world)
    )
    assert "Không tìm thấy gì" in page(person, "bien ban")
    assert "Quyết định (" not in page(person, "214")


@pytest.mark.parametrize(
    "text", ["%", "_", "'", '"', "a'; --", "a & | ! ( :*", "\\m(", "<b>", "a" * 10000, "\u200b"]
)
def test_hostile_words_are_words_or_refused(world: w.World, text: str) -> None:
    answer = w.signed_in(world.ha).get("/tim-kiem/", {"tim": text, "trang": "x", "nhom": "y"})
    assert answer.status_code in (200, 422)
    assert w.signed_in(world.ha).get("/tim-kiem/?tim=a%00b").status_code == 400


def test_a_group_comes_page_by_page_and_the_questions_do_not_grow(world: w.World) -> None:
    client = w.signed_in(world.ha)
    address = "/tim-kiem/?tim=so+hoa"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    source = Evidence.objects.get(title__startswith="Sổ")
    Evidence.objects.bulk_create(
        Evidence(
            assessment=source.assessment,
            item="1.1.1",
            title=f"Sổ hòa giải {number}",
            url="https://example.gov.vn/so",
            added_by=source.added_by,
            added_at=source.added_at,
        )
        for number in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        text = client.get(address).content.decode()
    assert len(many) == len(few)
    assert "Xem cả 61" in text
    assert "Trang 2/2" in page(world.ha, "so hoa", nhom="tai-lieu", trang="2")
