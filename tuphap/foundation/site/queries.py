"""Which settings hold, and which held before."""

from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.db.models import QuerySet

from tuphap.foundation.access.queries import reaches_all
from tuphap.foundation.site.models import SiteVersion
from tuphap.rules.permissions import Actor, require_anywhere
from tuphap.rules.refusals import Refused
from tuphap.rules.site_colours import STANDARD

PERMISSION = "site.manage"
MOST_SHOWN = 50


@dataclass(frozen=True)
class Wanted:
    """All settings as plain values; `emblem` is the hash of a drawn one, or empty."""

    upper: str
    name: str
    brand: str = STANDARD
    emblem: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""
    contact: str = ""
    intro: str = ""
    links: str = ""

    @property
    def values(self) -> dict[str, str]:
        return asdict(self)


def require_site(actor: Actor) -> None:
    require_anywhere(actor, PERMISSION)
    if not reaches_all(actor, PERMISSION):
        raise Refused(
            "other_unit",
            "Thiết lập trang thuộc cả hệ thống, do người phụ trách ở cấp cao nhất sửa.",
            permission=PERMISSION,
        )


def newest() -> SiteVersion | None:
    return SiteVersion.objects.select_related("emblem").first()


def history() -> QuerySet[SiteVersion]:
    return SiteVersion.objects.select_related("emblem", "saved_by")[:MOST_SHOWN]


def wanted_of(version: SiteVersion | None) -> Wanted:
    """The settings of a version; those of the environment where there is none."""
    if version is None:
        return Wanted(settings.OFFICE["upper"], settings.OFFICE["name"])
    names = (field.name for field in fields(Wanted) if field.name != "emblem")
    emblem = version.emblem.sha256 if version.emblem else ""
    return Wanted(**{name: getattr(version, name) for name in names}, emblem=emblem)
