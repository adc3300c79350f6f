"""What every row of a made paper has; each module has a table of its own, with its own keys."""

from django.db import models
from django.db.models import Q

PDF, WORD = "pdf", "docx"
FORMATS = {PDF: "PDF", WORD: "Word"}


class MadePaper(models.Model):
    """A form as a file; without `body` it is still to be made."""

    form = models.CharField(max_length=32)
    format = models.CharField(max_length=4, choices=list(FORMATS.items()))
    asked_at = models.DateTimeField()
    body = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.form}.{self.format}"


class FilledPaper(MadePaper):
    """With the texts it is made of: the same texts are the same paper (`fingerprint`)."""

    fingerprint = models.CharField(max_length=64)
    data = models.JSONField()

    class Meta:
        abstract = True


def made_with_its_moment(name: str) -> models.CheckConstraint:
    """A file and the moment it was made come together."""
    return models.CheckConstraint(
        condition=Q(body__isnull=True, made_at__isnull=True)
        | Q(body__isnull=False, made_at__isnull=False),
        name=name,
    )
