"""What a person reads about a name that is not certain: what was found, and what to do next."""

from collections.abc import Mapping

from tuphap.rules.numbers import quoted
from tuphap.rules.unit_names import (
    Ambiguous,
    Answer,
    Candidate,
    How,
    Matched,
    Suggested,
    Why,
    Written,
)

_WHY: Mapping[Why, str] = {
    Why.NO_ACCENTS: "viết không đủ dấu",
    Why.I_OR_Y: "viết i, y khác danh mục",
    Why.OTHER_KIND: "khác loại đơn vị trong danh mục",
    Why.OTHER_ABOVE: "thuộc đơn vị cấp trên khác",
    Why.ONE_LETTER: "gần giống tên trong danh mục",
    Why.CODE_DISAGREES: "mã và tên chỉ hai đơn vị khác nhau",
}
_HOW: Mapping[How, str] = {
    How.CODE_WITHOUT_ZEROS: "mã mất số 0 ở đầu, hiểu là {code}",
    How.FORMER_CODE: "mã cũ của {former}, nay là {unit}",
    How.FORMER_NAME: "tên cũ {former}, nay là {unit}",
}
_CHOOSE = "Chọn đúng đơn vị hoặc sửa tên trong tệp."


def sentence_of(answer: Answer, written: Written) -> str:
    """Empty where there is nothing to say: the unit is certain and was written as it is."""
    said = quoted(written.name or written.code)
    if isinstance(answer, Matched):
        return _matched(answer, said)
    if isinstance(answer, Suggested):
        return f"{said} {_WHY[answer.why]}. Có thể là: {_listed(answer.units)}. {_CHOOSE}"
    if isinstance(answer, Ambiguous) and answer.former:
        return f"{said} đã được sắp xếp vào: {_listed(answer.units)}. {_CHOOSE}"
    if isinstance(answer, Ambiguous):
        return f"{said} có thể là: {_listed(answer.units)}. Ghi thêm đơn vị cấp trên hoặc mã."
    return f"{said} không có trong danh mục đơn vị của phạm vi này. Kiểm tra lại tên hoặc mã."


def _matched(answer: Matched, said: str) -> str:
    sentence = _HOW.get(answer.how)
    if sentence is None:
        return ""
    former = answer.former.name if answer.former else ""
    words = sentence.format(code=answer.unit.code, former=former, unit=answer.unit.name)
    return f"{said}: {words}."


def _listed(units: tuple[Candidate, ...]) -> str:
    return "; ".join(f"{u.name} ({u.above})" if u.above else u.name for u in units)
