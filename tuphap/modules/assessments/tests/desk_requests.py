"""What the tests of the desk's pages send and read."""

from datetime import date

from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.tests.world import World, acting, december, signed_in

REASON = "Trang 3: hai tin đăng sau thời hạn."


def at(world: World, *parts: str) -> str:
    return f"/tham-tra/{world.dossier.pk}/" + "".join(f"{part}/" for part in parts)


def page(world: World, person=None, query: str = "") -> str:
    response = signed_in(person or world.hung).get(at(world) + query)
    assert response.status_code == 200
    return response.content.decode()


def mark(world: World, code: str) -> str:
    """As it stands in the page."""
    found = get_desk(acting(world.hung, december(world, 22)), world.dossier.pk, date(2022, 12, 22))
    return f"{code}:{found.desk.line(code).mark}"


def changed_figures(world: World, done="19", due="20", why=REASON, **more) -> dict[str, str]:
    return {
        "2.1.1-line": "1",
        "2.1.1-done": done,
        "2.1.1-due": due,
        "2.1.1-explanation": why,
        "da-xem": mark(world, "2.1.1"),
        **more,
    }


def written(world: World) -> list[tuple]:
    rows = Entry.objects.filter(assessment=world.dossier).order_by("column", "item")
    return list(rows.values_list("column", "item", "done", "due", "option", "explanation"))
