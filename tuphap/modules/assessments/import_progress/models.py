"""How far the reading of a file is."""

from django.db import models

from tuphap.modules.assessments.former_years.models import ImportBatch

WAITING, OPENING, CHECKING, KEEPING, STOPPED = (
    "waiting",
    "opening",
    "checking",
    "keeping",
    "stopped",
)
STEPS = (
    (WAITING, "Đang chờ đến lượt đọc"),
    (OPENING, "Bước 1/3: mở tệp và lấy các ô"),
    (CHECKING, "Bước 2/3: kiểm tra từng dòng"),
    (KEEPING, "Bước 3/3: giữ lại các dòng và lỗi đã thấy"),
    (STOPPED, "Đã dừng đọc"),
)


class ReadingProgress(models.Model):
    """Of a file the queue reads: the step, and `done` of `total` rows where rows are looked at.

    Without history: it changes many times a second and means nothing afterwards.
    """

    batch = models.OneToOneField(
        ImportBatch, models.CASCADE, primary_key=True, related_name="progress"
    )
    step = models.CharField("bước", max_length=8, choices=STEPS, default=WAITING)
    done = models.PositiveIntegerField("số dòng đã kiểm tra", default=0)
    total = models.PositiveIntegerField("số dòng của trang tính", default=0)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.step} {self.done}/{self.total}"
