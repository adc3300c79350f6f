"""Links for sending: by their token, and the open one of a dossier."""

from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.models import Assessment, SubmitLink
from tuphap.rules.permissions import Role

# The salt is the purpose: a token signed for anything else does not open a dossier.
SALT = "assessments.submit-link"
MOST_TRIES = 5
LONGEST_TOKEN = 200


def token_of(link: SubmitLink) -> str:
    return signing.dumps(str(link.pk), salt=SALT)


def usable(at: datetime) -> QuerySet[SubmitLink]:
    return SubmitLink.objects.filter(
        used_at__isnull=True, cancelled_at__isnull=True, ends_at__gt=at, tries__lt=MOST_TRIES
    )


def link_of(token: str, at: datetime) -> SubmitLink:
    """Forged, ended, cancelled, used and tried too often are one and the same: not found (L5)."""
    found = usable(at).select_related("chair", "made_by").filter(pk=_pk_of(token)).first()
    if found is None:
        raise Http404
    return found


def used_or_replaced(token: str) -> SubmitLink | None:
    """A real link that did its work, or whose newer one is on the way: its holder may know."""
    links = SubmitLink.objects.select_related("assessment__unit", "assessment__period")
    link = links.filter(pk=_pk_of(token)).first()
    if link is None or link.used_at is not None:
        return link
    if link.cancelled_at is None:
        return None
    newer = SubmitLink.objects.filter(
        assessment=link.assessment_id, made_at__gt=link.made_at, made_at__gte=link.cancelled_at
    )
    return link if newer.exists() else None


def _pk_of(token: str) -> UUID:
    try:
        return UUID(signing.loads(token[:LONGEST_TOKEN], salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise Http404 from None


def open_link(assessment: Assessment) -> SubmitLink | None:
    links = SubmitLink.objects.filter(assessment=assessment, used_at=None, cancelled_at=None)
    return links.select_related("chair").first()


def message_key(link: SubmitLink) -> str:
    return f"assessment.submit_link:{link.pk}"


def letter_word(link: SubmitLink) -> str:
    """What became of the letter with the link, as a status in words."""
    notice = Notice.objects.filter(person=link.chair_id, key=message_key(link)).first()
    return notice.get_letter_display().lower() if notice else ""


def chairs_of(assessment: Assessment, day: date) -> list[Person]:
    held = Post.held_on(day).filter(unit=assessment.unit_id, role=Role.COMMUNE_CHAIR.value)
    people = Person.objects.filter(posts__in=held, is_active=True).distinct()
    return list(people.order_by("name_sort", "pk"))
