"""Where units that begin stand: their paths from the root, each way up walked once."""

from collections.abc import Collection, Mapping
from datetime import date

from tuphap.rules.unit_changes import HEADS, Fault
from tuphap.rules.unit_plan import Begin

LONGEST_PATH, SHOWN_OF_CIRCLE = 64, 8


def places(
    begins: Mapping[str, Begin], standing: Mapping[str, str], day: date
) -> tuple[dict[str, str], list[Fault]]:
    """Path by code. A parent is a unit that begins with the file, or one that goes on (`standing`,
    path by code). Below something without a place, which is named once, nothing has one."""
    paths: dict[str, str] = {}
    faults: list[Fault] = []
    for code in begins:
        way = _way_up(begins, code, paths)
        if not way:
            continue
        above = begins[way[-1]].parent
        path = paths[above] if above in paths else standing.get(above, "") if above else "/"
        if above in way or (above and above not in paths and not path):
            faults.append(_astray(begins, way, day))
            path = ""
        for at in reversed(way):
            path = f"{path}{at}/" if path else ""
            if len(path) > LONGEST_PATH:
                faults.append(_fault(begins[at], "Quá nhiều đơn vị cấp trên. Xem lại mã."))
                path = ""
            paths[at] = path
    return paths, faults


def _way_up(begins: Mapping[str, Begin], code: str, paths: Collection[str]) -> list[str]:
    """The unit and those above it that begin with the file and have no path yet."""
    way: dict[str, None] = {}
    while code in begins and code not in paths and code not in way:
        way[code] = None
        code = begins[code].parent
    return list(way)


def _astray(begins: Mapping[str, Begin], way: list[str], day: date) -> Fault:
    """The uppermost of the way is under nothing that is there, or under one below itself."""
    top = begins[way[-1]]
    if top.parent not in way:
        return _fault(
            top,
            f"Mã cấp trên {top.parent} không phải là đơn vị có từ ngày {day:%d/%m/%Y}. "
            "Kiểm tra lại mã.",
        )
    circle = [top.code, *way[way.index(top.parent) :]]
    shown = [*circle[:SHOWN_OF_CIRCLE], "…"] if len(circle) > SHOWN_OF_CIRCLE else circle
    sentence = f"{top.name} nằm dưới chính {top.name}: {' → '.join(shown)}. Kiểm tra lại mã."
    return _fault(top, sentence)


def _fault(begin: Begin, sentence: str) -> Fault:
    return Fault(begin.row, HEADS["parent"], begin.parent, sentence)
