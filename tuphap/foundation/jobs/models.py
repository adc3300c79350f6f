"""Why jobs of the queue failed; the jobs themselves are procrastinate's."""

from django.db import models


class JobFault(models.Model):
    """The last fault of a job. No foreign key: the queue clears its finished jobs by itself."""

    job_id = models.BigIntegerField(primary_key=True)
    sentence = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job_id}: {self.sentence}"
