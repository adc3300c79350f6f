"""Files of many years: asked for on a page, made by the queue, kept some days for who asked."""

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.notices.queries import own_id
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.province_desk.models import BigExport
from tuphap.modules.assessments.province_desk.queries.many_years import (
    count_of,
    lines_of,
    names_of,
    periods_of,
)
from tuphap.modules.assessments.queries.comparison import PERMISSION
from tuphap.outlets.exchange import tasks
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.many_years import Writer, csv_writer, xlsx_writer
from tuphap.rules.permissions import Actor, may, require_anywhere
from tuphap.rules.refusals import Kind, Refused

KEPT = timedelta(days=7)
MOST_WAITING, MOST_YEARS = 3, 10
EVERY = 100  # dossiers between two notes of how far it is
FOLDER, PART = "exports", ".part"


def place_of(export_id: UUID) -> Path:
    """Outside every folder the web serves; the name says nothing."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / str(export_id)


@transaction.atomic
def ask(years: Iterable[int], form: str, *, by: Actor) -> BigExport:
    """Asked for twice while it waits, it is made once."""
    require_anywhere(by, PERMISSION)
    wanted = sorted(set(years))
    known = {period.year for period in periods_of(by, wanted)}
    if not wanted or set(wanted) - known or form not in (BigExport.XLSX, BigExport.CSV):
        sentence = "Chưa chọn năm hoặc định dạng có trong danh sách. Chọn lại rồi xuất."
        raise Refused("unknown_choice", sentence, Kind.INVALID, {"nam": sentence})
    if len(wanted) > MOST_YEARS:
        sentence = f"Chọn {len(wanted)} năm, tối đa {MOST_YEARS}. Bỏ bớt rồi xuất."
        raise Refused("many_years", sentence, Kind.INVALID, {"nam": sentence})
    waiting = BigExport.objects.filter(person_id=own_id(by), made_at=None)
    same = waiting.filter(years=wanted, form=form).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_WAITING:
        sentence = f"Đang có {MOST_WAITING} tệp chờ xuất. Chờ xong hoặc bỏ một tệp rồi xuất tiếp."
        raise Refused("many_waiting", sentence, Kind.INVALID, {"nam": sentence})
    new = BigExport.objects.create(person_id=own_id(by), years=wanted, form=form, asked_at=by.at)
    queue_each(tasks.make_big_export, [{"export_id": str(new.pk)}])
    return new


def make(export_id: UUID, at: datetime) -> bool:
    """Whether there was anything to do. It may run twice: each writes a part of its own, and the
    whole file takes its place in one step. Rights are those of this moment (A8)."""
    found = BigExport.objects.filter(pk=export_id, made_at=None).select_related("person").first()
    if found is None:
        return False
    actor = actor_for(found.person, at)
    if not may(actor, PERMISSION):
        found.delete()
        return False
    whole = place_of(found.pk)
    part = whole.with_suffix(f".{os.getpid()}{PART}")
    try:
        lines = _write(found, part, actor)
        if lines is None:
            return False
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
    size = whole.stat().st_size
    _finish(found, lines, size, at, by=actor)
    return True


@transaction.atomic
def _finish(found: BigExport, lines: int, size: int, at: datetime, *, by: Actor) -> None:
    BigExport.objects.filter(pk=found.pk).update(made_at=at, lines=lines, size=size)
    note_export("many_years", f"Xuất nhiều năm: {found}", lines, by=by)


def _write(found: BigExport, part: Path, actor: Actor) -> int | None:
    """How many lines; None where it was given up meanwhile."""
    periods = periods_of(actor, found.years)
    _note(found, 0, count_of(actor, periods))
    with _writer(found, part, periods, actor.at) as out:
        return _lines(found, out, periods, actor)


def _writer(
    found: BigExport, part: Path, periods: Sequence[Period], at: datetime
) -> AbstractContextManager[Writer]:
    if found.form == BigExport.CSV:
        return csv_writer(part)
    return xlsx_writer(part, f"Số liệu chỉ tiêu {found}", names_of(periods), at)


def _lines(found: BigExport, out: Writer, periods: Sequence[Period], actor: Actor) -> int | None:
    lines = dossiers = 0
    for period in periods:
        for rows in lines_of(actor, period):
            out.write(rows)
            lines, dossiers = lines + len(rows), dossiers + 1
            if dossiers % EVERY == 0 and not _note(found, dossiers):
                return None
    _note(found, dossiers)
    return lines


def _note(found: BigExport, done: int, total: int | None = None) -> bool:
    """How far it is; False where the row is gone."""
    values = {"done": done} if total is None else {"done": done, "total": total}
    return BigExport.objects.filter(pk=found.pk).update(**values) > 0


def give_up(export: BigExport) -> None:
    """Its making stops at the next note; a file that is there goes."""
    place = place_of(export.pk)
    export.delete()
    place.unlink(missing_ok=True)


def forget_old(now: datetime) -> int:
    """Rows after their days, and files without a row."""
    count, _ = BigExport.objects.filter(asked_at__lt=now - KEPT).delete()
    kept = {str(pk) for pk in BigExport.objects.values_list("pk", flat=True)}
    for path in place_of(UUID(int=0)).parent.iterdir():
        if path.name.split(".")[0] not in kept:
            path.unlink(missing_ok=True)
    return count


def own_exports(actor: Actor) -> list[BigExport]:
    return list(BigExport.objects.filter(person_id=own_id(actor)))
