"""What the public may see: the newest copy of each year, and every older one by its number."""

from functools import lru_cache
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, Func, JSONField, Max, QuerySet, Value
from django.db.models.fields.json import KeyTransform

from tuphap.foundation.publication.models import KeptPage, PublishedCopy, Withdrawal

# A year of 559 units is about 3 MB in memory; older ones are read again.
PAYLOADS_KEPT = 6


def newest_copy(kind: str, year: int) -> PublishedCopy | None:
    return PublishedCopy.objects.filter(kind=kind, year=year).order_by("-number").first()


def is_withdrawn(copy: PublishedCopy) -> bool:
    return Withdrawal.objects.filter(copy=copy).exists()


def newest_number(kind: str, year: int) -> int:
    """0 where nothing was published yet."""
    found = PublishedCopy.objects.filter(kind=kind, year=year).aggregate(number=Max("number"))
    return found["number"] or 0


def state_of(kind: str) -> str:
    """Another text after every publication and every withdrawal of this kind.

    Counted too: of two at the same time the one with the lower key may become visible later.
    """
    found = PublishedCopy.objects.filter(kind=kind).aggregate(
        copies=Count("pk"),
        copy=Max("pk"),
        withdrawals=Count("withdrawal__pk"),
        withdrawal=Max("withdrawal__pk"),
    )
    return ".".join(str(found[name] or 0) for name in found)


def copies(kind: str, year: int | None = None) -> QuerySet[PublishedCopy]:
    """All numbers of a year or of all years, newest first, without the figures."""
    found = PublishedCopy.objects.filter(kind=kind)
    if year is not None:
        found = found.filter(year=year)
    found = found.select_related("withdrawal").defer("payload", "canonical")
    return found.order_by("-year", "-number")


def with_requests(found: QuerySet[PublishedCopy]) -> QuerySet[PublishedCopy]:
    """For staff only: the request to withdraw, where one waits."""
    return found.select_related("withdrawal_request")


def published_years(kind: str) -> list[int]:
    """Newest year first."""
    years = PublishedCopy.objects.filter(kind=kind).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


@lru_cache(maxsize=PAYLOADS_KEPT)
def payload_of(copy_id: int) -> dict[str, Any]:
    """The results of a copy; kept per process, because a copy never changes. Not to be changed.

    Without the raw figures: they are most of it, and only the files of open data show them.
    """
    results = Func(F("payload"), Value("figures"), arg_joiner=" - ", template="%(expressions)s")
    copy = PublishedCopy.objects.annotate(results=ExpressionWrapper(results, JSONField()))
    payload: dict[str, Any] = copy.values_list("results", flat=True).get(pk=copy_id)
    return payload


def figures_of(copy_id: int, unit_code: str) -> dict[str, Any]:
    """The raw figures of one unit by code of content; nothing in copies that carry none."""
    found = KeyTransform(unit_code, KeyTransform("figures", "payload"))
    copy = PublishedCopy.objects.filter(pk=copy_id).annotate(figures=found)
    return copy.values_list("figures", flat=True).get() or {}


def kept_page(copy_id: int, name: str, release: str) -> KeptPage | None:
    return KeptPage.objects.filter(copy_id=copy_id, name=name, release=release).first()


def copy_by_number(kind: str, year: int, number: int | None = None) -> PublishedCopy | None:
    """A copy without its figures (they are read when asked for); the newest without a number."""
    found = copies(kind, year)
    return (found if number is None else found.filter(number=number)).first()
