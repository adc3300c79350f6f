"""What the province says to some rows of the year in progress, with templates to fill in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.models import Period
from tuphap.modules.criteria.guidance_actions import Place, add_guidance_files, write_guidance
from tuphap.modules.criteria.library.actions import About, add_document
from tuphap.modules.criteria.library.models import DocumentKind
from tuphap.outlets.demo.papers import small_docx, small_pdf
from tuphap.outlets.demo.plan import Plan
from tuphap.outlets.demo.walk import Cast
from tuphap.rules.permissions import Actor

# Row, words, and the template with its title; a row may have words alone.
SAID = (
    (
        "1.1.1",
        "Đếm theo văn bản được giao trong năm, kể cả văn bản giao bổ sung.\n"
        "Kèm danh mục theo mẫu; văn bản đã đăng trang thông tin điện tử thì ghi đường dẫn.",
        ("Mẫu danh mục văn bản được giao.docx", "Danh mục văn bản được giao ban hành"),
    ),
    (
        "2.5",
        "Mỗi hoạt động kèm ảnh chụp màn hình hoặc đường dẫn còn mở được.",
        None,
    ),
    (
        "3.2.2",
        "Số vụ, việc lấy từ sổ theo dõi hòa giải ở cơ sở. Vụ, việc chuyển sang năm sau không đếm.",
        ("Mẫu sổ theo dõi hòa giải.docx", "Sổ theo dõi hòa giải ở cơ sở"),
    ),
)


def tell(plan: Plan, people: Mapping[str, Person], now: datetime) -> None:
    period = Period.objects.select_related("scope_unit", "rule_set").order_by("-year").first()
    if period is None:
        return
    at = now - timedelta(days=plan.in_progress["days_ago"]["open"])
    by = Cast().act(people["province"], at)
    rows = set(period.rule_set.rows.values_list("code", flat=True))
    for row, words, template in SAID:
        if row not in rows:
            continue
        place = Place(period.scope_unit, period.rule_set.code, row)
        write_guidance(place, words, version=1, by=by)
        if template:
            name, title = template
            add_guidance_files(place, [SimpleUploadedFile(name, small_docx(title))], by=by)
    _file_a_letter(period, by)


def _file_a_letter(period: Period, by: Actor) -> None:
    """One document of the library, at a row of the set in use."""
    about = About(
        kind=DocumentKind.LETTER,
        number="01/STP-MH",
        issued_on=timezone.localdate(by.at),
        issuer="Sở Tư pháp (minh họa)",
        abstract="Hướng dẫn đếm số vụ, việc hòa giải ở cơ sở (văn bản minh họa)",
        rule_set=period.rule_set.code,
        row="3.2.2",
        year=period.year,
    )
    upload = SimpleUploadedFile("01-STP-MH.pdf", small_pdf("Van ban minh hoa"))
    add_document(about, upload, by=by)
