"""A slip of the pen that the appraiser puts right without a return: both figures stand, the unit is
told and may object."""

from collections.abc import Mapping

from django.db import transaction

from tuphap.modules.assessments.actions.comments import write
from tuphap.modules.assessments.actions.telling import tell_of_comment
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.words import answer_words
from tuphap.modules.assessments.models import LONGEST_COMMENT, Comment
from tuphap.modules.assessments.queries.desk import DeskOf
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.comment import CLOSED, CORRECTION


@transaction.atomic
def tell_slips(
    found: DeskOf, before: Mapping[str, Given], after: Mapping[str, Given], *, by: Actor
) -> list[Comment]:
    """One thread per line put right; the same words said before are not said again."""
    items = {item.code: item for item in found.items}
    texts = {
        code: _words(items[code], before[code], given)
        for code, given in after.items()
        if given.answer != before[code].answer
    }
    known = Comment.objects.filter(assessment=found.assessment, kind=CORRECTION)
    said = set(known.exclude(status=CLOSED).values_list("item", "text"))
    fresh = {code: text for code, text in texts.items() if (code, text) not in said}
    comments = write(found.assessment, fresh, CORRECTION, by=by)
    for comment in comments:
        tell_of_comment(comment, by=by)
    return comments


def _words(item: Item, before: Given, after: Given) -> str:
    was, now = answer_words(item, before), answer_words(item, after)
    text = f"Đơn vị ghi: {was}. Sửa thành: {now}.\nLý do: {after.explanation}"
    return text[:LONGEST_COMMENT]
