"""What is wrong with the heading of a sheet of scores itself."""

from collections.abc import Iterator

from tuphap.rules.numbers import format_points_short, quoted
from tuphap.rules.rule_set import Node, parts_of
from tuphap.rules.rule_set_rows import RuleSet
from tuphap.rules.score_cells import CellFault
from tuphap.rules.score_headers import INPUTS, Role, Vocabulary
from tuphap.rules.score_heading_rows import Column, Heading

MISSING_HEADING = "missing_heading"


def heading_faults(
    heading: Heading, rule_set: RuleSet, vocabulary: Vocabulary
) -> Iterator[tuple[Column, CellFault]]:
    """Headings that are unknown, doubled, missing, or state another maximum."""
    yield from _unknown_headings(heading, rule_set)
    yield from _doubled_headings(heading)
    yield from _other_maxima(heading, vocabulary)
    if not heading.having(Role.UNIT):
        yield _absent("Tên đơn vị", "thiếu cột tên đơn vị, ví dụ “Tên xã”.")
    codes = {column.code for column in heading.having(*INPUTS)}
    for code in missing_codes(rule_set, codes):
        yield _absent(code, f"thiếu cột {code}.")


def _absent(name: str, sentence: str) -> tuple[Column, CellFault]:
    return Column(0, name, None), CellFault(MISSING_HEADING, sentence)


def missing_codes(rule_set: RuleSet, codes: set[str]) -> Iterator[str]:
    """The highest nodes which neither have a column nor are covered by columns below them."""
    for criterion in rule_set.criteria:
        yield from _missing_below(criterion, codes)


def _missing_below(node: Node, codes: set[str]) -> Iterator[str]:
    if node.code in codes:
        return
    parts = parts_of(node)
    missing = [list(_missing_below(part, codes)) for part in parts]
    if not parts or all(found == [p.code] for p, found in zip(parts, missing, strict=True)):
        yield node.code
        return
    for found in missing:
        yield from found


def _unknown_headings(heading: Heading, rule_set: RuleSet) -> Iterator[tuple[Column, CellFault]]:
    known = ", ".join(criterion.code for criterion in rule_set.criteria)
    for column in heading.columns:
        if column.meaning is None:
            sentence = "không rõ là cột gì. Đổi tên theo mẫu hoặc bỏ cột này."
        elif column.role is Role.NOT_IN_SET:
            sentence = (
                f"{column.code} không có trong bộ tiêu chí {rule_set.short_name}"
                f" ({known}). Kiểm tra lại bộ tiêu chí hoặc tên cột."
            )
        else:
            continue
        yield column, CellFault("unknown_heading", sentence)


def _doubled_headings(heading: Heading) -> Iterator[tuple[Column, CellFault]]:
    first: dict[tuple[Role, str], Column] = {}
    for column in heading.columns:
        if column.role in (None, Role.IGNORED, Role.PARENT, Role.NOT_IN_SET):
            continue
        code = "" if column.role is Role.UNIT else column.code
        earlier = first.setdefault((column.role, code), column)
        if earlier is not column:
            yield (
                column,
                CellFault(
                    "duplicate_heading",
                    f"trùng với cột {earlier.letters} ({quoted(earlier.text)}). Giữ lại một cột.",
                ),
            )


def _other_maxima(heading: Heading, vocabulary: Vocabulary) -> Iterator[tuple[Column, CellFault]]:
    for column in heading.having(Role.POINTS):
        node = vocabulary.nodes[column.code]
        stated = column.meaning.maximum if column.meaning else None
        if stated is not None and stated != node.max_points:
            yield (
                column,
                CellFault(
                    "other_maximum",
                    f"điểm tối đa ghi {format_points_short(stated)}, bộ tiêu chí ghi"
                    f" {format_points_short(node.max_points)}. Kiểm tra lại bộ tiêu chí đã chọn.",
                ),
            )
