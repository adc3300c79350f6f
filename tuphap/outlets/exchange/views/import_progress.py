"""Stopping the reading of a large file, and reading it again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.former_years.queries import batches as queries
from tuphap.modules.assessments.import_progress.actions import stop_reading
from tuphap.outlets.exchange.imports.taking import read_again
from tuphap.rules.permissions import require_anywhere


@require_POST
@once_per_key
def stop(request: PersonRequest, pk: UUID) -> HttpResponse:
    batch = _own(request, pk)
    if stop_reading(batch.pk, by=request.actor):
        messages.success(request, "Đã dừng đọc tệp.")
    return redirect("exchange:import", pk)


@require_POST
@once_per_key
def again(request: PersonRequest, pk: UUID) -> HttpResponse:
    batch = _own(request, pk)
    if read_again(batch, by=request.actor):
        messages.success(request, "Tệp được đọc lại từ đầu.")
    return redirect("exchange:import", pk)


def _own(request: PersonRequest, pk: UUID) -> ImportBatch:
    require_anywhere(request.actor, queries.PERMISSION)
    batch = queries.get_batch(request.actor, pk)
    if batch.asked_by_id != request.actor.person_id:
        raise Http404
    return batch
