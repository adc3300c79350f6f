"""Communes typing at the same time, each with a ledger of what was acknowledged to it.

An editor opens the sheet and then, every half minute, saves a figure and says that the sheet is
still open, as the page does. Now and then the line is cut before the answer: the same form is then
sent again with the same key until an answer comes.
"""

import random
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlencode
from uuid import uuid4

from django.http import QueryDict
from django.urls import reverse

from bench import load
from bench.sheets import Commune
from tuphap.modules.assessments.forms import END, read
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import EXPLANATION, MARK, field_name
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.rules.rule_set import Percentage

DUE = 10_000_000
SENTENCE = "Sổ theo dõi và báo cáo năm lưu tại trụ sở."
CUT_SHARE = 0.05
MOST_TRIES = 20
PAUSE_AFTER_CUT = 0.5


@dataclass
class Ledger:
    """`saved`: the figures acknowledged, in order, per content; `times` in seconds per save."""

    saved: dict[str, list[int]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    page_times: list[float] = field(default_factory=list)
    cut: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Editor:
    commune: Commune
    seed: int
    stands: dict[str, Given]
    ledger: Ledger = field(default_factory=Ledger)

    def lines(self) -> list[Item]:
        """Contents with a figure of their own, each saved for itself."""
        mine = (item for item in self.commune.items if item.kind == Percentage.kind)
        return [item for item in mine if item.unit == item.code]

    def next_figure(self) -> int:
        """One that was never typed here: the same figure again would be no change."""
        return 1 + max((given.answer.done or 0 for given in self.stands.values()), default=0)


def type_together(port: int, editors: Sequence[Editor], seconds: float, interval: float) -> None:
    """All at once, begun spread over one interval; comes back when the last one has its answer."""
    end = time.monotonic() + seconds
    threads = [Thread(target=_type, args=(port, one, end, interval)) for one in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _type(port: int, editor: Editor, end: float, interval: float) -> None:
    chance = random.Random(editor.seed)
    time.sleep(chance.random() * interval)
    try:
        _open(port, editor)
        due = time.monotonic()
        while (due := due + interval) < end:
            time.sleep(max(0.0, due - time.monotonic()))
            _say_open(port, editor)
            _save(port, editor, chance)
    except (OSError, RuntimeError) as fault:
        editor.ledger.faults.append(str(fault))


def _open(port: int, editor: Editor) -> None:
    begun = time.monotonic()
    _require(load.fetch(port, editor.commune.page())[0], 200)
    editor.ledger.page_times.append(time.monotonic() - begun)


def _say_open(port: int, editor: Editor) -> None:
    commune = editor.commune
    path = reverse("assessments:sheet_open", args=[commune.assessment])
    body = urlencode({"csrfmiddlewaretoken": commune.token}).encode()
    status = load.fetch(port, load.post(path, body, commune.cookies, HX_Request="true"))[0]
    _require(status, 200, 204)


def _save(port: int, editor: Editor, chance: random.Random) -> None:
    """The next figure of a content; counted from the first try to the answer that came."""
    ledger, item = editor.ledger, chance.choice(editor.lines())
    figure = editor.next_figure()
    form = _form(editor, item, figure)
    request = form.replace(load.ANY_KEY, str(uuid4()).encode())
    if chance.random() < CUT_SHARE:
        ledger.cut += 1
        _send_and_hang_up(port, request)
        time.sleep(PAUSE_AFTER_CUT)
    begun = time.monotonic()
    _until_answered(port, request)
    ledger.times.append(time.monotonic() - begun)
    ledger.saved.setdefault(item.code, []).append(figure)
    editor.stands[item.code] = _given(item, figure)


def _until_answered(port: int, request: bytes) -> None:
    """A first try that still runs is answered with 409: the page waits and asks again, too."""
    for _ in range(MOST_TRIES):
        status = load.fetch(port, request)[0]
        if status != 409:
            _require(status, 200)
            return
        time.sleep(PAUSE_AFTER_CUT)
    raise RuntimeError(f"No answer after {MOST_TRIES} tries.")


def _send_and_hang_up(port: int, request: bytes) -> None:
    with socket.create_connection((load.HOST, port), load.PATIENCE) as line:
        line.sendall(request)


def _form(editor: Editor, item: Item, figure: int) -> bytes:
    commune = editor.commune
    mark = own_mark(editor.stands.get(item.code))
    fields = {**_typed(item, figure), field_name(item.code, MARK): mark}
    body = urlencode({"csrfmiddlewaretoken": commune.token, **fields, END: "1"}).encode()
    path = reverse("assessments:sheet_line", args=[commune.assessment, item.unit])
    return load.post(path, body, commune.cookies, HX_Request="true")


def _typed(item: Item, figure: int) -> dict[str, str]:
    values = {"done": str(figure), "due": str(DUE), EXPLANATION: SENTENCE}
    return {field_name(item.code, name): value for name, value in values.items()}


def _given(item: Item, figure: int) -> Given:
    form = QueryDict(urlencode({**_typed(item, figure), field_name(item.code, MARK): ""}))
    return read((item,), form).lines[item.code]


def _require(status: int, *expected: int) -> None:
    if status not in expected:
        raise RuntimeError(f"Status {status}, expected {expected}.")
