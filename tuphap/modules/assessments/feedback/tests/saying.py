"""What tests of feedback say and do, on a result published in February 2023."""

from datetime import timedelta

import time_machine
from django.test import Client

from tuphap.foundation.publication.tests.sample import points_payload, publish, unit
from tuphap.modules.assessments.feedback.actions import (
    FROM_ONE_PLACE_ON_ONE_RESULT,
    Words,
    deal_with,
    leave,
)
from tuphap.modules.assessments.feedback.codes import opened_now
from tuphap.modules.assessments.feedback.results import result_at
from tuphap.modules.assessments.tests import world as w

AT, YEAR = w.moment(2023, 3, 1), 2022
OPINION = "Điểm tiêu chí 2 chưa tính buổi hòa giải ở thôn 3."
NAME, PHONE = "Rơ Châm H'Lan", "0905 123 456"
MOST = FROM_ONE_PLACE_ON_ONE_RESULT[0].most


def publish_both(world, note=""):
    rows = [
        unit(number, one.name, code=one.code)
        for number, one in enumerate((world.commune, world.neighbour), 1)
    ]
    return publish(points_payload(rows), note)


def address(world, more="", of=None):
    return f"/gop-y-ket-qua/{YEAR}/{(of or world.commune).code}/{more}"


def opened(seconds=60):
    with time_machine.travel(AT - timedelta(seconds=seconds), tick=False):
        return opened_now()


def send(world, text=OPINION, client=None, of=None, **fields):
    sent = {"y-kien": text, "mo-luc": opened(), **fields}
    return (client or Client()).post(address(world, "gui/", of), sent)


def say(world, text=OPINION, sender="203.0.113.5", of=None, at=AT, number=None, **more):
    words = Words(text, **{"name": NAME, "contact": PHONE, "consents": True, **more})
    found = result_at(YEAR, (of or world.commune).code, number)
    return leave(found, words, sender, at=at)


def deal(said, name, text="", person=None, version=None):
    said.refresh_from_db()
    by = w.acting(person, AT)
    return deal_with(said.pk, name, text, said.version if version is None else version, by=by)


def answer(world, said, text="Đã kiểm tra, buổi hòa giải đã được tính.", move="publish"):
    deal(said, "accept", person=world.ha)
    deal(said, "draft", "Dự thảo của xã.", person=world.mai)
    return deal(said, move, text, person=world.ha)


def text_of(response):
    return response.content.decode()


def page(world, client=None, **more):
    return text_of((client or Client()).get(address(world), **more))


def look_up(code):
    return Client().post("/gop-y-ket-qua/tra-cuu/", {"ma": code})
