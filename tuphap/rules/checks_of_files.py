"""Checks of documents: those that are missing, and those that stand in too many places."""

from collections.abc import Iterable, Iterator

from tuphap.rules.checked_sheet import Checked, Copy, FileOnLine, Found
from tuphap.rules.numbers import quoted

# So many other dossiers are named; of the rest there is only the count.
MOST_NAMED = 3
HIDDEN_UNIT = "một đơn vị khác"


def full_without_document(checked: Checked) -> Iterator[Found]:
    for line in checked.lines:
        if line.is_full and not line.has_document:
            why = " (khai không phát sinh)" if line.not_arisen else ""
            yield Found(line.code, f"Mức tối đa nhưng không có tài liệu{why}.")


def lacks_document(checked: Checked) -> Iterator[Found]:
    """What claims something below the full mark; the full mark has a check of its own."""
    for line in checked.lines:
        if line.claims and not line.is_full and not line.has_document and not line.not_arisen:
            yield Found(line.code, "Có kết quả nhưng không có tài liệu.")


def proves_unrelated(checked: Checked) -> Iterator[Found]:
    """One file for several contents of one indicator is what “use again” is for."""
    by_key: dict[str, list[FileOnLine]] = {}
    for file in checked.files:
        by_key.setdefault(file.key, []).append(file)
    for key, places in by_key.items():
        for place in places:
            others = [row.item for row in places if row.indicator != place.indicator]
            if others:
                yield Found(
                    place.item,
                    f"Tệp {quoted(place.title)} cũng là tài liệu của "
                    f"{', '.join(dict.fromkeys(others))} (chỉ tiêu khác).",
                    f"{key} {' '.join(sorted(others))}",
                )


def same_file_elsewhere(checked: Checked) -> Iterator[Found]:
    yield from _elsewhere(checked, "Tệp {title} cũng có trong {places}.", near=False)


def near_picture_elsewhere(checked: Checked) -> Iterator[Found]:
    words = "Ảnh hoặc trang đầu của {title} gần giống tệp trong {places}."
    yield from _elsewhere(checked, words, near=True)


def _elsewhere(checked: Checked, words: str, *, near: bool) -> Iterator[Found]:
    groups: dict[tuple[str, str], list[Copy]] = {}
    for copy in checked.copies:
        if copy.near == near:
            groups.setdefault((copy.item, copy.key), []).append(copy)
    for (item, key), copies in groups.items():
        sentence = words.format(title=quoted(copies[0].title), places=_places(copies))
        about = f"{key} {' '.join(sorted({copy.dossier for copy in copies}))}"
        yield Found(item, sentence, about)


def _places(copies: Iterable[Copy]) -> str:
    """Each dossier once; those whose unit may not be named are counted together."""
    dossiers = {copy.dossier: copy for copy in copies}.values()
    named = [_place(copy) for copy in dossiers if copy.unit is not None]
    hidden = sum(copy.unit is None for copy in dossiers)
    shown = named[:MOST_NAMED]
    if len(named) > MOST_NAMED:
        shown.append(f"{len(named) - MOST_NAMED} hồ sơ khác")
    if hidden:
        shown.append(f"hồ sơ của {HIDDEN_UNIT if hidden == 1 else f'{hidden} đơn vị khác'}")
    return ", ".join(shown)


def _place(copy: Copy) -> str:
    if not copy.unit:
        return f"hồ sơ năm {copy.year} của đơn vị"
    return f"hồ sơ của {copy.unit} (năm {copy.year})"
