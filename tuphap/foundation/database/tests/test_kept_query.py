"""A kept question answers as its queryset does, for every argument and in every transaction."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q, QuerySet

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
FIRST_DAY, LATER = date(2022, 1, 1), date(2025, 7, 1)


@pytest.fixture
def mai() -> Person:
    return Person.objects.create(email="mai@example.gov.vn", full_name="Nguyễn Thị Mai")


@pytest.fixture
def commune() -> Unit:
    province = Unit.objects.create(
        code="64", name="Tỉnh Gia Lai", kind="tỉnh", path="/64/", valid_from=FIRST_DAY
    )
    return Unit.objects.create(
        code="23860",
        name="Xã Ia Dơk",
        kind="xã",
        parent=province,
        path="/64/23860/",
        valid_from=FIRST_DAY,
    )


@pytest.fixture
def post(mai: Person, commune: Unit) -> Post:
    return Post.objects.create(
        person=mai, unit=commune, role=Role.COMMUNE_OFFICER.value, starts_on=FIRST_DAY
    )


def by_code(code: str) -> QuerySet[Unit]:
    return Unit.objects.filter(code=code).select_related("parent")


def test_rows_become_objects_with_what_they_belong_to(commune, django_assert_num_queries) -> None:
    question = KeptQuery(by_code, example=("?",))
    with django_assert_num_queries(1):
        found = question.all("23860")
        assert [unit.parent.name for unit in found] == ["Tỉnh Gia Lai"]
    assert found == [commune]


def test_the_question_is_made_once_and_asked_with_other_arguments(commune) -> None:
    made = []
    question = KeptQuery(lambda code: made.append(code) or by_code(code), example=("?",))
    assert question.first("23860") == commune
    assert question.first("64") == commune.parent
    assert question.first("1") is None
    assert made == ["?"]


def test_an_answer_is_always_the_newest(commune) -> None:
    question = KeptQuery(by_code, example=("?",))
    question.first("23860")
    Unit.objects.filter(pk=commune.pk).update(name="Xã Ia Krêl")
    assert question.first("23860").name == "Xã Ia Krêl"


def test_one_argument_may_stand_twice_beside_fixed_values(post, mai) -> None:
    def held(person: int, day: date) -> QuerySet[Post]:
        current = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        role = Role.COMMUNE_OFFICER.value
        return Post.objects.filter(current, person=person, starts_on__lte=day, role=role)

    question = KeptQuery(held, example=(-1, date.max))
    assert question.all(mai.pk, LATER) == [post]
    assert question.all(mai.pk, date(2021, 12, 31)) == []
    assert question.all(mai.pk + 1, LATER) == []


def test_what_was_left_out_is_read_when_it_is_asked_for(commune, django_assert_num_queries) -> None:
    question = KeptQuery(lambda code: by_code(code).only("code", "parent__path"), example=("?",))
    found = question.first("23860")
    with django_assert_num_queries(0):
        assert (found.code, found.parent.path) == ("23860", "/64/")
    with django_assert_num_queries(1):
        assert found.name == "Xã Ia Dơk"


def test_values_come_as_plain_rows(post, mai) -> None:
    question = KeptQuery(
        lambda person: Post.objects.filter(person=person).values_list(
            "unit__path", "starts_on", "unit__parent__name"
        ),
        example=(-1,),
    )
    assert question.values(mai.pk) == [("/64/23860/", FIRST_DAY, "Tỉnh Gia Lai")]
    assert question.values(mai.pk + 1) == []


def test_an_object_can_be_saved(commune) -> None:
    found = KeptQuery(by_code, example=("?",)).first("23860")
    found.name = "Xã Ia Krêl"
    found.save()
    commune.refresh_from_db()
    assert commune.name == "Xã Ia Krêl"


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_inside_a_transaction_only(commune) -> None:
    question = KeptQuery(
        lambda code: Unit.objects.select_for_update().filter(code=code), example=("?",)
    )
    with transaction.atomic():
        assert question.first("23860") == commune
    with pytest.raises(ImproperlyConfigured, match="transaction"):
        question.first("23860")


def test_a_question_that_lost_an_example_is_refused() -> None:
    question = KeptQuery(lambda code: Unit.objects.all(), example=("?",))
    with pytest.raises(ImproperlyConfigured, match="example"):
        question.all("23860")


def test_the_number_of_arguments_is_that_of_the_examples() -> None:
    with pytest.raises(TypeError, match="1 arguments"):
        KeptQuery(by_code, example=("?",)).all("23860", "64")
