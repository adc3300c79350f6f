"""Versions of the settings of the site; none is ever changed."""

from typing import ClassVar

import pgtrigger
from django.db import models

from tuphap.foundation.accounts.models import Person

FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


class SiteEmblem(models.Model):
    """An emblem as it was drawn anew, named by its content."""

    sha256 = models.CharField(max_length=64, unique=True)
    png = models.BinaryField()

    class Meta:
        triggers: ClassVar = [FROZEN]

    def __str__(self) -> str:
        return self.sha256


class SiteVersion(models.Model):
    """One state of all settings, with who saved it and when; the highest number holds."""

    number = models.PositiveIntegerField("bản số", unique=True)
    upper = models.CharField("dòng cơ quan cấp trên", max_length=120)
    name = models.CharField("tên cơ quan", max_length=120)
    brand = models.CharField("màu chủ đạo", max_length=7)
    emblem = models.ForeignKey(SiteEmblem, models.PROTECT, null=True, related_name="+")
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    telephone = models.CharField("điện thoại", max_length=60, blank=True)
    email = models.CharField("thư điện tử", max_length=254, blank=True)
    contact = models.CharField("người chịu trách nhiệm", max_length=200, blank=True)
    intro = models.TextField("lời giới thiệu", blank=True)
    links = models.TextField("đường dẫn", blank=True)
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    restored_from = models.PositiveIntegerField("lấy lại từ bản số", null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        triggers: ClassVar = [FROZEN]

    def __str__(self) -> str:
        return f"Thiết lập trang, bản {self.number}"
