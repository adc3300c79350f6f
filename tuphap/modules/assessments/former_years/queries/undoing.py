"""Why what was written from a file cannot be taken back."""

from django.db.models import TextField
from django.db.models.functions import Cast

from tuphap.foundation.publication.kinds import RESULTS as PUBLISHED
from tuphap.foundation.publication.queries import copies
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.former_years.models import ANSWERS, ImportBatch
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry
from tuphap.rules.workflows.assessment import SELF


def why_not_undone(batch: ImportBatch) -> str:
    """ "" where nothing stands against it."""
    if batch.committed_at is None:
        return "Tệp này chưa ghi nên không có gì để hoàn tác."
    if batch.undone_at is not None:
        return "Lần nhập này đã hoàn tác."
    if batch.period is not None and copies(PUBLISHED, batch.year).exists():
        return f"Kết quả năm {batch.year} đã công bố, không hoàn tác được."
    dossiers = Assessment.objects.filter(imported__batch=batch)
    keys = dossiers.order_by().annotate(text=Cast("pk", TextField())).values("text")
    moved = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower, record_id__in=keys
    )
    if moved.exists() or Entry.objects.filter(assessment__in=dossiers).exists():
        return "Đã có việc khác ghi trên các hồ sơ này, không hoàn tác được."
    if batch.kind != ANSWERS and _has_answers(batch):
        return "Đã nhập điểm tự chấm cho các đơn vị này. Hoàn tác lần nhập điểm tự chấm trước."
    return ""


def _has_answers(batch: ImportBatch) -> bool:
    rows = ColumnSummary.objects.filter(assessment__imported__batch=batch, column=SELF)
    return rows.exists()
