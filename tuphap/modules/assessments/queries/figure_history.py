"""The events behind the figures of a sheet, newest first, one page at a time.

Only the unit's own column: what appraisers write, their reasons and their notes stay where they
are read (A10). A page costs the same number of questions however long the history is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, QuerySet, Subquery, Value

from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.figure_history import (
    ADDED,
    ANSWERED,
    BEGUN,
    FIGURE,
    REMOVED,
    Happening,
    Turn,
    figure_turns,
    title_of,
)
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.models import Assessment, Evidence, Typing
from tuphap.rules.workflows.assessment import SELF

Key = Mapping[str, Any]  # kind, pk and moment of an event
ANSWER_DEEDS = {
    Typing.CONFIRMED: "Xác nhận số liệu nhập thay",
    Typing.OBJECTED: "Không xác nhận số liệu nhập thay",
    Typing.TAKEN_OVER: "Nhập thay tiếp",
}


def figure_events(dossier: Assessment, item: str = "") -> QuerySet[Any, Key]:
    """Which events there are, to be cut into pages; of one line where `item` names it."""
    figures, evidence = _figures(dossier), Evidence.objects.filter(assessment=dossier)
    typings = Typing.objects.filter(assessment=dossier)
    if item:
        figures, evidence = figures.filter(item=item), evidence.filter(item=item)
        typings = typings.none()
    gone = evidence.filter(removed_at__isnull=False, replaced_by__isnull=True)
    answered = typings.exclude(answer=Typing.OPEN)
    parts = [
        _keys(evidence, ADDED, "added_at"),
        _keys(gone, REMOVED, "removed_at"),
        _keys(typings, BEGUN, "begun_at"),
        _keys(answered, ANSWERED, "answered_at"),
    ]
    return _keys(figures, FIGURE, "written_at").union(*parts, all=True).order_by("-at", "-key")


def happenings(dossier: Assessment, keys: Sequence[Key]) -> list[Happening]:
    """The events of a page in words, in the order of `keys`."""
    items = {item.code: item for item in items_of(dossier.period)}
    typings = list(_typings(dossier))
    found = {
        **_figure_words(dossier, keys, items, typings),
        **_evidence_words(dossier, keys, items),
        **_typing_words(typings),
    }
    return [found[key["kind"], key["key"]] for key in keys]


def _keys(rows: QuerySet[Any], kind: str, moment: str) -> QuerySet[Any, Key]:
    named = rows.order_by().annotate(at=F(moment), kind=Value(kind), key=F("pk"))
    return named.values("at", "kind", "key")


def _of_kind(keys: Sequence[Key], *kinds: str) -> list[int]:
    return [key["key"] for key in keys if key["kind"] in kinds]


def _figures(dossier: Assessment) -> QuerySet[Any]:
    history = apps.get_model("assessments", "EntryHistory").objects
    return history.filter(assessment=dossier, column=SELF)


def _typings(dossier: Assessment) -> QuerySet[Typing]:
    people = Typing.objects.select_related("typed_by", "office", "answered_by")
    return people.filter(assessment=dossier)


def _figure_words(
    dossier: Assessment, keys: Sequence[Key], items: Mapping[str, Item], typings: list[Typing]
) -> dict[tuple[str, int], Happening]:
    """Each with the version of its line before it."""
    wanted = _of_kind(keys, FIGURE)
    before = _figures(dossier).filter(item=OuterRef("item"), pk__lt=OuterRef("pk")).order_by("-pk")
    asked = _figures(dossier).filter(pk__in=wanted).select_related("written_by")
    rows = list(asked.annotate(before_pk=Subquery(before.values("pk")[:1])))
    earlier = _figures(dossier).in_bulk([row.before_pk for row in rows if row.before_pk])
    return {
        (FIGURE, row.pk): _figure(row, earlier.get(row.before_pk), items.get(row.item), typings)
        for row in rows
    }


def _figure(row: Any, before: Any, item: Item | None, typings: Iterable[Typing]) -> Happening:
    old: Given | None = given_of(before) if before else None
    return Happening(
        at=row.written_at,
        who=row.written_by.full_name,
        deed="Sửa số liệu" if before else "Nhập số liệu",
        code=row.item,
        name=title_of(item),
        turns=figure_turns(item, old, given_of(row)) if item else (),
        note="Nhập thay từ bản giấy." if any(_typed_in(one, row) for one in typings) else "",
    )


def _typed_in(typing: Typing, row: Any) -> bool:
    if row.written_by_id != typing.typed_by_id or row.written_at < typing.begun_at:
        return False
    return typing.answered_at is None or row.written_at <= typing.answered_at


def _evidence_words(
    dossier: Assessment, keys: Sequence[Key], items: Mapping[str, Item]
) -> dict[tuple[str, int], Happening]:
    rows = Evidence.objects.filter(
        assessment=dossier, pk__in=_of_kind(keys, ADDED, REMOVED)
    ).select_related("added_by", "removed_by", "replaces")
    found = {}
    for row in rows:
        name = title_of(items.get(row.item))
        found[ADDED, row.pk] = _added(row, name)
        if row.removed_at is not None:
            who = row.removed_by.full_name if row.removed_by else ""
            turn = Turn("Tài liệu", row.title, "(đã gỡ)")
            found[REMOVED, row.pk] = Happening(
                row.removed_at, who, "Gỡ tài liệu", row.item, name, (turn,)
            )
    return found


def _added(row: Evidence, name: str) -> Happening:
    old = row.replaces
    turn = Turn("Tài liệu", old.title if old else "", row.title)
    return Happening(
        row.added_at,
        row.added_by.full_name,
        "Thay tài liệu" if old else "Thêm tài liệu",
        row.item,
        name,
        (turn,),
        f"Bản {row.version}." if row.version > 1 else "",
    )


def _typing_words(typings: Iterable[Typing]) -> dict[tuple[str, int], Happening]:
    found = {}
    for row in typings:
        who = f"{row.typed_by.full_name}, {row.office.name}"
        found[BEGUN, row.pk] = Happening(
            row.begun_at, who, "Bắt đầu nhập thay từ bản giấy", note=row.reason
        )
        if row.answered_at is not None and row.answered_by is not None:
            found[ANSWERED, row.pk] = Happening(
                row.answered_at,
                row.answered_by.full_name,
                ANSWER_DEEDS[row.answer],
                note=row.objection,
            )
    return found
