"""A file of former results from the command line: read, planned and written with the same code."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.actions.decisions import DecisionPaper
from tuphap.modules.assessments.former_years.actions.batches import Upload, Wanted
from tuphap.modules.assessments.former_years.actions.committing import commit_import
from tuphap.modules.assessments.former_years.models import ANSWERS, RESULTS, ImportBatch
from tuphap.modules.assessments.former_years.queries.batches import (
    PERMISSION,
    scopes_to_import,
    set_of_year,
    sets_to_import,
)
from tuphap.outlets.exchange.imports.places import digest_of, place_of
from tuphap.outlets.exchange.imports.reading import read_batch
from tuphap.outlets.exchange.imports.shown import Preview, preview_of
from tuphap.outlets.exchange.imports.taking import take_in_file
from tuphap.outlets.exchange.score_file import read_bytes
from tuphap.rules.permissions import Actor, may
from tuphap.rules.refusals import Kind, Refused


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line."""

    path: Path
    year: int
    rule_set: str = ""
    answers: bool = False
    paper: DecisionPaper | None = None
    person: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    preview: Preview
    written: int


def run(order: Order, at: datetime) -> Outcome:
    """All of it in one transaction: what is refused, or only tried, leaves nothing behind."""
    actor = _actor(order.person, at)
    data = read_bytes(order.path)
    with transaction.atomic():
        batch = _taken(order, data, actor)
        try:
            outcome = _carried_out(batch, order, actor)
        except Refused:
            place_of(batch.pk).unlink(missing_ok=True)
            raise
        if order.dry_run:
            transaction.set_rollback(True)
            place_of(batch.pk).unlink(missing_ok=True)
    return outcome


def _taken(order: Order, data: bytes, actor: Actor) -> ImportBatch:
    scopes = scopes_to_import(actor)
    if len(scopes) != 1:
        names = ", ".join(unit.name for unit in scopes) or "không có đơn vị nào"
        raise _refused("many_scopes", f"Người này nhập cho {names}. Nhập trên trang web.")
    found = set_of_year(order.year, sets_to_import())
    code = order.rule_set or (found.code if found else "")
    paper = order.paper
    if paper is None and order.dry_run:
        paper = DecisionPaper("1", timezone.localdate(actor.at), "-")  # only tried, never kept
    kind = ANSWERS if order.answers else RESULTS
    wanted = Wanted(kind, order.year, code, scopes[0], paper)
    name = order.path.name.encode(errors="replace").decode()
    upload = Upload(name, digest_of(data), len(data))
    return take_in_file(data, upload, wanted, by=actor)


def _carried_out(batch: ImportBatch, order: Order, actor: Actor) -> Outcome:
    read_batch(batch.pk, actor.at)
    batch = ImportBatch.objects.select_related("scope_unit").get(pk=batch.pk)
    if batch.fault:
        raise _refused("unreadable", batch.fault)
    preview = preview_of(batch)
    if preview.refusal:
        raise _refused("refused", preview.refusal)
    if preview.new and not order.dry_run:
        commit_import(batch.pk, preview.digest, by=actor)
    return Outcome(preview, 0 if order.dry_run else preview.new)


def _actor(email: str, at: datetime) -> Actor:
    """Who starts commands on the server needs no second factor; rights are asked as ever."""
    people = Person.objects.filter(is_active=True)
    people = people.filter(email=email) if email else people.filter(posts__isnull=False).distinct()
    actors = [actor_for(person, at) for person in people]
    able = [actor for actor in actors if may(actor, PERMISSION)]
    if len(able) != 1:
        sentence = "Chưa rõ ai nhập. Ghi --person và địa chỉ thư của người có quyền nhập kết quả."
        raise _refused("no_person", sentence)
    return replace(able[0], second_factor_at=at)


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID)
