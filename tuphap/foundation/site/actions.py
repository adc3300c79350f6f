"""Saving the settings as a new version, and bringing an earlier one back."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection, transaction
from django.http import Http404

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files import fence
from tuphap.foundation.files.actions import Upload, receive
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.limits import EMBLEM
from tuphap.foundation.files.previews import SHOWING
from tuphap.foundation.files.refusing import refuse_unfit
from tuphap.foundation.site import shown
from tuphap.foundation.site.models import SiteEmblem, SiteVersion
from tuphap.foundation.site.queries import Wanted, require_site, wanted_of
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.site_colours import fault_of
from tuphap.rules.site_texts import fault_of_links, fault_of_paragraphs

# Points of the longer side; the header shows it at 36, sharp on fine screens.
EMBLEM_POINTS = 144


def draw_emblem(upload: Upload, *, by: Actor) -> str:
    """Checked and drawn anew behind the fence; kept for a look, not yet in force."""
    require_site(by)
    with receive(upload, EMBLEM) as received, TemporaryFile() as out:
        try:
            request = Request("show", received.kind.code, 0, widest=EMBLEM_POINTS)
            with Path(received.part).open("rb") as body:
                fence.ask(body, request, SHOWING, out.fileno())
        except Unfit as unfit:
            refuse_unfit(received.name, unfit)
        out.seek(0)
        return shown.keep_emblem(out.read())


@transaction.atomic
def save_site(wanted: Wanted, *, seen: int, by: Actor) -> SiteVersion:
    """The version that holds from now on; `seen` is the one the person started from."""
    require_site(by)
    _require_sound(wanted)
    last = _newest_alone()
    _require_newest(last, seen, "Nội dung vừa ghi còn trong các ô. Xem lịch sử rồi lưu lần nữa.")
    return _added(wanted, last, by)


@transaction.atomic
def restore_site(number: int, *, seen: int, by: Actor) -> SiteVersion:
    """An earlier version holds again, as a new one; what is in force already stays."""
    require_site(by)
    last = _newest_alone()
    old = SiteVersion.objects.filter(number=number).first()
    if old is None:
        raise Http404
    _require_newest(last, seen, "Mở lại thiết lập trang, xem lịch sử rồi chọn bản.")
    return _added(wanted_of(old), last, by, restored_from=number)


def _newest_alone() -> SiteVersion | None:
    """Two who save at once come one after the other, also where there is no version yet."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE site_siteversion IN SHARE ROW EXCLUSIVE MODE")
    return SiteVersion.objects.first()


def _require_newest(last: SiteVersion | None, seen: int, next_step: str) -> None:
    if (last.number if last else 0) != seen:
        sentence = f"Thiết lập trang vừa được lưu ở nơi khác, chưa lưu gì. {next_step}"
        raise Refused("site_changed", sentence, Kind.CONFLICT, {"name": sentence})


def require_drawn(sha256: str) -> None:
    if sha256 and shown.emblem_bytes(sha256) is None:
        sentence = "Biểu trưng vừa chọn không còn trên máy chủ. Chọn lại tệp."
        raise Refused("emblem_gone", sentence, Kind.INVALID, {"picture": sentence})


def _require_sound(wanted: Wanted) -> None:
    faults = {
        "brand": fault_of(wanted.brand),
        "intro": fault_of_paragraphs(wanted.intro),
        "links": fault_of_links(wanted.links),
        "upper": "" if wanted.upper else "Chưa ghi dòng cơ quan cấp trên.",
        "name": "" if wanted.name else "Chưa ghi tên cơ quan.",
    }
    fields = {name: sentence for name, sentence in faults.items() if sentence}
    if fields:
        raise Refused("site_invalid", next(iter(fields.values())), Kind.INVALID, fields)


def _added(
    wanted: Wanted, last: SiteVersion | None, by: Actor, restored_from: int | None = None
) -> SiteVersion:
    if last is not None and wanted_of(last) == wanted:
        return last
    assert by.person_id is not None  # whoever holds the permission has a name
    values: dict[str, str] = {k: v for k, v in wanted.values.items() if k != "emblem"}
    version = SiteVersion.objects.create(
        **values,
        number=last.number + 1 if last else 1,
        emblem=_stored(wanted.emblem),
        saved_by_id=by.person_id,
        saved_at=by.at,
        restored_from=restored_from,
    )
    record(
        "site_restored" if restored_from else "site_saved",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=str(version),
        detail=_changes(last, wanted),
    )
    transaction.on_commit(partial(shown.write_newest))
    return version


def _changes(last: SiteVersion | None, wanted: Wanted) -> dict[str, object]:
    before = wanted_of(last).values
    return {
        k: {"before": before[k], "after": v} for k, v in wanted.values.items() if before[k] != v
    }


def _stored(sha256: str) -> SiteEmblem | None:
    if not sha256:
        return None
    known = SiteEmblem.objects.filter(sha256=sha256).first()
    if known is None:
        require_drawn(sha256)
        known = SiteEmblem.objects.create(sha256=sha256, png=shown.emblem_bytes(sha256))
    return known
