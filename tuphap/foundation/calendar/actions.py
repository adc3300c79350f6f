"""Changing the calendar: a day added or removed by a person, or years seeded by the command."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import yaml
from django.db import transaction

import tuphap
from tuphap.foundation.audit.actions import record
from tuphap.foundation.calendar.models import DayKind, Holiday
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.permissions import Actor, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

SWAPS_FILE = Path(tuphap.__file__).parent / "data" / "holiday_swaps.yaml"
PERMISSION = "calendar.edit"
MOST_YEARS = 30
LONGEST_NAME, LONGEST_SOURCE = 120, 200


@transaction.atomic
def add_day(day: date, kind: str, name: str, source: str, *, by: Actor) -> Holiday:
    """A day off, or a day on the weekend that is worked, with the decision that says so."""
    require_anywhere(by, PERMISSION)
    name, source = normalise(name).strip(), normalise(source).strip()
    if fields := _faults(day, kind, name, source):
        raise Refused("day_invalid", next(iter(fields.values())), Kind.INVALID, fields)
    values = {"kind": kind, "name": name, "source": source}
    holiday, created = Holiday.objects.get_or_create(day=day, defaults=values)
    if not created:
        raise _already_there(holiday)
    _record("calendar.day_added", holiday, by)
    return holiday


@transaction.atomic
def remove_day(day: date, *, by: Actor) -> None:
    """The day becomes an ordinary one again; loading its year once more does not bring it back."""
    require_anywhere(by, PERMISSION)
    holiday = Holiday.objects.select_for_update().filter(day=day).first()
    if holiday is None:
        raise Refused(
            "day_unknown",
            f"Ngày {day:%d/%m/%Y} không có trong danh sách ngày nghỉ, ngày làm bù. "
            "Tải lại trang để xem danh sách mới.",
            Kind.CONFLICT,
        )
    _record("calendar.day_removed", holiday, by)
    holiday.delete()


def _faults(day: date, kind: str, name: str, source: str) -> dict[str, str]:
    fields = {}
    if kind not in DayKind.values:
        fields["kind"] = f"Loại ngày “{kind[:20]}” không có. Chọn Nghỉ hoặc Làm bù."
    elif kind == DayKind.WORKED and WorkCalendar().is_working_day(day):
        fields["day"] = (
            f"Ngày {day:%d/%m/%Y} vốn là ngày làm việc trong tuần. "
            "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật."
        )
    if not 1 <= len(name) <= LONGEST_NAME:
        fields["name"] = f"Tên ngày phải có từ 1 đến {LONGEST_NAME} ký tự. Ghi lại tên ngày."
    if not 1 <= len(source) <= LONGEST_SOURCE:
        fields["source"] = (
            f"Nguồn phải có từ 1 đến {LONGEST_SOURCE} ký tự. Ghi số, ngày của văn bản."
        )
    return fields


def _already_there(holiday: Holiday) -> Refused:
    sentence = (
        f"Ngày {holiday.day:%d/%m/%Y} đã có trong danh sách ({holiday.name}). "
        "Xóa dòng này rồi thêm lại."
    )
    return Refused("day_already_there", sentence, Kind.CONFLICT, {"day": sentence})


def _record(kind: str, holiday: Holiday, by: Actor) -> None:
    detail = {"kind": holiday.kind, "name": holiday.name, "source": holiday.source}
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=holiday.day.isoformat(),
        detail=detail,
    )


@dataclass(frozen=True)
class SeedSummary:
    """Years that were loaded before are left as people have edited them."""

    added: int
    years_left: tuple[int, ...]


@transaction.atomic
def load_holidays(
    first_year: int, last_year: int, *, again: bool = False, swaps: Path = SWAPS_FILE
) -> SeedSummary:
    """Seed years from the package and our list of swaps; days that are there stay as they are.

    A year is seeded once, so that a day removed by hand does not come back; `again` adds what is
    missing all the same.
    """
    years = _years(first_year, last_year)
    seeded = Holiday.objects.filter(seeded=True).dates("day", "year")
    left = () if again else tuple(sorted({day.year for day in seeded} & set(years)))
    wanted = {day.day: day for day in (*_from_package(years), *_from_swaps(swaps))}
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(
        (day for day in wanted.values() if day.day.year in years and day.day.year not in left),
        ignore_conflicts=True,
    )
    return SeedSummary(added=Holiday.objects.count() - before, years_left=left)


def _years(first_year: int, last_year: int) -> range:
    years = range(first_year, last_year + 1)
    if not 0 < len(years) <= MOST_YEARS or not 1 <= first_year <= last_year <= date.max.year:
        raise Refused(
            "years_out_of_range",
            f"Các năm từ {first_year} đến {last_year} không hợp lệ. "
            f"Năm đầu không sau năm cuối, nhiều nhất {MOST_YEARS} năm.",
            Kind.INVALID,
        )
    return years


def _from_package(years: range) -> Iterator[Holiday]:
    # The calendars of the whole world: 6 MB in every web process, for one page that is rarely used.
    import holidays

    known = holidays.country_holidays("VN", years=years, language="vi")
    source = f"Gói holidays {version('holidays')}, đối chiếu với thông báo nghỉ hằng năm"
    for day, name in known.items():
        yield Holiday(
            day=day, kind=DayKind.OFF, name=name[:LONGEST_NAME], source=source, seeded=True
        )
    for day in known.weekend_workdays:
        yield Holiday(day=day, kind=DayKind.WORKED, name="Ngày làm bù", source=source, seeded=True)


def _from_swaps(path: Path) -> Iterator[Holiday]:
    for row in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        for key, kind in (("day_off", DayKind.OFF), ("day_worked", DayKind.WORKED)):
            yield Holiday(
                day=row[key], kind=kind, name=row["name"], source=row["source"], seeded=True
            )
