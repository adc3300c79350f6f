"""What the public may see: the newest copy of each year, and every older one by its number."""

from tuphap.foundation.publication.models import PublishedCopy


def newest_copy(kind: str, year: int) -> PublishedCopy | None:
    return PublishedCopy.objects.filter(kind=kind, year=year).order_by("-number").first()


def copies(kind: str, year: int) -> list[PublishedCopy]:
    """All numbers of a year, newest first, without the figures."""
    return list(
        PublishedCopy.objects.filter(kind=kind, year=year)
        .defer("payload", "canonical")
        .order_by("-number")
    )


def published_years(kind: str) -> list[int]:
    """Newest year first."""
    return list(
        PublishedCopy.objects.filter(kind=kind)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )
