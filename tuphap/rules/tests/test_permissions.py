"""Who may do what: the table read both ways, reach by unit and time, four eyes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tuphap.rules import permissions
from tuphap.rules.four_eyes import FOUR_EYES, NEVER_ABOUT_OWN_UNIT, STANDS_IN
from tuphap.rules.permissions import (
    MAY_GIVE,
    PERMISSIONS,
    ROLE_GRANTS,
    ROLE_LABELS,
    Actor,
    HeldPost,
    Place,
    Role,
    Span,
    Subject,
    Where,
)
from tuphap.rules.refusals import Kind, Refused

PROVINCE, DISTRICT, COMMUNE, NEIGHBOUR = "/64/", "/64/631/", "/64/631/23860/", "/64/632/23999/"
BEGAN, MERGED = "2022-01-01", "2025-07-01"
OPEN = "9999-12-31"
NOW = datetime(2023, 1, 9, 9, 30, tzinfo=UTC)
MAI, HUNG = 1, 2


def held(role: Role, path: str, *spans: Span) -> HeldPost:
    return HeldPost(role, path, "Xã Ia Dơk", spans or (Span(path, BEGAN, OPEN),))


def acting(*posts: HeldPost, person: int | None = HUNG) -> Actor:
    return Actor(person_id=person, name="Trần Văn Hùng", posts=posts, at=NOW)


def dossier(path: str = COMMUNE, appraised_at: str | None = DISTRICT) -> Subject:
    place = Place(appraised_at, BEGAN) if appraised_at else None
    return Subject(Place(path, BEGAN), place)


def right_place(permission: str) -> str:
    """A post from which the permission, if held, reaches the dossier of the commune."""
    places = {Where.OWN_UNIT: COMMUNE, Where.APPRAISING_UNIT: DISTRICT, Where.ABOVE: PROVINCE}
    return places[PERMISSIONS[permission].where]


def code_of(actor: Actor, permission: str, subject: Subject) -> str:
    """The code of the refusal, "" where there is none."""
    try:
        permissions.require(actor, permission, subject)
    except Refused as refused:
        told = (refused.kind, refused.permission)
        return refused.code if told == (Kind.FORBIDDEN, permission) else f"{refused.code} {told}"
    return ""


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says_and_nothing_else(role: Role):
    for permission in PERMISSIONS:
        actor = acting(held(role, right_place(permission)))
        granted = permission in ROLE_GRANTS[role]
        assert code_of(actor, permission, dossier()) == ("" if granted else "no_role"), permission
        assert permissions.may(actor, permission) is granted, permission
        assert permissions.may(actor, permission, dossier()) is granted, permission
        assert bool(permissions.reach(actor, permission)) is granted, permission


def test_the_tables_name_only_what_exists():
    assert set(ROLE_GRANTS) == set(ROLE_LABELS) == set(Role)
    assert {p for granted in ROLE_GRANTS.values() for p in granted} <= set(PERMISSIONS)
    assert set(FOUR_EYES) | {p for earlier in FOUR_EYES.values() for p in earlier} <= set(
        PERMISSIONS
    )
    assert set(NEVER_ABOUT_OWN_UNIT) <= set(PERMISSIONS)
    for granted in ROLE_GRANTS.values():
        assert len(set(granted)) == len(granted)


def test_an_unknown_permission_is_a_slip_of_the_pen_not_a_refusal():
    with pytest.raises(KeyError):
        permissions.may(acting(), "assessment.eat")


def test_the_auditor_writes_nothing():
    assert not any(PERMISSIONS[name].writes for name in ROLE_GRANTS[Role.AUDITOR])


def test_nobody_without_posts_may_anything():
    nobody = Actor(person_id=None, name="", posts=(), at=NOW)
    for permission in PERMISSIONS:
        assert not permissions.may(nobody, permission)
        assert permissions.reach(nobody, permission) == []
        with pytest.raises(Refused):
            permissions.require_anywhere(nobody, permission)


@pytest.mark.parametrize(
    ("path", "subject", "code"),
    [
        (COMMUNE, COMMUNE, ""),
        (NEIGHBOUR, COMMUNE, "other_unit"),
        (DISTRICT, COMMUNE, "other_unit"),
        (PROVINCE, COMMUNE, "other_unit"),
    ],
)
def test_a_sheet_is_filled_at_its_own_unit_only(path: str, subject: str, code: str):
    actor = acting(held(Role.COMMUNE_OFFICER, path))
    assert code_of(actor, "assessment.fill", dossier(subject)) == code


@pytest.mark.parametrize(
    ("path", "appraised_at", "code"),
    [
        (DISTRICT, DISTRICT, ""),
        (PROVINCE, PROVINCE, ""),
        (PROVINCE, DISTRICT, "other_unit"),
        (COMMUNE, DISTRICT, "other_unit"),
        (DISTRICT, None, "other_unit"),
    ],
)
def test_a_dossier_is_appraised_where_it_belongs(path: str, appraised_at: str | None, code: str):
    actor = acting(held(Role.APPRAISER, path))
    assert code_of(actor, "assessment.appraise", dossier(appraised_at=appraised_at)) == code


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (PROVINCE, ""),
        (DISTRICT, ""),
        (COMMUNE, ""),
        (NEIGHBOUR, "other_unit"),
        ("/6/", "other_unit"),
    ],
)
def test_a_dossier_is_seen_from_its_unit_and_from_above(path: str, code: str):
    assert code_of(acting(held(Role.AUDITOR, path)), "assessment.view", dossier()) == code


def test_the_same_path_at_another_time_is_another_unit():
    later = held(Role.AUDITOR, COMMUNE, Span(COMMUNE, MERGED, OPEN))
    assert code_of(acting(later), "assessment.view", dossier()) == "other_unit"


def test_what_a_unit_came_from_is_read_but_not_written():
    """M5: rights follow the new unit; on the old one only reading is left."""
    new = Span("/52/23860/", MERGED, OPEN)
    old = Span(COMMUNE, BEGAN, "2025-06-30", read_only=True)
    chair = acting(held(Role.COMMUNE_OFFICER, COMMUNE, new, old))
    assert permissions.may(chair, "assessment.view", dossier())
    assert not permissions.may(chair, "assessment.fill", dossier())
    assert permissions.reach(chair, "assessment.view") == [new, old]
    assert permissions.reach(chair, "assessment.fill") == [new]


PASSING_ON = [name for name, rule in PERMISSIONS.items() if rule.passes_on]


def test_what_a_unit_tells_outside_passes_on():
    assert set(PASSING_ON) == {
        "assessment.publish",
        "assessment.ask_withdrawal",
        "assessment.withdraw",
        "report.write",
        "report.freeze",
    }


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("inherited", [True, False])
def test_on_a_unit_taken_over_only_that_is_done(permission: str, inherited: bool):
    """M5: reading, and what the unit told outside, where all of it went into the new one."""
    province = "/99/"
    new, old = Span(province, MERGED, OPEN), Span("/52/", BEGAN, "2025-06-30", True, inherited)
    roles = [role for role in Role if permission in ROLE_GRANTS[role]]
    actor = acting(*(held(role, province, new, old) for role in roles))
    rule = PERMISSIONS[permission]
    wanted = rule.where is permissions.Where.ABOVE and (
        not rule.writes or (rule.passes_on and inherited)
    )
    assert permissions.may(actor, permission, Subject(Place("/52/", BEGAN))) == wanted


def test_all_posts_of_a_person_count():
    both = acting(held(Role.COMMUNE_OFFICER, COMMUNE), held(Role.APPRAISER, DISTRICT))
    assert permissions.may(both, "assessment.fill", dossier())
    assert permissions.may(both, "assessment.appraise", dossier(NEIGHBOUR))


PAIRS = [(later, earlier) for later, before in FOUR_EYES.items() for earlier in before]


@pytest.mark.parametrize(("later", "earlier"), PAIRS)
def test_who_did_the_one_does_not_do_the_other(later: str, earlier: str):
    roles = [role for role in Role if later in ROLE_GRANTS[role]]
    actor = acting(*(held(role, right_place(later)) for role in roles))
    done = {earlier: frozenset({HUNG})}
    place = Place(DISTRICT, BEGAN)
    refused = code_of(actor, later, Subject(Place(COMMUNE, BEGAN), place, done))
    assert refused == "four_eyes"
    by_another = {earlier: frozenset({MAI})}
    assert code_of(actor, later, Subject(Place(COMMUNE, BEGAN), place, by_another)) == ""


@pytest.mark.parametrize("later", PERMISSIONS)
def test_no_other_pair_needs_another_person(later: str):
    roles = [role for role in Role if later in ROLE_GRANTS[role]]
    actor = acting(*(held(role, right_place(later)) for role in roles))
    for earlier in (name for name in PERMISSIONS if (later, name) not in PAIRS):
        done = {earlier: frozenset({HUNG})}
        subject = Subject(Place(COMMUNE, BEGAN), Place(DISTRICT, BEGAN), done)
        assert code_of(actor, later, subject) == "", earlier


def with_a_post_at(path: str, permission: str, *spans: Span) -> Actor:
    """Somebody who holds the permission, and any post at the path besides."""
    roles = [role for role in Role if permission in ROLE_GRANTS[role]]
    own = held(Role.COMMUNE_CHAIR, path, *spans)
    return acting(*(held(role, right_place(permission)) for role in roles), own)


@pytest.mark.parametrize("permission", NEVER_ABOUT_OWN_UNIT)
def test_nobody_decides_about_a_unit_he_belongs_to(permission: str):
    actor = with_a_post_at(COMMUNE, permission)
    assert code_of(actor, permission, dossier()) == "own_unit"
    assert code_of(actor, permission, dossier(NEIGHBOUR)) == ""
    assert code_of(with_a_post_at(NEIGHBOUR, permission), permission, dossier()) == ""


@pytest.mark.parametrize("permission", NEVER_ABOUT_OWN_UNIT)
def test_who_belongs_to_what_a_unit_became_decides_neither(permission: str):
    new = Span("/52/23860/", MERGED, OPEN)
    old = Span(COMMUNE, BEGAN, "2025-06-30", read_only=True)
    actor = with_a_post_at("/52/23860/", permission, new, old)
    assert code_of(actor, permission, dossier()) == "own_unit"
    # The same path, used again later, is another unit.
    later = Subject(Place(COMMUNE, MERGED), Place(DISTRICT, BEGAN))
    assert code_of(actor, permission, later) == ""


@pytest.mark.parametrize("permission", [p for p in PERMISSIONS if p not in NEVER_ABOUT_OWN_UNIT])
def test_everything_else_is_done_for_the_own_unit_too(permission: str):
    assert code_of(with_a_post_at(COMMUNE, permission), permission, dossier()) == ""


def test_the_refusal_names_the_unit_and_the_act():
    actor = with_a_post_at(COMMUNE, "assessment.decide")
    with pytest.raises(Refused) as refused:
        permissions.require(actor, "assessment.decide", dossier())
    assert refused.value.sentence == (
        "Người có vị trí công tác tại Xã Ia Dơk không ghi quyết định công nhận,"
        " vì hồ sơ là của chính đơn vị này. Chuyển việc này cho người khác."
    )


TYPES = "assessment.type_for_unit"


def typing_at(path: str, *, person: int = HUNG, role: Role = Role.APPRAISER) -> Actor:
    return acting(held(role, path), person=person)


def typed(by: int | None, **more: Any) -> Subject:
    return Subject(Place(COMMUNE, BEGAN), Place(DISTRICT, BEGAN), typed_by=by, **more)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_who_types_for_a_unit_stands_in_for_what_the_table_says(permission: str):
    """An appraiser holds none of these at the commune; typing gives him exactly the listed ones."""
    own = permission in ROLE_GRANTS[Role.APPRAISER]
    actor = typing_at(DISTRICT)
    assert permissions.may(actor, permission, typed(None)) is own
    assert permissions.may(actor, permission, typed(HUNG)) is (own or permission in STANDS_IN)


@pytest.mark.parametrize("permission", STANDS_IN)
def test_only_the_person_who_types_and_only_while_he_may(permission: str):
    assert not permissions.may(typing_at(DISTRICT, person=MAI), permission, typed(HUNG))
    assert not permissions.may(typing_at(PROVINCE), permission, typed(HUNG))
    secretary = typing_at(DISTRICT, role=Role.COUNCIL_SECRETARY)
    assert not permissions.may(secretary, permission, typed(HUNG))
    assert not permissions.may(with_a_post_at(COMMUNE, TYPES), permission, typed(HUNG)) or (
        permission in ROLE_GRANTS[Role.COMMUNE_CHAIR]
    )


@pytest.mark.parametrize("permission", STANDS_IN)
def test_the_unit_itself_may_go_on(permission: str):
    officer = acting(held(Role.COMMUNE_OFFICER, COMMUNE), person=MAI)
    assert permissions.may(officer, permission, typed(HUNG))


def test_nobody_without_a_name_stands_in():
    nameless = acting(held(Role.APPRAISER, DISTRICT), person=None)
    assert not permissions.may(nameless, "assessment.fill", typed(None))


@pytest.mark.parametrize(
    "permission",
    [
        "assessment.receive",
        "assessment.return",
        "assessment.appraise",
        "assessment.conclude",
        "assessment.decide",
        "assessment.confirm_typed",
    ],
)
def test_who_typed_does_not_judge_and_does_not_confirm(permission: str):
    roles = [role for role in Role if permission in ROLE_GRANTS[role]]
    actor = acting(*(held(role, right_place(permission)) for role in roles))
    assert code_of(actor, permission, typed(None, done_by={TYPES: frozenset({HUNG})})) == (
        "four_eyes"
    )


@pytest.mark.parametrize("role", Role)
def test_only_who_appraises_or_the_officer_of_the_appraising_unit_types(role: Role):
    granted = {Role.APPRAISER, Role.PROVINCE_OFFICER}
    assert permissions.may(acting(held(role, DISTRICT)), TYPES, dossier()) is (role in granted)
    assert not permissions.may(acting(held(role, PROVINCE)), TYPES, dossier())
    at_province = dossier(appraised_at=PROVINCE)
    assert permissions.may(acting(held(role, PROVINCE)), TYPES, at_province) is (role in granted)


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_gives_roles(role: Role):
    given = permissions.grantable_roles(acting(held(role, PROVINCE)))
    assert given == frozenset(MAY_GIVE.get(role, ()))
    assert bool(given) is (role is Role.ADMINISTRATOR)
