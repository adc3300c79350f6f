"""What a dossier holds at this moment, as the plain values that a submission would freeze."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.payload import sheet_payload
from tuphap.modules.assessments.papers.queries import officer_of, posted_on, report_text
from tuphap.modules.assessments.papers.typed import typed_payload
from tuphap.modules.assessments.queries.line_people import line_people
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.public_comments import comments_for_paper
from tuphap.modules.assessments.queries.sheet import self_column


def present_payload(dossier: Assessment, at: datetime) -> dict[str, Any]:
    day = timezone.localdate(at)
    column = self_column(dossier, known=known_of(dossier))
    payload = sheet_payload(
        dossier,
        column,
        score(dossier, column.rule_set, column.given),
        posted_on=posted_on(dossier),
        comments=comments_for_paper(dossier),
        people=line_people(dossier),
        officer=officer_of(dossier.unit, day),
        led=report_text(dossier).text,
        demo=settings.DEMO,
    )
    return payload | {"typed": typed_payload(dossier)}
